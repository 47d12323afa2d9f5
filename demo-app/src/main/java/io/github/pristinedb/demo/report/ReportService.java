package io.github.pristinedb.demo.report;

import java.util.List;

import io.github.pristinedb.demo.RefusedException;
import io.github.pristinedb.demo.RefusedException.Reason;
import io.github.pristinedb.demo.audit.AuditAction;
import io.github.pristinedb.demo.audit.AuditEvent;
import io.github.pristinedb.demo.audit.AuditLog;
import io.github.pristinedb.demo.member.MemberService;
import io.github.pristinedb.demo.member.Role;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes requests for reports, and hands out those that are written.
 */
@Service
public class ReportService {

	private final ReportRepository reports;

	private final MemberService members;

	private final AuditLog auditLog;

	private final ApplicationEventPublisher events;

	ReportService(ReportRepository reports, MemberService members, AuditLog auditLog,
			ApplicationEventPublisher events) {
		this.reports = reports;
		this.members = members;
		this.auditLog = auditLog;
		this.events = events;
	}

	/**
	 * Asks for a report. It is written in the background, once the request is committed.
	 * @param projectId the project
	 * @param user who asks
	 * @return the report, which is running
	 */
	@Transactional
	public Report request(long projectId, String user) {
		this.members.require(projectId, user, Role.VIEWER);
		int number = this.reports.insert(projectId, user);
		this.events.publishEvent(new AuditEvent(projectId, user, AuditAction.REPORT_REQUESTED, "report " + number));
		this.events.publishEvent(new ReportRequested(projectId, number, user));
		return require(projectId, number);
	}

	/**
	 * The reports of a project by number.
	 * @param projectId the project
	 * @return its reports
	 */
	public List<Report> list(long projectId) {
		return this.reports.findAll(projectId);
	}

	/**
	 * A report of a project, or a refusal if there is none of that number.
	 * @param projectId the project
	 * @param number the report's number in the project
	 * @return the report
	 */
	public Report require(long projectId, int number) {
		return list(projectId).stream()
			.filter((report) -> report.number() == number)
			.findFirst()
			.orElseThrow(() -> new RefusedException(Reason.MISSING, "The project has no report %d.".formatted(number)));
	}

	/**
	 * What a report says, or a refusal if it is not written.
	 * @param projectId the project
	 * @param number the report's number in the project
	 * @return its text, in Markdown
	 */
	public String content(long projectId, int number) {
		Report report = require(projectId, number);
		return this.reports.findContent(projectId, number)
			.orElseThrow(() -> new RefusedException((report.state() == ReportState.FAILED)
					? "Report %d could not be written. Ask for another one.".formatted(number)
					: "Report %d is not written yet. Ask again later.".formatted(number)));
	}

	@Transactional
	void done(ReportRequested request, String content) {
		this.reports.finish(request.projectId(), request.number(), ReportState.DONE, content);
		this.auditLog.record(request.projectId(), request.user(), AuditAction.REPORT_WRITTEN,
				"report " + request.number());
	}

	@Transactional
	void failed(ReportRequested request) {
		this.reports.finish(request.projectId(), request.number(), ReportState.FAILED, null);
	}

}
