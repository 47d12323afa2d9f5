package io.github.pristinedb.report;

import java.io.IOException;
import java.nio.file.Path;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.ShardChosen;
import io.github.pristinedb.event.PristineListener;
import io.github.pristinedb.journal.JournalHeader;
import io.github.pristinedb.journal.JournalWriter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the journal of this JVM. Logs the summary at the end of the run, and writes its
 * files to the {@link RunDirectory}. Found through {@link java.util.ServiceLoader}.
 */
public final class RunReporter implements PristineListener {

	private static final Log logger = LogFactory.getLog(RunReporter.class);

	private final RunStatistics statistics = new RunStatistics();

	private final @Nullable JournalWriter journal;

	private final @Nullable RunFiles files;

	// What makes nanoseconds since 1970, as in journals, from those of this JVM.
	private final long epoch;

	private boolean reported;

	/**
	 * Create the reporter of this JVM.
	 */
	public RunReporter() {
		this(RunDirectory.ofThisJvm());
		// Test runners outside of the JUnit Platform tell no end.
		Runtime.getRuntime().addShutdownHook(new Thread(this::end, "pristine-report"));
	}

	RunReporter(@Nullable RunDirectory directory) {
		JournalHeader header = JournalHeader.ofThisJvm();
		this.epoch = header.startMillis() * 1_000_000 - System.nanoTime();
		this.journal = (directory != null)
				? new JournalWriter(directory.journals(), header, () -> EarlierRuns.tell(directory.journals(), header))
				: null;
		this.files = (directory != null) ? new RunFiles(directory, header) : null;
	}

	@Override
	public void on(PristineEvent event) {
		long now = System.nanoTime();
		this.statistics.add(event, this.epoch + now);
		if (this.journal != null) {
			this.journal.write(event, now);
		}
		else if (event instanceof ShardChosen shard) {
			logger.warn("Shard " + shard.number() + "/" + shard.total() + " leaves no journal, and cannot be merged: "
					+ RunDirectory.whyThereIsNone()
					+ ". Name a directory by the system property pristine.workspace or by PRISTINE_WORKSPACE.");
		}
		if (event instanceof PristineEvent.RunFinished) {
			report();
		}
	}

	private synchronized void end() {
		if (!this.reported) {
			report();
		}
	}

	/**
	 * Surefire looks for tests in Maven's own JVM. Its forks run and report them.
	 */
	private boolean onlyLookedForTests(RunReport report) {
		return report.tests().total() == 0 && this.statistics.hasOwnTests();
	}

	private synchronized void report() {
		RunReport report = this.statistics.report();
		if (report.isEmpty() || onlyLookedForTests(report)) {
			return;
		}
		this.reported = true;
		Path file = write(report);
		if (report.isWorthAWord()) {
			logger.info(report.toText() + ((file != null) ? places(file) : ""));
		}
		if (!report.part().isEmpty() && report.tests().total() == 0) {
			logger.info("No tests run here: " + report.part() + " has none of the tests that were found.");
		}
	}

	private static String places(Path file) {
		return "\n  report               " + file + "\n  page                 " + file.resolveSibling(RunFiles.PAGE);
	}

	private @Nullable Path write(RunReport report) {
		if (this.files == null) {
			return null;
		}
		try {
			return this.files.write(report, this.statistics, (this.journal != null) ? this.journal.file() : null);
		}
		catch (IOException ex) {
			logger.warn("The report of this run cannot be written to " + this.files + ": " + ex.getMessage() + ".");
			logger.debug("The report cannot be written", ex);
			return null;
		}
	}

}
