package io.github.pristinedb.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs a summary when the run ends, and writes it as {@code report.json} and, one for
 * each JVM, into {@code reports/}, both in {@code target/pristine} where there is a
 * directory {@code target}. Found through {@link java.util.ServiceLoader}.
 */
public final class RunReporter implements PristineListener {

	private static final Log logger = LogFactory.getLog(RunReporter.class);

	private final RunStatistics statistics = new RunStatistics();

	private final @Nullable Path directory;

	private boolean reported;

	/**
	 * Create the reporter of this JVM.
	 */
	public RunReporter() {
		this(Files.isDirectory(Path.of("target")) ? Path.of("target", "pristine").toAbsolutePath() : null);
		// For test runners that are not of the JUnit Platform, and tell no end.
		Runtime.getRuntime().addShutdownHook(new Thread(this::reportOnce, "pristine-report"));
	}

	RunReporter(@Nullable Path directory) {
		this.directory = directory;
	}

	@Override
	public void on(PristineEvent event) {
		this.statistics.add(event);
		if (event instanceof PristineEvent.RunFinished) {
			report();
		}
	}

	private synchronized void reportOnce() {
		if (!this.reported) {
			report();
		}
	}

	private synchronized void report() {
		RunReport report = this.statistics.report();
		if (report.isEmpty()) {
			return;
		}
		this.reported = true;
		logger.info(report.toText());
		if (this.directory != null) {
			try {
				write(report, this.directory);
			}
			catch (IOException ex) {
				logger.warn("The report of this run cannot be written to " + this.directory, ex);
			}
		}
	}

	private void write(RunReport report, Path directory) throws IOException {
		Path own = Files.createDirectories(directory.resolve("reports"))
			.resolve("report-" + ProcessHandle.current().pid() + "-" + startMillis() + ".json");
		Files.writeString(own, report.toJson());
		Path latest = Files.createTempFile(directory, "report-", ".tmp");
		Files.copy(own, latest, StandardCopyOption.REPLACE_EXISTING);
		Files.move(latest, directory.resolve("report.json"), StandardCopyOption.REPLACE_EXISTING);
	}

	private static long startMillis() {
		return ProcessHandle.current().info().startInstant().map((start) -> start.toEpochMilli()).orElse(0L);
	}

}
