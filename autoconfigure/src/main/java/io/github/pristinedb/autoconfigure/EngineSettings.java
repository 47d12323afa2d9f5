package io.github.pristinedb.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.Engines;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Settings that an application has for single engines.
 */
final class EngineSettings {

	private static final String PREFIX = "pristine.";

	private EngineSettings() {
	}

	/**
	 * The names of all such settings, whether or not the driver of the engine is there.
	 * @param classLoader loads the application's classes
	 * @return the names of the properties
	 */
	static Set<String> names(@Nullable ClassLoader classLoader) {
		return Engines.all(classLoader)
			.stream()
			.flatMap((engine) -> engine.settings().stream())
			.map(PREFIX::concat)
			.collect(Collectors.toSet());
	}

	/**
	 * The settings of an application.
	 * @param environment the application's environment
	 * @param engines the engines
	 * @return the values by {@linkplain DatabaseEngine#settings() name}, without those
	 * that are not set
	 */
	static Map<String, String> of(Environment environment, List<DatabaseEngine> engines) {
		Binder binder = Binder.get(environment);
		Map<String, String> settings = new TreeMap<>();
		engines.stream()
			.flatMap((engine) -> engine.settings().stream())
			.forEach((name) -> binder.bind(PREFIX + name, String.class).ifBound((value) -> settings.put(name, value)));
		return settings;
	}

}
