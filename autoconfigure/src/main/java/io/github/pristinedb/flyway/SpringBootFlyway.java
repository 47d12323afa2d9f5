package io.github.pristinedb.flyway;

/**
 * Names of Spring Boot's classes for Flyway that are asked for by name. They have other
 * packages in other versions of Spring Boot, so no class but this one spells them out.
 */
public final class SpringBootFlyway {

	/**
	 * Package of what Spring Boot makes of {@code spring.flyway}.
	 */
	static final String PACKAGE = "org.springframework.boot.flyway.autoconfigure.";

	/**
	 * Auto-configuration of Flyway.
	 */
	public static final String AUTO_CONFIGURATION = PACKAGE + "FlywayAutoConfiguration";

	/**
	 * Runs Flyway.
	 */
	static final String MIGRATION_STRATEGY = PACKAGE + "FlywayMigrationStrategy";

	private SpringBootFlyway() {
	}

}
