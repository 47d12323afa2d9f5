package io.github.pristinedb.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.event.PristineEvent.ShardChosen;
import io.github.pristinedb.event.PristineEvent.TestAssigned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one JVM, as it was found: of one that is over, that still runs, or that
 * died in the middle.
 *
 * @param file the file
 * @param header what its first line says
 * @param shard the shard that it ran, {@code null} if it ran all tests
 * @param assigned the tests that it found, with the shards that they belong to
 * @param statistics what it did, with times since 1970
 * @param ended whether it came to its end
 */
record Journal(Path file, Header header, @Nullable ShardChosen shard, List<TestAssigned> assigned,
		RunStatistics statistics, boolean ended) {

	static final String ENDING = ".journal";

	/**
	 * Read a journal. A last line that is cut off, as the JVM was, is passed over.
	 * @param file the file
	 * @return the journal
	 * @throws IOException if it cannot be read, or is something else
	 */
	static Journal read(Path file) throws IOException {
		String text = Files.readString(file);
		List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
		Header header = Header.parse(lines.isEmpty() ? "" : lines.get(0));
		if (header == null) {
			throw new IOException(file + " is not a journal of this version");
		}
		ShardChosen shard = null;
		List<TestAssigned> assigned = new ArrayList<>();
		RunStatistics statistics = new RunStatistics();
		boolean ended = false;
		for (String line : lines.subList(1, lines.size())) {
			JournalFormat.Entry entry;
			try {
				entry = JournalFormat.entry(line);
			}
			catch (IllegalArgumentException ex) {
				throw new IOException(file + " has a line that is not an event of this version: " + line, ex);
			}
			PristineEvent event = entry.event();
			if (event instanceof ShardChosen chosen) {
				shard = chosen;
			}
			else if (event instanceof TestAssigned test) {
				assigned.add(test);
			}
			ended = event instanceof RunFinished || (ended && !(event instanceof TestStarted));
			statistics.add(event, header.startNanos() + entry.at());
		}
		return new Journal(file, header, shard, assigned, statistics, ended);
	}

	/**
	 * The journals in a directory.
	 * @param directory the directory, which need not exist
	 * @return the journals in the order of their files' names
	 * @throws IOException if one cannot be read
	 */
	static List<Journal> in(Path directory) throws IOException {
		List<Journal> journals = new ArrayList<>();
		if (Files.isDirectory(directory)) {
			try (Stream<Path> files = Files.list(directory)) {
				for (Path file : files.filter((each) -> each.toString().endsWith(ENDING)).sorted().toList()) {
					journals.add(read(file));
				}
			}
		}
		return journals;
	}

	/**
	 * Whether every test that was to be run was, to the end.
	 */
	boolean isWhole() {
		return this.ended && this.statistics.tests().running().isEmpty() && this.statistics.tests().waiting().isEmpty();
	}

	/**
	 * What was lost, for a message.
	 * @return one or more sentences, with the names of tests
	 */
	String describeLoss() {
		Collection<String> running = this.statistics.tests().running();
		Collection<String> neverStarted = this.statistics.tests().waiting().values();
		return describe(running, "was running", "were running") + "; "
				+ describe(neverStarted, "never started", "never started") + ".";
	}

	private static String describe(Collection<String> tests, String one, String several) {
		return tests.size() + " " + ((tests.size() == 1) ? one : several)
				+ (tests.isEmpty() ? "" : ": " + String.join(", ", tests));
	}

	/**
	 * The first line of a journal.
	 *
	 * @param run what tells the run from others on the machine
	 * @param process what tells the JVM from others on the machine
	 * @param startMillis when the journal was begun, in milliseconds since 1970
	 */
	record Header(String run, String process, long startMillis) {

		private static final String MAGIC = "pristine-journal-1";

		static Header ofThisJvm() {
			return new Header(RunToken.ofThisJvm(), RunToken.token(ProcessHandle.current()),
					System.currentTimeMillis());
		}

		static @Nullable Header parse(String line) {
			String[] values = line.split("\t", -1);
			try {
				return (values.length == 4 && values[0].equals(MAGIC))
						? new Header(values[1], values[2], Long.parseLong(values[3])) : null;
			}
			catch (NumberFormatException ex) {
				return null;
			}
		}

		String line() {
			return MAGIC + "\t" + this.run + "\t" + this.process + "\t" + this.startMillis + "\n";
		}

		long startNanos() {
			return this.startMillis * 1_000_000;
		}

		Instant start() {
			return Instant.ofEpochMilli(this.startMillis);
		}

	}

}
