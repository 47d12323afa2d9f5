package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.util.Set;

import io.github.pristinedb.engine.StatementRefusal;
import org.jspecify.annotations.Nullable;

/**
 * The statements that H2 cannot run inside the transaction of a scenario, with the
 * reasons and cures. H2 commits before and after each of its statements that is not
 * transactional, most changes of the schema among them.
 */
final class TransactionRefusals {

	private static final String MIGRATION = "Move the statement into the migration.";

	private static final String START = "Leave the statement out, if it cleans up: each scenario starts from the same content.";

	// H2 changes these settings within the transaction, or ignores them.
	private static final Set<String> TRANSACTIONAL_SETTINGS = Set.of("@", "ASSERT", "BINARY_COLLATION", "CACHE_TYPE",
			"CATALOG", "CLIENT_ENCODING", "CLIENT_MIN_MESSAGES", "CLUSTER", "DATESTYLE", "DB_CLOSE_ON_EXIT",
			"JOIN_COLLAPSE_LIMIT", "LAZY_QUERY_EXECUTION", "LOCK_TIMEOUT", "NAMES", "NON_KEYWORDS",
			"OLD_INFORMATION_SCHEMA", "PAGE_STORE", "QUERY_TIMEOUT", "RECOVER", "RETENTION_TIME", "SCHEMA",
			"SCHEMA_SEARCH_PATH", "SEARCH_PATH", "STATEMENT_TIMEOUT", "THROTTLE", "TIME", "TRACE_LEVEL_FILE",
			"TRACE_LEVEL_SYSTEM_OUT", "TRUNCATE_LARGE_LENGTH", "UUID_COLLATION", "VARIABLE_BINARY", "WRITE_DELAY");

	private final Connection connection;

	TransactionRefusals(Connection connection) {
		this.connection = connection;
	}

	/**
	 * The reason why a statement cannot run.
	 * @param statement the statement
	 * @param sql the text that it was read from
	 * @return the refusal, {@code null} if the statement can run
	 * @throws SQLException if the connection fails
	 */
	@Nullable StatementRefusal of(H2Statement statement, String sql) throws SQLException {
		String verb = statement.verb();
		return switch (verb) {
			case "SET" -> ofSetting(statement.word(1));
			case "CREATE", "DECLARE" -> ofCreation(statement);
			case "ALTER" -> ofAlteration(statement, sql);
			case "DROP", "COMMENT", "GRANT", "REVOKE", "REFRESH" -> commits(twoWords(statement), MIGRATION);
			case "TRUNCATE" -> commits(verb, "Use DELETE instead. " + START);
			case "ANALYZE" -> commits(verb, "Leave the statement out: it changes no content.");
			case "SCRIPT" -> commits(verb, "");
			case "RUNSCRIPT" -> commits(verb,
					"Move the script into the migration, or let Spring's @Sql run its statements one by one.");
			case "PREPARE" -> statement.word(1).equals("COMMIT") ? ofTwoPhases("PREPARE COMMIT") : ofProcedure(verb);
			case "DEALLOCATE" -> ofProcedure(verb);
			case "EXECUTE" -> new StatementRefusal("EXECUTE runs statements that are unknown before",
					"Execute these statements themselves.");
			case "SHUTDOWN" -> StatementRefusal.of("SHUTDOWN ends the database of the scenario");
			// The other ones are commands of the transaction.
			case "COMMIT", "ROLLBACK" -> ofTwoPhases(verb + " TRANSACTION");
			default -> null;
		};
	}

	private static StatementRefusal ofProcedure(String verb) {
		return commits(verb, "Use a PreparedStatement of JDBC instead.");
	}

	private static StatementRefusal ofTwoPhases(String command) {
		return StatementRefusal.of(command + " is a part of a two-phase commit");
	}

	private static @Nullable StatementRefusal ofSetting(String setting) {
		if (TRANSACTIONAL_SETTINGS.contains(setting)) {
			return null;
		}
		return switch (setting) {
			case "AUTOCOMMIT" -> new StatementRefusal("SET AUTOCOMMIT bypasses the connection of the application",
					"Use Connection.setAutoCommit instead.");
			case "SESSION", "TRANSACTION" ->
				commits("SET " + setting, "Use Connection.setTransactionIsolation instead.");
			case "REFERENTIAL_INTEGRITY", "FOREIGN_KEY_CHECKS" -> commits("SET " + setting,
					"Use ALTER TABLE … SET REFERENTIAL_INTEGRITY instead, which commits nothing.");
			default -> commits("SET " + setting, "Set it in the URL of the database: ;" + setting + "=….");
		};
	}

	private static @Nullable StatementRefusal ofCreation(H2Statement statement) {
		if (statement.isOfTemporaryTable()) {
			return statement.isTransactional() ? null : commits(twoWords(statement),
					"Write TRANSACTIONAL at the end of the definition: H2 then creates a temporary table without a commit.");
		}
		return statement.word(1).equals("SEQUENCE") ? remains("CREATE SEQUENCE")
				: commits(twoWords(statement), MIGRATION);
	}

	private @Nullable StatementRefusal ofAlteration(H2Statement statement, String sql) throws SQLException {
		if (statement.word(1).equals("SEQUENCE") || statement.isOfReferentialIntegrity()
				|| statement.isOfAutoIncrement()) {
			return null;
		}
		if (statement.isOfIdentityGeneration()) {
			return remains("ALTER TABLE … SET GENERATED");
		}
		String query = statement.queryOfRestartedColumn(sql);
		return (query != null && isOfIdentity(query)) ? null : commits(twoWords(statement), MIGRATION);
	}

	/**
	 * Whether a query returns an identity. H2 makes any other column one, by a change of
	 * the schema.
	 */
	private boolean isOfIdentity(String query) throws SQLException {
		try (PreparedStatement asked = this.connection.prepareStatement(query)) {
			return asked.getMetaData().isAutoIncrement(1);
		}
		catch (SQLSyntaxErrorException ex) {
			// There is no such column, and H2 is about to say so.
			return true;
		}
	}

	private static String twoWords(H2Statement statement) {
		return (statement.verb() + " " + statement.word(1)).strip();
	}

	private static StatementRefusal commits(String command, String cure) {
		return new StatementRefusal("H2 commits the transaction before it executes " + command, cure);
	}

	private static StatementRefusal remains(String command) {
		return new StatementRefusal("H2 does not take " + command + " back when the transaction is rolled back",
				MIGRATION);
	}

}
