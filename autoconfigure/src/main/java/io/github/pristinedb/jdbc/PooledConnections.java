package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.github.pristinedb.engine.SqlDialect;
import io.github.pristinedb.error.SaidOnce;
import io.github.pristinedb.slot.SlotConnections;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a copy of the application's data source.
 */
final class PooledConnections implements SlotConnections {

	private static final Log logger = LogFactory.getLog(PooledConnections.class);

	private static final SaidOnce said = new SaidOnce(logger);

	private final DataSource dataSource;

	private final PoolControl control;

	private final DataSource pool;

	// HikariCP and a driver's own data source.
	private final boolean quiet;

	private final @Nullable DriverConnections driver;

	private final Consumer<Connection> opened;

	private final Check first;

	private final ConnectionBudget budget;

	private final SqlDialect dialect;

	private volatile boolean checked;

	/**
	 * Whether there is a connection of which nobody can tell when the driver opened it:
	 * one that a subclass of the application's has wrapped.
	 */
	private volatile boolean hidden;

	/**
	 * Connect by a data source.
	 * @param dataSource the copy
	 * @param opened sets each connection up that the driver opens, where it can be seen
	 * @param first checks the first connection, before anybody has it
	 * @param budget limits the size of the pool
	 * @param dialect knows why there is no connection
	 */
	PooledConnections(DataSource dataSource, Consumer<Connection> opened, Check first, ConnectionBudget budget,
			SqlDialect dialect) {
		this.dataSource = dataSource;
		this.control = PoolControl.of(dataSource);
		this.pool = this.control.pool();
		this.quiet = this.control.isQuiet();
		this.driver = this.control.watchDriver(opened);
		this.opened = opened;
		this.first = first;
		this.budget = budget;
		this.dialect = dialect;
		budget.join(this.control);
	}

	@Override
	public DataSource dataSource() {
		return this.dataSource;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = connect();
		if (!this.checked) {
			try {
				this.first.check(connection);
			}
			catch (SQLException | RuntimeException ex) {
				connection.close();
				throw ex;
			}
			this.checked = true;
		}
		return connection;
	}

	/**
	 * The first connection starts the pool, in a way of its own.
	 */
	private Connection open() throws SQLException {
		return this.checked ? this.pool.getConnection() : this.control.connect();
	}

	private Connection connect() throws SQLException {
		while (true) {
			Connection connection;
			try {
				connection = open();
			}
			catch (SQLException ex) {
				connection = this.budget.openAfter(ex, this.dialect, this::open);
			}
			if (this.driver == null) {
				if (this.quiet) {
					// No pool: each connection is a new one.
					this.opened.accept(connection);
				}
				return connection;
			}
			Connection own = connection.unwrap(Connection.class);
			if (!this.driver.knows(own)) {
				this.hidden = true;
			}
			if (!this.driver.isOutdated(own)) {
				return connection;
			}
			this.control.evict(connection);
		}
	}

	@Override
	public boolean isQuiet() {
		if (this.quiet && !this.hidden) {
			return true;
		}
		String type = this.pool.getClass().getName();
		if (said.isNew(type)) {
			logger.info("Scenarios that write get a new copy of their database each, instead of the same one brought "
					+ "back, because " + type + (this.hidden ? " wraps" : " hides") + " the connections that its driver"
					+ " opens. HikariCP saves that time: spring.datasource.type=com.zaxxer.hikari.HikariDataSource.");
		}
		return false;
	}

	@Override
	public boolean forgetsSettings() {
		// HikariCP sets everything back, and what is no pool closes its connections.
		return this.quiet;
	}

	@Override
	public void forEachOpen(Action action) throws SQLException {
		// Without a pool, none stays open. Of a pool that hides its driver, nothing is
		// known, and its database is never restored.
		if (this.driver != null) {
			for (Connection connection : this.driver.open()) {
				action.accept(connection);
			}
		}
	}

	@Override
	public void closeIdle() {
		if (this.driver != null) {
			// Those too that the pool is just opening: it may have begun when the
			// database was in its earlier state, and not be through yet.
			this.driver.outdate();
		}
		this.control.closeIdleConnections();
	}

	@Override
	public void close() {
		this.budget.leave(this.control);
		try {
			this.control.close();
		}
		catch (IllegalStateException ex) {
			logger.debug("The connections to a scenario's database cannot be closed", ex);
		}
	}

	@Override
	public void abandon(List<Connection> inUse) {
		// Before the pool is closed: it drops them, and perhaps nobody else has them. A
		// connection of this driver that is collected as garbage stays open for good.
		List<Connection> connections = (this.driver != null) ? this.driver.abandon() : driverConnections(inUse);
		close();
		// A connection cannot be closed before the end of its statement, which may never
		// come.
		Thread thread = new Thread(() -> connections.forEach(PooledConnections::close), "pristine-connection-closer");
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException ex) {
			logger.debug("A connection that was left open cannot be closed", ex);
		}
	}

	private static List<Connection> driverConnections(List<Connection> inUse) {
		List<Connection> connections = new ArrayList<>();
		for (Connection connection : inUse) {
			try {
				connections.add(connection.unwrap(Connection.class));
			}
			catch (SQLException ex) {
				logger.debug("A connection that was left open does not show the driver's own", ex);
			}
		}
		return connections;
	}

	/**
	 * Checks a connection.
	 */
	@FunctionalInterface
	interface Check {

		/**
		 * Check a connection.
		 * @param connection the connection
		 * @throws SQLException if it cannot be asked
		 */
		void check(Connection connection) throws SQLException;

	}

}
