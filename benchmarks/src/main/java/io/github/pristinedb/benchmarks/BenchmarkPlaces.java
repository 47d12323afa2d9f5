package io.github.pristinedb.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.pristinedb.engine.EngineSessions;
import io.github.pristinedb.engine.Places;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.template.Templates;

/**
 * Places of an engine that is used without an application context.
 *
 * @param templates the directory for templates
 */
public record BenchmarkPlaces(Path templates) implements Places {

	/**
	 * Sessions with a directory for templates.
	 * @param templates the directory
	 * @return the sessions
	 */
	public static EngineSessions sessions(Path templates) {
		return new EngineSessions(new BenchmarkPlaces(templates));
	}

	/**
	 * No templates as yet.
	 * @return the templates
	 */
	public static Templates noTemplates() {
		return new Templates(TemplateLimits.DEFAULTS.buildTimeout());
	}

	@Override
	public String run() {
		return "benchmark";
	}

	@Override
	public Path claim(String purpose, String fileName) {
		try {
			return Files.createTempDirectory(this.templates, purpose);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void release(Path directory, String fileName) {
	}

	@Override
	public Path spareTemplates() {
		throw new IllegalStateException("The template cache cannot be written to: " + this.templates);
	}

	@Override
	public TemplateLimits limits() {
		return TemplateLimits.DEFAULTS;
	}

	@Override
	public void atEnd(Runnable action) {
	}

}
