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
import io.github.pristinedb.launch.ProcessToken;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the journals of earlier runs. Warns of the missing tests where a JVM
 * died. Deletes the journals, with the coverage in the same directory. The build owns
 * coverage elsewhere, further up for example. Journals of this run's other JVMs stay for
 * the merge.
 */
final class EarlierRuns {

	private static final Log logger = LogFactory.getLog(EarlierRuns.class);

	// Marks the journal of a JVM of this run whose death was reported.
	private static final String TOLD = ".told";

	private EarlierRuns() {
	}

	/**
	 * Look at the journals in a directory.
	 * @param journals the directory of the journals, which need not exist
	 * @param own the header of this JVM's journal
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
			if (named != null && ProcessToken.isAlive(named)) {
				return;
			}
			JvmHistory journal = read(file);
			String process = (journal != null) ? journal.header().process() : named;
			if (process == null || ProcessToken.isAlive(process)) {
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
			// Another JVM of this run may have deleted it.
			logger.debug("The journal " + file + " cannot be cleared away", ex);
		}
	}

	/**
	 * JaCoCo's agent appends to an existing file, even of an earlier run. Files of this
	 * run are younger than the start of this JVM, since each JVM deletes journals before
	 * its first test.
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
	 * An unreadable journal is of another version, or its first line is incomplete.
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
