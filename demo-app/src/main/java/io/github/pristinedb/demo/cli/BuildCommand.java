package io.github.pristinedb.demo.cli;

import io.github.pristinedb.demo.plan.Plan;
import io.github.pristinedb.demo.plan.PlanService;
import picocli.CommandLine.Command;

@Command(name = "build", description = "Turn the current plan into steps.")
final class BuildCommand implements Runnable {

	private final ProjectApplication application;

	BuildCommand(ProjectApplication application) {
		this.application = application;
	}

	@Override
	public void run() {
		this.application.inProject((session) -> {
			Plan plan = session.service(PlanService.class).build(session.project().id(), session.user());
			session.say("Built plan %d with %s.", plan.number(), Count.of(plan.stepCount(), "step"));
		});
	}

}
