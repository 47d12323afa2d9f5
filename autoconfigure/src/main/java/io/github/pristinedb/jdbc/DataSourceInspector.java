package io.github.pristinedb.jdbc;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.jdbc.datasource.DelegatingDataSource;
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

	// Every data source has them, and Spring's own throw when they are used.
	private static final String[] UNSUPPORTED_PROPERTIES = { "logWriter", "loginTimeout" };

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
	 * The data source without Spring's wrappers.
	 * @return the pool, or the driver's own data source
	 */
	public DataSource target() {
		return this.target;
	}

	/**
	 * The JDBC URL that it connects to.
	 * @return the URL, or {@code null} if the data source does not tell
	 */
	public @Nullable String url() {
		if (isHikari()) {
			return Hikari.url((HikariDataSource) this.target);
		}
		String property = urlProperty();
		return (property != null) ? (String) properties().getPropertyValue(property) : null;
	}

	/**
	 * What the pool does to each connection and hands to the driver.
	 * @return the settings by name, without any that tell who connects or where to
	 */
	public SortedMap<String, String> connectionSettings() {
		return isHikari() ? Hikari.connectionSettings((HikariDataSource) this.target) : new TreeMap<>();
	}

	/**
	 * Make another data source of the same kind, with the same settings, for another
	 * database.
	 * @param url the JDBC URL of that database
	 * @param name what it is called in logs, if it has a name
	 * @return the data source, which the caller closes if it can be closed
	 * @throws UnsupportedDataSourceException if it is of a kind that cannot be made again
	 */
	public DataSource copyFor(String url, String name) {
		if (isHikari()) {
			return Hikari.copyFor((HikariDataSource) this.target, url, name);
		}
		String property = urlProperty();
		if (property != null && !(this.target instanceof AutoCloseable)
				&& ClassUtils.hasConstructor(this.target.getClass()) && properties().isWritableProperty(property)) {
			DataSource copy = BeanUtils.instantiateClass(this.target.getClass());
			BeanUtils.copyProperties(this.target, copy, UNSUPPORTED_PROPERTIES);
			new BeanWrapperImpl(copy).setPropertyValue(property, url);
			return copy;
		}
		try {
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
	 * Whether no connection is opened or used unless somebody asks for one. So it is with
	 * {@linkplain #copyFor copies} of HikariCP and of drivers' own data sources.
	 * @return whether it is known to be so
	 */
	public boolean isQuiet() {
		return isHikari() || !(this.target instanceof AutoCloseable);
	}

	/**
	 * Close the idle connections, which may be to a file that was replaced since.
	 */
	public void closeIdleConnections() {
		if (isHikari()) {
			Hikari.closeIdleConnections((HikariDataSource) this.target);
		}
	}

	private boolean isHikari() {
		return HIKARI_PRESENT && this.target instanceof HikariDataSource;
	}

	private @Nullable String urlProperty() {
		BeanWrapper properties = properties();
		for (String name : URL_PROPERTIES) {
			if (properties.isReadableProperty(name) && properties.getPropertyValue(name) instanceof String) {
				return name;
			}
		}
		return null;
	}

	private BeanWrapper properties() {
		return new BeanWrapperImpl(this.target);
	}

	/**
	 * In a class of its own, since HikariCP may be absent.
	 */
	private static final class Hikari {

		private static final Set<String> WHO_AND_WHERE = Set.of("url", "URL", "user", "username", "password");

		private Hikari() {
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

		static SortedMap<String, String> connectionSettings(HikariDataSource pool) {
			SortedMap<String, String> settings = new TreeMap<>();
			settings.put("connectionInitSql", String.valueOf(pool.getConnectionInitSql()));
			settings.put("transactionIsolation", String.valueOf(pool.getTransactionIsolation()));
			for (Map.Entry<Object, Object> property : pool.getDataSourceProperties().entrySet()) {
				if (!WHO_AND_WHERE.contains(property.getKey().toString())) {
					settings.put("property-" + property.getKey(), property.getValue().toString());
				}
			}
			return settings;
		}

		static HikariDataSource copyFor(HikariDataSource pool, String url, String name) {
			// Without a configuration of its own it opens the first connection when it is
			// asked.
			HikariDataSource copy = new HikariDataSource();
			pool.copyStateTo(copy);
			copy.setPoolName(name);
			// Names and collectors that the original has taken already.
			copy.setRegisterMbeans(false);
			copy.setMetricsTrackerFactory(null);
			copy.setMetricRegistry(null);
			copy.setHealthCheckRegistry(null);
			// No connection opens or asks by itself: nobody may look at a database while
			// it
			// is restored.
			copy.setMinimumIdle(0);
			copy.setKeepaliveTime(0);
			if (pool.getJdbcUrl() != null) {
				copy.setJdbcUrl(url);
			}
			else if (pool.getDataSource() != null) {
				copy.setDataSource(DataSourceInspector.of(pool.getDataSource()).copyFor(url, name));
			}
			else {
				Properties properties = new Properties();
				properties.putAll(pool.getDataSourceProperties());
				properties.computeIfPresent("url", (key, value) -> url);
				properties.computeIfPresent("URL", (key, value) -> url);
				copy.setDataSourceProperties(properties);
			}
			return copy;
		}

		static void closeIdleConnections(HikariDataSource pool) {
			HikariPoolMXBean running = pool.getHikariPoolMXBean();
			if (running != null) {
				running.softEvictConnections();
			}
		}

	}

}
