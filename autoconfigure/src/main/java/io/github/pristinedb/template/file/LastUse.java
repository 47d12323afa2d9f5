package io.github.pristinedb.template.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Instant;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.files.OwnFile;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * When a template was last used: the modification time of its manifest. Access times are
 * switched off on many systems, and those of the image would be everybody's who makes a
 * backup.
 */
final class LastUse {

	private static final Log logger = LogFactory.getLog(LastUse.class);

	private LastUse() {
	}

	/**
	 * The template is used now.
	 * @param files the template's files
	 */
	static void now(TemplateFiles files) {
		set(files, Instant.now());
	}

	private static void set(TemplateFiles files, Instant time) {
		try {
			OwnFile.touch(files.manifest(), time);
		}
		catch (IOException ex) {
			// A directory of another user's, or one that cannot be written to.
			logger.debug("The use of " + files.image() + " cannot be noted", ex);
		}
	}

	/**
	 * When the template was last used. A time that has not come yet, because a clock was
	 * wrong, becomes the present, so that it ages from now on.
	 * @param files the template's files
	 * @param now the present
	 * @return the time, the present at the latest
	 * @throws IOException if it cannot be read
	 */
	static Instant of(TemplateFiles files, Instant now) throws IOException {
		Instant time = Files.getLastModifiedTime(files.manifest(), LinkOption.NOFOLLOW_LINKS).toInstant();
		if (!time.isAfter(now)) {
			return time;
		}
		set(files, now);
		return now;
	}

}
