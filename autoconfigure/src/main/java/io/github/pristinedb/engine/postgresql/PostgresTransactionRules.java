package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.pristinedb.engine.StatementRefusal;
import io.github.pristinedb.engine.StatementTraits;
import io.github.pristinedb.engine.TransactionRules;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/**
 * What PostgreSQL does, and does not, inside a transaction. It rolls changes of the
 * schema back. A failed statement aborts the transaction. The driver sends a savepoint
 * along with a statement, without a round trip, if it is told so ("autosave").
 */
final class PostgresTransactionRules implements TransactionRules {

	private static final Set<String> READING = Set.of("SELECT", "VALUES", "TABLE", "SHOW", "EXPLAIN", "WITH", "FETCH",
			"MOVE", "CLOSE", "SET", "RESET");

	// They answer by what the session has done before.
	private static final Set<String> ASKING = Set.of("currval", "lastval");

	// A function of the server that executes a text.
	private static final String EXECUTING = "query_to_xml";

	// Functions of the server that write.
	private static final Set<String> WRITING = Set.of("nextval", "setval", "lo_create", "lo_creat", "lo_from_bytea",
			"lo_import", "lo_put", "lo_truncate", "lo_truncate64", "lo_unlink", "lowrite", "lo_open", EXECUTING,
			"pg_notify");

	private static final Pattern CONSTRAINTS = Pattern.compile("constraints", Pattern.CASE_INSENSITIVE);

	private final BaseConnection connection;

	private final AutoSave autosave;

	private final SchemaFacts.Cache cache;

	private SchemaFacts facts;

	private boolean schemaChanged;

	// Since then traits that were found before say nothing of constraints.
	private boolean constraintsChanged;

	private boolean leavesSomething;

	private volatile boolean spent;

	private volatile boolean over;

	/**
	 * The rules of a connection.
	 * @param connection the connection, whose database is at its baseline
	 * @param cache what is known of the databases of other connections
	 * @throws SQLException if the connection fails
	 */
	PostgresTransactionRules(Connection connection, SchemaFacts.Cache cache) throws SQLException {
		this.connection = connection.unwrap(BaseConnection.class);
		this.autosave = this.connection.getAutosave();
		this.cache = cache;
		this.facts = cache.of(this.connection);
		this.constraintsChanged = this.facts.setsConstraints();
	}

	@Override
	public StatementTraits traits(String sql) throws SQLException {
		PostgresText text = this.schemaChanged ? null : this.facts.texts().get(sql);
		if (text == null) {
			text = read(sql);
			if (!this.schemaChanged) {
				this.facts.texts().add(sql, text);
			}
		}
		this.leavesSomething |= text.traits().writes();
		this.constraintsChanged |= text.setsConstraints();
		if (text.spends()) {
			this.spent = true;
		}
		return text.traits();
	}

	private PostgresText read(String sql) throws SQLException {
		// Of the whole run, so once for each text is enough.
		SharedChanges.OF_THIS_RUN.rolledBack(sql);
		List<PostgresStatement> statements = PostgresStatement.parse(sql);
		return new PostgresText(traits(statements), CONSTRAINTS.matcher(sql).find(),
				PostgresDialect.spendsConnection(sql) || callsAlterer(statements));
	}

	/**
	 * The driver may keep plans for a table that a function has altered.
	 */
	private boolean callsAlterer(List<PostgresStatement> statements) throws SQLException {
		Set<String> alterers = facts().alterers();
		return !alterers.isEmpty()
				&& statements.stream().anyMatch((each) -> each.calls().stream().anyMatch(alterers::contains));
	}

	private StatementTraits traits(List<PostgresStatement> statements) throws SQLException {
		if (statements.size() == 1) {
			return traits(statements.get(0));
		}
		StatementTraits traits = StatementTraits.NONE;
		for (PostgresStatement each : statements) {
			StatementTraits own = traits(each);
			if (own.command() != null) {
				return StatementTraits.of(
						new StatementRefusal(
								each.verb() + " stands among other statements, so that a transaction"
										+ " begins or ends in the midst of them",
								"Execute " + each.verb() + " alone."));
			}
			traits = traits.and(own);
		}
		return traits;
	}

	private StatementTraits traits(PostgresStatement statement) throws SQLException {
		StatementRefusal refusal = TransactionRefusals.of(statement);
		if (refusal != null) {
			return StatementTraits.of(refusal);
		}
		if (statement.command() != null) {
			return StatementTraits.of(statement.command());
		}
		boolean asks = statement.calls().stream().anyMatch(ASKING::contains);
		boolean writes = writes(statement);
		return new StatementTraits(writes, statement.changesSchema(), statement.outlivesRollback(), asks, false,
				writes && mayAwaitCommit(statement), null, null);
	}

	private boolean writes(PostgresStatement statement) throws SQLException {
		return !READING.contains(statement.verb()) || statement.hasWritingWord()
				|| (statement.verb().equals("SET") && statement.word(1).equals("CONSTRAINTS"))
				|| callsWriter(statement);
	}

	/**
	 * Without a constraint that is initially deferred, none waits until somebody sets it.
	 */
	private boolean mayAwaitCommit(PostgresStatement statement) throws SQLException {
		SchemaFacts facts = facts();
		return !facts.initiallyDeferred().isEmpty() && (facts.checks().mayFollow(statement) || facts.viewsWrite()
				|| statement.calls()
					.stream()
					.anyMatch((called) -> EXECUTING.equals(called) || facts.writers().contains(called)));
	}

