package io.github.pristinedb.demo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.pristinedb.demo.RefusedException;
import io.github.pristinedb.demo.context.ContextFile;
import io.github.pristinedb.demo.plan.Plan;
import io.github.pristinedb.demo.plan.Step;
import io.github.pristinedb.demo.plan.StepOutput;
import io.github.pristinedb.demo.plan.StepText;

/**
 * Writes the result of each step to a file of its own, {@code plans/<plan>/<step>.md}
 * below the project's directory.
 */
final class StepFiles implements StepOutput {

	private final Path projectDirectory;

	private final StepText text;

	StepFiles(Path projectDirectory, List<ContextFile> context) {
		this.projectDirectory = projectDirectory;
		this.text = new StepText(context);
	}

	Path directory(Plan plan) {
		return this.projectDirectory.resolve("plans").resolve(String.valueOf(plan.number()));
	}

	@Override
	public void write(Plan plan, Step step) {
		Path file = directory(plan).resolve("%02d.md".formatted(step.position()));
		try {
			Files.createDirectories(file.getParent());
			Files.writeString(file, this.text.of(plan, step));
		}
		catch (IOException ex) {
			throw new RefusedException(
					"Step %d of plan %d cannot be written to %s (%s). Nothing is applied: make the place writable and apply again."
						.formatted(step.position(), plan.number(), file, ex),
					ex);
		}
	}

}
