package io.github.pristinedb.engine.h2;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pristinedb.files.Sha256;
import org.h2.engine.Constants;
import org.jspecify.annotations.Nullable;

/**
 * What a database holds: the statements of H2's command {@code SCRIPT}, and what that
 * command leaves out. Tables without a numeric primary key lose the gaps in their hidden
 * {@code _ROWID_}; a temporary table of one session is none of the content.
 *
 * @param statements what makes this content of a new database of the same user
 * @param settings the settings of the database that are in force
 * @param indexes the names of the indexes of constraints, by the names of these
 */
record H2Content(List<String> statements, SortedMap<String, String> settings, Map<String, Index> indexes) {

	// What an ANALYZE has seen last, which H2 runs by itself.
	private static final Pattern SELECTIVITY = Pattern.compile(" SELECTIVITY \\d+");

	private static final Pattern CREATE_INDEX = Pattern
		.compile("CREATE (?:[A-Z]+ )*INDEX (\"(?:[^\"]|\"\")*\"\\.\"(?:[^\"]|\"\")*\") ");

	// A URL decides it for each database.
	private static final String CLOSE_DELAY = "SET DB_CLOSE_DELAY ";

	private static final String SETTINGS = "SELECT SETTING_NAME, SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS"
			+ " WHERE SETTING_NAME NOT LIKE 'info.%' AND SETTING_NAME NOT LIKE 'property.%'";

	private static final String SYNONYMS = "SELECT SYNONYM_SCHEMA, SYNONYM_NAME, SYNONYM_FOR_SCHEMA, SYNONYM_FOR"
			+ " FROM INFORMATION_SCHEMA.SYNONYMS ORDER BY 1, 2";

	private static final String CONSTRAINTS = "SELECT CONSTRAINT_SCHEMA, CONSTRAINT_NAME, TABLE_SCHEMA, TABLE_NAME,"
			+ " INDEX_SCHEMA, INDEX_NAME, ENFORCED, CONSTRAINT_TYPE FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS"
			// A unique constraint's index comes before the foreign key that uses it,
			// since
			// its name stands in messages.
			+ " ORDER BY CASE CONSTRAINT_TYPE WHEN 'FOREIGN KEY' THEN 1 ELSE 0 END, 1, 2";

	/**
	 * Read a database.
	 * @param connection an administrator's connection to it
	 * @return the content; of the rows what was committed at one moment
	 * @throws SQLException if the database cannot be read
	 */
	static H2Content of(Connection connection) throws SQLException {
		return of(connection, true);
	}

	/**
	 * Read what the command {@code SCRIPT} leaves out, and nothing else. That takes the
	 * same time whatever rows there are.
	 * @param connection an administrator's connection to the database
	 * @return the content without any statement of that command
	 * @throws SQLException if the database cannot be read
	 */
	static H2Content withoutScript(Connection connection) throws SQLException {
		return of(connection, false);
	}

