package io.github.pristinedb.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The journals that earlier runs left: says what was lost where one died, and clears them
 * away. The journals of this run's other JVMs stay, for the merge.
 */
final class EarlierRuns {

	private static final Log logger = LogFactory.getLog(EarlierRuns.class);

	// Beside the journal of a JVM of this run that was told to have died.
	private static final String TOLD = ".told";

	private EarlierRuns() {
	}

	/**
	 * Look at the journals in a directory.
	 * @param directory the directory, which need not exist
	 * @param run what tells this run from others
	 */
	static void tell(Path directory, String run) {
		if (!Files.isDirectory(directory)) {
			return;
		}
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.filter((each) -> each.toString().endsWith(Journal.ENDING)).sorted().toList()) {
				tellOne(file, run);
			}
		}
		catch (IOException ex) {
			logger.debug("The journals of earlier runs cannot be listed", ex);
		}
	}

	private static void tellOne(Path file, String run) {
		try {
			Journal journal = Journal.read(file);
			if (RunToken.isAlive(journal.header().process())) {
				return;
			}
			boolean ofThisRun = journal.header().run().equals(run);
			Path told = file.resolveSibling(file.getFileName() + TOLD);
			if (!journal.isWhole() && !Files.exists(told)) {
				logger.warn("The run of " + journal.header().start() + " died: " + journal.describeLoss());
				if (ofThisRun) {
					Files.createFile(told);
				}
			}
			if (!ofThisRun) {
				Files.deleteIfExists(file);
				Files.deleteIfExists(told);
			}
		}
		catch (IOException ex) {
			// Another JVM of this run may have cleared it away.
			logger.debug("The journal " + file + " cannot be read or cleared away", ex);
		}
	}

}
