package io.github.pristinedb.engine.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.test.Stage;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.PriorityOrdered;

/**
 * Application contexts whose database is that of a fixture.
 */
final class KitContext {

	private KitContext() {
	}

	/**
	 * A context whose database is migrated to the fixture's schema by Flyway, in two
	 * versions. The template cache and the workspace are in the directory.
	 * @param fixture the fixture
	 * @param directory the directory
	 * @return what runs the context
	 */
	static ApplicationContextRunner of(EngineFixture fixture, Path directory) {
		return unmigrated(fixture, directory)
			.withPropertyValues("spring.flyway.locations=filesystem:" + migrations(fixture, directory));
	}

	/**
	 * A context whose template no other directory's context has, wherever templates are
	 * kept. {@link KitCallback} watches its migrations.
	 * @param fixture the fixture
	 * @param directory the directory
	 * @return what runs the context
	 */
	static ApplicationContextRunner withTemplateOfItsOwn(EngineFixture fixture, Path directory) {
		return of(fixture, directory).withPropertyValues("spring.flyway.placeholders.directory=" + directory)
			.withBean(KitCallback.class, KitCallback::new);
	}

	/**
	 * A context that does not say where migrations are.
	 * @param fixture the fixture
	 * @param directory the directory
	 * @return what runs the context
	 */
	static ApplicationContextRunner unmigrated(EngineFixture fixture, Path directory) {
		ApplicationContextRunner runner = Stage.contextWithoutUrl()
			.withPropertyValues("spring.datasource.url=" + fixture.url(directory, "scenario"),
					"pristine.template.cache-dir=" + directory.resolve("templates"),
					"pristine.workspace=" + directory.resolve("workspace"));
		return fixture.isOrdinary() ? runner
				: runner.withBean("engineOfTheKit", DatabaseEngine.class, () -> first(fixture.engine()));
	}

	/**
	 * An engine that is asked before the one that Pristine finds.
	 */
	private static DatabaseEngine first(DatabaseEngine engine) {
		return (DatabaseEngine) java.lang.reflect.Proxy.newProxyInstance(KitContext.class.getClassLoader(),
				new Class<?>[] { DatabaseEngine.class, PriorityOrdered.class },
				(proxy, method, arguments) -> method.getName().equals("getOrder") ? Integer.valueOf(0)
						: Faults.invoke(engine, method, arguments));
	}

	private static Path migrations(EngineFixture fixture, Path directory) {
		Path migrations = directory.resolve("migrations");
		List<String> statements = fixture.schema();
		int half = statements.size() / 2;
		try {
			Files.createDirectories(migrations);
			write(migrations.resolve("V1__first.sql"), statements.subList(0, half));
			write(migrations.resolve("V2__second.sql"), statements.subList(half, statements.size()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return migrations;
	}

	private static void write(Path file, List<String> statements) throws IOException {
		if (!Files.exists(file)) {
			Files.writeString(file, String.join(";\n", statements) + ";\n");
		}
	}

	/**
	 * The data source of a context.
	 * @param context the context
	 * @return the data source
	 */
	static DataSource dataSource(ApplicationContext context) {
		return context.getBean(DataSource.class);
	}

	/**
	 * The whole content that this thread sees in a context.
	 * @param fixture the fixture
	 * @param context the context
	 * @return the content, with the state of a connection
	 * @throws SQLException if it cannot be read
	 */
	static Content content(EngineFixture fixture, ApplicationContext context) throws SQLException {
		try (Connection connection = dataSource(context).getConnection()) {
			return content(fixture, connection);
		}
	}

	/**
	 * The whole content that a connection sees.
	 * @param fixture the fixture
	 * @param connection the connection
	 * @return the content, with the state of the connection
	 * @throws SQLException if it cannot be read
	 */
	static Content content(EngineFixture fixture, Connection connection) throws SQLException {
		return content(connection, fixture.content(connection));
	}

	/**
	 * Of the whole content, what may differ between the connections of one database.
	 * @param fixture the fixture
	 * @param connection the connection
	 * @return that part of the content, with the state of the connection
	 * @throws SQLException if it cannot be read
	 */
	static Content view(EngineFixture fixture, Connection connection) throws SQLException {
		return content(connection, fixture.view(connection));
	}

	private static Content content(Connection connection, Map<String, List<String>> parts) throws SQLException {
		Map<String, List<String>> content = new LinkedHashMap<>();
		content.put("connection",
				List.of("auto-commit " + connection.getAutoCommit(), "read-only " + connection.isReadOnly(),
						"isolation " + connection.getTransactionIsolation(), "types " + connection.getTypeMap()));
		content.putAll(parts);
		return new Content(content);
	}

	/**
	 * Where this thread's connections lead.
	 * @param dataSource the data source
	 * @return the JDBC URL
	 * @throws SQLException if there is no connection
	 */
	static String url(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			return connection.getMetaData().getURL();
		}
	}

}
