package io.github.pristinedb.slot;

import java.nio.file.Path;
import java.util.Map;

import io.github.pristinedb.engine.Places;
import io.github.pristinedb.engine.TemplateLimits;
import org.jspecify.annotations.Nullable;

/**
 * Places in the workspace of this JVM's run, and the directory where templates outlive
 * it.
 *
 * @param workspace the workspace
 * @param templates the absolute path of the directory for templates
 * @param limits how long to wait for templates, and how many are kept
 * @param settings the application's settings for single engines, by name
 */
public record RunPlaces(Workspace workspace, Path templates, TemplateLimits limits,
		Map<String, String> settings) implements Places {

	public RunPlaces {
		settings = Map.copyOf(settings);
	}

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
	public @Nullable String setting(String name) {
		return this.settings.get(name);
	}

	@Override
	public void atEnd(Runnable action) {
		this.workspace.atEnd(action);
	}

}
