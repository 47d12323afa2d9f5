package io.github.pristinedb.report;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What the merge command is asked for.
 *
 * @param shards how many shards there must be, 0 for as many as the journals say
 * @param output the directory for what comes of it
 * @param inputs the directories with what the shards left, at any depth
 */
record MergeOptions(int shards, Path output, List<Path> inputs) {

	static final String USAGE = """
			Usage: MergeCommand [--shards <number>] [--output <directory>] <directory>...
			Merges what the shards of a run have left: journals, which each one writes to target/pristine/journal,
			and jacoco*.exec files, both at any depth below the directories.
			  --shards  how many shards there must be (default: as many as the journals say)
			  --output  where report.json, timings.tsv and jacoco.exec go (default: target/pristine/merged)
			Exit code: 0 if all shards are there, came to their end and passed; 1 if not; 2 if the arguments are wrong.
			""";

	/**
	 * Read the arguments of the command.
	 * @param arguments the arguments
	 * @return the options
	 * @throws IllegalArgumentException if they make no sense; the message says why
	 */
	static MergeOptions parse(String... arguments) {
		int shards = 0;
		Path output = Path.of("target", "pristine", "merged");
		List<Path> inputs = new ArrayList<>();
		Iterator<String> rest = List.of(arguments).iterator();
		while (rest.hasNext()) {
			String argument = rest.next();
			switch (argument) {
				case "--shards" -> shards = number(value(argument, rest));
				case "--output" -> output = path(value(argument, rest));
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
		return new MergeOptions(shards, output.toAbsolutePath().normalize(), inputs);
	}

	private static String value(String option, Iterator<String> rest) {
		if (!rest.hasNext()) {
			throw new IllegalArgumentException("The option " + option + " needs a value.");
		}
		return rest.next();
	}

	private static int number(String value) {
		if (!value.matches("[1-9]\\d{0,5}")) {
			throw new IllegalArgumentException("'" + value + "' is no number of shards.");
		}
		return Integer.parseInt(value);
	}

	private static Path path(String value) {
		try {
			return Path.of(value);
		}
		catch (InvalidPathException ex) {
			throw new IllegalArgumentException("'" + value + "' is no path on this system: " + ex.getReason() + ".");
		}
	}

}
