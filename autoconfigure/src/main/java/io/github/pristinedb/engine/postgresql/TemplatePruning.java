package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.github.pristinedb.engine.Fingerprint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Removes the templates from a server that were not used for long, and those beyond a
 * limit, the least recently used first. Templates in use stay, and so do other users'.
 *
 * @param maxEntries how many templates are kept at the most
 * @param maxAge how long a template is kept that nobody uses
 * @param maxBytes how many bytes they may have together
 */
record TemplatePruning(int maxEntries, Duration maxAge, long maxBytes) {

	/**
	 * Room for 100 templates of 100 MB.
	 */
	static final long MOST_BYTES = 10_000_000_000L;

	private static final Log logger = LogFactory.getLog(TemplatePruning.class);

	/**
	 * Prune a server.
	 * @param connection to the maintenance database
	 * @param latest the template that was built just now, which stays
	 * @throws SQLException if the server does not let its templates be removed
	 */
	void prune(AdminConnection connection, Fingerprint latest) throws SQLException {
		List<TemplateComment> templates = new ArrayList<>();
		for (TemplateRow row : TemplateRow.all(connection)) {
			TemplateComment comment = row.owned() ? row.template() : null;
			if (comment != null) {
				templates.add(comment);
			}
		}
		int removed = 0;
		for (TemplateComment each : beyond(templates, latest, LocalDate.now(ZoneOffset.UTC))) {
			if (remove(connection, each)) {
				removed++;
			}
		}
		if (removed > 0) {
			logger.info("Removed the " + removed + " least recently used of " + templates.size() + " templates");
		}
	}

	/**
	 * The templates that are beyond a limit.
	 * @param templates all templates
	 * @param latest the one that was built just now, which is not beyond any limit
	 * @param today the present day
	 * @return those that nobody misses first
	 */
	List<TemplateComment> beyond(List<TemplateComment> templates, Fingerprint latest, LocalDate today) {
		List<TemplateComment> order = new ArrayList<>(templates);
		order.sort(Comparator.<TemplateComment, Boolean>comparing((each) -> !each.fingerprint().equals(latest))
			.thenComparing(TemplateComment::used, Comparator.reverseOrder())
			.thenComparing(TemplateComment::created, Comparator.reverseOrder()));
		LocalDate oldest = today.minusDays(this.maxAge.toDays());
		List<TemplateComment> beyond = new ArrayList<>();
		long bytes = 0;
		for (int i = 0; i < order.size(); i++) {
			TemplateComment each = order.get(i);
			bytes += each.bytes();
			if (!each.fingerprint().equals(latest)
					&& (i >= this.maxEntries || bytes > this.maxBytes || each.used().isBefore(oldest))) {
				beyond.add(0, each);
			}
		}
		return beyond;
	}

	private static boolean remove(AdminConnection connection, TemplateComment template) throws SQLException {
		AdvisoryKey key = AdvisoryKey.ofUse(template.fingerprint());
		if (!connection.is("SELECT pg_try_advisory_lock" + key)) {
			return false;
		}
		try {
			// It may have been used meanwhile, or built again.
			TemplateRow present = TemplateRow.find(connection, template.fingerprint());
			if (present == null || !template.equals(present.template())) {
				return false;
			}
			drop(connection, present.name());
			return true;
		}
		finally {
			connection.execute("SELECT pg_advisory_unlock" + key);
		}
	}

	/**
	 * Drop a template, which the server refuses as long as it is one.
	 * @param connection to the maintenance database
	 * @param name the name of its database
	 * @throws SQLException if that is not possible
	 */
	static void drop(AdminConnection connection, String name) throws SQLException {
		connection.execute("ALTER DATABASE " + AdminConnection.quoted(name) + " IS_TEMPLATE false");
		Databases.drop(connection, name);
	}

}
