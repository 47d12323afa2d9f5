package io.github.pristinedb.demo.isolation;

import io.github.pristinedb.demo.DemoContext;
import io.github.pristinedb.demo.NeedsPristine;
import io.github.pristinedb.demo.project.Project;
import io.github.pristinedb.demo.project.ProjectService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tests share an instance of their class, but no database.
 */
@DemoContext
@NeedsPristine
@TestInstance(Lifecycle.PER_CLASS)
class PerClassTests {

	@Autowired
	private ProjectService projects;

	@BeforeAll
	void createProject() {
		this.projects.create("before all", "ann");
	}

	@AfterAll
	void nothingOfTheTestsIsLeft() {
		assertThat(this.projects.list()).extracting(Project::name).containsExactly("before all");
	}

	@RepeatedTest(3)
	void testStartsWithWhatWasWrittenBeforeAll() {
		assertThat(this.projects.list()).extracting(Project::name).containsExactly("before all");
		assertThat(this.projects.create("shop", "ann").id()).isEqualTo(2);
	}

}
