package io.github.pristinedb.demo.report;

import io.github.pristinedb.demo.DemoTest;
import io.github.pristinedb.demo.RefusedException;
import io.github.pristinedb.demo.RefusedException.Reason;
import io.github.pristinedb.demo.audit.AuditAction;
import io.github.pristinedb.demo.audit.AuditEntry;
import io.github.pristinedb.demo.audit.AuditLog;
import io.github.pristinedb.demo.project.ProjectService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Reports whose request is not committed, so that nobody writes them.
 */
@DemoTest
class ReportServiceTests {

	@Autowired
	private ReportService reports;

	@Autowired
	private AuditLog auditLog;

	private long project;

	@BeforeEach
	void createProject(@Autowired ProjectService projects) {
		this.project = projects.create("shop", "ann").id();
	}

	@Test
	void requestedReportIsRunning() {
		Report report = this.reports.request(this.project, "ann");
		assertThat(report.number()).isEqualTo(1);
		assertThat(report.state()).isEqualTo(ReportState.RUNNING);
		assertThat(report.requestedBy()).isEqualTo("ann");
		assertThat(this.reports.list(this.project)).containsExactly(report);
	}

	@Test
	void reportThatIsRunningHasNoContent() {
		this.reports.request(this.project, "ann");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> this.reports.content(this.project, 1))
			.withMessage("Report 1 is not written yet. Ask again later.")
			.extracting(RefusedException::reason)
			.isEqualTo(Reason.CONFLICT);
	}

	@Test
	void requestIsNotAuditedBeforeItIsCommitted() {
		this.reports.request(this.project, "ann");
		assertThat(this.auditLog.entries(this.project)).extracting(AuditEntry::action)
			.containsExactly(AuditAction.PROJECT_CREATED);
	}

	@Test
	void writtenReportHasContentAndIsAudited() {
		this.reports.request(this.project, "ann");
		this.reports.done(new ReportRequested(this.project, 1, "ann"), "All is well.");
		assertThat(this.reports.require(this.project, 1).state()).isEqualTo(ReportState.DONE);
		assertThat(this.reports.content(this.project, 1)).isEqualTo("All is well.");
		assertThat(this.auditLog.entries(this.project)).last()
			.extracting(AuditEntry::action)
			.isEqualTo(AuditAction.REPORT_WRITTEN);
	}

	@Test
	void reportThatFailedHasNoContent() {
		this.reports.request(this.project, "ann");
		this.reports.failed(new ReportRequested(this.project, 1, "ann"));
		assertThat(this.reports.require(this.project, 1).state()).isEqualTo(ReportState.FAILED);
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> this.reports.content(this.project, 1))
			.withMessage("Report 1 could not be written. Ask for another one.");
	}

}
