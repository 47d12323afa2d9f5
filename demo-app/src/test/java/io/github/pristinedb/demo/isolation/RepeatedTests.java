package io.github.pristinedb.demo.isolation;

import java.util.stream.Stream;

import io.github.pristinedb.demo.DemoContext;
import io.github.pristinedb.demo.NeedsPristine;
import io.github.pristinedb.demo.project.Project;
import io.github.pristinedb.demo.project.ProjectService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.Commit;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each invocation of a test has a database of its own. Dynamic tests share that of the
 * method that makes them: to the TestContext framework, it is the test.
 */
@DemoContext
@NeedsPristine
class RepeatedTests {

	@Autowired
	private ProjectService projects;

	@BeforeEach
	void createProject() {
		this.projects.create("before each", "ann");
	}

	@RepeatedTest(3)
	void repetitionsStartAnew() {
		assertThat(this.projects.list()).extracting(Project::name).containsExactly("before each");
		assertThat(this.projects.create("shop", "ann").id()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop", "market", "bakery" })
	void argumentsStartAnew(String name) {
		assertThat(this.projects.create(name, "ann").id()).isEqualTo(2);
		assertThat(this.projects.list()).extracting(Project::name).containsExactly("before each", name);
	}

	@RepeatedTest(2)
	@Transactional
	@Commit
	void repetitionsStartAnewAfterACommit() {
		assertThat(this.projects.list()).hasSize(1);
		this.projects.create("shop", "ann");
	}

	@TestFactory
	Stream<DynamicTest> dynamicTestsShareWhatTheirFactoryHas() {
		this.projects.create("factory", "ann");
		return Stream.of("first", "second", "third").map((name) -> DynamicTest.dynamicTest(name, () -> {
			this.projects.create(name, "ann");
			assertThat(this.projects.list()).extracting(Project::name)
				.startsWith("before each", "factory")
				.contains(name)
				.isSubsetOf("before each", "factory", "first", "second", "third");
		}));
	}

}
