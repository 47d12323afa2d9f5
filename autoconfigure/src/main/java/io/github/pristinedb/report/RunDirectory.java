package io.github.pristinedb.report;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import io.github.pristinedb.launch.LaunchSettings;
import io.github.pristinedb.launch.ModuleDirectory;
import org.jspecify.annotations.Nullable;

/**
 * The directory for the files of a run.
 *
 * @param path the absolute path, which need not exist yet
 */
public record RunDirectory(Path path) {

	/**
	 * The name of the file with timings.
	 */
	static final String TIMINGS = "timings.tsv";

	/**
	 * The directory of this JVM's run: the workspace. A workspace in the configuration of
	 * an application context is unknown here.
	 * @return the directory, {@code null} if no build writes its output here
	 */
	static @Nullable RunDirectory ofThisJvm() {
		return of(LaunchSettings.of(null), ModuleDirectory.ofThisJvm());
	}

	static @Nullable RunDirectory of(LaunchSettings settings, ModuleDirectory module) {
		String workspace = settings.get("pristine.workspace");
		if (workspace != null) {
			try {
				return new RunDirectory(
						module.resolve(workspace, Path.of(System.getProperty("user.home"))).toAbsolutePath());
			}
			catch (InvalidPathException ex) {
				// The application context reports it.
				return null;
			}
		}
		Path output = module.output();
		return (output != null) ? new RunDirectory(output.resolve("pristine").toAbsolutePath()) : null;
	}

	/**
	 * The reason why this JVM's run has no directory.
	 * @return the reason, as a part of a sentence
	 */
	static String whyThereIsNone() {
		return whyThereIsNone(LaunchSettings.of(null), ModuleDirectory.ofThisJvm());
	}

	static String whyThereIsNone(LaunchSettings settings, ModuleDirectory module) {
		String workspace = settings.get("pristine.workspace");
		return (workspace != null) ? "pristine.workspace is '" + workspace + "', which is no path"
				: "in " + module.path().toAbsolutePath() + " is neither a directory target nor one named build";
	}

	/**
	 * Whether a file is one of JaCoCo's, by its name.
	 * @param file the file
	 * @return whether it is
	 */
	public static boolean isCoverage(Path file) {
		String name = file.getFileName().toString();
		return name.startsWith("jacoco") && name.endsWith(".exec");
	}

	Path journals() {
		return this.path.resolve("journal");
	}

}
