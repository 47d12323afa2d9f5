package io.github.pristinedb.demo.isolation;

import io.github.pristinedb.demo.DemoContext;
import io.github.pristinedb.demo.NeedsPristine;
import io.github.pristinedb.demo.project.Project;
import io.github.pristinedb.demo.project.ProjectService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is written before all tests of a class is in each of them, and in no other class.
 */
@DemoContext
@NeedsPristine
class BeforeAllTests {

	@Autowired
	private ProjectService projects;

	@BeforeAll
	static void createProject(@Autowired ProjectService projects) {
		projects.create("before all", "ann");
	}

	@AfterAll
	static void nothingOfTheTestsIsLeft(@Autowired ProjectService projects) {
		assertThat(projects.list()).extracting(Project::name).containsExactly("before all");
	}

	@Test
	void testStartsWithWhatWasWrittenBeforeAll() {
		assertThat(this.projects.list()).extracting(Project::name).containsExactly("before all");
		this.projects.create("shop", "ann");
	}

	@Test
	void anotherTestStartsWithTheSame() {
		assertThat(this.projects.list()).extracting(Project::name).containsExactly("before all");
		this.projects.replaceAll("shop", "ann");
	}

}
