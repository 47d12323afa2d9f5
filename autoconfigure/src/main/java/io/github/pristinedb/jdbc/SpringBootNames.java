package io.github.pristinedb.jdbc;

/**
 * Names of Spring Boot's classes that are asked for by name. They have other packages in
 * other versions of Spring Boot, so no class but this one spells them out.
 */
public final class SpringBootNames {

	/**
	 * Package of what Spring Boot makes of {@code spring.datasource}.
	 */
	public static final String DATA_SOURCES = "org.springframework.boot.jdbc.autoconfigure.";

	/**
	 * Auto-configuration of data sources.
	 */
	public static final String DATA_SOURCE_AUTO_CONFIGURATION = DATA_SOURCES + "DataSourceAutoConfiguration";

	/**
	 * Says where the database is, in the place of properties.
	 */
	public static final String CONNECTION_DETAILS = DATA_SOURCES + "JdbcConnectionDetails";

	/**
	 * Replaces the data source of a test by an embedded one.
	 */
	public static final String TEST_DATABASE_AUTO_CONFIGURATION = "org.springframework.boot.jdbc.test.autoconfigure.TestDatabaseAutoConfiguration";

	/**
	 * The bean that does so. Its class is not public.
	 */
	public static final String TEST_DATABASE_REPLACEMENT = TEST_DATABASE_AUTO_CONFIGURATION
			+ "$EmbeddedDataSourceBeanFactoryPostProcessor";

	/**
	 * Marks a container as the server of a data source.
	 */
	public static final String SERVICE_CONNECTION = "org.springframework.boot.testcontainers.service.connection.ServiceConnection";

	private SpringBootNames() {
	}

}
