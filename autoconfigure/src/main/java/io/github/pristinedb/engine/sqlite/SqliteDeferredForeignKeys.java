package io.github.pristinedb.engine.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Foreign keys that may be violated until the commit. SQLite counts the violations within
 * a transaction, and looks at the count when the outermost one is committed, never when a
 * savepoint is released. There is no way to ask for the count, but
 * {@code PRAGMA foreign_key_check} finds the violations themselves. Those that were there
 * before anything was written do not count.
 */
final class SqliteDeferredForeignKeys {

	/**
	 * A table without this word in it has no such foreign key; with it, it may have one.
	 */
	private static final String TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table'"
			+ " AND sql LIKE '%DEFERRED%'";

	private final Statement statement;

	private @Nullable Boolean enforced;

	private @Nullable List<String> tables;

	private @Nullable Map<String, Integer> known;

	private boolean all;

	SqliteDeferredForeignKeys(Statement statement) {
		this.statement = statement;
	}

	/**
	 * Whether there may be any. What is violated when this is asked for the first time is
	 * nobody's fault.
	 * @return whether there may be
	 */
	boolean exist() throws SQLException {
		if (!isEnforced() || (!this.all && tables().isEmpty())) {
			return false;
		}
		if (this.known == null) {
			this.known = violations();
		}
		return true;
	}

	private boolean isEnforced() throws SQLException {
		Boolean enforced = this.enforced;
		if (enforced == null) {
			// Cannot be changed inside a transaction.
			try (ResultSet result = this.statement.executeQuery("PRAGMA foreign_keys")) {
				enforced = result.next() && result.getBoolean(1);
			}
			this.enforced = enforced;
		}
		return enforced;
	}

	private List<String> tables() throws SQLException {
		List<String> tables = this.tables;
		if (tables == null) {
			tables = new ArrayList<>();
			try (ResultSet result = this.statement.executeQuery(TABLES)) {
				while (result.next()) {
					tables.add(result.getString(1));
				}
			}
			this.tables = tables;
		}
		return tables;
	}

	/**
	 * The schema may have changed.
	 */
	void forgetTables() {
		this.tables = null;
	}

	/**
	 * Let all foreign keys wait for the commit, or only those that are made so.
	 * @param all whether all do
	 */
	void defer(boolean all) throws SQLException {
		this.statement.execute("PRAGMA defer_foreign_keys = " + (all ? "ON" : "OFF"));
		if (all && !this.all && isEnforced()) {
			Map<String, Integer> known = new HashMap<>((this.known != null) ? this.known : violations());
			this.all = true;
			Set<String> watched = new HashSet<>(tables());
			violations().forEach((violation, count) -> {
				if (!watched.contains(violation.substring(0, violation.indexOf('\n')))) {
					known.put(violation, count);
				}
			});
			this.known = known;
		}
		this.all = all;
	}

	/**
	 * Whether a commit would fail.
	 * @return whether something is violated that was not from the beginning
	 */
	boolean areViolated() throws SQLException {
		Map<String, Integer> known = (this.known != null) ? this.known : Map.of();
		for (Map.Entry<String, Integer> violation : violations().entrySet()) {
			if (violation.getValue() > known.getOrDefault(violation.getKey(), 0)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * How often each foreign key is violated by each row.
	 */
	private Map<String, Integer> violations() throws SQLException {
		Map<String, Integer> violations = new HashMap<>();
		if (this.all) {
			addViolations("PRAGMA foreign_key_check", violations);
		}
		else {
			for (String table : tables()) {
				addViolations("PRAGMA foreign_key_check(" + SqliteDialect.quoted(table) + ")", violations);
			}
		}
		return violations;
	}

	private void addViolations(String check, Map<String, Integer> violations) throws SQLException {
		try (ResultSet result = this.statement.executeQuery(check)) {
			while (result.next()) {
				violations.merge(result.getString(1) + "\n" + result.getString(2) + "\n" + result.getString(4), 1,
						Integer::sum);
			}
		}
	}

}
