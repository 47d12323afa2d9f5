package io.github.pristinedb.jdbc;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.ProxyConnection;
import com.zaxxer.hikari.util.DriverDataSource;
import com.zaxxer.hikari.util.PropertyElf;
import com.zaxxer.hikari.util.UtilityElf;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.beans.BeansException;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.ClassUtils;

/**
 * Looks into a data source without opening a connection: where it leads, how its
 * connections are set up, and how another one like it is made for another database.
 * Spring's wrappers are looked through.
 */
public final class DataSourceInspector {

	private static final boolean HIKARI_PRESENT = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			DataSourceInspector.class.getClassLoader());

	// As pools and drivers call it, each in its own way.
	private static final String[] URL_PROPERTIES = { "jdbcUrl", "url", "URL" };

	private static final Set<String> WHO_AND_WHERE = Set.of("url", "URL", "user", "username", "password");

	// Of pools other than HikariCP, and of Spring's own data sources.
	private static final String[] CONNECTION_PROPERTIES = { "connectionInitSqls", "initSQL",
			"defaultTransactionIsolation", "connectionProperties", "dbProperties" };

	private static final String[] POOL_PROPERTIES = { "readOnly", "autoCommit", "defaultReadOnly",
			"defaultAutoCommit" };

	// Some pools start when they are asked for one of these.
	private static final Set<String> OPENING_PROPERTIES = Set.of("connection", "logWriter", "loginTimeout",
			"parentLogger");

	private final DataSource target;

	private DataSourceInspector(DataSource target) {
		this.target = target;
	}

	/**
	 * Look into a data source.
	 * @param dataSource the data source
	 * @return the inspector
	 */
	public static DataSourceInspector of(DataSource dataSource) {
		DataSource target = dataSource;
		while (target instanceof DelegatingDataSource delegating && delegating.getTargetDataSource() != null) {
			target = delegating.getTargetDataSource();
		}
		return new DataSourceInspector(target);
	}

	/**
	 * What opens the connections: the driver's own data source, also where it was given
	 * to a pool, or else the pool.
	 * @return the data source, without Spring's wrappers
	 */
	public DataSource target() {
		DataSource source = isHikari() ? ((HikariDataSource) this.target).getDataSource() : null;
		return (source != null) ? DataSourceInspector.of(source).target() : this.target;
	}

	/**
	 * The JDBC URL that it connects to.
	 * @return the URL, or {@code null} if the data source does not tell
	 */
	public @Nullable String url() {
		if (isHikari()) {
			return Hikari.url((HikariDataSource) this.target);
		}
		try {
			BeanWrapper properties = new BeanWrapperImpl(this.target);
			String property = urlProperty(properties);
			return (property != null) ? (String) properties.getPropertyValue(property) : null;
		}
		catch (BeansException ex) {
			return null;
		}
	}

	/**
	 * What the pool does to each connection and hands to the driver.
	 * @return the settings by name, without any that tell who connects or where to
	 */
	public SortedMap<String, String> connectionSettings() {
		SortedMap<String, String> settings = new TreeMap<>();
		if (isHikari()) {
			Hikari.addConnectionSettings((HikariDataSource) this.target, settings);
			return settings;
		}
		BeanWrapper properties = new BeanWrapperImpl(this.target);
		for (String name : CONNECTION_PROPERTIES) {
			Object value = properties.isReadableProperty(name) ? properties.getPropertyValue(name) : null;
			if (value instanceof Properties driver) {
				addDriverProperties(driver, settings);
			}
			else if (value != null) {
				settings.put(name, value.toString());
			}
		}
		return settings;
	}

	/**
	 * What a pool sets on each connection by the methods of JDBC.
	 * @return the settings by name
	 */
	SortedMap<String, String> poolSettings() {
		SortedMap<String, String> settings = new TreeMap<>();
		BeanWrapper properties = new BeanWrapperImpl(this.target);
		for (String name : POOL_PROPERTIES) {
			Object value = properties.isReadableProperty(name) ? properties.getPropertyValue(name) : null;
			if (value != null) {
				settings.put(name, value.toString());
			}
		}
		return settings;
	}

	private static void addDriverProperties(Properties properties, SortedMap<String, String> settings) {
		for (Map.Entry<Object, Object> property : properties.entrySet()) {
			if (!WHO_AND_WHERE.contains(property.getKey().toString())) {
				settings.put("property-" + property.getKey(), property.getValue().toString());
			}
		}
	}

	/**
	 * Make another data source of the same kind, with the same settings, for another
	 * database. No connection is opened before one is asked for.
	 * @param url the JDBC URL of that database
	 * @param name what it is called in logs, if it has a name
	 * @return the data source, which the caller {@linkplain #close() closes}
	 * @throws UnsupportedDataSourceException if it is of a kind that cannot be made again
	 */
	public DataSource copyFor(String url, String name) {
		try {
			if (isHikari()) {
				return Hikari.copyFor((HikariDataSource) this.target, url, name);
			}
			BeanWrapper original = new BeanWrapperImpl(this.target);
			String property = urlProperty(original);
			if (property != null && original.isWritableProperty(property)) {
				return copyProperties(original, property, url);
			}
			return DataSourceBuilder.derivedFrom(this.target).url(url).build();
		}
		catch (RuntimeException ex) {
			throw new UnsupportedDataSourceException(
					"A data source of " + this.target.getClass()
							+ ", as the application's is, cannot be made for another database.",
					"Use HikariCP, another pool that Spring Boot's DataSourceBuilder knows, or the driver's own data"
							+ " source; or give the database a name that none of pristine.scenario-prefixes starts,"
							+ " so that it is not managed.",
					ex);
		}
	}

	/**
	 * Make a data source like this one for another database, which pools nothing if that
	 * can be helped: a pool takes its time to open a second connection and to close, and
	 * who needs a few connections once gains nothing by it.
	 * @param url the JDBC URL of the other database
	 * @param name what to name it, where it has a name
	 * @param opened sets each connection up that the driver opens, where it can be seen
	 * @return the data source, to be closed by the caller
	 * @throws UnsupportedDataSourceException if this is of a kind that cannot be copied
	 */
	public DataSource copyWithoutPoolFor(String url, String name, Consumer<Connection> opened) {
		DataSource copy = copyFor(url, name);
		if (isHikari()) {
			return Hikari.withoutPool((HikariDataSource) copy, opened);
		}
		return isQuiet() ? new DriverConnections(copy, opened) : copy;
	}

	private DataSource copyProperties(BeanWrapper original, String urlProperty, String url) {
		Class<? extends DataSource> type = withConstructor(this.target.getClass());
		DataSource copy = BeanUtils.instantiateClass(type);
		if (copy instanceof SingleConnectionDataSource single) {
			// It does not tell, and what it is good for without is to be closed once.
			single.setSuppressClose(true);
		}
		BeanWrapper properties = new BeanWrapperImpl(copy);
		properties.setPropertyValue(urlProperty, url);
		for (PropertyDescriptor descriptor : original.getPropertyDescriptors()) {
			String name = descriptor.getName();
			if (!name.equals(urlProperty) && !OPENING_PROPERTIES.contains(name) && original.isReadableProperty(name)
					&& properties.isWritableProperty(name)) {
				Object value = original.getPropertyValue(name);
				if (value != null && !holdsUrl(value)) {
					properties.setPropertyValue(name, (value instanceof Properties set) ? set.clone() : value);
				}
			}
		}
		return (type != this.target.getClass()) ? subclassCopy(type, copy) : copy;
	}

	private <T extends DataSource> DataSource subclassCopy(Class<T> base, DataSource blank) {
		return SubclassCopy.of(base.cast(this.target), base, base.cast(blank));
	}

	/**
	 * The class itself, or else the nearest one that it extends and that can be
	 * instantiated.
	 */
	private static Class<? extends DataSource> withConstructor(Class<? extends DataSource> type) {
		Class<?> candidate = type;
		while (!ClassUtils.hasConstructor(candidate) || Modifier.isAbstract(candidate.getModifiers())) {
			candidate = candidate.getSuperclass();
			if (candidate == null || !DataSource.class.isAssignableFrom(candidate)) {
				return type;
			}
		}
		return candidate.asSubclass(DataSource.class);
	}

	/**
	 * Whether this is an object that a pool keeps its settings in. Sharing it would lead
	 * the original elsewhere too.
	 */
	private static boolean holdsUrl(Object value) {
		return !BeanUtils.isSimpleValueType(value.getClass()) && urlProperty(new BeanWrapperImpl(value)) != null;
	}

	/**
	 * Whether no connection is opened or used unless somebody asks for one. So it is with
	 * {@linkplain #copyFor copies} of HikariCP and of drivers' own data sources.
	 * @return whether it is known to be so
	 */
	public boolean isQuiet() {
		return isHikari() || closeMethod() == null;
	}

	/**
	 * Close the idle connections, which may be to a file that was replaced since.
	 */
	public void closeIdleConnections() {
		if (isHikari()) {
			Hikari.closeIdleConnections((HikariDataSource) this.target);
		}
	}

	/**
	 * Start a pool that keeps no idle connection, with one that is ready for use. Such a
	 * pool opens its first connection in the background, and can only be closed 30
	 * milliseconds later.
	 */
	public void start() {
		if (isHikari()) {
			Hikari.start((HikariDataSource) this.target);
		}
	}

	/**
	 * Watch what the driver opens, from now on. To be called before the first connection.
	 * @param opened sets each connection up that the driver opens
	 * @return what is watched, or {@code null} if the data source hides its driver
	 */
	@Nullable DriverConnections watchDriver(Consumer<Connection> opened) {
		return isHikari() ? Hikari.watchDriver((HikariDataSource) this.target, opened) : null;
	}

	/**
	 * Get a connection of a data source that comes and goes with a slot.
	 * @return the connection
	 * @throws SQLException if there is none to be had
	 */
	Connection connect() throws SQLException {
		return isHikari() ? HikariStart.connect((HikariDataSource) this.target) : this.target.getConnection();
	}

	/**
	 * Close a connection of a data source whose driver is watched.
	 * @param connection a connection in the hands of the caller
	 * @throws SQLException if it cannot be closed
	 */
	void evict(Connection connection) throws SQLException {
		if (isHikari()) {
			Hikari.evict((HikariDataSource) this.target, connection);
		}
	}

	/**
	 * Close the data source with all its connections, if it is of a kind that can be
	 * closed.
	 */
	public void close() {
		Method close = closeMethod();
		if (close != null) {
			try {
				close.invoke(this.target);
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException("A data source of " + this.target.getClass() + " cannot be closed", ex);
			}
		}
	}

	/**
	 * What Spring closes a bean with, if it is one that can be closed. Tomcat's pool is
	 * not {@link AutoCloseable}, but has the method.
	 */
	private @Nullable Method closeMethod() {
		Method close = ClassUtils.getMethodIfAvailable(this.target.getClass(), "close");
		return (close != null) ? ClassUtils.getPubliclyAccessibleMethodIfPossible(close, this.target.getClass()) : null;
	}

	private boolean isHikari() {
		return HIKARI_PRESENT && this.target instanceof HikariDataSource;
	}

	private static @Nullable String urlProperty(BeanWrapper properties) {
		for (String name : URL_PROPERTIES) {
			if (properties.isReadableProperty(name) && properties.getPropertyValue(name) instanceof String) {
				return name;
			}
		}
		return null;
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

		static @Nullable String url(HikariDataSource pool) {
			if (pool.getJdbcUrl() != null) {
				return pool.getJdbcUrl();
			}
			if (pool.getDataSource() != null) {
				return DataSourceInspector.of(pool.getDataSource()).url();
			}
			Object url = pool.getDataSourceProperties().get("url");
			return (url != null) ? url.toString() : pool.getDataSourceProperties().getProperty("URL");
		}

		static void addConnectionSettings(HikariDataSource pool, SortedMap<String, String> settings) {
			settings.put("connectionInitSql", String.valueOf(pool.getConnectionInitSql()));
			if (isExtended(pool)) {
				settings.put("class", pool.getClass().getName());
			}
			settings.put("transactionIsolation", String.valueOf(pool.getTransactionIsolation()));
			addDriverProperties(pool.getDataSourceProperties(), settings);
		}

		static HikariDataSource copyFor(HikariDataSource pool, String url, String name) {
			// Without a configuration it starts with the first connection.
			HikariDataSource copy = isExtended(pool)
					? SubclassCopy.of(pool, HikariDataSource.class, new HikariDataSource()) : new SlotPool();
			pool.copyStateTo(copy);
			copy.setPoolName(name);
			// Names and collectors that the original has taken already.
			copy.setRegisterMbeans(false);
			copy.setHealthCheckRegistry(null);
			if (copy.getMetricRegistry() != null) {
				copy.setMetricRegistry(null);
			}
			else {
				copy.setMetricsTrackerFactory(null);
			}
			// No connection opens or asks by itself: nobody may look at a database while
			// it is restored.
			copy.setMinimumIdle(0);
			copy.setKeepaliveTime(0);
			if (pool.getJdbcUrl() != null) {
				copy.setJdbcUrl(url);
			}
			else if (pool.getDataSource() != null) {
				copy.setDataSource(DataSourceInspector.of(pool.getDataSource()).copyFor(url, name));
			}
			else {
				copy.setDataSource(driver(pool, url));
				copy.setDataSourceClassName(null);
			}
			return copy;
		}

		/**
		 * The data source that a pool makes for itself of a class name and properties.
		 * Made here, since the copy's properties are the very object that the original
		 * has, and HikariCP only ever adds to it.
		 */
		private static DataSource driver(HikariDataSource pool, String url) {
			Properties properties = new Properties();
			properties.putAll(pool.getDataSourceProperties());
			properties.computeIfPresent("url", (key, value) -> url);
			properties.computeIfPresent("URL", (key, value) -> url);
			DataSource driver = UtilityElf.createInstance(pool.getDataSourceClassName(), DataSource.class);
			PropertyElf.setTargetFromProperties(driver, properties);
			return driver;
		}

		private static boolean isExtended(HikariDataSource pool) {
			return pool.getClass() != HikariDataSource.class && pool.getClass() != SlotPool.class;
		}

		static DriverConnections watchDriver(HikariDataSource pool, Consumer<Connection> opened) {
			DriverConnections watched = new DriverConnections(driver(pool), opened);
			pool.setDataSource(watched);
			return watched;
		}

		/**
		 * What a pool would open its connections by.
		 */
		private static DataSource driver(HikariDataSource pool) {
			DataSource driver = pool.getDataSource();
			return (driver != null) ? driver
					: new DriverDataSource(pool.getJdbcUrl(), pool.getDriverClassName(), pool.getDataSourceProperties(),
							pool.getCredentials().getUsername(), pool.getCredentials().getPassword());
		}

		static DataSource withoutPool(HikariDataSource pool, Consumer<Connection> opened) {
			if (isExtended(pool)) {
				// It has its own way to get a connection.
				watchDriver(pool, opened);
				return pool;
			}
			return new UnpooledConnections(new DriverConnections(driver(pool), opened), pool);
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

		static void closeIdleConnections(HikariDataSource pool) {
			HikariPoolMXBean running = pool.getHikariPoolMXBean();
			if (running != null) {
				running.softEvictConnections();
			}
		}

	}

}
