package io.github.pristinedb.demo.isolation;

import io.github.pristinedb.demo.DemoContext;
import io.github.pristinedb.demo.NeedsPristine;
import io.github.pristinedb.demo.project.ProjectService;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each test closes its context, which is therefore one that no other class has.
 */
@DemoContext
@NeedsPristine
@TestPropertySource(properties = "demo.user=dirty")
@DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD)
@Execution(ExecutionMode.SAME_THREAD)
class DirtiesContextTests {

	@Autowired
	private ProjectService projects;

	@RepeatedTest(2)
	void testStartsWithoutProjects() {
		assertThat(this.projects.list()).isEmpty();
		this.projects.create("shop", "ann");
	}

}