	private static H2Content of(Connection connection, boolean script) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			List<String> statements = script ? script(statement) : new ArrayList<>();
			try (ResultSet rows = statement.executeQuery(SYNONYMS)) {
				while (rows.next()) {
					statements.add("CREATE SYNONYM " + name(rows.getString(1), rows.getString(2)) + " FOR "
							+ name(rows.getString(3), rows.getString(4)));
				}
			}
			Map<String, Index> indexes = new LinkedHashMap<>();
			statements.addAll(constraints(statement, indexes));
			return new H2Content(inOrder(statements, indexes.values()), settings(statement), indexes);
		}
	}

	/**
	 * Let indexes that serve no constraint come last, where {@code SCRIPT} has all
	 * indexes before the constraints. H2 makes no index for a constraint that can use
	 * another one, so such an index was created after the constraints.
	 */
	private static List<String> inOrder(List<String> statements, Collection<Index> ofConstraints) {
		Set<String> names = new HashSet<>();
		ofConstraints.forEach((index) -> names.add(name(index.schema(), index.name())));
		List<String> ordered = new ArrayList<>(statements.size());
		List<String> last = new ArrayList<>();
		for (String statement : statements) {
			Matcher index = CREATE_INDEX.matcher(statement);
			boolean isLast = index.lookingAt() && !names.contains(index.group(1));
			(isLast ? last : ordered).add(statement);
		}
		ordered.addAll(last);
		return List.copyOf(ordered);
	}

	private static List<String> script(Statement statement) throws SQLException {
		List<String> statements = new ArrayList<>();
		// Each statement in it reads the same state.
		Connection connection = statement.getConnection();
		int isolation = connection.getTransactionIsolation();
		connection.setTransactionIsolation(Constants.TRANSACTION_SNAPSHOT);
		try (ResultSet rows = statement.executeQuery("SCRIPT")) {
			while (rows.next()) {
				String row = rows.getString(1);
				if (!row.startsWith("--") && !row.startsWith(CLOSE_DELAY)) {
					statements.add(row.substring(0, row.length() - 1));
				}
			}
		}
		finally {
			connection.setTransactionIsolation(isolation);
		}
		return statements;
	}

	/**
	 * Find the indexes of constraints, and the tables whose foreign keys are not checked.
	 * Nothing tells whether all tables are so, or the database is; the latter is
	 * likelier.
	 * @return the statements that let H2 not check them
	 */
	private static List<String> constraints(Statement statement, Map<String, Index> indexes) throws SQLException {
		Set<String> unchecked = new LinkedHashSet<>();
		boolean checksAny = false;
		try (ResultSet rows = statement.executeQuery(CONSTRAINTS)) {
			while (rows.next()) {
				if (rows.getString(6) != null) {
					indexes.put(name(rows.getString(1), rows.getString(2)),
							new Index(rows.getString(5), rows.getString(6)));
				}
				if (rows.getString(7).equals("NO")) {
					unchecked.add("ALTER TABLE " + name(rows.getString(3), rows.getString(4))
							+ " SET REFERENTIAL_INTEGRITY FALSE");
				}
				else {
					checksAny |= rows.getString(8).equals("FOREIGN KEY");
				}
			}
		}
		return (unchecked.isEmpty() || checksAny) ? List.copyOf(unchecked) : List.of("SET REFERENTIAL_INTEGRITY FALSE");
	}

	private static SortedMap<String, String> settings(Statement statement) throws SQLException {
		SortedMap<String, String> settings = new TreeMap<>();
		try (ResultSet rows = statement.executeQuery(SETTINGS)) {
			while (rows.next()) {
				settings.put(rows.getString(1), String.valueOf(rows.getString(2)));
			}
		}
		return settings;
	}

	static String name(String schema, String name) {
		return quoted(schema) + "." + quoted(name);
	}

	static String quoted(String name) {
		return '"' + name.replace("\"", "\"\"") + '"';
	}

	/**
	 * Whether there is nothing but what each new database has.
	 * @param user the user who created it
	 * @return whether it is so
	 */
	boolean isBlank(String user) {
		return this.statements.stream()
			.allMatch((statement) -> statement.startsWith("SET ") || isUser(statement, user));
	}

	/**
	 * Everything that two databases with the same content have in common, in a few bytes.
	 * @param user the user who created them, whose password is no part of it
	 * @return 64 hexadecimal digits
	 */
	String digest(String user) {
		MessageDigest digest = Sha256.digest();
		for (String line : comparable(user)) {
			digest.update(line.getBytes(StandardCharsets.UTF_8));
			digest.update((byte) 0);
		}
		digest.update((this.settings + "" + this.indexes).getBytes(StandardCharsets.UTF_8));
		return HexFormat.of().formatHex(digest.digest());
	}

	/**
	 * What another content lacks of this one, or has beyond it.
	 * @param other the other content
	 * @param user the user who created both databases
	 * @return the first statement that only one of them has, or {@code null} if they are
	 * equal
	 */
	@Nullable String difference(H2Content other, String user) {
		List<String> here = comparable(user);
		List<String> there = other.comparable(user);
		if (here.equals(there)) {
			return null;
		}
		// H2 may write the same in another order.
		Map<String, Integer> surplus = new LinkedHashMap<>();
		here.forEach((statement) -> surplus.merge(statement, 1, Integer::sum));
		there.forEach((statement) -> surplus.merge(statement, -1, Integer::sum));
		return surplus.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() != 0)
			.map(Map.Entry::getKey)
			.findFirst()
			.orElse(null);
	}

	private List<String> comparable(String user) {
		List<String> comparable = new ArrayList<>(this.statements.size());
		for (String statement : this.statements) {
			if (!isUser(statement, user)) {
				comparable
					.add(statement.startsWith("CREATE") ? SELECTIVITY.matcher(statement).replaceAll("") : statement);
			}
		}
		return comparable;
	}

	private static boolean isUser(String statement, String user) {
		return statement.startsWith("CREATE USER IF NOT EXISTS " + quoted(user) + " ");
	}

	/**
	 * The index of a constraint.
	 *
	 * @param schema its schema
	 * @param name its name
	 */
	record Index(String schema, String name) {

		/**
		 * Rename it.
		 * @param name the other name
		 * @return the statement that does
		 */
		String rename(String name) {
			return "ALTER INDEX " + H2Content.name(this.schema, this.name) + " RENAME TO " + quoted(name);
		}

	}

}
