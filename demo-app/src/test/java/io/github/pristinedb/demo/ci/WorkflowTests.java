package io.github.pristinedb.demo.ci;

import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectClasspathResource;
import org.junit.platform.suite.api.Suite;

/**
 * Runs the scenarios of the CI workflow, apart from those of the application: they start
 * JVMs of their own.
 */
@Suite
@IncludeEngines("cucumber")
@SelectClasspathResource("ci/ci_workflow_validation.feature")
class WorkflowTests {

}
