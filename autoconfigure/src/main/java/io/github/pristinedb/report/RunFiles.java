package io.github.pristinedb.report;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import io.github.pristinedb.shard.WholeFile;

/**
 * What a run leaves for others to read: {@code report.json}, the latest JVM's, one such
 * file for each JVM in {@code reports}, and {@code timings.tsv} of all JVMs of the run.
 */
final class RunFiles {

	private RunFiles() {
	}

	/**
	 * Write the files of this JVM.
	 * @param report what it did
	 * @param directory where to
	 * @param run what tells this run from others
	 * @throws IOException if a file cannot be written
	 */
	static void write(RunReport report, RunDirectory directory, String run) throws IOException {
		Path own = Files.createDirectories(directory.path().resolve("reports"))
			.resolve("report-" + RunToken.token(ProcessHandle.current()) + ".json");
		Files.writeString(own, report.toJson());
		WholeFile.write(directory.path().resolve("report.json"), report.toJson());
		writeTimings(directory, run);
	}

	/**
	 * From the journals, since another JVM of this run may have ended before, or may end
	 * right now. Each has written its own journal when it gets here, so the last one
	 * finds all.
	 */
	private static void writeTimings(RunDirectory directory, String run) throws IOException {
		Path lock = directory.path().resolve("timings.lock");
		try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
				FileLock held = channel.lock()) {
			List<TestStatistics> tests = Journal.in(directory.journals())
				.stream()
				.filter((journal) -> journal.header().run().equals(run))
				.map((journal) -> journal.statistics().tests())
				.toList();
			if (!tests.isEmpty() && held.isValid()) {
				TestStatistics.timings(tests).write(directory.timings());
			}
		}
	}

}
