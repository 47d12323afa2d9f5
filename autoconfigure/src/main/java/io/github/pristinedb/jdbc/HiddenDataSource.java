package io.github.pristinedb.jdbc;

import java.sql.SQLException;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Access;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;
import org.springframework.util.ClassUtils;

/**
 * A data source behind a wrapper that nobody can look through but by asking it. Nothing
 * can take the place of what is inside such a wrapper.
 */
final class HiddenDataSource {

	private static final String HIKARI = "com.zaxxer.hikari.HikariDataSource";

	private HiddenDataSource() {
	}

	/**
	 * The access of what is inside a wrapper. No connection is opened.
	 * @param wrapper a data source whose URL is not known
	 * @return the access, or {@code null} if the wrapper does not tell
	 */
	static @Nullable Access access(DataSource wrapper) {
		DataSource inside = inside(wrapper);
		return (inside != null) ? DataSourceInspector.of(inside).access() : null;
	}

	/**
	 * What is inside a wrapper.
	 * @param wrapper a data source that does not tell its URL
	 * @return the driver's data source or the pool, {@code null} if the wrapper does not
	 * tell
	 */
	static @Nullable DataSource inside(DataSource wrapper) {
		DataSource driverBased = inside(wrapper, AbstractDriverBasedDataSource.class);
		if (driverBased != null) {
			return driverBased;
		}
		ClassLoader classLoader = HiddenDataSource.class.getClassLoader();
		return ClassUtils.isPresent(HIKARI, classLoader)
				? inside(wrapper, ClassUtils.resolveClassName(HIKARI, classLoader).asSubclass(DataSource.class)) : null;
	}

	private static <T extends DataSource> @Nullable T inside(DataSource wrapper, Class<T> type) {
		try {
			return wrapper.isWrapperFor(type) ? wrapper.unwrap(type) : null;
		}
		catch (SQLException | RuntimeException | AbstractMethodError ex) {
			// It has its reasons.
			return null;
		}
	}

}
