package io.github.pristinedb.demo.cli;

import java.util.List;

import io.github.pristinedb.demo.plan.Plan;
import io.github.pristinedb.demo.plan.PlanService;
import picocli.CommandLine.Command;

@Command(name = "plan", description = "Tell, build, apply and show plans.")
final class PlanCommand {

	private final ProjectApplication application;

	PlanCommand(ProjectApplication application) {
		this.application = application;
	}

	@Command(description = "List the plans of the project.")
	void list() {
		this.application.inProject((session) -> {
			List<Plan> plans = session.service(PlanService.class).list(session.project().id());
			if (plans.isEmpty()) {
				session.say("The project has no plans.");
			}
			plans.forEach((plan) -> session.say("%s", PlanLine.of(plan)));
		});
	}

	@Command(description = "Show the current plan and its steps.")
	void current() {
		this.application.inProject((session) -> {
			PlanService plans = session.service(PlanService.class);
			Plan plan = plans.requireCurrent(session.project().id());
			session.say("%s", PlanLine.of(plan));
			plans.steps(plan)
				.forEach((step) -> session.say("  [%s] %d. %s", step.done() ? "x" : " ", step.position(),
						step.description()));
		});
	}

}
