package io.github.pristinedb.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Places in a temporary directory.
 */
public final class TestPlaces implements Places {

	private final Path directory;

	private final Path templates;

	private final Supplier<Path> spare;

	private final TemplateLimits limits;

	private final Set<Path> claimed = new HashSet<>();

	/**
	 * Create places.
	 * @param directory what all of them are in
	 */
	public TestPlaces(Path directory) {
		this(directory, directory.resolve("templates"), () -> directory.resolve("spare"), TemplateLimits.DEFAULTS);
	}

	/**
	 * Create places.
	 * @param directory what slots and baselines are in
	 * @param templates the directory for templates
	 * @param spare the directory for templates if that one cannot be used
	 * @param limits how many templates are kept
	 */
	public TestPlaces(Path directory, Path templates, Supplier<Path> spare, TemplateLimits limits) {
		this.directory = directory;
		this.templates = templates;
		this.spare = spare;
		this.limits = limits;
	}

	/**
	 * Sessions with a directory for templates.
	 * @param templates the directory
	 * @param spare the directory for templates if that one cannot be used
	 * @return the sessions
	 */
	public static EngineSessions sessions(Path templates, Supplier<Path> spare) {
		return new EngineSessions(
				new TestPlaces(templates.resolveSibling("run"), templates, spare, TemplateLimits.DEFAULTS));
	}

	/**
	 * Sessions with a directory for templates that can be used.
	 * @param templates the directory
	 * @return the sessions
	 */
	public static EngineSessions sessions(Path templates) {
		return sessions(templates, () -> {
			throw new IllegalStateException("The cache can be written to");
		});
	}

	@Override
	public String run() {
		return "test-" + ProcessHandle.current().pid();
	}

	@Override
	public synchronized Path claim(String purpose, String fileName) {
		for (int number = 1;; number++) {
			Path claim = this.directory.resolve(purpose + "-" + number);
			if (this.claimed.add(claim.resolve(fileName))) {
				try {
					return Files.createDirectories(claim);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}
		}
	}

	@Override
	public synchronized void release(Path directory, String fileName) {
		this.claimed.remove(directory.resolve(fileName));
	}

	@Override
	public Path templates() {
		return this.templates;
	}

	@Override
	public Path spareTemplates() {
		return this.spare.get();
	}

	@Override
	public TemplateLimits limits() {
		return this.limits;
	}

	@Override
	public void atEnd(Runnable action) {
	}

}
