package io.github.pristinedb.recipe;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.error.SaidOnce;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Templates without any migration. A tool warns of that when it builds one; this class
 * warns when a run only copies it.
 */
final class EmptyTemplates {

	private static final Log logger = LogFactory.getLog(EmptyTemplates.class);

	private static final SaidOnce said = new SaidOnce(logger);

	private EmptyTemplates() {
	}

	/**
	 * A tool builds a template, and says itself what it misses.
	 * @param fingerprint the template's fingerprint
	 */
	static void built(Fingerprint fingerprint) {
		said.isNew(fingerprint);
	}

	/**
	 * A template is copied.
	 * @param template the template
	 * @param tool the tool that would have migrated
	 */
	static void copied(Template template, MigrationTool tool) {
		if (template.facts().migrations() > 0) {
			return;
		}
		String place = tool.placeOfMigrations();
		if (place != null) {
			said.warn(template.fingerprint(),
					() -> "The template " + template.fingerprint().brief() + " has no migration. " + place);
		}
	}

}
