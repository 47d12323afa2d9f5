package io.github.pristinedb.journal;

import java.time.Instant;

import io.github.pristinedb.files.TabSeparated;
import io.github.pristinedb.launch.ProcessToken;
import io.github.pristinedb.launch.RunId;
import io.github.pristinedb.launch.RunToken;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a journal: which JVM of which run began it, and when.
 *
 * @param run tells the run from others on the machine
 * @param runId tells the run from others of the CI system, or is {@link RunId#UNKNOWN}
 * @param process tells the JVM from others on the machine
 * @param startMillis when the journal was begun, in milliseconds since 1970
 */
public record JournalHeader(String run, String runId, String process, long startMillis) {

	private static final String MAGIC = "pristine-journal-3";

	/**
	 * The header of a journal that this JVM begins now.
	 * @return the header
	 */
	public static JournalHeader ofThisJvm() {
		String runId = RunId.ofThisProcess();
		return new JournalHeader(RunToken.ofThisJvm(runId), runId, ProcessToken.ofThisJvm(),
				System.currentTimeMillis());
	}

	static @Nullable JournalHeader parse(String line) {
		String[] values = line.split("\t", -1);
		try {
			return (values.length == 5 && values[0].equals(MAGIC)) ? new JournalHeader(values[1],
					TabSeparated.unescape(values[2]), values[3], Long.parseLong(values[4])) : null;
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
	 * Whether two JVMs of one machine belong to one run.
	 * @param other the header of the other JVM
	 * @return whether they do
	 */
	public boolean isOfRunOf(JournalHeader other) {
		return wholeRun().equals(other.wholeRun());
	}

	/**
	 * The run, as part of a file name.
	 * @return the run with its id
	 */
	public String wholeRun() {
		return RunToken.whole(this.run, this.runId);
	}

	/**
	 * When the journal was begun.
	 * @return the instant
	 */
	public Instant start() {
		return Instant.ofEpochMilli(this.startMillis);
	}

	long startNanos() {
		return this.startMillis * 1_000_000;
	}

}
