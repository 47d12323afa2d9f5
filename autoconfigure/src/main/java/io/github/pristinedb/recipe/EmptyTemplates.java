package io.github.pristinedb.recipe;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Template;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Templates without any migration. A tool warns of that when it builds one; this class
 * warns when a run only copies it. Static, since a run has many contexts, and one warning
 * is enough for it.
 */
final class EmptyTemplates {

	private static final Log logger = LogFactory.getLog(EmptyTemplates.class);

	private static final Set<Fingerprint> told = ConcurrentHashMap.newKeySet();

	private EmptyTemplates() {
	}

	/**
	 * A tool builds a template, and says itself what it misses.
	 * @param fingerprint the template's fingerprint
	 */
	static void built(Fingerprint fingerprint) {
		told.add(fingerprint);
	}

	/**
	 * A template is copied.
	 * @param template the template
	 * @param tool the tool that would have migrated
	 */
	static void copied(Template template, MigrationTool tool) {
		String place = tool.placeOfMigrations();
		if (template.facts().migrations() == 0 && place != null && told.add(template.fingerprint())) {
			logger.warn("The template " + template.fingerprint().brief() + " has no migration. " + place);
		}
	}

}
