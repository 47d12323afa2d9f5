package io.github.pristinedb.test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.test.NotesApplication.Notes;
import io.github.pristinedb.transaction.TransactionIsolationException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.Commit;
import org.springframework.test.annotation.Rollback;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.transaction.AfterTransaction;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Spring's transactions inside the one transaction of a scenario.
 */
@NotesProperties
@SpringBootTest(classes = SpringTransactionTests.Application.class, webEnvironment = WebEnvironment.NONE)
@PristineDatabase(isolation = Isolation.TRANSACTION)
class SpringTransactionTests {

	@Autowired
	Notes notes;

	@Autowired
	PlatformTransactionManager transactions;

	@Autowired
	Phases phases;

	@Autowired
	ApplicationEventPublisher events;

	@Test
	void testsOfSpringsOwnKindAreRolledBackOrCommittedWithinTheScenario() {
		Runs.of(InTransaction.class).assertPassed(10);
	}

	@Test
	void requiresNewCommitsWhileTheOuterTransactionHasWritten() {
		in(Propagation.REQUIRED, (outer) -> {
			this.notes.add("outer");
			in(Propagation.REQUIRES_NEW, (inner) -> this.notes.add("inner"));
			this.notes.add("outer again");
		});
		assertNotes("outer", "inner", "outer again");
	}

	@Test
	void requiresNewIsRolledBackAlone() {
		in(Propagation.REQUIRED, (outer) -> {
			this.notes.add("outer");
			in(Propagation.REQUIRES_NEW, (inner) -> {
				this.notes.add("inner");
				inner.setRollbackOnly();
			});
			assertNotes("outer");
		});
		assertNotes("outer");
	}

	@Test
	void outerTransactionThatHasNotWrittenIsRolledBackAlone() {
		in(Propagation.REQUIRED, (outer) -> {
			assertNotes();
			in(Propagation.REQUIRES_NEW, (inner) -> this.notes.add("inner"));
			this.notes.add("outer");
			outer.setRollbackOnly();
		});
		assertNotes("inner");
	}

	@Test
	void rollbackBelowACommittedRequiresNewIsAnErrorForWhoLooksBehindIt() {
		in(Propagation.REQUIRED, (outer) -> {
			this.notes.add("outer");
			in(Propagation.REQUIRES_NEW, (inner) -> this.notes.add("inner"));
			outer.setRollbackOnly();
		});
		assertThatExceptionOfType(TransactionIsolationException.class).isThrownBy(this.notes::all)
			.withMessageContaining("SpringTransactionTests.rollbackBelowACommittedRequiresNew");
	}

	@Test
	void nestedTransactionIsRolledBackToItsSavepoint() {
		in(Propagation.REQUIRED, (outer) -> {
			this.notes.add("outer");
			in(Propagation.NESTED, (nested) -> {
				this.notes.add("nested");
				nested.setRollbackOnly();
			});
			in(Propagation.NESTED, (nested) -> this.notes.add("nested again"));
		});
		assertNotes("outer", "nested again");
	}

