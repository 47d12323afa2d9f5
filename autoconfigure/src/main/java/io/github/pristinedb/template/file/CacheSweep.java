package io.github.pristinedb.template.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.ProcessLock;
import io.github.pristinedb.files.Removal;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What nobody needs any more in a cache: what processes left that died while they built,
 * locks of templates that are gone, and all but the latest templates that were set aside.
 * Whatever somebody holds the lock of is in use, and files that are none of a cache's are
 * left alone.
 */
final class CacheSweep {

	/**
	 * How many templates that were set aside are kept.
	 */
	static final int ASIDE = 3;

	private static final Log logger = LogFactory.getLog(CacheSweep.class);

	private CacheSweep() {
	}

	/**
	 * Sweep a cache.
	 * @param directory the real path of its directory
	 * @throws IOException if the directory cannot be read
	 */
	static void sweep(Path directory) throws IOException {
		Set<TemplateFiles> found = new LinkedHashSet<>();
		List<Path> aside = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
			for (Path file : files) {
				TemplateFiles template = TemplateFiles.of(file);
				if (template != null && template.isAside(file)) {
					aside.add(file);
				}
				else if (template != null && isLeft(template)) {
					found.add(template);
				}
			}
		}
		found.forEach(CacheSweep::remove);
		aside.stream()
			.sorted(Comparator.comparing(CacheSweep::modified).reversed())
			.skip(ASIDE)
			.forEach(CacheSweep::removeAside);
	}

	private static boolean isLeft(TemplateFiles template) {
		return Files.exists(template.scratch()) || !isThere(template);
	}

	private static boolean isThere(TemplateFiles template) {
		return Files.exists(template.image()) && Files.exists(template.manifest());
	}

	private static void remove(TemplateFiles template) {
		try (ProcessLock lock = ProcessLock.tryAcquire(template.lock())) {
			if (lock == null) {
				return;
			}
			Removal.of(template.scratch());
			if (!isThere(template)) {
				OwnFile.delete(template.manifest());
				OwnFile.delete(template.image());
				lock.removeFile();
			}
		}
		catch (IOException ex) {
			logger.debug("What is left of the template " + template.image() + " cannot be removed yet", ex);
		}
	}

	private static FileTime modified(Path file) {
		try {
			return Files.getLastModifiedTime(file);
		}
		catch (IOException ex) {
			return FileTime.fromMillis(0);
		}
	}

	private static void removeAside(Path directory) {
		try {
			Removal.of(directory);
		}
		catch (IOException ex) {
			logger.debug(directory + " cannot be removed yet", ex);
		}
	}

}
