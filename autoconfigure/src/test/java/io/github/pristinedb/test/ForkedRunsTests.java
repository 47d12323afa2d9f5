package io.github.pristinedb.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.Listing;
import io.github.pristinedb.test.NotesApplication.Notes;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs of several JVMs side by side, as Surefire forks them.
 */
class ForkedRunsTests {

	private static final String PREFIX = "The database is ";

	@TempDir
	private Path temporary;

	@Test
	void nothingIsSharedButTheTemplateCache() throws Exception {
		try (ForkedJvm first = ForkedJvm.start(Fork.class, this.temporary);
				ForkedJvm second = ForkedJvm.start(Fork.class, this.temporary)) {
			Path firstFile = Path.of(first.awaitLine(PREFIX).substring(PREFIX.length()));
			Path secondFile = Path.of(second.awaitLine(PREFIX).substring(PREFIX.length()));
			first.awaitLine("ready");
			second.awaitLine("ready");
			assertThat(firstFile).exists().startsWith(this.temporary.toRealPath());
			assertThat(secondFile).exists().hasFileName("scenario-notes.db");
			// The directory of the worker, then that of the run.
			assertThat(firstFile.getParent().getParent()).isNotEqualTo(secondFile.getParent().getParent());
			assertThat(Listing.of(this.temporary)).filteredOn((name) -> name.startsWith("run-")).hasSize(2);
			assertThat(Files.list(this.temporary.resolve("templates"))).isNotEmpty();
			first.go();
			assertThat(first.finish()).contains("passed 2");
			assertThat(secondFile).exists();
			second.go();
			assertThat(second.finish()).contains("passed 2");
		}
		assertThat(Listing.of(this.temporary)).noneMatch((name) -> name.startsWith("run-"));
	}

	@Test
	void workspaceOfAKilledRunIsSweptByTheNext() throws Exception {
		try (ForkedJvm killed = ForkedJvm.start(Fork.class, this.temporary)) {
			Path file = Path.of(killed.awaitLine(PREFIX).substring(PREFIX.length()));
			killed.awaitLine("ready");
			killed.kill();
			assertThat(file).exists();
			try (ForkedJvm next = ForkedJvm.start(Fork.class, this.temporary)) {
				next.awaitLine("ready");
				assertThat(file.getParent().getParent()).doesNotExist();
				next.go();
				assertThat(next.finish()).contains("passed 2");
			}
		}
	}

	static final class Fork {

		public static void main(String[] args) {
			System.setProperty("pristine.workspace", args[0]);
			System.setProperty("pristine.template.cache-dir", Path.of(args[0], "templates").toString());
			Runs.Run run = Runs.of(Forked.class);
			run.failed().values().forEach(Throwable::printStackTrace);
			System.out.println("passed " + run.passed().size());
		}

	}

	@SpringBootTest(classes = SlimNotes.class, webEnvironment = WebEnvironment.NONE, properties = {
			"spring.datasource.url=" + Stage.URL, "spring.flyway.locations=classpath:isolation/migration" })
	static class Forked {

		@RepeatedTest(2)
		void findsNothing(@Autowired Notes notes, @Autowired JdbcClient jdbc, RepetitionInfo repetition)
				throws Exception {
			List<String> all = notes.all();
			notes.add("from a fork");
			if (repetition.getCurrentRepetition() == 2) {
				System.out.println(PREFIX + jdbc.sql("SELECT file FROM pragma_database_list WHERE name = 'main'")
					.query(String.class)
					.single());
				ForkedJvm.awaitGo();
			}
			assertThat(all).hasSize(2);
			assertThat(notes.all()).hasSize(3);
		}

	}

}
