package io.github.pristinedb.merge;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * Merges the files of a run's shards into one summary, one {@code timings.tsv} for the
 * next run, and one {@code jacoco.exec}. Fails if anything is missing.
 */
public final class MergeCommand {

	private static final int INCOMPLETE = 1;

	private static final int MISUSED = 2;

	private MergeCommand() {
	}

	/**
	 * Run the command, and end the JVM if it fails.
	 * @param arguments the arguments, see {@code --help}
	 */
	public static void main(String... arguments) {
		int exitCode = run(System.out, System.err, arguments);
		if (exitCode != 0) {
			System.exit(exitCode);
		}
	}

	/**
	 * Run the command.
	 * @param out the target of the summary
	 * @param err the target of problems
	 * @param arguments the arguments
	 * @return the exit code
	 */
	static int run(PrintStream out, PrintStream err, String... arguments) {
		if (List.of(arguments).contains("--help")) {
			out.print(MergeOptions.USAGE);
			return 0;
		}
		MergeOptions options;
		try {
			options = MergeOptions.parse(arguments);
		}
		catch (IllegalArgumentException ex) {
			err.println("pristine: " + ex.getMessage());
			err.print(MergeOptions.USAGE);
			return MISUSED;
		}
		try {
			Merge merge = Merge.of(options);
			out.println(merge.report().toText());
			out.println("Written to " + options.output());
			merge.notes().forEach((note) -> err.println("pristine: Note: " + note));
			merge.problems().forEach((problem) -> err.println("pristine: " + problem));
			return merge.problems().isEmpty() ? 0 : INCOMPLETE;
		}
		catch (IOException ex) {
			err.println("pristine: The shards cannot be merged: " + ex);
			return INCOMPLETE;
		}
		catch (OutOfMemoryError ex) {
			err.println("pristine: The shards cannot be merged: their journals need more memory than this JVM has, "
					+ (Runtime.getRuntime().maxMemory() >> 20) + " MiB. Start it with more, for example -Xmx4g.");
			return INCOMPLETE;
		}
	}

}
