package io.github.pristinedb.slot;

import java.nio.file.Path;

import io.github.pristinedb.engine.Places;
import io.github.pristinedb.engine.TemplateLimits;

/**
 * Places in the workspace of this JVM's run, and the directory where templates outlive
 * it.
 *
 * @param workspace the workspace
 * @param templates the absolute path of the directory for templates
 * @param limits how long to wait for templates, and how many are kept
 */
public record RunPlaces(Workspace workspace, Path templates, TemplateLimits limits) implements Places {

	@Override
	public String run() {
		return this.workspace.name();
	}

	@Override
	public Path claim(String purpose, String fileName) {
		return this.workspace.claim(purpose, fileName);
	}

	@Override
	public void release(Path directory, String fileName) {
		this.workspace.release(directory, fileName);
	}

	@Override
	public Path spareTemplates() {
		return this.workspace.run().resolve("templates");
	}

	@Override
	public void atEnd(Runnable action) {
		this.workspace.atEnd(action);
	}

}
