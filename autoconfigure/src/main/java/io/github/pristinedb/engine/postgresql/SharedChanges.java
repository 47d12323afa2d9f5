package io.github.pristinedb.engine.postgresql;

import java.util.Locale;
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

	private static final Log logger = LogFactory.getLog(SharedChanges.class);

	private final SaidOnce said = new SaidOnce(logger);

	private final Set<String> executed = ConcurrentHashMap.newKeySet();

	/**
	 * A statement is executed.
	 * @param sql its text
	 * @param by the name of the test
	 * @param database the name of the test's own database, whose settings end with it
	 */
	void executed(String sql, String by, String database) {
		Matcher statement = STATEMENT.matcher(sql);
		while (statement.find()) {
			String name = statement.group().toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
			switch (name) {
				case "ALTER DATABASE" -> {
					if (sql.contains(database) || sql.contains("current_database")) {
						this.executed.add(SETTINGS);
					}
					else {
						tell(name, by, SETTINGS);
					}
				}
				case "ALTER SYSTEM" -> tell(name, by, SYSTEM);
				case "CREATE TABLESPACE", "ALTER TABLESPACE", "DROP TABLESPACE" -> tell(name, by, TABLESPACES);
				default -> tell(name, by, ROLES, MEMBERS, SETTINGS);
			}
		}
		for (PostgresStatement each : PostgresStatement.parse(sql)) {
			boolean grants = each.verb().equals("GRANT") || each.verb().equals("REVOKE");
			if (grants && each.has("PARAMETER")) {
				tell(each.verb(), by, PARAMETERS);
			}
			else if (grants && !each.has("ON")) {
				tell(each.verb(), by, MEMBERS);
			}
		}
	}

	/**
	 * Tell once of the first kind. The others may change with it.
	 */
	private void tell(String statement, String by, String... kinds) {
		boolean first = this.executed.add(kinds[0]);
		this.executed.addAll(Set.of(kinds));
		if (first) {
			logger.warn("The test '" + by + "' has executed " + statement + ". It changes " + kinds[0]
					+ ", which belong to the server: Pristine does not put them back, and all tests share them."
					+ " Move such statements into a migration, or undo them at the end of the test.");
		}
	}

	/**
	 * The server has counted a change, of whichever process.
	 * @param kind what was changed
	 */
	void seen(String kind) {
		if (!this.executed.contains(kind) && this.said.isNew(kind)) {
			logger.info("Something else than a test's own statement has changed " + kind
					+ " on the server while tests ran: a migration, a function, another run or another program."
					+ " All databases of the server share them.");
		}
	}

}
