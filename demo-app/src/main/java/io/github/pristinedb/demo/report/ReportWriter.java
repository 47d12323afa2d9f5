package io.github.pristinedb.demo.report;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.pristinedb.demo.context.ContextService;
import io.github.pristinedb.demo.member.MemberService;
import io.github.pristinedb.demo.plan.Plan;
import io.github.pristinedb.demo.plan.PlanService;
import io.github.pristinedb.demo.project.ProjectService;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Writes the reports that were asked for, on a thread of its own.
 */
@Component
class ReportWriter {

	private static final Log logger = LogFactory.getLog(ReportWriter.class);

	private final ReportService reports;

	private final ProjectService projects;

	private final MemberService members;

	private final ContextService context;

	private final PlanService plans;

	ReportWriter(ReportService reports, ProjectService projects, MemberService members, ContextService context,
			PlanService plans) {
		this.reports = reports;
		this.projects = projects;
		this.members = members;
		this.context = context;
		this.plans = plans;
	}

	@Async("reportExecutor")
	@TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
	void write(ReportRequested request) {
		String content;
		try {
			content = content(request.projectId());
		}
		catch (RuntimeException ex) {
			logger.warn("Report " + request.number() + " of project " + request.projectId() + " cannot be written", ex);
			this.reports.failed(request);
			return;
		}
		this.reports.done(request, content);
	}

	private String content(long projectId) {
		return """
				# %s

				## Members

				%s
				## Context

				%s
				## Plans

				%s""".formatted(this.projects.require(projectId).name(),
				lines(this.members.list(projectId), (member) -> "- " + member),
				lines(this.context.list(projectId), (file) -> "- " + file.path() + ", bytes: " + file.bytes()),
				lines(this.plans.list(projectId), ReportWriter::line));
	}

	private static <T> String lines(List<T> things, Function<T, String> line) {
		return things.isEmpty() ? "None.\n" : things.stream().map(line).collect(Collectors.joining("\n", "", "\n"));
	}

	private static String line(Plan plan) {
		return "%d. %s, %d of %d steps done: %s".formatted(plan.number(), plan.state(), plan.doneCount(),
				plan.stepCount(), plan.instruction().lines().findFirst().orElse(""));
	}

}
