package io.github.pristinedb.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.ProxyConnection;
import com.zaxxer.hikari.util.DriverDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.util.ClassUtils;

/**
 * Starts, empties and closes a pool. The driver's own data source, which pools nothing,
 * is one that is always empty.
 */
public final class PoolControl {

	// Pools differ.
	private static final List<String> MAXIMA = List.of("maximumPoolSize", "maxTotal", "maxActive", "maxPoolSize");

	// No pool takes one of these for more than its maximum.
	private static final List<String> BELOW_MAXIMUM = List.of("minIdle", "minPoolSize", "initialSize",
			"initialPoolSize", "maxIdle");

	// The method that closes the idle connections, and leaves the others to whoever has
	// them.
	private static final Map<String, String> EMPTYING = Map.of("org.apache.commons.dbcp2.", "restart",
			"org.apache.tomcat.jdbc.pool.", "purge", C3p0End.PACKAGE, "softResetDefaultUser");

	private final DataSourceInspector inspector;

	private PoolControl(DataSourceInspector inspector) {
		this.inspector = inspector;
	}

	/**
	 * Control a data source.
	 * @param dataSource the data source, perhaps in Spring's wrappers
	 * @return the control
	 */
	public static PoolControl of(DataSource dataSource) {
		return new PoolControl(DataSourceInspector.of(dataSource));
	}

	/**
	 * Whether no connection is opened or used unless somebody asks for one. So it is with
	 * {@linkplain DataSourceCopier copies} of HikariCP and of drivers' own data sources.
	 * @return whether it is known to be so
	 */
	boolean isQuiet() {
		return this.inspector.isHikari() || closeMethod() == null;
	}

	/**
	 * Whether this is a pool of a known library, without code of the application's.
	 * @return whether it is known to be so
	 */
	boolean isOfLibrary() {
		return this.inspector.isHikari() ? !SlotPool.isExtended(hikari())
				: EMPTYING.keySet().stream().anyMatch(pool().getClass().getName()::startsWith);
	}

	/**
	 * Close the idle connections, which may be to a file that was replaced since.
	 */
	public void closeIdleConnections() {
		if (this.inspector.isHikari()) {
			Hikari.closeIdleConnections(hikari());
			return;
		}
		EMPTYING.forEach((library, name) -> {
			Method emptying = ClassUtils.getMethodIfAvailable(pool().getClass(), name);
			if (emptying != null && emptying.getDeclaringClass().getName().startsWith(library)) {
				invoke(emptying, "emptied");
			}
		});
	}

	/**
	 * Start a pool that keeps no idle connection, with one that is ready for use. Such a
	 * pool opens its first connection in the background, and can only be closed 30
	 * milliseconds later.
	 */
	public void start() {
		if (this.inspector.isHikari()) {
			Hikari.start(hikari());
		}
	}

	/**
	 * Watch what the driver opens, from now on. To be called before the first connection.
	 * @param opened sets up each connection that the driver opens
	 * @return what is watched, or {@code null} if the data source hides its driver
	 */
	@Nullable DriverConnections watchDriver(Consumer<Connection> opened) {
		if (!this.inspector.isHikari()) {
			return null;
		}
		DriverConnections watched = driver(hikari(), opened);
		hikari().setDataSource(watched);
		return watched;
	}

	/**
	 * Get a connection of a data source that comes and goes with a slot.
	 * @return the connection
	 * @throws SQLException if there is none to be had
	 */
	Connection connect() throws SQLException {
		return this.inspector.isHikari() ? HikariStart.connect(hikari()) : pool().getConnection();
	}

	/**
	 * Close a connection of a data source whose driver is watched.
	 * @param connection a connection in the hands of the caller
	 * @throws SQLException if it cannot be closed
	 */
	void evict(Connection connection) throws SQLException {
		if (this.inspector.isHikari()) {
			Hikari.evict(hikari(), connection);
		}
	}

	/**
	 * How many connections the pool opens at the same time, at most.
	 * @return the number, {@link Integer#MAX_VALUE} for any number, {@code null} if the
	 * data source is no pool
	 */
	@Nullable Integer maximumSize() {
		BeanWrapper properties = new BeanWrapperImpl(pool());
		String name = property(properties, MAXIMA);
		Object size = (name != null) ? properties.getPropertyValue(name) : null;
		return (size instanceof Integer number) ? ((number > 0) ? number : Integer.MAX_VALUE) : null;
	}

