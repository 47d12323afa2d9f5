package io.github.pristinedb.demo.cli;

import java.util.List;

import io.github.pristinedb.demo.plan.Plan;
import io.github.pristinedb.demo.plan.PlanService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "tell", description = "Create a plan from an instruction; it becomes the current plan.")
final class TellCommand implements Runnable {

	private final ProjectApplication application;

	@Parameters(paramLabel = "<instruction>", arity = "1..*", description = "What the plan is to achieve.")
	private List<String> words = List.of();

	TellCommand(ProjectApplication application) {
		this.application = application;
	}

	@Override
	public void run() {
		this.application.inProject((session) -> {
			Plan plan = session.service(PlanService.class)
				.tell(session.project().id(), session.user(), String.join(" ", this.words));
			session.say("Created plan %d.", plan.number());
		});
	}

}
