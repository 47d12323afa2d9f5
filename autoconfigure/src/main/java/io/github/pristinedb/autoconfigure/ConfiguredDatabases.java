package io.github.pristinedb.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.Engines;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.jdbc.SpringBootNames;
import io.github.pristinedb.scope.Isolation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * The databases that the properties of an application name, judged before there is any
 * bean.
 *
 * @param environment the application's properties
 * @param engines the engines that have their drivers
 * @param classLoader loads the application's classes
 */
record ConfiguredDatabases(Environment environment, List<DatabaseEngine> engines, @Nullable ClassLoader classLoader) {

	private static final String DATA_SOURCE = "spring.datasource";

	private static final List<String> USERS = List.of("username", "hikari.username", "user");

	private static final boolean SPRING_BOOT_JDBC = ClassUtils.isPresent(
			"org.springframework.boot.jdbc.EmbeddedDatabaseConnection", ConfiguredDatabases.class.getClassLoader());

	ConfiguredDatabases(Environment environment, @Nullable ClassLoader classLoader) {
		this(environment, Engines.withDriver(classLoader), classLoader);
	}

	/**
	 * Whether a property below one of the prefixes is the URL of a managed database. Each
	 * value is looked at: {@code spring.datasource.url} is one of several that can name
	 * it, {@code spring.datasource.hikari.jdbc-url} another.
	 * @param prefixes the names that the properties start with
	 * @return whether there is one, {@code false} where no engine has a driver
	 */
	boolean anyManaged(String... prefixes) {
		Guard guard = guard();
		if (guard == null) {
			return false;
		}
		Binder binder = Binder.get(this.environment);
		return Stream.of(prefixes)
			.map((prefix) -> binder.bind(prefix, Bindable.mapOf(String.class, String.class)).orElse(Map.of()))
			.anyMatch((properties) -> properties.values()
				.stream()
				.anyMatch((url) -> guard.admit(access(url, properties)) != null));
	}

	/**
	 * A user's own database may be the default of a URL.
	 */
	private static Access access(String url, Map<String, String> properties) {
		String user = USERS.stream().map(properties::get).filter(Objects::nonNull).findFirst().orElse(null);
		return new Access(url, user, null, Map.of());
	}

	/**
	 * Whether Spring Boot would make a managed database, since no property has a URL.
	 * @return whether it would, in an application that has a database at all
	 */
	boolean isDefaultManaged() {
		return !StringUtils.hasText(this.environment.getProperty(DATA_SOURCE + ".url"))
				&& isEmbeddedManaged(EmbeddedUrls::ofApplication);
	}

	/**
	 * Whether the database is of a server that the build brings: one that Pristine
	 * starts, or perhaps a container, which no property tells of.
	 * @return whether it may be, in an application that has a database at all
	 */
	boolean isBrought() {
		return guard() != null && (this.environment.getProperty("pristine.postgresql.embedded", Boolean.class, false)
				|| (!StringUtils.hasText(this.environment.getProperty(DATA_SOURCE + ".url"))
						&& ClassUtils.isPresent(SpringBootNames.SERVICE_CONNECTION, this.classLoader)));
	}

	/**
	 * Whether the database is managed that {@code @AutoConfigureTestDatabase} puts in the
	 * place of the application's.
	 * @return whether it is
	 */
	boolean isTestDatabaseManaged() {
		return isEmbeddedManaged(EmbeddedUrls::ofTest);
	}

	private boolean isEmbeddedManaged(BiFunction<Environment, @Nullable ClassLoader, @Nullable String> urls) {
		Guard guard = SPRING_BOOT_JDBC ? guard() : null;
		String url = (guard != null) ? urls.apply(this.environment, this.classLoader) : null;
		return guard != null && url != null && guard.admit(Access.to(url)) != null;
	}

	/**
	 * The guard that the properties make, {@code null} if there is nothing to judge.
	 */
	private @Nullable Guard guard() {
		Binder binder = Binder.get(this.environment);
		List<String> scenarioPrefixes = binder.bind("pristine.scenario-prefixes", Bindable.listOf(String.class))
			.orElse(PristineProperties.SCENARIO_PREFIXES);
		// The properties of Pristine are judged elsewhere.
		boolean wrong = scenarioPrefixes.stream().anyMatch(String::isBlank);
		return (this.engines.isEmpty() || wrong) ? null : PristineProperties.guard(this.engines, scenarioPrefixes,
				binder.bind("pristine.h2.manage-generated", Boolean.class).orElse(true), Isolation.DATABASE);
	}

	/**
	 * In a class of its own, since Spring Boot's module for JDBC may be absent.
	 */
	private static final class EmbeddedUrls {

		private EmbeddedUrls() {
		}

		static @Nullable String ofApplication(Environment environment, @Nullable ClassLoader classLoader) {
			boolean generated = environment.getProperty(DATA_SOURCE + ".generate-unique-name", Boolean.class, true);
			return EmbeddedDatabaseConnection.get(classLoader)
				.getUrl(generated ? generated() : environment.getProperty(DATA_SOURCE + ".name", "testdb"));
		}

		static @Nullable String ofTest(Environment environment, @Nullable ClassLoader classLoader) {
			EmbeddedDatabaseConnection chosen = environment.getProperty("spring.test.database.connection",
					EmbeddedDatabaseConnection.class, EmbeddedDatabaseConnection.NONE);
			return ((chosen != EmbeddedDatabaseConnection.NONE) ? chosen : EmbeddedDatabaseConnection.get(classLoader))
				.getUrl(generated());
		}

		private static String generated() {
			return UUID.randomUUID().toString();
		}

	}

}
