package io.github.pristinedb.flyway;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.template.Templates;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.Location;

/**
 * Templates without any migration. Flyway warns of that when it builds one; a run that
 * only copies it is to hear of it too. Static, since a run has many contexts, and one
 * warning is enough for it.
 */
final class EmptyTemplates {

	private static final Log logger = LogFactory.getLog(EmptyTemplates.class);

	private static final Set<Fingerprint> told = ConcurrentHashMap.newKeySet();

	private EmptyTemplates() {
	}

	/**
	 * Flyway builds a template, and says itself what it misses.
	 * @param fingerprint the template's fingerprint
	 */
	static void built(Fingerprint fingerprint) {
		told.add(fingerprint);
	}

	/**
	 * A template is copied.
	 * @param template the template
	 * @param flyway the Flyway that would have migrated
	 */
	static void copied(Template template, Flyway flyway) {
		if (template.facts().migrations() == 0 && told.add(template.fingerprint())) {
			logger.warn("The template " + template.fingerprint().brief() + " has no migration. Flyway looked in "
					+ Arrays.stream(flyway.getConfiguration().getLocations())
						.map(Location::getDescriptor)
						.collect(Collectors.joining(", "))
					+ ". Correct spring.flyway.locations, or put migrations there.");
		}
	}

}
