package io.github.pristinedb.engine.postgresql;

import java.util.Set;

import io.github.pristinedb.engine.StatementRefusal;
import org.jspecify.annotations.Nullable;

/**
 * The statements that PostgreSQL cannot run inside the transaction of a scenario, with
 * the reasons and cures.
 */
final class TransactionRefusals {

	private static final String MIGRATION = "Move the statement into the migration.";

	private static final Set<String> DATABASE_WIDE = Set.of("DATABASE", "TABLESPACE", "SUBSCRIPTION", "SYSTEM");

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
			case "REINDEX", "REFRESH" -> statement.has("CONCURRENTLY")
					? outside(statement.verb() + " … CONCURRENTLY", "Leave CONCURRENTLY out.") : null;
			default -> null;
		};
	}

	private static @Nullable StatementRefusal ofDefinition(PostgresStatement statement) {
		if (DATABASE_WIDE.contains(statement.word(1))) {
			return outside(twoWords(statement), "");
		}
		if (statement.has("CONCURRENTLY")) {
			return outside(twoWords(statement) + " CONCURRENTLY",
					"Leave CONCURRENTLY out, or m" + MIGRATION.substring(1));
		}
		return null;
	}

	private static String twoWords(PostgresStatement statement) {
		return (statement.verb() + " " + statement.word(1)).strip();
	}

	private static StatementRefusal outside(String command, String cure) {
		return new StatementRefusal("PostgreSQL runs " + command + " outside of transactions only", cure);
	}

}
