package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.github.pristinedb.scenario.SlotConnections;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The connections of a copy of the application's data source.
 */
final class PooledConnections implements SlotConnections {

	private static final Log logger = LogFactory.getLog(PooledConnections.class);

	private final DataSource dataSource;

	private final DataSourceInspector inspector;

	PooledConnections(DataSource dataSource) {
		this.dataSource = dataSource;
		this.inspector = DataSourceInspector.of(dataSource);
	}

	@Override
	public DataSource dataSource() {
		return this.dataSource;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return this.dataSource.getConnection();
	}

	@Override
	public boolean isQuiet() {
		return this.inspector.isQuiet();
	}

	@Override
	public boolean forgetsSettings() {
		// HikariCP sets everything back, and what is no pool closes its connections.
		return this.inspector.isQuiet();
	}

	@Override
	public void closeIdle() {
		this.inspector.closeIdleConnections();
	}

	@Override
	public void discard(Connection connection) {
		// Closing waits for a statement that runs, which may do so for ever.
		Thread thread = new Thread(() -> {
			try {
				// A pool would keep what it is given back.
				connection.unwrap(Connection.class).close();
			}
			catch (SQLException ex) {
				logger.debug("A connection that was left open cannot be closed", ex);
			}
		}, "pristine-connection-closer");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.inspector.close();
		}
		catch (IllegalStateException ex) {
			logger.debug("The connections to a scenario's database cannot be closed", ex);
		}
	}

}
