package io.github.pristinedb.demo.cli;

import io.github.pristinedb.demo.context.ContextService;
import io.github.pristinedb.demo.plan.Plan;
import io.github.pristinedb.demo.plan.PlanService;
import picocli.CommandLine.Command;

@Command(name = "apply", description = "Do the steps of the current plan: one file for each below plans/.")
final class ApplyCommand implements Runnable {

	private final ProjectApplication application;

	ApplyCommand(ProjectApplication application) {
		this.application = application;
	}

	@Override
	public void run() {
		this.application.inProject((session) -> {
			long project = session.project().id();
			StepFiles output = new StepFiles(session.directory(), session.service(ContextService.class).list(project));
			Plan plan = session.service(PlanService.class).apply(project, session.user(), output);
			session.say("Applied plan %d: %s done, written to %s.", plan.number(), Count.of(plan.doneCount(), "step"),
					output.directory(plan));
		});
	}

}
