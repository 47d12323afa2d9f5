package io.github.pristinedb.jdbc;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import javax.sql.CommonDataSource;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.PropertyElf;
import com.zaxxer.hikari.util.UtilityElf;
import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseEngine;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.ClassUtils;

/**
 * Makes data sources of the same kind and with the same settings as one of the
 * application's, each for another database. The engine locates where a copy leads; a copy
 * that leads elsewhere is refused.
 */
public final class DataSourceCopier {

	// Some pools start when they are asked for one of these. A token identifies one pool.
	private static final Set<String> NOT_COPIED = Set.of("connection", "logWriter", "loginTimeout", "parentLogger",
			"identityToken");

	// Names of the place, in lower case. The URL of the copy says all of that.
	private static final Set<String> PLACE = Set.of("url", "jdbcurl", "databasename", "database", "dbname", "pgdbname",
			"servername", "servernames", "portnumber", "portnumbers", "pghost", "pgport");

	// Pools select this database on each connection after it was opened.
	private static final Set<String> CATALOGS = Set.of("catalog", "defaultCatalog");

	// Some pools let no other one have their name.
	private static final String NAME = "dataSourceName";

	// What makes pools open more connections than are asked for. A slot's pool serves one
	// scenario, and would be closed while it opens them. C3P0 opens another one if the
	// first is given back on a thread of the pool.
	private static final Map<String, Object> AHEAD = Map.of("initialSize", 0, "initialPoolSize", 0, "minIdle", 0,
			"minPoolSize", 0, "acquireIncrement", 1, "forceSynchronousCheckins", true);

	private static final AtomicInteger copies = new AtomicInteger();

	private final DataSourceInspector original;

	private final DatabaseEngine engine;

	private final @Nullable Credentials user;

	private DataSourceCopier(DataSourceInspector original, DatabaseEngine engine, @Nullable Credentials user) {
		this.original = original;
		this.engine = engine;
		this.user = user;
	}

	/**
	 * Copy a data source.
	 * @param original the data source
	 * @param engine the engine of its database
	 * @return the copier
	 */
	public static DataSourceCopier of(DataSource original, DatabaseEngine engine) {
		return new DataSourceCopier(DataSourceInspector.of(original), engine, null);
	}

	/**
	 * A copier of the same data source whose copies connect as another user.
	 * @param user the user
	 * @return the copier
	 */
	DataSourceCopier as(Credentials user) {
		return new DataSourceCopier(this.original, this.engine, user);
	}

	/**
	 * Make a data source of the same kind, with the same settings, for another database.
	 * It opens a connection only for whoever asks for one.
	 * @param database that database
	 * @param name its name in logs, if the kind of data source has a name
	 * @return the data source, which the caller {@linkplain PoolControl#close() closes}
	 * @throws UnsupportedDataSourceException if it cannot be copied, or if the copy does
	 * not lead to that database
	 */
	public DataSource copyFor(Database database, String name) {
		DataSource copy;
		try {
			copy = copy(database, name);
			if (this.user != null) {
				ConfiguredAccess.change(DataSourceInspector.of(copy).pool(), this.user);
			}
		}
		catch (UnsupportedDataSourceException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new UnsupportedDataSourceException(
					"The application's data source, of " + pool().getClass()
							+ ", cannot be made again for another database.",
					UnsupportedDataSourceException.ACTION, ex);
		}
		Database reached = locate(copy);
		if (!database.equals(reached)) {
			PoolControl.of(copy).close();
			throw UnsupportedDataSourceException.leadsElsewhere(pool(), database, reached);
		}
		return copy;
	}

	/**
	 * Make a data source like {@link #copyFor} does, but without a pool where that is
	 * possible. A pool takes time to open a second connection and to close.
	 * @param database the other database
	 * @param name its name in logs, if the kind of data source has a name
	 * @param opened sets up each connection that the driver opens, where it can be seen
	 * @return the data source, to be closed by the caller
	 * @throws UnsupportedDataSourceException if it cannot be copied, or if the copy does
	 * not lead to that database
	 */
	public DataSource copyWithoutPoolFor(Database database, String name, Consumer<Connection> opened) {
		DataSource copy = copyFor(database, name);
		if (this.original.isHikari()) {
			return Hikari.withoutPool((HikariDataSource) copy, opened);
		}
		return PoolControl.of(copy).isQuiet() ? new DriverConnections(copy, opened) : copy;
	}

	private @Nullable Database locate(DataSource dataSource) {
		Access access = DataSourceInspector.of(dataSource).access();
		return (access != null) ? this.engine.locate(access) : null;
	}

	private DataSource copy(Database database, String name) {
		if (this.original.isHikari()) {
			return new Hikari(this, database, name).copy((HikariDataSource) pool());
		}
		BeanWrapper properties = new BeanWrapperImpl(pool());
		String property = DataSourceInspector.urlProperty(properties);
		if (property != null && properties.isWritableProperty(property)) {
			return copyProperties(properties, property, database, name);
		}
		return DataSourceBuilder.derivedFrom(pool()).url(database.url()).build();
	}

