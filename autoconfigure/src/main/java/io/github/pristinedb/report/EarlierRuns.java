package io.github.pristinedb.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.journal.Journal;
import io.github.pristinedb.journal.JournalHeader;
import io.github.pristinedb.journal.JournalWriter;
import io.github.pristinedb.launch.RunToken;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The journals that earlier runs left: says what was lost where one died, and clears them
 * away, with the coverage that lies in the same directory. Coverage anywhere else,
 * further up for example, is left to the build. The journals of this run's other JVMs
 * stay, for the merge.
 */
final class EarlierRuns {

	private static final Log logger = LogFactory.getLog(EarlierRuns.class);

	// Beside the journal of a JVM of this run that was told to have died.
	private static final String TOLD = ".told";

	private EarlierRuns() {
	}

	/**
	 * Look at the journals in a directory.
	 * @param journals the directory of the journals, which need not exist
	 * @param own what this JVM's own journal begins with
	 */
	static void tell(Path journals, JournalHeader own) {
		try {
			for (Path file : Journal.files(journals)) {
				tellOne(journals, file, own);
			}
		}
		catch (IOException ex) {
			logger.debug("The journals of earlier runs cannot be listed", ex);
		}
	}

	private static void tellOne(Path journals, Path file, JournalHeader own) {
		try {
			String named = JournalWriter.process(file);
			if (named != null && RunToken.isAlive(named)) {
				return;
			}
			JvmHistory journal = read(file);
			String process = (journal != null) ? journal.header().process() : named;
			if (process == null || RunToken.isAlive(process)) {
				return;
			}
			Path told = file.resolveSibling(file.getFileName() + TOLD);
			boolean ofThisRun = journal != null && journal.header().isOfRunOf(own);
			if (journal != null && !journal.missing().isNone() && !OwnFile.exists(told)) {
				logger.warn("The run of " + journal.header().start() + " died: " + journal.missing().describe() + ".");
				if (ofThisRun) {
					OwnFile.createMark(told);
				}
			}
			if (!ofThisRun) {
				clearCoverage(journals);
				OwnFile.delete(file);
				OwnFile.delete(told);
			}
		}
		catch (IOException ex) {
			// Another JVM of this run may have cleared it away.
			logger.debug("The journal " + file + " cannot be cleared away", ex);
		}
	}

	/**
	 * JaCoCo's agent appends to a file that is there, whatever run has left it. What this
	 * run has written is younger than the start of this JVM, which comes before the first
	 * journal is cleared away.
	 */
	private static void clearCoverage(Path journals) throws IOException {
		Instant start = ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
		List<Path> files;
		try (Stream<Path> all = Files.list(journals)) {
			files = all.filter(RunDirectory::isCoverage).toList();
		}
		for (Path file : files) {
			if (Files.getLastModifiedTime(file).toInstant().isBefore(start)) {
				OwnFile.delete(file);
			}
		}
	}

	/**
	 * One that cannot be read is of another version, or was not begun to the end.
	 */
	private static @Nullable JvmHistory read(Path file) {
		try {
			return JvmHistory.of(Journal.read(file));
		}
		catch (IOException ex) {
			logger.debug("The journal " + file + " cannot be read", ex);
			return null;
		}
	}

}
