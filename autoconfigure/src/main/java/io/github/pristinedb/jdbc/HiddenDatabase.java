package io.github.pristinedb.jdbc;

import java.sql.SQLException;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.ManagedDatabase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;
import org.springframework.util.ClassUtils;

/**
 * A database that the guard would admit, behind a wrapper that nobody can look through
 * but by asking it. Nothing can take the place of what is inside such a wrapper.
 */
final class HiddenDatabase {

	private static final Log logger = LogFactory.getLog(HiddenDatabase.class);

	private HiddenDatabase() {
	}

	/**
	 * Warn that scenarios will share a database, if there is one. No connection is
	 * opened.
	 * @param dataSource a data source whose URL is not known
	 * @param beanName the name of its bean
	 * @param guard says which databases are managed
	 */
	static void warn(DataSource dataSource, String beanName, Guard guard) {
		DataSource inside = inside(dataSource);
		ManagedDatabase hidden = (inside != null) ? guard.admit(DataSourceInspector.of(inside).url()) : null;
		if (hidden != null) {
			logger.warn("All scenarios share the database " + hidden.database() + ": the data source bean '" + beanName
					+ "' wraps it in " + dataSource.getClass().getName()
					+ ", so that nothing can be put in its place. Declare the data source inside as a bean of its own,"
					+ " or let the wrapper extend DelegatingDataSource, or wrap the bean by a BeanPostProcessor.");
		}
	}

	private static @Nullable DataSource inside(DataSource dataSource) {
		DataSource driverBased = inside(dataSource, AbstractDriverBasedDataSource.class);
		if (driverBased != null) {
			return driverBased;
		}
		ClassLoader classLoader = HiddenDatabase.class.getClassLoader();
		return ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource", classLoader)
				? inside(dataSource, ClassUtils.resolveClassName("com.zaxxer.hikari.HikariDataSource", classLoader)
					.asSubclass(DataSource.class))
				: null;
	}

	private static <T extends DataSource> @Nullable T inside(DataSource dataSource, Class<T> type) {
		try {
			return dataSource.isWrapperFor(type) ? dataSource.unwrap(type) : null;
		}
		catch (SQLException | RuntimeException | AbstractMethodError ex) {
			// It has its reasons.
			return null;
		}
	}

}
