package io.github.pristinedb.test;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.test.NotesApplication.Notes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each test finds in its database, and what it leaves to others.
 */
class PrivateDatabaseTests {

	@Test
	void literalFileOfTheUrlIsNeverCreated() {
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Nested
	@SlimNotesTest
	class EachInvocation {

		@Autowired
		Notes notes;

		@RepeatedTest(3)
		void findsWhatTheMigrationAndTheStartUpWrote() {
			assertThat(this.notes.all()).containsExactly(NotesApplication.FROM_MIGRATION,
					NotesApplication.FROM_START_UP);
			this.notes.add("from a test");
			assertThat(this.notes.all()).hasSize(3);
		}

		@ParameterizedTest
		@ValueSource(strings = { "a", "b", "c" })
		void findsNothingOfTheOthers(String text) {
			assertThat(this.notes.all()).hasSize(2);
			this.notes.add(text);
			this.notes.jdbc().sql("DROP TABLE note").update();
		}

	}

	@Nested
	@SlimNotesTest
	class ClassBaseline {

		private static final AtomicInteger runs = new AtomicInteger();

		@BeforeAll
		static void prepare(@Autowired Notes notes) {
			notes.add("from before all");
		}

		@AfterAll
		static void check(@Autowired Notes notes) {
			assertThat(runs).hasValue(2);
			assertThat(notes.all()).containsExactly(NotesApplication.FROM_MIGRATION, NotesApplication.FROM_START_UP,
					"from before all");
		}

		@RepeatedTest(2)
		void isWhereEachTestStarts(@Autowired Notes notes) {
			runs.incrementAndGet();
			assertThat(notes.all()).containsExactly(NotesApplication.FROM_MIGRATION, NotesApplication.FROM_START_UP,
					"from before all");
			notes.add("from a test");
		}

		@Nested
		class OfTheClassWithin {

			@BeforeAll
			static void prepare(@Autowired Notes notes) {
				notes.add("from the class within");
			}

			@Test
			void startsFromTheClassAround(@Autowired Notes notes) {
				assertThat(notes.all()).endsWith("from before all", "from the class within");
			}

		}

	}

}
