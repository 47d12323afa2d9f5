package io.github.pristinedb.merge;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The options of the merge command.
 *
 * @param shards the required number of shards, 0 for the number in the journals
 * @param output the directory for the output
 * @param requiredCoverage the file for the coverage, {@code null} if no coverage is
 * required
 * @param inputs the directories with the files of the shards, at any depth
 */
record MergeOptions(int shards, Path output, @Nullable Path requiredCoverage, List<Path> inputs) {

	static final String COVERAGE = "jacoco.exec";

	static final String USAGE = """
			Usage: MergeCommand [--shards <number>] [--output <directory>] [--coverage <file>] <directory>...
			Merges the journals of a run's shards, from target/pristine/journal of each shard, and their
			jacoco*.exec files. Both may be at any depth below the directories.
			  --shards    how many shards there must be (default: as many as the journals say)
			  --output    where report.html, report.json, timings.tsv and jacoco.exec go
			              (default: target/pristine/merged)
			  --coverage  where jacoco.exec goes instead, and that there has to be one
			Exit code: 0 if all shards are there, came to their end and passed; 1 if not; 2 if the arguments are wrong.
			""";

	/**
	 * The file for the merged coverage.
	 * @return the file
	 */
	Path coverage() {
		return (this.requiredCoverage != null) ? this.requiredCoverage : this.output.resolve(COVERAGE);
	}

	/**
	 * Read the arguments of the command.
	 * @param arguments the arguments
	 * @return the options
	 * @throws IllegalArgumentException if the arguments are wrong; the message tells the
	 * reason
	 */
	static MergeOptions parse(String... arguments) {
		int shards = 0;
		Path coverage = null;
		Path output = absolute("target/pristine/merged");
		List<Path> inputs = new ArrayList<>();
		Iterator<String> rest = List.of(arguments).iterator();
		while (rest.hasNext()) {
			String argument = rest.next();
			switch (argument) {
				case "--shards" -> shards = number(value(argument, rest));
				case "--output" -> output = absolute(value(argument, rest));
				case "--coverage" -> coverage = absolute(value(argument, rest));
				default -> {
					if (argument.startsWith("--")) {
						throw new IllegalArgumentException("There is no option " + argument + ".");
					}
					inputs.add(path(argument));
				}
			}
		}
		if (inputs.isEmpty()) {
			throw new IllegalArgumentException("Name the directories of the shards.");
		}
		for (Path input : inputs) {
			if (input.toAbsolutePath().normalize().equals(output)) {
				throw new IllegalArgumentException(
						"The output directory " + input + " has files of a shard. Name another directory by --output.");
			}
		}
		return new MergeOptions(shards, output, coverage, inputs);
	}

	private static String value(String option, Iterator<String> rest) {
		if (!rest.hasNext()) {
			throw new IllegalArgumentException("The option " + option + " needs a value.");
		}
		return rest.next();
	}

	private static int number(String value) {
		if (!value.matches("[1-9]\\d{0,5}")) {
			throw new IllegalArgumentException("'" + value + "' is not a valid number of shards.");
		}
		return Integer.parseInt(value);
	}

	private static Path absolute(String value) {
		return path(value).toAbsolutePath().normalize();
	}

	private static Path path(String value) {
		try {
			return Path.of(value);
		}
		catch (InvalidPathException ex) {
			throw new IllegalArgumentException(
					"'" + value + "' is not a valid path on this system: " + ex.getReason() + ".");
		}
	}

}
