package io.github.pristinedb.engine;

import org.jspecify.annotations.Nullable;

/**
 * The effects of a text of SQL on the transaction that it runs in.
 *
 * @param writes whether it may change anything that a rollback takes back; in doubt it
 * does
 * @param changesSchema whether it may create, alter or drop something; in doubt it does
 * @param sticks whether it may leave something behind that sticks to the connection, see
 * {@link SqlDialect#sticksToConnection}
 * @param asksConnection whether its result depends on what the same connection wrote
 * before: the last generated key, for example
 * @param defersConstraints whether it lets all constraints wait until the transaction's
 * end
 * @param awaitsCommit whether a constraint that waits for the commit may have to check
 * its writes; in doubt it does
 * @param command the command it is, if it begins or ends a transaction or a part of one
 * @param refusal why it cannot run inside a transaction; {@code null} if it can
 */
public record StatementTraits(boolean writes, boolean changesSchema, boolean sticks, boolean asksConnection,
		boolean defersConstraints, boolean awaitsCommit, @Nullable TransactionCommand command,
		@Nullable StatementRefusal refusal) {

	/**
	 * The traits of a text that does nothing.
	 */
	public static final StatementTraits NONE = new StatementTraits(false, false, false, false, false, false, null,
			null);

	/**
	 * The traits of a command.
	 * @param command begins or ends a transaction or a part of one
	 * @return the traits
	 */
	public static StatementTraits of(TransactionCommand command) {
		return new StatementTraits(false, false, false, false, false, false, command, null);
	}

	/**
	 * The traits of a text that cannot run inside a transaction.
	 * @param refusal says why
	 * @return the traits
	 */
	public static StatementTraits of(StatementRefusal refusal) {
		return new StatementTraits(true, true, false, false, false, true, null, refusal);
	}

	/**
	 * The effects of running both.
	 * @param other the traits of the other text, none of which is a command
	 * @return the traits of both together
	 */
	public StatementTraits and(StatementTraits other) {
		return new StatementTraits(this.writes || other.writes, this.changesSchema || other.changesSchema,
				this.sticks || other.sticks, this.asksConnection || other.asksConnection,
				this.defersConstraints || other.defersConstraints, this.awaitsCommit || other.awaitsCommit, null,
				(this.refusal != null) ? this.refusal : other.refusal);
	}

	/**
	 * A command that begins or ends a transaction, or a part of one.
	 *
	 * @param kind what it does
	 * @param savepoint the name of the savepoint that it is about, empty if it is about
	 * none
	 */
	public record TransactionCommand(Kind kind, String savepoint) {

		/**
		 * The kind of a command.
		 */
		public enum Kind {

			/**
			 * Begins a transaction.
			 */
			BEGIN,

			/**
			 * Commits the transaction.
			 */
			COMMIT,

			/**
			 * Rolls the transaction back.
			 */
			ROLLBACK,

			/**
			 * Sets a savepoint.
			 */
			SAVEPOINT,

			/**
			 * Releases a savepoint.
			 */
			RELEASE,

			/**
			 * Rolls back to a savepoint.
			 */
			ROLLBACK_TO

		}

	}

}
