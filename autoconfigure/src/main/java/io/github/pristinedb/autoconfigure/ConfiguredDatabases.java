package io.github.pristinedb.autoconfigure;

import java.util.List;
import java.util.Map;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.Engines;
import io.github.pristinedb.engine.Guard;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The databases that the properties of an application name, judged before there is any
 * bean.
 *
 * @param environment the application's properties
 * @param engines the engines that have their drivers
 */
record ConfiguredDatabases(Environment environment, List<DatabaseEngine> engines) {

	ConfiguredDatabases(Environment environment, @Nullable ClassLoader classLoader) {
		this(environment, Engines.withDriver(classLoader));
	}

	/**
	 * Whether a property below one of the prefixes is the URL of a managed database. Each
	 * value is looked at: {@code spring.datasource.url} is one of several that can name
	 * it, {@code spring.datasource.hikari.jdbc-url} another.
	 * @param prefixes the names that the properties start with
	 * @return whether there is one, {@code false} where no engine has a driver
	 */
	boolean anyManaged(String... prefixes) {
		if (this.engines.isEmpty()) {
			return false;
		}
		Binder binder = Binder.get(this.environment);
		List<String> scenarioPrefixes = binder.bind("pristine.scenario-prefixes", Bindable.listOf(String.class))
			.orElse(PristineProperties.SCENARIO_PREFIXES);
		if (scenarioPrefixes.stream().anyMatch(String::isBlank)) {
			// The properties of Pristine are judged elsewhere.
			return false;
		}
		Guard guard = new Guard(this.engines, scenarioPrefixes);
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
