package io.github.pristinedb.jdbc;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.PropertyElf;
import com.zaxxer.hikari.util.UtilityElf;
import io.github.pristinedb.engine.Access;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.beans.BeansException;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.util.ClassUtils;

/**
 * Reads where a data source leads and how it sets its connections up. Opens no
 * connection, and looks through Spring's wrappers.
 */
public final class DataSourceInspector {

	private static final boolean HIKARI_PRESENT = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			DataSourceInspector.class.getClassLoader());

	/**
	 * Names of the property that holds the URL. Pools and drivers differ.
	 */
	static final List<String> URL_PROPERTIES = List.of("jdbcUrl", "url", "URL");

	private static final Set<String> WHO_AND_WHERE = Set.of("url", "URL", "user", "username", "password");

	// Of pools other than HikariCP, and of Spring's own data sources.
	private static final String[] CONNECTION_PROPERTIES = { "connectionInitSqls", "initSQL",
			"defaultTransactionIsolation", "connectionProperties", "dbProperties" };

	private static final String[] POOL_PROPERTIES = { "readOnly", "autoCommit", "defaultReadOnly",
			"defaultAutoCommit" };

	private final DataSource pool;

	private DataSourceInspector(DataSource pool) {
		this.pool = pool;
	}

	/**
	 * Look into a data source.
	 * @param dataSource the data source
	 * @return the inspector
	 */
	public static DataSourceInspector of(DataSource dataSource) {
		DataSource target = dataSource;
		for (DataSource next = dataSource; next != null; next = inside(target)) {
			target = next;
		}
		return new DataSourceInspector(target);
	}

	private static @Nullable DataSource inside(DataSource wrapper) {
		if (wrapper instanceof DelegatingDataSource delegating) {
			return delegating.getTargetDataSource();
		}
		// One of ours would think that somebody wants to connect.
		return (wrapper instanceof EmbeddedDatabase && !AopUtils.isAopProxy(wrapper)) ? HiddenDataSource.inside(wrapper)
				: null;
	}

	/**
	 * The data source without Spring's wrappers.
	 * @return the pool, or the driver's own data source if there is no pool
	 */
	DataSource pool() {
		return this.pool;
	}

	/**
	 * The object that opens the connections: the driver's own data source, also where it
	 * was given to a pool, or else the pool.
	 * @return the data source, without Spring's wrappers
	 */
	public DataSource target() {
		DataSource source = isHikari() ? ((HikariDataSource) this.pool).getDataSource() : null;
		return (source != null) ? DataSourceInspector.of(source).target() : this.pool;
	}

	/**
	 * The JDBC URL that the data source connects to. A pool may have a URL and a data
	 * source; the data source counts then, as it does for the pool itself.
	 * @return the URL, or {@code null} if the data source does not tell
	 */
	public @Nullable String url() {
		try {
			if (isHikari()) {
				return Hikari.url((HikariDataSource) this.pool);
			}
			BeanWrapper properties = new BeanWrapperImpl(this.pool);
			DataSource inner = innerDataSource(properties);
			if (inner != null) {
				return DataSourceInspector.of(inner).url();
			}
			String property = urlProperty(properties);
			return (property != null) ? (String) properties.getPropertyValue(property) : null;
		}
		catch (BeansException ex) {
			return null;
		}
	}

	/**
	 * URL, user, password and driver properties of the data source.
	 * @return the access, or {@code null} if the data source does not tell its URL
	 */
	public @Nullable Access access() {
		String url = url();
		return (url != null) ? ConfiguredAccess.of(url, this.pool, driver()) : null;
	}

	/**
	 * The driver's own data source, also where a pool makes it by its class name.
	 */
	private DataSource driver() {
		DataSource made = isHikari() ? Hikari.driver((HikariDataSource) this.pool) : null;
		return (made != null) ? made : target();
	}

	/**
	 * Settings that the pool applies to each connection and hands to the driver.
	 * @return the settings by name, without user, password and place
	 */
	public SortedMap<String, String> connectionSettings() {
		SortedMap<String, String> settings = new TreeMap<>();
		if (isHikari()) {
			Hikari.addConnectionSettings((HikariDataSource) this.pool, settings);
			return settings;
		}
		BeanWrapper properties = new BeanWrapperImpl(this.pool);
		for (String name : CONNECTION_PROPERTIES) {
			Object value = value(properties, name);
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
	 * Settings that the pool applies to each connection by the methods of JDBC.
	 * @return the settings by name
	 */
	SortedMap<String, String> poolSettings() {
		SortedMap<String, String> settings = new TreeMap<>();
		BeanWrapper properties = new BeanWrapperImpl(this.pool);
		for (String name : POOL_PROPERTIES) {
			Object value = value(properties, name);
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

	boolean isHikari() {
		return HIKARI_PRESENT && this.pool instanceof HikariDataSource;
	}

	/**
	 * The name of the property that holds the URL.
	 * @param properties the properties of an object
	 * @return the name, or {@code null} if the object has no URL
	 */
	static @Nullable String urlProperty(BeanWrapper properties) {
		for (String name : URL_PROPERTIES) {
			if (value(properties, name) instanceof String) {
				return name;
			}
		}
		return null;
	}

	/**
	 * The data source that a pool was given, as Tomcat's pool has it.
	 */
	private static @Nullable DataSource innerDataSource(BeanWrapper properties) {
		return (value(properties, "dataSource") instanceof DataSource inner) ? inner : null;
	}

	/**
	 * The value of a property.
	 * @param properties the properties of an object
	 * @param name the name of the property
	 * @return the value, {@code null} if the object has no such property, or none is set
	 */
	static @Nullable Object value(BeanWrapper properties, String name) {
		return properties.isReadableProperty(name) ? properties.getPropertyValue(name) : null;
	}

	/**
	 * In a class of its own, since HikariCP may be absent.
	 */
	private static final class Hikari {

		private Hikari() {
		}

		static @Nullable String url(HikariDataSource pool) {
			if (pool.getDataSource() != null) {
				return DataSourceInspector.of(pool.getDataSource()).url();
			}
			if (pool.getDataSourceClassName() != null) {
				return driverUrl(pool);
			}
			return pool.getJdbcUrl();
		}

		/**
		 * The URL of the data source that the pool would make of a class name and
		 * properties. Some drivers compose it of a host and a database's name.
		 */
		private static @Nullable String driverUrl(HikariDataSource pool) {
			DataSource driver = driver(pool);
			return (driver != null) ? DataSourceInspector.of(driver).url() : null;
		}

		static @Nullable DataSource driver(HikariDataSource pool) {
			if (pool.getDataSource() != null || pool.getDataSourceClassName() == null) {
				return null;
			}
			try {
				DataSource driver = UtilityElf.createInstance(pool.getDataSourceClassName(), DataSource.class);
				PropertyElf.setTargetFromProperties(driver, pool.getDataSourceProperties());
				return driver;
			}
			catch (RuntimeException ex) {
				return null;
			}
		}

		static void addConnectionSettings(HikariDataSource pool, SortedMap<String, String> settings) {
			// What is not set is no difference to a driver's own data source.
			put(settings, "connectionInitSql", pool.getConnectionInitSql());
			if (SlotPool.isExtended(pool)) {
				settings.put("class", pool.getClass().getName());
			}
			put(settings, "transactionIsolation", pool.getTransactionIsolation());
			addDriverProperties(pool.getDataSourceProperties(), settings);
		}

		private static void put(SortedMap<String, String> settings, String name, @Nullable String value) {
			if (value != null) {
				settings.put(name, value);
			}
		}

	}

}
