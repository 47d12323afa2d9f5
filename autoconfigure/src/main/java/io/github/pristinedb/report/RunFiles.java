package io.github.pristinedb.report;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.pristinedb.files.MadeFiles;
import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.OwnerOnly;
import io.github.pristinedb.files.WholeFile;
import io.github.pristinedb.journal.Journal;
import io.github.pristinedb.journal.JournalHeader;
import io.github.pristinedb.launch.ProcessToken;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The files of a run: {@code report.json} of the latest JVM, one such file for each JVM
 * in {@code reports}, and {@code report.html} and {@code timings.tsv} of all JVMs.
 */
final class RunFiles {

	/**
	 * The name of the page.
	 */
	static final String PAGE = "report.html";

	private static final Log logger = LogFactory.getLog(RunFiles.class);

	// Run and process.
	private static final Pattern REPORT = Pattern.compile("report-(\\d+-\\d+-[0-9a-f]+)-(\\d+-\\d+)(-\\d+)?\\.json");

	private final RunDirectory directory;

	private final JournalHeader header;

	private @Nullable Path own;

	/**
	 * Create the files of a JVM.
	 * @param directory the directory for the files
	 * @param header the header of the JVM's journal
	 */
	RunFiles(RunDirectory directory, JournalHeader header) {
		this.directory = directory;
		this.header = header;
	}

	/**
	 * Write the files.
	 * @param report the figures of the JVM so far
	 * @param statistics the statistics that it is from
	 * @param journal the file of its journal, {@code null} if there is none
	 * @return the file of the latest report
	 * @throws IOException if a file cannot be written
	 */
	synchronized Path write(RunReport report, RunStatistics statistics, @Nullable Path journal) throws IOException {
		Path base = OwnerOnly.createReadable(this.directory.path());
		Path reports = OwnerOnly.createReadable(base.resolve("reports"));
		if (this.own == null) {
			clear(reports);
			this.own = OwnFile.create(reports, "report-" + this.header.wholeRun() + "-" + this.header.process(),
					".json");
		}
		Path own = this.own;
		WholeFile.write(own, report::writeTo);
		MadeFiles.use(base, (files) -> {
			List<JvmHistory> others = others(journal);
			writeTimings(files, others, statistics.tests().finished(), journal != null);
			files.replace("report.json", (out) -> copy(own, out));
			HtmlReport page = new HtmlReport(
					others.isEmpty() ? (out) -> copy(own, out) : statistics.report(others)::writeTo);
			files.replace(PAGE, page::writeTo);
		});
		return this.directory.path().resolve("report.json");
	}

	private void clear(Path reports) throws IOException {
		List<Path> files;
		try (Stream<Path> all = Files.list(reports)) {
			files = all.toList();
		}
		for (Path file : files) {
			Matcher name = REPORT.matcher(file.getFileName().toString());
			if (name.matches() && !name.group(1).equals(this.header.wholeRun())
					&& !ProcessToken.isAlive(name.group(2))) {
				OwnFile.delete(file);
			}
		}
	}

	private static void copy(Path file, Appendable out) throws IOException {
		try (Reader in = Files.newBufferedReader(file)) {
			char[] piece = new char[8_192];
			for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
				out.append(new String(piece, 0, length));
			}
		}
	}

	private static void writeTimings(MadeFiles files, List<JvmHistory> others, FinishedTests own, boolean hasJournal)
			throws IOException {
		if (hasJournal || !others.isEmpty()) {
			List<FinishedTests> tests = new ArrayList<>();
			others.forEach((other) -> tests.add(other.tests().finished()));
			tests.add(own);
			files.replace(RunDirectory.TIMINGS, (out) -> out.append(FinishedTests.timings(tests).toText()));
		}
	}

	/**
	 * The run's other JVMs, by their journals: those JVMs may have ended before, or may
	 * end right now. Each one completes its journal before it gets here, so the last one
	 * finds all.
	 */
	private List<JvmHistory> others(@Nullable Path own) throws IOException {
		List<JvmHistory> others = new ArrayList<>();
		for (Path file : Journal.files(this.directory.journals())) {
			if (file.equals(own)) {
				continue;
			}
			try {
				JvmHistory journal = JvmHistory.of(Journal.read(file));
				if (journal.header().isOfRunOf(this.header)) {
					others.add(journal);
				}
			}
			catch (IOException ex) {
				// It is of another version, or begins right now.
				logger.debug("The journal " + file + " cannot be read", ex);
			}
		}
		return others;
	}

	@Override
	public String toString() {
		return this.directory.path().toString();
	}

}
