package io.github.pristinedb.demo.features;

import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Runs all scenarios: those of the command line and those of the REST API side by side.
 * How many at once is up to {@code junit-platform.properties} and {@code -Dworkers}.
 */
@Suite
@IncludeEngines("cucumber")
@SelectPackages("features")
class FeatureTests {

}