	/**
	 * Let the pool open fewer connections, or more again. It may be running.
	 * @param maximum how many, at most
	 */
	void limit(int maximum) {
		BeanWrapper properties = new BeanWrapperImpl(pool());
		for (String name : BELOW_MAXIMUM) {
			if (properties.isReadableProperty(name) && properties.isWritableProperty(name)
					&& properties.getPropertyValue(name) instanceof Integer number && number > maximum) {
				properties.setPropertyValue(name, maximum);
			}
		}
		String name = property(properties, MAXIMA);
		if (name != null) {
			properties.setPropertyValue(name, maximum);
		}
		if (this.inspector.isHikari() && Hikari.hasMoreThan(hikari(), maximum)) {
			closeIdleConnections();
		}
	}

	private static @Nullable String property(BeanWrapper properties, List<String> names) {
		return names.stream()
			.filter((name) -> properties.isReadableProperty(name) && properties.isWritableProperty(name))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Close the data source with all its connections, if it is of a kind that can be
	 * closed.
	 */
	public void close() {
		Method close = closeMethod();
		if (close != null) {
			if (this.inspector.isHikari()) {
				HikariEnd.await(hikari());
			}
			else if (C3p0End.isPool(pool())) {
				C3p0End.await(pool());
			}
			invoke(close, "closed");
		}
	}

	private void invoke(Method method, String done) {
		try {
			ClassUtils.getPubliclyAccessibleMethodIfPossible(method, pool().getClass()).invoke(pool());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("A data source of " + pool().getClass() + " cannot be " + done, ex);
		}
	}

	/**
	 * The method that Spring closes a bean with, if it is one that can be closed.
	 * Tomcat's pool is not {@link AutoCloseable}, but has the method.
	 */
	private @Nullable Method closeMethod() {
		return ClassUtils.getMethodIfAvailable(pool().getClass(), "close");
	}

	/**
	 * The controlled data source, out of Spring's wrappers.
	 * @return the pool, or the driver's own data source
	 */
	DataSource pool() {
		return this.inspector.pool();
	}

	private HikariDataSource hikari() {
		return (HikariDataSource) pool();
	}

	/**
	 * The connections that a pool of HikariCP opens by its driver.
	 * @param pool the pool
	 * @param opened sets up each connection that the driver opens
	 * @return the connections
	 */
	static DriverConnections driver(HikariDataSource pool, Consumer<Connection> opened) {
		return new DriverConnections(Hikari.driver(pool), opened);
	}

	/**
	 * In a class of its own, since HikariCP may be absent.
	 */
	private static final class Hikari {

		private Hikari() {
		}

		static void start(HikariDataSource pool) {
			if (pool.isRunning() || pool.isClosed() || pool.getMinimumIdle() != 0) {
				return;
			}
			// Else the connection by which the pool checks itself would be closed.
			pool.setMinimumIdle(1);
			try {
				pool.getConnection().close();
			}
			catch (SQLException | RuntimeException ex) {
				// The application will be told, if it asks for a connection.
			}
			finally {
				pool.setMinimumIdle(0);
			}
		}

		static DataSource driver(HikariDataSource pool) {
			DataSource driver = pool.getDataSource();
			return (driver != null) ? driver
					// The properties are the very object that the application's pool has.
					: new DriverDataSource(pool.getJdbcUrl(), pool.getDriverClassName(),
							DataSourceCopier.withoutPlace(pool.getDataSourceProperties()),
							pool.getCredentials().getUsername(), pool.getCredentials().getPassword());
		}

		static void evict(HikariDataSource pool, Connection connection) throws SQLException {
			if (connection instanceof ProxyConnection) {
				pool.evictConnection(connection);
				return;
			}
			// What a subclass of the application's has wrapped.
			try (connection) {
				connection.unwrap(Connection.class).close();
			}
		}

		static boolean hasMoreThan(HikariDataSource pool, int connections) {
			HikariPoolMXBean running = pool.getHikariPoolMXBean();
			return running != null && running.getTotalConnections() > connections;
		}

		static void closeIdleConnections(HikariDataSource pool) {
			HikariPoolMXBean running = pool.getHikariPoolMXBean();
			if (running != null) {
				running.softEvictConnections();
			}
		}

	}

}
