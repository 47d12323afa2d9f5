package io.github.pristinedb.demo.failures;

import io.github.pristinedb.demo.DemoContext;
import io.github.pristinedb.demo.NeedsPristine;
import io.github.pristinedb.demo.project.Project;
import io.github.pristinedb.demo.project.ProjectService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests and scenarios of this application, of which two fail on purpose: to see what the
 * report tells. A build runs them by {@code -Dtest=DeliberateFailures} only: no name here
 * ends as those of tests do.
 */
@Suite
@IncludeEngines({ "junit-jupiter", "cucumber" })
@SelectClasses(DeliberateFailures.RenamedProject.class)
@SelectPackages({ "io.github.pristinedb.demo.isolation", "features", "failing" })
class DeliberateFailures {

	@DemoContext
	@NeedsPristine
	static class RenamedProject {

		@Autowired
		private ProjectService projects;

		@Autowired
		private JdbcClient jdbc;

		@BeforeAll
		static void createProject(@Autowired ProjectService projects) {
			projects.create("before all", "ann");
		}

		@Test
		void renamedProjectIsListedLast() {
			this.jdbc.sql("update project set name = 'zoo' where id = 1").update();
			this.projects.create("market", "bob");
			assertThat(this.projects.list()).extracting(Project::name).containsExactly("market", "zoo");
		}

	}

}
