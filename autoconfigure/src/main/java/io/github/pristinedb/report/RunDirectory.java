package io.github.pristinedb.report;

import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Where a run leaves its files.
 *
 * @param path the absolute path, which need not exist yet
 */
record RunDirectory(Path path) {

	/**
	 * The directory of this JVM's run.
	 * @return {@code target/pristine}, {@code null} where there is no {@code target}
	 */
	static @Nullable RunDirectory ofThisJvm() {
		return Files.isDirectory(Path.of("target")) ? new RunDirectory(Path.of("target", "pristine").toAbsolutePath())
				: null;
	}

	Path journals() {
		return this.path.resolve("journal");
	}

	Path timings() {
		return this.path.resolve("timings.tsv");
	}

}
