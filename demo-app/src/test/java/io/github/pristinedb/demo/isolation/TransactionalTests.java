package io.github.pristinedb.demo.isolation;

import java.util.List;

import io.github.pristinedb.demo.DemoContext;
import io.github.pristinedb.demo.NeedsPristine;
import io.github.pristinedb.demo.audit.AuditAction;
import io.github.pristinedb.demo.audit.AuditEntry;
import io.github.pristinedb.demo.audit.AuditEvent;
import io.github.pristinedb.demo.audit.AuditLog;
import io.github.pristinedb.demo.project.Project;
import io.github.pristinedb.demo.project.ProjectService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.test.annotation.Commit;
import org.springframework.test.annotation.Rollback;
import org.springframework.test.context.transaction.AfterTransaction;
import org.springframework.test.context.transaction.BeforeTransaction;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests in a transaction, rolled back or committed. None of them leaves anything behind.
 */
@DemoContext
@NeedsPristine
@Transactional
class TransactionalTests {

	@Autowired
	private ProjectService projects;

	@Autowired
	private AuditLog auditLog;

	@Autowired
	private ApplicationEventPublisher events;

	private List<String> expectedAfterwards = List.of("before transaction");

	@BeforeTransaction
	void createCommittedProject() {
		assertThat(this.projects.list()).isEmpty();
		this.projects.create("before transaction", "ann");
	}

	@BeforeEach
	void createProject() {
		assertThat(TestTransaction.isActive()).isTrue();
		this.projects.create("in transaction", "ann");
	}

	@AfterTransaction
	void onlyWhatWasCommittedIsLeft() {
		assertThat(this.projects.list()).extracting(Project::name).containsExactlyElementsOf(this.expectedAfterwards);
	}

	@Test
	void whatATestWritesIsRolledBack() {
		assertThat(this.projects.list()).hasSize(2);
	}

	@RepeatedTest(2)
	@Commit
	void whatATestCommitsIsGoneAfterIt() {
		this.expectedAfterwards = List.of("before transaction", "in transaction");
	}

	@RepeatedTest(2)
	@Rollback(false)
	void whatATestDoesNotRollBackIsGoneAfterIt() {
		this.expectedAfterwards = List.of("before transaction", "in transaction");
	}

	@Test
	void transactionCanBeEndedWithinATest() {
		TestTransaction.flagForCommit();
		TestTransaction.end();
		TestTransaction.start();
		this.projects.create("rolled back", "ann");
		TestTransaction.end();
		assertThat(this.projects.list()).extracting(Project::name)
			.containsExactly("before transaction", "in transaction");
		this.expectedAfterwards = List.of("before transaction", "in transaction");
	}

	@Test
	void whatHappensAfterTheCommitHappens() {
		this.events.publishEvent(new AuditEvent(2, "ann", AuditAction.STEP_PUBLISHED, "plan 1, step 1"));
		assertThat(this.auditLog.entries(2)).hasSize(1);
		TestTransaction.flagForCommit();
		TestTransaction.end();
		assertThat(this.auditLog.entries(2)).extracting(AuditEntry::action)
			.containsExactly(AuditAction.PROJECT_CREATED, AuditAction.STEP_PUBLISHED);
		this.expectedAfterwards = List.of("before transaction", "in transaction");
	}

	@Test
	void whatWouldHappenAfterTheCommitDoesNotAfterARollback() {
		this.events.publishEvent(new AuditEvent(1, "ann", AuditAction.STEP_PUBLISHED, "plan 1, step 1"));
		TestTransaction.end();
		assertThat(this.auditLog.entries(1)).extracting(AuditEntry::action)
			.containsExactly(AuditAction.PROJECT_CREATED);
	}

}
