package io.github.pristinedb.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

import io.github.pristinedb.files.MadeFiles;
import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.OwnerOnly;
import io.github.pristinedb.files.WholeFile;
import io.github.pristinedb.tape.RecordingSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Writes explanations to files, one for each failure. Those of an earlier run go when the
 * first one of a new run comes.
 */
final class ExplanationFile {

	/**
	 * The highest number of files of one run.
	 */
	static final int MOST = 100;

	private static final Log logger = LogFactory.getLog(ExplanationFile.class);

	private static final String DIRECTORY = "failures";

	// In bytes. File systems know 255, of which numbers and temporary names need some.
	private static final int LONGEST_NAME = 150;

	private ExplanationFile() {
	}

	/**
	 * Write an explanation.
	 * @param explanation the explanation
	 * @param settings where it goes
	 * @return the file, {@code null} if there are enough files already, or it cannot be
	 * written
	 */
	static @Nullable Path write(Explanation explanation, RecordingSettings settings) {
		AtomicReference<@Nullable Path> written = new AtomicReference<>();
		try {
			Path base = OwnerOnly.createReadable(settings.base());
			Path directory = OwnerOnly.createPrivate(base.resolve(DIRECTORY));
			MadeFiles.use(base, (files) -> {
				if (makeRoom(files, settings)) {
					Path file = OwnFile.create(directory, name(explanation.scenario()), ".txt");
					WholeFile.write(file, ExplanationText.whole(explanation));
					files.add(DIRECTORY + "/" + file.getFileName(), settings.run());
					written.set(file);
				}
			});
		}
		catch (IOException | RuntimeException ex) {
			// The scenario's result stands.
			logger.debug("The explanation of '" + explanation.scenario() + "' cannot be written", ex);
		}
		return written.get();
	}

	private static boolean makeRoom(MadeFiles files, RecordingSettings settings) throws IOException {
		int own = 0;
		for (MadeFiles.Made each : files.in(DIRECTORY)) {
			if (each.run().equals(settings.run())) {
				own++;
			}
			else if (!settings.alive().test(each.run())) {
				files.delete(each);
			}
		}
		return own < MOST;
	}

	/**
	 * Without a locale, Java can name no file but in ASCII.
	 */
	private static String name(String scenario) {
		String name = scenario.strip().replaceAll("[^A-Za-z0-9._-]+", "_");
		return new String(name.getBytes(StandardCharsets.US_ASCII), 0, Math.min(name.length(), LONGEST_NAME),
				StandardCharsets.US_ASCII);
	}

}
