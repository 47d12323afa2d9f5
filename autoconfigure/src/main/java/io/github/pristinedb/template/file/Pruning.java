package io.github.pristinedb.template.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.ProcessLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Removes the templates from a cache that were not used for long, and those beyond the
 * limit, the least recently used first. A template that another process has open is
 * either not removed (on Windows) or stays whole for that process, which has mapped it.
 *
 * @param maxEntries how many templates are kept at the most
 * @param maxAge how long a template is kept that nobody uses
 */
record Pruning(int maxEntries, Duration maxAge) {

	private static final Log logger = LogFactory.getLog(Pruning.class);

	/**
	 * Prune a cache.
	 * @param directory the real path of its directory
	 * @param latest the template that was built just now, which stays
	 * @throws IOException if the directory cannot be read
	 */
	void prune(Path directory, Fingerprint latest) throws IOException {
		Instant now = Instant.now();
		List<Used> others = new ArrayList<>();
		try (DirectoryStream<Path> manifests = Files.newDirectoryStream(directory, "*.json")) {
			for (Path manifest : manifests) {
				TemplateFiles template = TemplateFiles.of(manifest);
				Used used = (template != null && !template.fingerprint().equals(latest)) ? used(template, now) : null;
				if (used != null) {
					others.add(used);
				}
			}
		}
		others.sort(Comparator.comparing(Used::time).reversed());
		int removed = 0;
		for (int i = 0; i < others.size(); i++) {
			Used used = others.get(i);
			boolean old = Duration.between(used.time(), now).compareTo(this.maxAge) > 0;
			if ((old || i >= this.maxEntries - 1) && remove(used, now)) {
				removed++;
			}
		}
		if (removed > 0) {
			logger.info("Removed the " + removed + " least recently used of " + (others.size() + 1) + " templates from "
					+ directory);
		}
	}

	private static @Nullable Used used(TemplateFiles template, Instant now) {
		try {
			return new Used(template, LastUse.of(template, now));
		}
		catch (IOException ex) {
			// It is gone by now.
			return null;
		}
	}

	private static boolean remove(Used used, Instant now) {
		TemplateFiles template = used.template();
		try (ProcessLock lock = ProcessLock.tryAcquire(template.lock())) {
			if (lock == null || LastUse.of(template, now).isAfter(used.time())) {
				return false;
			}
			// The image first: where it cannot be removed, the template stays as it is.
			OwnFile.delete(template.image());
			OwnFile.delete(template.manifest());
			lock.removeFile();
			return true;
		}
		catch (IOException ex) {
			logger.debug("The template " + template.image() + " cannot be removed", ex);
			return false;
		}
	}

	/**
	 * A template and its last use.
	 *
	 * @param template its files
	 * @param time when it was last used
	 */
	private record Used(TemplateFiles template, Instant time) {

	}

}
