package io.github.pristinedb.benchmarks.h2;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

import javax.sql.DataSource;

import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.test.TestContextMarker;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * What a scenario pays for its database in an application context: its first
 * {@code getConnection()}, a select and {@code close()}.
 */
final class ScenarioSteps implements AutoCloseable {

	private static final int ROWS = 10;

	private final ConfigurableApplicationContext context;

	private final DataSource dataSource;

	private final List<String> tables;

	private int written;

	/**
	 * Start a context.
	 * @param fixture the migrations of its database
	 * @param directory where its templates and its workspace go
	 * @param tables the tables that a writing scenario writes to
	 */
	ScenarioSteps(H2Fixture fixture, Path directory, List<String> tables) {
		this.tables = tables;
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.initializers((context) -> context.getBeanFactory()
				.registerSingleton(TestContextMarker.BEAN_NAME, "a context that scenarios run in"))
			.run("--spring.datasource.url=" + Memory.newUrl("scenario-handover"),
					"--spring.flyway.locations=" + fixture.location(),
					"--pristine.template.cache-dir=" + directory.resolve("templates"),
					"--pristine.workspace=" + directory.resolve("workspace"), "--spring.main.banner-mode=off",
					"--logging.level.root=warn");
		this.dataSource = this.context.getBean(DataSource.class);
	}

	/**
	 * The handover of a scenario.
	 * @param writing whether the scenario before it has written
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double handover(boolean writing) throws SQLException {
		Scope before = start();
		if (writing) {
			write();
		}
		else {
			read();
		}
		ScopeBinding.end(before, false);
		Scope scope = start();
		long started = System.nanoTime();
		try (Connection connection = this.dataSource.getConnection()) {
			Memory.select(connection);
		}
		long nanos = System.nanoTime() - started;
		ScopeBinding.end(scope, false);
		return nanos;
	}

	private Scope start() {
		Scope scope = new Scope(Scope.Kind.SCENARIO, "benchmark");
		ScopeBinding.start(scope);
		scope.join(this.context);
		return scope;
	}

	/**
	 * Ten inserts into four tables on two connections, an update and a delete.
	 */
	private void write() throws SQLException {
		try (Connection one = this.dataSource.getConnection(); Connection two = this.dataSource.getConnection()) {
			Memory.select(one);
			one.setAutoCommit(false);
			two.setAutoCommit(false);
			for (int row = 0; row < ROWS; row++) {
				insert((row < ROWS / 2) ? one : two, this.tables.get(row % this.tables.size()));
			}
			one.commit();
			update(two, "UPDATE " + this.tables.get(0) + " SET name = 'other' WHERE id = 2");
			update(two, "DELETE FROM " + this.tables.get(2) + " WHERE id = 5");
			two.commit();
		}
	}

	private void insert(Connection connection, String table) throws SQLException {
		try (PreparedStatement insert = connection
			.prepareStatement("INSERT INTO " + table + " (name, code, amount, parent) VALUES (?, ?, ?, ?)")) {
			insert.setString(1, "written");
			insert.setString(2, "w" + ++this.written);
			insert.setInt(3, this.written);
			insert.setNull(4, Types.BIGINT);
			insert.executeUpdate();
		}
	}

	private static void update(Connection connection, String sql) throws SQLException {
		try (PreparedStatement update = connection.prepareStatement(sql)) {
			update.executeUpdate();
		}
	}

	private void read() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			for (int table = 1; table <= 5; table++) {
				try (PreparedStatement select = connection
					.prepareStatement("SELECT * FROM t" + table + " WHERE id = 3")) {
					select.executeQuery().next();
				}
			}
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