	@Test
	void notSupportedWritesWithoutATransaction() {
		in(Propagation.REQUIRED, (outer) -> {
			in(Propagation.NOT_SUPPORTED, (none) -> this.notes.add("not supported"));
			this.notes.add("outer");
			outer.setRollbackOnly();
		});
		assertNotes("not supported");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SUPPORTS", "NEVER", "NOT_SUPPORTED" })
	void statementsWithoutATransactionAreCommittedOneByOne(Propagation propagation) {
		in(propagation, (none) -> {
			this.notes.add("one");
			none.setRollbackOnly();
		});
		assertNotes("one");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SUPPORTS", "MANDATORY", "REQUIRED" })
	void statementsInTheTransactionThatThereIsAreRolledBackWithIt(Propagation propagation) {
		in(Propagation.REQUIRED, (outer) -> {
			in(propagation, (same) -> this.notes.add("one"));
			outer.setRollbackOnly();
		});
		assertNotes();
	}

	@Test
	void listenersOfAllPhasesAreCalledAndWriteInTransactionsOfTheirOwn() {
		in(Propagation.REQUIRED, (status) -> {
			this.notes.add("committed");
			this.events.publishEvent(new Told());
		});
		assertThat(this.phases.seen).hasSize(3)
			.startsWith("BEFORE_COMMIT")
			.contains("AFTER_COMMIT", "AFTER_COMPLETION");
		assertThat(this.notes.all()).hasSize(6).contains("committed").containsAll(this.phases.seen);
		this.phases.seen.clear();
		in(Propagation.REQUIRED, (status) -> {
			this.notes.add("rolled back");
			this.events.publishEvent(new Told());
			status.setRollbackOnly();
		});
		assertThat(this.phases.seen).containsExactlyInAnyOrder("AFTER_ROLLBACK", "AFTER_COMPLETION");
		assertThat(this.notes.all()).doesNotContain("rolled back").contains("AFTER_ROLLBACK");
		this.phases.seen.clear();
	}

	private void in(Propagation propagation, Consumer<TransactionStatus> work) {
		TransactionTemplate template = new TransactionTemplate(this.transactions);
		template.setPropagationBehavior(propagation.value());
		template.executeWithoutResult(work);
	}

	private void assertNotes(String... expected) {
		List<String> all = new ArrayList<>(List.of(NotesApplication.FROM_MIGRATION, NotesApplication.FROM_START_UP));
		all.addAll(List.of(expected));
		assertThat(this.notes.all()).containsExactlyElementsOf(all);
	}

	record Told() {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	@Import(SlimNotes.class)
	static class Application {

		@Bean
		Phases phases(Notes notes, PlatformTransactionManager transactions) {
			return new Phases(notes, new TransactionTemplate(transactions, requiresNew()));
		}

		private static TransactionDefinition requiresNew() {
			TransactionTemplate definition = new TransactionTemplate();
			definition.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
			return definition;
		}

	}

	static class Phases {

		private final Notes notes;

		private final TransactionTemplate another;

		private final List<String> seen = new ArrayList<>();

		Phases(Notes notes, TransactionTemplate another) {
			this.notes = notes;
			this.another = another;
		}

		private void write(TransactionPhase phase) {
			this.seen.add(phase.name());
			this.notes.add(phase.name());
		}

		@TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
		void beforeCommit(Told event) {
			write(TransactionPhase.BEFORE_COMMIT);
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
		void afterCommit(Told event) {
			this.another.executeWithoutResult((status) -> write(TransactionPhase.AFTER_COMMIT));
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
		void afterRollback(Told event) {
			this.another.executeWithoutResult((status) -> write(TransactionPhase.AFTER_ROLLBACK));
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_COMPLETION)
		void afterCompletion(Told event) {
			this.another.executeWithoutResult((status) -> write(TransactionPhase.AFTER_COMPLETION));
		}

	}

	@SlimNotesTest
	@Transactional
	@TestPropertySource(properties = "pristine.isolation=transaction")
	static class InTransaction {

		@Autowired
		Notes notes;

		@Autowired
		PlatformTransactionManager transactions;

		private List<String> afterwards = List.of();

		private boolean looksAfterwards = true;

		@AfterTransaction
		void onlyWhatWasCommittedIsLeft() {
			if (this.looksAfterwards) {
				assertThat(this.notes.all()).startsWith(NotesApplication.FROM_MIGRATION, NotesApplication.FROM_START_UP)
					.endsWith(this.afterwards.toArray(String[]::new))
					.hasSize(2 + this.afterwards.size());
			}
		}

		private void start() {
			assertThat(this.notes.all()).containsExactly(NotesApplication.FROM_MIGRATION,
					NotesApplication.FROM_START_UP);
			this.notes.add("from the test");
		}

		@RepeatedTest(2)
		void rolledBack() {
			start();
		}

		@RepeatedTest(2)
		@Commit
		void committed() {
			start();
			this.afterwards = List.of("from the test");
		}

		@RepeatedTest(2)
		@Rollback(false)
		void notRolledBack() {
			start();
			this.afterwards = List.of("from the test");
		}

		@RepeatedTest(2)
		void endedWithinTheTest() {
			start();
			TestTransaction.flagForCommit();
			TestTransaction.end();
			assertThat(this.notes.all()).hasSize(3);
			TestTransaction.start();
			this.notes.add("rolled back");
			TestTransaction.flagForRollback();
			TestTransaction.end();
			assertThat(this.notes.all()).hasSize(3);
			this.afterwards = List.of("from the test");
		}

		@RepeatedTest(2)
		void committedInAnotherTransactionAboveThatOfTheTest() {
			start();
			TransactionTemplate another = new TransactionTemplate(this.transactions);
			another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
			another.executeWithoutResult((status) -> this.notes.add("committed"));
			assertThat(this.notes.all()).hasSize(4);
			// What Spring rolls back now cannot be, and nobody is to look.
			this.looksAfterwards = false;
		}

	}

}
