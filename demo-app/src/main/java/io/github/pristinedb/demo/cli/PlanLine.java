package io.github.pristinedb.demo.cli;

import io.github.pristinedb.demo.plan.Plan;

/**
 * How a plan is shown in a line.
 */
final class PlanLine {

	private PlanLine() {
	}

	static String of(Plan plan) {
		return "%d  %s, %d of %d steps done  %s".formatted(plan.number(), plan.state(), plan.doneCount(),
				plan.stepCount(), plan.instruction().lines().findFirst().orElse(""));
	}

}
