package io.github.pristinedb.demo.features;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Runs the features whose scenarios build on each other: side by side, but the scenarios
 * of each in their order.
 */
@Suite
@IncludeEngines("cucumber")
@SelectPackages("stories")
@ConfigurationParameter(key = "cucumber.execution.execution-mode.feature", value = "same_thread")
class StoryTests {

}
