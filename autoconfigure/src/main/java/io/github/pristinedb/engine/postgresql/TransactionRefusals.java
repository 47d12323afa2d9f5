package io.github.pristinedb.engine.postgresql;

import java.util.Set;

import io.github.pristinedb.engine.StatementRefusal;
import io.github.pristinedb.engine.StatementTraits.TransactionCommand.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The statements that PostgreSQL cannot run inside the transaction of a scenario, or runs
 * there without the effect that they have elsewhere, with the reasons and cures.
 */
final class TransactionRefusals {

	private static final Set<String> OF_THE_SERVER = Set.of("DATABASE", "TABLESPACE", "SUBSCRIPTION", "SYSTEM");

	private TransactionRefusals() {
	}

	/**
	 * The reason why a statement cannot run.
	 * @param statement the statement
	 * @return the refusal, {@code null} if the statement can run
	 */
	static @Nullable StatementRefusal of(PostgresStatement statement) {
		if (statement.isOfTwoPhases()) {
			return StatementRefusal.of(twoWords(statement) + " is a part of a two-phase commit");
		}
		return switch (statement.verb()) {
			case "VACUUM" -> outside("VACUUM", "Leave the statement out: it changes no content.");
			case "CREATE", "ALTER", "DROP" -> ofDefinition(statement);
			case "REINDEX" -> statement.has("CONCURRENTLY") || statement.has("DATABASE") || statement.has("SYSTEM")
					? outside("this REINDEX", "Reindex a table or an index, without CONCURRENTLY.") : null;
			case "CLUSTER" -> statement.word(1).isEmpty() ? outside("CLUSTER", "Name a table.") : null;
			case "DISCARD" -> statement.word(1).equals("ALL") ? outside("DISCARD ALL", "Use RESET ALL instead.") : null;
			case "LISTEN" -> StatementRefusal
				.of("LISTEN takes effect with a commit, and the scenario's one transaction is never committed");
			case "SET" -> ofSetting(statement);
			case "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT" -> ofCommand(statement);
			default -> null;
		};
	}

	private static @Nullable StatementRefusal ofDefinition(PostgresStatement statement) {
		String object = statement.word(1);
		if (OF_THE_SERVER.contains(object)) {
			return outside(twoWords(statement), "");
		}
		if (statement.has("CONCURRENTLY")) {
			return outside(twoWords(statement) + " CONCURRENTLY", "Leave CONCURRENTLY out.");
		}
		return null;
	}

	private static @Nullable StatementRefusal ofSetting(PostgresStatement statement) {
		boolean session = statement.word(1).equals("SESSION") && statement.word(2).equals("CHARACTERISTICS");
		return (session || statement.word(1).equals("TRANSACTION")) ? ofModes(twoWords(statement)) : null;
	}

	private static @Nullable StatementRefusal ofCommand(PostgresStatement statement) {
		if (statement.has("CHAIN")) {
			return new StatementRefusal("AND CHAIN would begin another transaction on the connection of all",
					"Use BEGIN for it.");
		}
		boolean begins = statement.command() != null && statement.command().kind() == Kind.BEGIN;
		return (begins && (statement.has("READ") || statement.has("ISOLATION") || statement.has("DEFERRABLE")))
				? ofModes(statement.verb() + " with modes") : null;
	}

	private static StatementRefusal ofModes(String command) {
		return new StatementRefusal(command + " would change the one transaction of the scenario",
				"Use Connection.setTransactionIsolation and setReadOnly instead.");
	}

	private static String twoWords(PostgresStatement statement) {
		return (statement.verb() + " " + statement.word(1)).strip();
	}

	private static StatementRefusal outside(String command, String cure) {
		return new StatementRefusal("PostgreSQL runs " + command + " outside of transactions only", cure);
	}

}
