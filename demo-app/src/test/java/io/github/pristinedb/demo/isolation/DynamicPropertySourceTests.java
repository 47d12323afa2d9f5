package io.github.pristinedb.demo.isolation;

import java.nio.file.Path;
import java.util.List;

import io.github.pristinedb.demo.DemoContext;
import io.github.pristinedb.demo.NeedsPristine;
import io.github.pristinedb.demo.RefusedException;
import io.github.pristinedb.demo.context.ContextService;
import io.github.pristinedb.demo.context.NewContextFile;
import io.github.pristinedb.demo.project.ProjectService;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Where the database is, and another setting, are known only when the class runs.
 */
@DemoContext
@NeedsPristine
class DynamicPropertySourceTests {

	@TempDir
	static Path directory;

	@Autowired
	private ProjectService projects;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("spring.datasource.url", () -> "jdbc:sqlite:" + directory.resolve("scenario-dynamic.db"));
		registry.add("demo.max-context-file-size", () -> "3B");
	}

	@RepeatedTest(2)
	void propertiesCountAndTheFileOfTheUrlIsNotCreated(@Autowired ContextService context) {
		assertThat(this.projects.create("shop", "ann").id()).isEqualTo(1);
		context.add(1, "ann", List.of(new NewContextFile("small.md", "abc")));
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> context.add(1, "ann", List.of(new NewContextFile("large.md", "abcd"))))
			.withMessageContaining("more than the 3");
		assertThat(directory).isEmptyDirectory();
	}

}
