package io.github.pristinedb.template;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Image;

/**
 * An immutable, fully migrated and seeded database.
 *
 * @param fingerprint what made it
 * @param image the database
 * @param manifest what is known of it
 */
public record Template(Fingerprint fingerprint, Image image, TemplateManifest manifest) {

	/**
	 * How many migrations are in it.
	 * @return the number
	 */
	public int migrations() {
		return this.manifest.migrations();
	}

}
