package io.github.pristinedb.test;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.pristinedb.test.NotesApplication.Notes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Of two classes with the same context that start at the same time, one loads it. The
 * other has its own database too before all of its tests.
 */
@SpringBootTest(classes = SlimNotes.class, webEnvironment = WebEnvironment.NONE,
		properties = { "spring.datasource.url=jdbc:sqlite:target/scenario-notes-another.db",
				"spring.flyway.locations=classpath:isolation/migration",
				"pristine.template.cache-dir=target/test-templates" })
@ExtendWith(ContextLoadedByAnotherClassTests.AnotherClass.class)
class ContextLoadedByAnotherClassTests {

	@BeforeAll
	static void prepare(@Autowired Notes notes) {
		notes.add("from before all");
	}

	@AfterAll
	static void contextHasNothingOfTheClass(@Autowired Notes notes) {
		List<String> ofTheContext = CompletableFuture.supplyAsync(notes::all, (task) -> new Thread(task).start())
			.join();
		assertThat(ofTheContext).containsExactly(NotesApplication.FROM_MIGRATION, NotesApplication.FROM_START_UP);
	}

	@Test
	void startsFromItsOwnClass(@Autowired Notes notes) {
		assertThat(notes.all()).endsWith("from before all");
	}

	/**
	 * Loads the context on another thread, after the class has started.
	 */
	static class AnotherClass implements BeforeAllCallback {

		@Override
		public void beforeAll(ExtensionContext context) {
			CompletableFuture
				.runAsync(() -> new TestContextManager(context.getRequiredTestClass()).getTestContext()
					.getApplicationContext(), (task) -> new Thread(task).start())
				.join();
		}

	}

}