	private boolean callsWriter(PostgresStatement statement) throws SQLException {
		for (String called : statement.calls()) {
			if (WRITING.contains(called) || called.contains("advisory")) {
				return true;
			}
		}
		SchemaFacts facts = facts();
		return facts.viewsWrite() || statement.calls().stream().anyMatch(facts.writers()::contains);
	}

	private SchemaFacts facts() throws SQLException {
		if (this.schemaChanged && !isAborted()) {
			this.facts = SchemaFacts.of(this.connection);
			this.schemaChanged = false;
		}
		return this.facts;
	}

	@Override
	public void schemaChanged() {
		this.schemaChanged = true;
		this.constraintsChanged = true;
	}

	/**
	 * With {@code autosave=always} in its URL, a connection goes on after a failure.
	 */
	@Override
	public boolean isAbortedByFailure() {
		return this.autosave != AutoSave.ALWAYS;
	}

	@Override
	public boolean isAborting(SQLException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof PSQLException found && found.getServerErrorMessage() != null) {
				return true;
			}
		}
		return false;
	}

	@Override
	public boolean isAborted() {
		return this.connection.getTransactionState() == TransactionState.FAILED;
	}

	@Override
	public void protectStatements(boolean protect) {
		this.connection.setAutosave(protect ? AutoSave.ALWAYS : this.autosave);
	}

	@Override
	public void undoProtectedStatement() throws SQLException {
		Sql.execute(this.connection, "ROLLBACK TO SAVEPOINT PGJDBC_AUTOSAVE");
	}

	@Override
	public boolean renewsSavepoints() {
		return true;
	}

	@Override
	public void renew(Savepoint savepoint) throws SQLException {
		String name = savepoint.getSavepointName();
		Sql.execute(this.connection, "RELEASE SAVEPOINT " + name + "; SAVEPOINT " + name);
	}

	@Override
	public void forbidWrites() throws SQLException {
		Sql.execute(this.connection, "SET TRANSACTION READ ONLY");
	}

	@Override
	public boolean hasDeferredConstraints() throws SQLException {
		return facts().hasDeferrableConstraints();
	}

	@Override
	public boolean awaitsCommit(StatementTraits traits) {
		return this.constraintsChanged || traits.awaitsCommit();
	}

	/**
	 * There is no command that gives all constraints their initial mode back.
	 */
	@Override
	public void checkDeferredConstraints() throws SQLException {
		String deferred = facts().initiallyDeferred();
		protectStatements(true);
		try {
			Sql.execute(this.connection, "SET CONSTRAINTS ALL IMMEDIATE"
					+ (deferred.isEmpty() ? "" : "; SET CONSTRAINTS " + deferred + " DEFERRED"));
		}
		finally {
			protectStatements(false);
		}
	}

	/**
	 * Numbers of sequences and locks of the session are left by a rollback.
	 */
	@Override
	public boolean rolledBack() throws SQLException {
		if (this.leavesSomething) {
			putBack(this.connection);
		}
		this.over = true;
		return true;
	}

	@Override
	public boolean isConnectionSpent() {
		return this.spent;
	}

	/**
	 * Put back what a rollback leaves.
	 * @param by a connection to the database that is in no transaction
	 * @throws SQLException if it fails
	 */
	void putBack(Connection by) throws SQLException {
		this.cache.of(this.connection).sequences().restore(by);
	}

	/**
	 * Whether the transaction was rolled back, with all that a rollback leaves.
	 */
	boolean isOver() {
		return this.over;
	}

	@Override
	public boolean isAlwaysInTransaction() {
		return true;
	}

	@Override
	public boolean isAutoCommitOffAfterFailure() {
		return true;
	}

	@Override
	public boolean isIsolationFixed() {
		return true;
	}

	@Override
	public boolean isReadOnlyFixed() {
		return true;
	}

	@Override
	public boolean isFetchSizeOfTransactions() {
		return true;
	}

	@Override
	public boolean isLargeObjectOfTransactions() {
		return true;
	}

	@Override
	public String savepointName(int number) {
		return "JDBC_SAVEPOINT_" + (number - 1);
	}

	@Override
	public @Nullable SQLException failure(Mistake mistake, String savepoint) {
		return switch (mistake) {
			case NOTHING_TO_COMMIT, NOTHING_TO_ROLL_BACK, BEGUN_ALREADY -> null;
			case AUTO_COMMIT -> new PSQLException("Transactions and savepoints need autoCommit to be disabled.",
					PSQLState.NO_ACTIVE_SQL_TRANSACTION);
			case LARGE_OBJECT -> new PSQLException("Large Objects may not be used in auto-commit mode.",
					PSQLState.NO_ACTIVE_SQL_TRANSACTION);
			case NO_TRANSACTION -> error("25P01", "savepoints can only be used in transaction blocks");
			case MODE_IN_TRANSACTION -> new PSQLException(
					"Cannot change the isolation level or the read-only property in the middle of a transaction.",
					PSQLState.ACTIVE_SQL_TRANSACTION);
			case SAVEPOINT_RELEASED -> new PSQLException("Cannot reference a savepoint after it has been released.",
					PSQLState.INVALID_SAVEPOINT_SPECIFICATION);
			case NO_SUCH_SAVEPOINT, NOTHING_TO_RELEASE ->
				error("3B001", "savepoint \"" + savepoint + "\" does not exist");
			case ABORTED ->
				error("25P02", "current transaction is aborted, commands ignored until end of transaction block");
		};
	}

	/**
	 * An error as the server reports it ("Error and Notice Message Fields").
	 */
	private static PSQLException error(String state, String message) {
		return new PSQLException(new ServerErrorMessage("SERROR\0VERROR\0C" + state + "\0M" + message + "\0"));
	}

}
