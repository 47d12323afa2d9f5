package io.github.pristinedb.demo.plan;

import java.util.List;
import java.util.Locale;

import io.github.pristinedb.demo.context.ContextFile;

/**
 * The result of a step as a text in Markdown.
 *
 * @param context the files that the plan rests on
 */
public record StepText(List<ContextFile> context) {

	/**
	 * The result of a step.
	 * @param plan the plan
	 * @param step the step
	 * @return the text
	 */
	public String of(Plan plan, Step step) {
		StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "# Plan %d, step %d of %d%n%n%s%n",
				plan.number(), step.position(), plan.stepCount(), step.description()));
		if (!this.context.isEmpty()) {
			text.append(String.format("%nContext:%n%n"));
			this.context.forEach((file) -> text.append(String.format("- %s%n", file.path())));
		}
		return text.toString();
	}

}
