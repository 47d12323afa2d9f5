package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Transactions that a test has prepared and neither committed nor rolled back. They
 * outlive their session, keep their locks, and nobody could remove the database.
 */
final class PreparedTransactions {

	private final Connection control;

	private final boolean possible;

	/**
	 * Ask whether the server allows them.
	 * @param control the control connection
	 * @throws SQLException if it fails
	 */
	PreparedTransactions(Connection control) throws SQLException {
		this.control = control;
		this.possible = !Sql.value(control, "show max_prepared_transactions").equals("0");
	}

	/**
	 * Roll back those of the database.
	 */
	void rollBack() throws SQLException {
		if (this.possible) {
			for (String gid : Sql.column(this.control,
					"select gid from pg_prepared_xacts where database = current_database()")) {
				Sql.execute(this.control, "rollback prepared " + Sql.literal(gid));
			}
		}
	}

}
