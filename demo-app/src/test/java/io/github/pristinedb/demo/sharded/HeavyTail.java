package io.github.pristinedb.demo.sharded;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectClasspathResource;
import org.junit.platform.suite.api.Suite;

/**
 * A suite some of whose scenarios take 50 times as long as the others.
 */
@Suite
@IncludeEngines("cucumber")
@SelectClasspathResource("sharded/heavy_tail.feature")
@ConfigurationParameter(key = "cucumber.glue", value = "io.github.pristinedb.demo.sharded")
@ConfigurationParameter(key = "cucumber.execution.parallel.enabled", value = "false")
class HeavyTail {

}
