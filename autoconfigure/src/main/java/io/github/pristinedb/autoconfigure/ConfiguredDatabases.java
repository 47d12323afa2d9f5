package io.github.pristinedb.autoconfigure;

import java.util.List;
import java.util.Map;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.sqlite.SqliteEngine;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The databases that the properties of an application name, judged before there is any
 * bean.
 *
 * @param environment the application's properties
 */
record ConfiguredDatabases(Environment environment) {

	private static final boolean SQLITE_PRESENT = ClassUtils.isPresent("org.sqlite.JDBC",
			ConfiguredDatabases.class.getClassLoader());

	/**
	 * Whether a property below one of the prefixes is the URL of a managed database. Each
	 * value is looked at: {@code spring.datasource.url} is one of several that can name
	 * it, {@code spring.datasource.hikari.jdbc-url} another.
	 * @param prefixes the names that the properties start with
	 * @return whether there is one, {@code false} where no engine has a driver
	 */
	boolean anyManaged(String... prefixes) {
		if (!SQLITE_PRESENT) {
			return false;
		}
		Binder binder = Binder.get(this.environment);
		List<String> scenarioPrefixes = binder.bind("pristine.scenario-prefixes", Bindable.listOf(String.class))
			.orElse(PristineProperties.SCENARIO_PREFIXES);
		if (scenarioPrefixes.stream().anyMatch(String::isBlank)) {
			// The properties of Pristine are judged elsewhere.
			return false;
		}
		Guard guard = new Guard(List.of(new SqliteEngine()), scenarioPrefixes);
		for (String prefix : prefixes) {
			Map<String, String> values = binder.bind(prefix, Bindable.mapOf(String.class, String.class))
				.orElse(Map.of());
			if (values.values().stream().anyMatch((value) -> guard.admit(Access.to(value)) != null)) {
				return true;
			}
		}
		return false;
	}

}
