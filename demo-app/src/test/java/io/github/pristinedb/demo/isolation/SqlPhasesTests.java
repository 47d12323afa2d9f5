package io.github.pristinedb.demo.isolation;

import io.github.pristinedb.demo.DemoContext;
import io.github.pristinedb.demo.NeedsPristine;
import io.github.pristinedb.demo.project.Project;
import io.github.pristinedb.demo.project.ProjectService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.jdbc.Sql;
import org.springframework.test.context.jdbc.Sql.ExecutionPhase;
import org.springframework.test.context.jdbc.SqlMergeMode;
import org.springframework.test.context.jdbc.SqlMergeMode.MergeMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scripts before and after the class, and before and after a test.
 */
@DemoContext
@NeedsPristine
@Sql(statements = "insert into project (name, created_at) values ('before class', '2026-01-01T00:00:00Z')",
		executionPhase = ExecutionPhase.BEFORE_TEST_CLASS)
@Sql(statements = "delete from project where name = 'before class'", executionPhase = ExecutionPhase.AFTER_TEST_CLASS)
@SqlMergeMode(MergeMode.MERGE)
class SqlPhasesTests {

	@Autowired
	private ProjectService projects;

	@Test
	void scriptOfTheClassIsInEachTest() {
		assertThat(this.projects.list()).extracting(Project::name).containsExactly("before class");
		this.projects.create("shop", "ann");
	}

	@Test
	@Sql(statements = "insert into project (name, created_at) values ('before test', '2026-01-01T00:00:00Z')")
	void scriptOfTheTestComesOnTop() {
		assertThat(this.projects.list()).extracting(Project::name).containsExactly("before class", "before test");
		this.projects.create("shop", "ann");
	}

	@Test
	@Sql(statements = "delete from project_member", executionPhase = ExecutionPhase.AFTER_TEST_METHOD)
	@Sql(statements = "insert into project (name, created_at) values ('before test', '2026-01-01T00:00:00Z')")
	void scriptAfterTheTestFindsWhatItWrote() {
		assertThat(this.projects.list()).hasSize(2);
		this.projects.create("shop", "ann");
	}

	@AfterEach
	void testHasItsOwnProjectBesidesThoseOfItsScripts() {
		assertThat(this.projects.list()).extracting(Project::name)
			.startsWith("before class")
			.endsWith("shop")
			.hasSizeBetween(2, 3);
	}

}
