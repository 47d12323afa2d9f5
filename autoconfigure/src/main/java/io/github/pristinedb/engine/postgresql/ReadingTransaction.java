package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Reads by a connection that goes on to be used: in a transaction of its own, or within
 * the one that is open. Settings, and a failure, end with it. Rows that a policy would
 * hide are an error.
 */
final class ReadingTransaction implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ReadingTransaction.class);

	private static final String SAVEPOINT = "pristine_reading";

	private static final String TABLE = "pristine_table";

	private final Connection connection;

	private final boolean within;

	private ReadingTransaction(Connection connection, boolean within) {
		this.connection = connection;
		this.within = within;
	}

	/**
	 * Begin.
	 * @param connection the connection
	 * @param millis how long a statement may take
	 * @return the transaction
	 * @throws SQLException if it cannot begin
	 */
	static ReadingTransaction begin(Connection connection, long millis) throws SQLException {
		boolean within = !connection.getAutoCommit();
		if (within) {
			Sql.execute(connection, "savepoint " + SAVEPOINT);
		}
		else {
			connection.setAutoCommit(false);
		}
		ReadingTransaction transaction = new ReadingTransaction(connection, within);
		try {
			Sql.execute(connection, ControlSettings.forReading(millis));
		}
		catch (SQLException ex) {
			transaction.close();
			throw ex;
		}
		return transaction;
	}

	Connection connection() {
		return this.connection;
	}

	/**
	 * Mark a place to {@linkplain #goBack go back} to if something fails.
	 */
	void mark() throws SQLException {
		Sql.execute(this.connection, "savepoint " + TABLE);
	}

	/**
	 * Go back to where the transaction was {@linkplain #mark marked}.
	 */
	void goBack() throws SQLException {
		goBackTo(TABLE);
	}

	private void goBackTo(String savepoint) throws SQLException {
		Sql.execute(this.connection, "rollback to savepoint " + savepoint + "; release savepoint " + savepoint);
	}

	@Override
	public void close() {
		try {
			if (this.within) {
				goBackTo(SAVEPOINT);
			}
			else {
				this.connection.rollback();
				this.connection.setAutoCommit(true);
			}
		}
		catch (SQLException ex) {
			logger.debug("A connection cannot be brought back to what it was", ex);
		}
	}

}
