package io.github.pristinedb.demo.cli;

import java.util.List;

import io.github.pristinedb.demo.context.ContextFile;
import io.github.pristinedb.demo.context.ContextService;
import io.github.pristinedb.demo.member.Member;
import io.github.pristinedb.demo.plan.PlanService;
import picocli.CommandLine.Command;

@Command(name = "status", description = "Show the project, its context and its current plan.")
final class StatusCommand implements Runnable {

	private final ProjectApplication application;

	StatusCommand(ProjectApplication application) {
		this.application = application;
	}

	@Override
	public void run() {
		this.application.inProject((session) -> {
			long project = session.project().id();
			Member member = session.member();
			List<ContextFile> files = session.service(ContextService.class).list(project);
			PlanService plans = session.service(PlanService.class);
			session.say("Project:      %s", session.project().name());
			session.say("User:         %s", member);
			session.say("Context:      %s, %s", Count.of(files.size(), "file"),
					Count.of(files.stream().mapToLong(ContextFile::bytes).sum(), "byte"));
			session.say("Plans:        %d", plans.list(project).size());
			session.say("Current plan: %s", plans.current(project).map(PlanLine::of).orElse("none"));
		});
	}

}
