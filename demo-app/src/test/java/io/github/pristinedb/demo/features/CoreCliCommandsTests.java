package io.github.pristinedb.demo.features;

import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectClasspathResource;
import org.junit.platform.suite.api.Suite;

/**
 * Runs the scenarios of the core commands alone. They are a part of {@link FeatureTests}.
 */
@Suite
@IncludeEngines("cucumber")
@SelectClasspathResource("features/core_cli_commands.feature")
class CoreCliCommandsTests {

}
