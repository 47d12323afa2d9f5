package io.github.pristinedb.demo.features;

import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Runs the scenarios of the REST API alone. They are a part of {@link FeatureTests}.
 */
@Suite
@IncludeEngines("cucumber")
@SelectPackages("features.rest")
class RestFeatureTests {

}
