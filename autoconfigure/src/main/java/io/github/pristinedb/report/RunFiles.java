package io.github.pristinedb.report;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.pristinedb.files.Uninterrupted;
import io.github.pristinedb.files.WholeFile;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a run leaves for others to read: {@code report.json}, the latest JVM's, one such
 * file for each JVM of the run in {@code reports}, and {@code timings.tsv} of all of
 * them.
 */
final class RunFiles {

	private static final Log logger = LogFactory.getLog(RunFiles.class);

	// Run and process.
	private static final Pattern REPORT = Pattern.compile("report-(\\d+-\\d+-[0-9a-f]+)-(\\d+-\\d+)(-\\d+)?\\.json");

	// A string is the same for all class loaders of a JVM, in each of which there may be
	// a run: two of them get no lock of the same file at once, but an exception.
	private static final String TIMINGS = "io.github.pristinedb.report.RunFiles";

	private final RunDirectory directory;

	private final Journal.Header header;

	private @Nullable Path own;

	/**
	 * Create the files of a JVM.
	 * @param directory where they go
	 * @param header what its journal begins with
	 */
	RunFiles(RunDirectory directory, Journal.Header header) {
		this.directory = directory;
		this.header = header;
	}

	/**
	 * Write the files.
	 * @param report what the JVM did so far
	 * @throws IOException if a file cannot be written
	 */
	synchronized void write(RunReport report) throws IOException {
		Path reports = Files.createDirectories(this.directory.path().resolve("reports"));
		if (this.own == null) {
			clear(reports);
			this.own = ProcessFile.create(reports, "report-" + this.header.wholeRun() + "-" + this.header.process(),
					".json");
		}
		Files.writeString(this.own, report.toJson());
		WholeFile.write(this.directory.path().resolve("report.json"), report.toJson());
		writeTimings();
	}

	private void clear(Path reports) throws IOException {
		List<Path> files;
		try (Stream<Path> all = Files.list(reports)) {
			files = all.toList();
		}
		for (Path file : files) {
			Matcher name = REPORT.matcher(file.getFileName().toString());
			if (name.matches() && !name.group(1).equals(this.header.wholeRun()) && !RunToken.isAlive(name.group(2))) {
				Files.deleteIfExists(file);
			}
		}
	}

	/**
	 * From the journals, since another JVM of this run may have ended before, or may end
	 * right now. Each has written its own journal when it gets here, so the last one
	 * finds all. The last test may leave its thread interrupted, and this is done on it.
	 */
	private void writeTimings() throws IOException {
		synchronized (TIMINGS) {
			Uninterrupted.run(this::writeTimingsAlone);
		}
	}

	private void writeTimingsAlone() throws IOException {
		Path lock = this.directory.path().resolve("timings.lock");
		try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
				FileLock held = channel.lock()) {
			List<FinishedTests> tests = testsOfThisRun();
			if (!tests.isEmpty() && held.isValid()) {
				FinishedTests.timings(tests).write(this.directory.timings());
			}
		}
	}

	private List<FinishedTests> testsOfThisRun() throws IOException {
		List<FinishedTests> tests = new ArrayList<>();
		for (Path file : Journal.files(this.directory.journals())) {
			try {
				Journal journal = Journal.read(file);
				if (journal.header().isOfRunOf(this.header)) {
					tests.add(journal.tests().finished());
				}
			}
			catch (IOException ex) {
				// Of another version, or begun right now.
				logger.debug("The journal " + file + " cannot be read", ex);
			}
		}
		return tests;
	}

	@Override
	public String toString() {
		return this.directory.path().toString();
	}

}
