package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * What a pool opens its connections by. Remembers each one, since a pool forgets those
 * that are in use when it is closed, and those that it is just opening when its idle ones
 * are evicted. Safe for use by several threads.
 */
final class DriverConnections extends DelegatingDataSource {

	// Each with the generation in which its opening started.
	private final Map<Connection, Integer> opened = Collections.synchronizedMap(new WeakHashMap<>());

	private final AtomicReference<@Nullable Runnable> beforeNext = new AtomicReference<>();

	private final AtomicBoolean keepsNext = new AtomicBoolean();

	private final AtomicReference<@Nullable FirstConnection> first = new AtomicReference<>();

	private volatile int generation;

	private volatile boolean closed;

	private final Consumer<Connection> setUp;

	/**
	 * Open connections by a driver.
	 * @param driver the driver's data source
	 * @param setUp sets each connection up before anybody has it
	 */
	DriverConnections(DataSource driver, Consumer<Connection> setUp) {
		super(driver);
		this.setUp = setUp;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection kept = takeFirst();
		if (kept != null) {
			return kept;
		}
		int generation = begin();
		return shown(remember(super.getConnection(), generation));
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		Connection kept = takeFirst();
		if (kept != null) {
			return kept;
		}
		int generation = begin();
		return shown(remember(super.getConnection(username, password), generation));
	}

	private @Nullable Connection takeFirst() throws SQLException {
		FirstConnection first = this.first.get();
		return (first != null) ? first.take() : null;
	}

	private Connection shown(Connection connection) {
		if (!this.keepsNext.compareAndSet(true, false)) {
			return connection;
		}
		FirstConnection first = new FirstConnection(connection);
		this.first.set(first);
		return first.forCheck();
	}

	private int begin() {
		Runnable action = this.beforeNext.getAndSet(null);
		if (action != null) {
			action.run();
		}
		return this.generation;
	}

	private Connection remember(Connection connection, int generation) throws SQLException {
		this.opened.put(connection, generation);
		if (this.closed) {
			connection.close();
			throw new SQLException("The database is given up");
		}
		this.setUp.accept(connection);
		return connection;
	}

	/**
	 * Do something once, before the next connection is opened.
	 * @param action what to do; it takes the place of an earlier one
	 */
	void beforeNext(Runnable action) {
		this.beforeNext.set(action);
	}

	/**
	 * Keep the next connection open when it is closed, and hand it out once more. To be
	 * called by one thread at a time.
	 * @see #keepNoMore()
	 */
	void keepNext() {
		this.keepsNext.set(true);
	}

	/**
	 * Close what is kept, unless it was handed out.
	 */
	void keepNoMore() {
		this.keepsNext.set(false);
		FirstConnection first = this.first.getAndSet(null);
		if (first != null) {
			first.end();
		}
	}

	/**
	 * Outdate all connections that were opened, or began to be opened, so far. To be
	 * called by one thread at a time.
	 */
	void outdate() {
		this.generation = this.generation + 1;
	}

	/**
	 * Whether a connection was opened by this driver.
	 * @param connection the connection
	 * @return whether it was
	 */
	boolean knows(Connection connection) {
		return this.opened.containsKey(connection);
	}

	/**
	 * Whether a connection was opened before the latest outdating.
	 * @param connection the driver's own connection
	 * @return whether it is known to be outdated
	 */
	boolean isOutdated(Connection connection) {
		return this.generation != this.opened.getOrDefault(connection, this.generation);
	}

	/**
	 * The connections that are open and not outdated.
	 * @return the connections
	 * @throws SQLException if one does not tell whether it is open
	 */
	List<Connection> open() throws SQLException {
		List<Connection> open = new ArrayList<>();
		synchronized (this.opened) {
			for (Connection connection : this.opened.keySet()) {
				if (!connection.isClosed() && !isOutdated(connection)) {
					open.add(connection);
				}
			}
		}
		return open;
	}

	/**
	 * Let no further connection be opened.
	 * @return those that were opened so far, which are for the caller to close
	 */
	List<Connection> abandon() {
		this.closed = true;
		synchronized (this.opened) {
			return List.copyOf(this.opened.keySet());
		}
	}

}
