package io.github.pristinedb.engine.postgresql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.engine.kit.Rows;
import io.github.pristinedb.test.Stage;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications on the server of the tests, and scenarios that several workers run at the
 * same time.
 */
final class ServerStage {

	private static final int WORKERS = 4;

	private static final int ROUNDS = 3;

	private ServerStage() {
	}

	/**
	 * An application with one migration.
	 * @param directory its files
	 * @param migration the script of the migration
	 * @param parameters parameters of the URL
	 */
	static ApplicationContextRunner context(Path directory, String migration, String... parameters) throws Exception {
		Path migrations = Files.createDirectories(directory.resolve("migrations"));
		Files.writeString(migrations.resolve("V1__all.sql"), migration);
		return Stage.contextWithoutUrl()
			.withPropertyValues(access(parameters))
			.withPropertyValues("spring.datasource.hikari.minimum-idle=0",
					"spring.flyway.locations=filesystem:" + migrations,
					"pristine.workspace=" + directory.resolve("workspace"),
					"pristine.template.cache-dir=" + directory.resolve("templates"));
	}

	/**
	 * The driver prefers the user of the URL to the one that a connection is asked for.
	 */
	private static String[] access(String... parameters) {
		String[] url = PostgresServer.url("scenario_more").split("\\?", 2);
		List<String> properties = new ArrayList<>();
		for (String parameter : url[1].split("&")) {
			properties.add("spring.datasource." + parameter.replaceFirst("^user=", "username="));
		}
		properties.add("spring.datasource.url=" + url[0] + "?" + String.join("&", parameters));
		return properties.toArray(String[]::new);
	}

	/**
	 * Run the same scenarios on several workers, and more than once on each.
	 */
	static void eachStartsClean(ApplicationContextRunner runner, Scenario... scenarios) {
		runner.run((context) -> {
			assertThat(context).hasNotFailed();
			eachStartsClean(context, scenarios);
		});
	}

	static void eachStartsClean(ApplicationContext context, Scenario... scenarios) throws Exception {
		DataSource dataSource = context.getBean(DataSource.class);
		Concurrently.run(WORKERS, (worker) -> {
			for (int round = 0; round < ROUNDS; round++) {
				for (Scenario scenario : scenarios) {
					Stage.scenario(context, () -> scenario.run(dataSource));
				}
			}
			return worker;
		});
	}

	static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	static String ask(Connection connection, String sql) throws SQLException {
		return String.join(" ", Rows.of(connection, sql));
	}

	/**
	 * What each scenario does.
	 */
	@FunctionalInterface
	interface Scenario {

		void run(DataSource dataSource) throws Exception;

	}

}
