package io.github.pristinedb.demo.sharded;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectClasspathResource;
import org.junit.platform.suite.api.Suite;

/**
 * A suite some of whose scenarios break.
 */
@Suite
@IncludeEngines("cucumber")
@SelectClasspathResource("sharded/errors.feature")
@ConfigurationParameter(key = "cucumber.glue", value = "io.github.pristinedb.demo.sharded")
@ConfigurationParameter(key = "cucumber.execution.parallel.enabled", value = "false")
class Errors {

}
