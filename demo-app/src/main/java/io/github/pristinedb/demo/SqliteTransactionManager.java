package io.github.pristinedb.demo;

import java.io.Serial;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Ends a transaction as soon as it is committed. The driver of SQLite begins the next one
 * with each commit, which locks the database if {@code transaction_mode} is
 * {@code IMMEDIATE}: who waits for the commit, and then writes by another connection,
 * would wait for a lock that is given up only after it.
 */
final class SqliteTransactionManager extends JdbcTransactionManager {

	@Serial
	private static final long serialVersionUID = 1L;

	SqliteTransactionManager(DataSource dataSource) {
		super(dataSource);
	}

	@Override
	protected void doCommit(DefaultTransactionStatus status) {
		super.doCommit(status);
		if (TransactionSynchronizationManager.getResource(obtainDataSource()) instanceof ConnectionHolder holder) {
			try {
				holder.getConnection().setAutoCommit(true);
			}
			catch (SQLException ex) {
				throw translateException("End of the transaction after its commit", ex);
			}
		}
	}

}
