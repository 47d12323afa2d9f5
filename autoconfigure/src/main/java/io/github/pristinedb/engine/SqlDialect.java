package io.github.pristinedb.engine;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

/**
 * An engine's knowledge of its product's SQL and of its driver's failures, without a
 * connection. Safe for use by several threads.
 */
public interface SqlDialect {

	/**
	 * Whether a statement can leave something on its connection that is not part of the
	 * database's content: a setting, a temporary table, an attached database. A
	 * connection that ran such a statement, and the database it ran on, are not used for
	 * another scenario. Called for each statement of a scenario, so cheap; in doubt the
	 * answer is yes.
	 * @param sql one or more statements
	 * @return whether it can
	 */
	boolean sticksToConnection(String sql);

	/**
	 * Tells statements that can leave something on their connection that
	 * {@linkplain ScenarioDatabase#settle settling} does not undo, although it ends with
	 * the connection. The connections of the database are closed once they are settled.
	 * Asked about each statement of a scenario, so cheap; in doubt the answer is yes.
	 * @return the condition, {@code null} if there are no such statements
	 */
	default @Nullable Predicate<String> outlivesSettling() {
		return null;
	}

	/**
	 * Take a script apart into its statements.
	 * @param script the script
	 * @return the statements in their order, without those that are empty
	 */
	List<ScriptStatement> split(String script);

	/**
	 * Whether a statement failed because it could not get a lock.
	 * @param failure what the driver threw
	 * @return whether it did
	 */
	boolean isLockFailure(SQLException failure);

	/**
	 * Whether a statement failed because of the database's disk or directory, and may
	 * succeed in another one. A full disk is an example.
	 * @param failure what the driver threw
	 * @return whether it did
	 */
	default boolean isStorageFailure(SQLException failure) {
		return false;
	}

	/**
	 * Whether a server accepts no further connection for now.
	 * @param failure what the driver threw
	 * @return whether it may accept one later
	 */
	default boolean isConnectionShortage(SQLException failure) {
		return false;
	}

	/**
	 * A statement of a script.
	 *
	 * @param line the line it starts at, counted from 1
	 * @param sql the statement, without the semicolon at its end
	 */
	record ScriptStatement(int line, String sql) {

		/**
		 * The statements that a product has read in a script.
		 * @param <S> the type of a statement that was read
		 * @param script the script
		 * @param read the statements in their order
		 * @param start where a statement starts in the script
		 * @param end where its last token ends
		 * @return the statements
		 */
		public static <S> List<ScriptStatement> of(String script, List<S> read, ToIntFunction<S> start,
				ToIntFunction<S> end) {
			List<ScriptStatement> statements = new ArrayList<>();
			int line = 1;
			int position = 0;
			for (S statement : read) {
				int next = start.applyAsInt(statement);
				line += (int) script.substring(position, next).chars().filter((c) -> c == '\n').count();
				position = next;
				statements.add(new ScriptStatement(line, script.substring(next, end.applyAsInt(statement))));
			}
			return statements;
		}

	}

}