	private DataSource copyProperties(BeanWrapper original, String urlProperty, Database database, String name) {
		Class<? extends DataSource> type = withConstructor(pool().getClass());
		DataSource copy = BeanUtils.instantiateClass(type);
		if (copy instanceof SingleConnectionDataSource single) {
			// The original does not tell whether it does. A copy that does is closed
			// once.
			single.setSuppressClose(true);
		}
		BeanWrapper properties = new BeanWrapperImpl(copy);
		for (PropertyDescriptor descriptor : original.getPropertyDescriptors()) {
			String property = descriptor.getName();
			if (!NOT_COPIED.contains(property) && !isPlace(property) && original.isReadableProperty(property)
					&& properties.isWritableProperty(property)) {
				Object value = property.equals("password") ? ConfiguredAccess.password(original)
						: copyValue(property, original.getPropertyValue(property), database, name);
				if (value != null) {
					properties.setPropertyValue(property, value);
				}
			}
		}
		// Last: some drivers derive host and database from it, as others of their setters
		// do.
		properties.setPropertyValue(urlProperty, database.url());
		return (type != pool().getClass()) ? subclassCopy(type, copy) : copy;
	}

	/**
	 * A value of a property for the copy.
	 * @return the value, {@code null} if the property stays unset; the value is absent,
	 * or would lead the copy to the original's database, or the reverse
	 */
	private @Nullable Object copyValue(String property, @Nullable Object value, Database database, String name) {
		if (value instanceof DataSource inner) {
			return DataSourceCopier.of(inner, this.engine).copyFor(database, name);
		}
		if (value == null || value instanceof CommonDataSource || value instanceof Connection || holdsUrl(value)) {
			return null;
		}
		Object frugal = AHEAD.get(property);
		if (frugal != null && frugal.getClass() == value.getClass()) {
			return frugal;
		}
		if (property.equals(NAME)) {
			return name + "-" + copies.incrementAndGet();
		}
		if (value instanceof Properties driver) {
			return withoutPlace(driver);
		}
		return (CATALOGS.contains(property) && value instanceof String catalog) ? catalog(catalog, database) : value;
	}

	/**
	 * The catalog of a copy. To products whose catalogs are databases, the original's
	 * catalog is the original's database.
	 */
	private String catalog(String catalog, Database database) {
		Database model = locate(pool());
		return (model != null && model.name().equalsIgnoreCase(catalog)) ? database.name() : catalog;
	}

	/**
	 * Driver properties without those that name a place.
	 * @param properties the properties, which stay as they are
	 * @return the rest of them
	 */
	static Properties withoutPlace(Properties properties) {
		Properties copy = new Properties();
		properties.forEach((name, value) -> {
			if (!isPlace(name.toString())) {
				copy.put(name, value);
			}
		});
		return copy;
	}

	private static boolean isPlace(String property) {
		return PLACE.contains(property.toLowerCase(Locale.ROOT));
	}

	private <T extends DataSource> DataSource subclassCopy(Class<T> base, DataSource blank) {
		return SubclassCopy.of(base.cast(pool()), base, base.cast(blank));
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
	 * Whether this is an object that a pool keeps its settings in. A copy that shares it
	 * leads the original elsewhere too.
	 */
	private static boolean holdsUrl(Object value) {
		return !BeanUtils.isSimpleValueType(value.getClass())
				&& DataSourceInspector.urlProperty(new BeanWrapperImpl(value)) != null;
	}

	private DataSource pool() {
		return this.original.pool();
	}

	/**
	 * In a class of its own, since HikariCP may be absent.
	 */
	private record Hikari(DataSourceCopier copier, Database database, String name) {

		HikariDataSource copy(HikariDataSource pool) {
			// Without a configuration it starts with the first connection.
			HikariDataSource copy = SlotPool.isExtended(pool)
					? SubclassCopy.of(pool, HikariDataSource.class, new HikariDataSource()) : new SlotPool();
			pool.copyStateTo(copy);
			copy.setPoolName(this.name);
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
			if (copy.getCatalog() != null) {
				copy.setCatalog(this.copier.catalog(copy.getCatalog(), this.database));
			}
			lead(pool, copy);
			return copy;
		}

		/**
		 * Lead a copy to its database: by what HikariCP itself would connect by if
		 * several things are set.
		 */
		private void lead(HikariDataSource pool, HikariDataSource copy) {
			if (pool.getDataSource() != null) {
				copy.setDataSource(DataSourceCopier.of(pool.getDataSource(), this.copier.engine)
					.copyFor(this.database, this.name));
			}
			else if (pool.getDataSourceClassName() != null) {
				copy.setDataSource(driver(pool));
				copy.setDataSourceClassName(null);
			}
			else {
				copy.setJdbcUrl(this.database.url());
			}
		}

		private DataSource driver(HikariDataSource pool) {
			DataSource driver = UtilityElf.createInstance(pool.getDataSourceClassName(), DataSource.class);
			PropertyElf.setTargetFromProperties(driver, withoutPlace(pool.getDataSourceProperties()));
			BeanWrapper target = new BeanWrapperImpl(driver);
			List<String> writable = DataSourceInspector.URL_PROPERTIES.stream()
				.filter(target::isWritableProperty)
				.toList();
			writable.forEach((property) -> target.setPropertyValue(property, this.database.url()));
			// Who connects may have been a part of the URL that is left out.
			setIfMissing(target, "user", this.database.access().user());
			setIfMissing(target, "password", this.database.access().password());
			return driver;
		}

		private static void setIfMissing(BeanWrapper target, String property, @Nullable String value) {
			if (value != null && target.isWritableProperty(property)
					&& DataSourceInspector.value(target, property) == null) {
				target.setPropertyValue(property, value);
			}
		}

		static DataSource withoutPool(HikariDataSource pool, Consumer<Connection> opened) {
			DriverConnections driver = PoolControl.driver(pool, opened);
			if (SlotPool.isExtended(pool)) {
				// It has its own way to get a connection.
				pool.setDataSource(driver);
				return pool;
			}
			return new UnpooledConnections(driver, pool);
		}

	}

}
