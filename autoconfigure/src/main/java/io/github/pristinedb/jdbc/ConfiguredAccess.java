package io.github.pristinedb.jdbc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Access;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.beans.BeansException;

/**
 * How a data source connects, as far as its properties tell: the user and the driver's
 * properties beside the URL.
 */
final class ConfiguredAccess {

	// Pools and drivers differ.
	private static final List<String> USER = List.of("username", "userName", "user");

	// Tomcat's pool shows its password only there, and a sentence in its place elsewhere.
	private static final List<String> PASSWORD = List.of("poolProperties.password", "password");

	private static final List<String> DRIVER_PROPERTIES = List.of("dataSourceProperties", "connectionProperties",
			"dbProperties");

	private ConfiguredAccess() {
	}

	/**
	 * Read the access to a database.
	 * @param url the JDBC URL
	 * @param pool the pool, or the driver's own data source if there is no pool
	 * @param driver what opens the connections of the pool; the pool itself if it does
	 * @return the access
	 */
	static Access of(String url, DataSource pool, DataSource driver) {
		BeanWrapper who = new BeanWrapperImpl(pool);
		Map<String, String> properties = (pool == driver) ? properties(who) : Map.of();
		String user = text(who, USER);
		// A pool that has a user asks its data source for a connection of that user.
		if (user == null && pool != driver) {
			who = new BeanWrapperImpl(driver);
			user = text(who, USER);
		}
		return new Access(url, user, password(who), properties);
	}

	/**
	 * Read the password of a data source.
	 * @param dataSource the data source
	 * @return the password, or {@code null} if there is none
	 */
	static @Nullable String password(BeanWrapper dataSource) {
		return text(dataSource, PASSWORD);
	}

	/**
	 * Let a data source connect as a user.
	 * @param pool the pool, or the driver's own data source if there is no pool
	 * @param user the user
	 */
	static void change(DataSource pool, Credentials user) {
		BeanWrapper properties = new BeanWrapperImpl(pool);
		properties.setPropertyValue(writable(properties, USER), user.user());
		properties.setPropertyValue(writable(properties, PASSWORD), user.password());
	}

	private static String writable(BeanWrapper properties, List<String> names) {
		return names.stream()
			.filter(properties::isWritableProperty)
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"None of the properties " + names + " can be set on " + properties.getWrappedClass()));
	}

	private static @Nullable String text(BeanWrapper properties, List<String> names) {
		for (String name : names) {
			if (value(properties, name) instanceof String text) {
				return text;
			}
		}
		return null;
	}

	private static Map<String, String> properties(BeanWrapper properties) {
		Map<String, String> values = new HashMap<>();
		for (String name : DRIVER_PROPERTIES) {
			if (value(properties, name) instanceof Properties driver) {
				driver.forEach((key, value) -> values.put(key.toString(), value.toString()));
			}
		}
		return values;
	}

	private static @Nullable Object value(BeanWrapper properties, String name) {
		try {
			return DataSourceInspector.value(properties, name);
		}
		catch (BeansException ex) {
			// Some pools show no password.
			return null;
		}
	}

}
