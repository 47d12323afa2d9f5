package io.github.pristinedb.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.event.PristineEvent.ShardChosen;
import io.github.pristinedb.event.PristineEvent.TestAssigned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.TabSeparated;
import io.github.pristinedb.launch.RunId;
import io.github.pristinedb.launch.RunToken;
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

	private static final long MOST_BYTES = 1 << 28;

	/**
	 * Read a journal. A last line that is cut off, as the JVM was, is passed over.
	 * @param file the file
	 * @return the journal
	 * @throws IOException if it cannot be read, or is something else
	 */
	static Journal read(Path file) throws IOException {
		return parse(file, OwnFile.read(file, MOST_BYTES));
	}

	/**
	 * Read a journal that somebody has brought here, behind a link perhaps.
	 * @param file the file
	 * @return the journal
	 * @throws IOException if it cannot be read, or is something else
	 */
	static Journal readBrought(Path file) throws IOException {
		return parse(file, OwnFile.readNamed(file, MOST_BYTES));
	}

	private static Journal parse(Path file, byte[] bytes) throws IOException {
		int end = bytes.length;
		while (end > 0 && bytes[end - 1] != '\n') {
			end--;
		}
		List<String> lines = new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
		Header header = Header.parse(lines.isEmpty() ? "" : lines.get(0));
		if (header == null) {
			throw new IOException("it is not a journal of this version");
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
				throw new IOException("it has a line that is not an event of this version: " + line, ex);
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
	 * The files of the journals in a directory.
	 * @param directory the directory, which need not exist
	 * @return the files in the order of their names
	 * @throws IOException if the directory cannot be read
	 */
	static List<Path> files(Path directory) throws IOException {
		if (!Files.isDirectory(directory)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((each) -> each.toString().endsWith(ENDING)).sorted().toList();
		}
	}

	/**
	 * What became of the tests.
	 * @return the statistics
	 */
	TestStatistics tests() {
		return this.statistics.tests();
	}

	/**
	 * Whether the JVM has run tests, or was about to. Else it only looked for them.
	 * @return whether it has
	 */
	boolean ran() {
		return !tests().started().isEmpty() || !tests().waiting().isEmpty();
	}

	/**
	 * The tests that were found and are to be run by a shard.
	 * @param shard the number of the shard
	 * @return names with units, by id
	 */
	Map<String, String> assigned(int shard) {
		Map<String, String> names = new LinkedHashMap<>();
		for (TestAssigned test : this.assigned) {
			if (test.shard() == shard) {
				names.put(test.id(), TestStatistics.describe(test.name(), test.unit()));
			}
		}
		return names;
	}

	/**
	 * What this JVM has left undone.
	 * @return what is lost, other JVMs of its run aside
	 */
	Loss loss() {
		return new Loss(!this.ended, tests().running(), tests().waiting());
	}

	/**
	 * The first line of a journal.
	 *
	 * @param run what tells the run from others on the machine
	 * @param runId what tells it from others of the CI system, if anything does
	 * @param process what tells the JVM from others on the machine
	 * @param startMillis when the journal was begun, in milliseconds since 1970
	 */
	record Header(String run, String runId, String process, long startMillis) {

		private static final String MAGIC = "pristine-journal-3";

		static Header ofThisJvm() {
			String runId = RunId.ofThisProcess();
			return new Header(RunToken.ofThisJvm(runId), runId, RunToken.token(ProcessHandle.current()),
					System.currentTimeMillis());
		}

		static @Nullable Header parse(String line) {
			String[] values = line.split("\t", -1);
			try {
				return (values.length == 5 && values[0].equals(MAGIC))
						? new Header(values[1], TabSeparated.unescape(values[2]), values[3], Long.parseLong(values[4]))
						: null;
			}
			catch (NumberFormatException ex) {
				return null;
			}
		}

		String line() {
			return String.join("\t", MAGIC, this.run, TabSeparated.escape(this.runId), this.process,
					String.valueOf(this.startMillis)) + "\n";
		}

		/**
		 * Whether two JVMs of a machine are of one run.
		 */
		boolean isOfRunOf(Header other) {
			return wholeRun().equals(other.wholeRun());
		}

		/**
		 * The run, as the name of a file may have it.
		 */
		String wholeRun() {
			return RunToken.whole(this.run, this.runId);
		}

		long startNanos() {
			return this.startMillis * 1_000_000;
		}

		Instant start() {
			return Instant.ofEpochMilli(this.startMillis);
		}

	}

}
