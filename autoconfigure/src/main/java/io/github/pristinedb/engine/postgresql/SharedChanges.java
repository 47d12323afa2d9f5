package io.github.pristinedb.engine.postgresql;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pristinedb.error.SaidOnce;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells who changes what all databases of a server share. The statement names the test;
 * the server's counters, which all processes move, name nobody. Each kind is told once in
 * a run. Safe for use by several threads.
 */
final class SharedChanges {

	private static final Log logger = LogFactory.getLog(SharedChanges.class);

	/**
	 * What is known in this JVM. A run has many contexts and servers.
	 */
	static final SharedChanges OF_THIS_RUN = new SharedChanges();

	static final String ROLES = "roles";

	static final String MEMBERS = "members of roles";

	static final String SETTINGS = "settings of roles or databases";

	static final String TABLESPACES = "tablespaces";

	static final String PARAMETERS = "rights to parameters";

	static final String SYSTEM = "the server's settings";

	/**
	 * Statements wherever they stand, also in the body of a function.
	 */
	static final String STATEMENTS = "\\b(?:create|alter|drop)\\s+(?:role|user(?!\\s+mapping)|group|tablespace)\\b"
			+ "|\\balter\\s+(?:database|system)\\b";

	private static final Pattern STATEMENT = Pattern.compile(STATEMENTS, Pattern.CASE_INSENSITIVE);

	private static final Pattern GRANT = Pattern.compile("\\b(?:grant|revoke)\\b", Pattern.CASE_INSENSITIVE);

	private final SaidOnce tests = new SaidOnce(logger);

	private final SaidOnce others = new SaidOnce(logger);

	private final Set<String> explained = ConcurrentHashMap.newKeySet();

	/**
	 * A test executes a statement, and nothing undoes it.
	 * @param sql its text
	 * @param by the name of the test
	 * @param database the name of the test's own database, whose settings end with it
	 */
	void executed(String sql, String by, String database) {
		boolean own = sql.contains(database) || sql.contains("current_database");
		for (Map.Entry<String, String> change : changes(sql).entrySet()) {
			String kind = change.getValue();
			if (!own || !change.getKey().equals("ALTER DATABASE")) {
				this.tests.warn(kind,
						() -> "The test '" + by + "' has executed " + change.getKey() + ". It changes " + kind
								+ ", which belong to the server: Pristine does not put them back, and all tests share"
								+ " them. Move such statements into a migration, or undo them at the end of the test.");
			}
		}
	}

	/**
	 * A test executes a statement in a transaction that is rolled back. The server counts
	 * it all the same.
	 * @param sql its text
	 */
	void rolledBack(String sql) {
		changes(sql);
	}

	/**
	 * Statements with the kind that each changes. The server may count others with it.
	 */
	private Map<String, String> changes(String sql) {
		Map<String, String> changes = new LinkedHashMap<>();
		Matcher statement = STATEMENT.matcher(sql);
		while (statement.find()) {
			String name = statement.group().toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
			String object = name.substring(name.indexOf(' ') + 1);
			switch (object) {
				case "DATABASE" -> changes.put(name, SETTINGS);
				case "SYSTEM" -> changes.put(name, SYSTEM);
				case "TABLESPACE" -> changes.put(name, TABLESPACES);
				default -> {
					changes.put(name, ROLES);
					this.explained.add(MEMBERS);
					this.explained.add(SETTINGS);
				}
			}
		}
		if (GRANT.matcher(sql).find()) {
			for (PostgresStatement each : PostgresStatement.parse(sql)) {
				String verb = each.verb();
				if ((verb.equals("GRANT") || verb.equals("REVOKE")) && (!each.has("ON") || each.has("PARAMETER"))) {
					changes.put(verb, each.has("ON") ? PARAMETERS : MEMBERS);
				}
			}
		}
		this.explained.addAll(changes.values());
		return changes;
	}

	/**
	 * The server has counted a change, of whichever process.
	 * @param kind what was changed
	 */
	void seen(String kind) {
		if (!this.explained.contains(kind) && this.others.isNew(kind)) {
			logger.info("Something else than a test's own statement has changed " + kind
					+ " on the server while tests ran: a migration, a function, another run or another program."
					+ " All databases of the server share them.");
		}
	}

}
