package io.github.pristinedb.template.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.OwnerOnly;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Sets templates aside that turned out to be wrong, so that they can be looked into.
 */
final class Quarantine {

	private static final Log logger = LogFactory.getLog(Quarantine.class);

	private Quarantine() {
	}

	/**
	 * Set a template aside. The caller holds its lock.
	 * @param files the template's files
	 * @param defect what is wrong with it
	 * @throws IOException if it cannot be moved
	 */
	static void move(TemplateFiles files, String defect) throws IOException {
		Path aside = files.aside(UUID.randomUUID().toString().substring(0, 8));
		OwnerOnly.createNew(aside);
		// The manifest first: without it the image is no template, wherever this ends.
		for (Path file : new Path[] { files.manifest(), files.image() }) {
			if (OwnFile.exists(file)) {
				OwnFile.moveInto(file, aside);
			}
		}
		logger.warn("The template " + files.image() + " cannot be used because " + defect
				+ ". Pristine sets it aside as " + aside.getFileName() + " and builds it again.");
	}

}
