package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

import org.h2.engine.SessionLocal;
import org.h2.message.DbException;
import org.h2.schema.Sequence;

/**
 * A connection of a pool, which stays open from one scenario to the next, with statements
 * that the pool has prepared.
 */
final class TrialConnection implements AutoCloseable {

	private static final String STATE = "SELECT STATE_KEY, STATE_COMMAND FROM INFORMATION_SCHEMA.SESSION_STATE"
			+ " ORDER BY 1";

	private final Connection connection;

	private final PreparedStatement rows;

	private final PreparedStatement view;

	private boolean sticky;

	private boolean undone;

	TrialConnection(Connection connection) throws SQLException {
		this.connection = connection;
		this.rows = connection.prepareStatement("SELECT COUNT(*), SUM(amount), MAX(name), MAX(id), MIN(code) FROM t2");
		this.view = connection.prepareStatement("SELECT COUNT(*), MAX(name), MAX(parent) FROM family WHERE id > 3");
	}

	Connection jdbc() {
		return this.connection;
	}

	/**
	 * Carry out a statement, as far as H2 does.
	 * @param step the statement
	 */
	void execute(TrialStep step) {
		this.sticky |= H2Dialect.INSTANCE.sticksToConnection(step.sql());
		try {
			step.run(this.connection);
		}
		catch (SQLException ex) {
			// The next one may succeed.
			this.undone = true;
		}
	}

	/**
	 * Undo a part of the transaction.
	 */
	void rollBackTo(Savepoint savepoint) throws SQLException {
		this.connection.rollback(savepoint);
		this.undone = true;
	}

	/**
	 * Whether a part of the open transaction was undone. Nobody may wait for it: H2 2.3
	 * and later spin until it ends, whatever their lock timeout.
	 */
	boolean isUndoneInPart() {
		return this.undone && isInTransaction();
	}

	/**
	 * End the transaction if there is one.
	 * @param commit whether what it has done stays
	 */
	void end(boolean commit) throws SQLException {
		if (!this.connection.getAutoCommit()) {
			if (commit) {
				this.connection.commit();
			}
			else {
				this.connection.rollback();
			}
		}
		this.undone = false;
	}

	/**
	 * Read by the statements that were prepared before.
	 */
	String prepared() throws SQLException {
		return row(this.rows) + row(this.view);
	}

	private static String row(PreparedStatement query) throws SQLException {
		try (ResultSet rows = query.executeQuery()) {
			StringBuilder row = new StringBuilder();
			rows.next();
			for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
				row.append(rows.getString(i)).append('|');
			}
			return row.toString();
		}
	}

	/**
	 * What only this connection knows.
	 */
	String session() throws SQLException {
		StringBuilder state = new StringBuilder();
		try (Statement statement = this.connection.createStatement()) {
			try (ResultSet rows = statement.executeQuery(STATE)) {
				while (rows.next()) {
					state.append(rows.getString(1)).append('=').append(rows.getString(2)).append('|');
				}
			}
		}
		SessionLocal session = H2Memory.session(this.connection);
		for (Sequence sequence : session.getDatabase().getMainSchema().getAllSequences()) {
			state.append(drawn(session, sequence));
		}
		return state + "" + session.getLastIdentity() + session.getQueryTimeout() + session.getLockTimeout()
				+ session.isLazyQueryExecution() + session.isVariableBinary() + session.isTruncateLargeLength()
				+ this.connection.getTransactionIsolation() + this.connection.getAutoCommit()
				+ this.connection.isReadOnly() + this.connection.getSchema();
	}

	/**
	 * What {@code CURRENT VALUE FOR} answers.
	 */
	private static String drawn(SessionLocal session, Sequence sequence) {
		try {
			return sequence.getName() + "=" + session.getCurrentValueFor(sequence) + "|";
		}
		catch (DbException ex) {
			return "";
		}
	}

	boolean isInTransaction() {
		try {
			return !this.connection.isClosed() && !this.connection.getAutoCommit();
		}
		catch (SQLException ex) {
			return false;
		}
	}

	/**
	 * Go back to the pool.
	 * @return whether the connection can be used on
	 */
	boolean giveBack(boolean committed) {
		try {
			end(committed);
			this.connection.setAutoCommit(true);
			return !this.sticky;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	@Override
	public void close() {
		try {
			this.connection.close();
		}
		catch (SQLException ex) {
			// It is gone with its database.
		}
	}

}
