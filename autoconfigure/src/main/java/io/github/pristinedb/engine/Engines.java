package io.github.pristinedb.engine;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * Finds engines: those that {@code META-INF/spring.factories} names under
 * {@link DatabaseEngine}. Some are needed before there is any bean.
 */
public final class Engines {

	private Engines() {
	}

	/**
	 * All engines, with or without their drivers.
	 * @param classLoader loads the application's classes
	 * @return the engines in their order, at least one
	 */
	public static List<DatabaseEngine> all(@Nullable ClassLoader classLoader) {
		return SpringFactoriesLoader.forDefaultResourceLocation(classLoader).load(DatabaseEngine.class);
	}

	/**
	 * The engines whose drivers are on the class path.
	 * @param classLoader loads the application's classes
	 * @return the engines in their order
	 */
	public static List<DatabaseEngine> withDriver(@Nullable ClassLoader classLoader) {
		return all(classLoader).stream().filter((engine) -> engine.hasDriver(classLoader)).toList();
	}

}
