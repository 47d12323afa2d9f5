package io.github.pristinedb.benchmarks.postgresql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import io.github.pristinedb.scope.Isolation;
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

	private static final long POLL = TimeUnit.MICROSECONDS.toNanos(100);

	private static final long STOCK_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

	private final Server server;

	private final String model;

	private final ConfigurableApplicationContext context;

	private final DataSource dataSource;

	private final Writing writing;

	private volatile long selected;

	/**
	 * Start a context.
	 * @param server the server
	 * @param fixture the migrations of its database
	 * @param directory where its workspace goes
	 * @param writing what a writing scenario does
	 */
	ScenarioSteps(Server server, PostgresFixture fixture, Path directory, Writing writing) {
		this(server, server.newName("scenario"), fixture, directory, writing, Isolation.DATABASE);
	}

	private ScenarioSteps(Server server, String model, PostgresFixture fixture, Path directory, Writing writing,
			Isolation isolation) {
		this.server = server;
		this.writing = writing;
		this.model = model;
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.initializers((context) -> context.getBeanFactory()
				.registerSingleton(TestContextMarker.BEAN_NAME, "a context that scenarios run in"))
			.run("--spring.datasource.url=" + server.url(this.model), "--spring.datasource.username=" + server.user(),
					"--spring.datasource.password=" + server.password(),
					"--spring.flyway.locations=" + fixture.location(), "--pristine.scenario-prefixes=bench_scenario",
					"--pristine.template.cache-dir=" + directory.resolve("templates"),
					"--pristine.workspace=" + directory.resolve("workspace"), "--pristine.isolation=" + isolation,
					"--spring.main.banner-mode=off", "--logging.level.root=warn");
		this.dataSource = this.context.getBean(DataSource.class);
	}

	/**
	 * Start a context on a database that scenarios share: its user may create none.
	 * @param user the server with that user
	 * @param database the user's own database
	 * @param fixture the migrations of the database
	 * @param directory where its workspace goes
	 * @return the steps
	 */
	static ScenarioSteps inTurns(Server user, String database, PostgresFixture fixture, Path directory) {
		return new ScenarioSteps(user, database, fixture, directory, Writing.SMALL, Isolation.TRANSACTION);
	}

	/**
	 * Let two scenarios run at once, as on two workers. From then on there is a database
	 * while that of the scenario before is being reset.
	 * @return these steps
	 * @throws SQLException if a statement fails
	 */
	ScenarioSteps withTwoDatabases() throws SQLException {
		Scope first = start(Isolation.DATABASE);
		read();
		Scope second = start(Isolation.DATABASE);
		read();
		ScopeBinding.end(second, false);
		ScopeBinding.end(first, false);
		return this;
	}

	/**
	 * The handover after a scenario that changed the schema, when its database was given
	 * up and a copy of the template is ready.
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double handoverFromStock() throws SQLException {
		Scope before = start(Isolation.DATABASE);
		try (Connection connection = this.dataSource.getConnection()) {
			Server.execute(connection, "CREATE TABLE another (id INTEGER)");
		}
		ScopeBinding.end(before, false);
		LockSupport.parkNanos(STOCK_PAUSE);
		return nextHandover(Isolation.DATABASE);
	}

	/**
	 * The handover of a scenario with a private database.
	 * @param writing whether the scenario before it has written
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double handover(boolean writing) throws SQLException {
		return handover(Isolation.DATABASE, writing);
	}

	/**
	 * The handover of a scenario in one transaction, after a scenario that wrote.
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double transactionHandover() throws SQLException {
		return handover(Isolation.TRANSACTION, true);
	}

	/**
	 * The handover to a scenario that waits for its turn, from the end of the scenario
	 * before it.
	 * @return nanoseconds
	 * @throws Exception if a statement fails
	 */
	double waitedHandover() throws Exception {
		Scope before = start(Isolation.TRANSACTION);
		write();
		FutureTask<Long> next = new FutureTask<>(() -> {
			nextHandover(Isolation.TRANSACTION);
			return this.selected;
		});
		Thread waiting = new Thread(next, "waiting for a turn");
		waiting.start();
		while (waiting.getState() != Thread.State.TIMED_WAITING) {
			LockSupport.parkNanos(POLL);
		}
		long started = System.nanoTime();
		ScopeBinding.end(before, false);
		return next.get() - started;
	}

	private double handover(Isolation isolation, boolean writing) throws SQLException {
		Scope before = start(isolation);
		if (writing) {
			write();
		}
		else {
			read();
		}
		ScopeBinding.end(before, false);
		return nextHandover(isolation);
	}

	private double nextHandover(Isolation isolation) throws SQLException {
		Scope scope = start(isolation);
		long started = System.nanoTime();
		try (Connection connection = this.dataSource.getConnection()) {
			Server.select(connection);
		}
		this.selected = System.nanoTime();
		ScopeBinding.end(scope, false);
		return this.selected - started;
	}

	/**
	 * Ten inserts of a scenario in one transaction.
	 * @param autoCommit whether each is a transaction for the application
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double insert(boolean autoCommit) throws SQLException {
		Scope scope = start(Isolation.TRANSACTION);
		try (Connection connection = this.dataSource.getConnection()) {
			Server.select(connection);
			return insert(connection, autoCommit);
		}
		finally {
			ScopeBinding.end(scope, false);
		}
	}

	/**
	 * Begin, ten inserts and end.
	 * @param connection a connection in auto-commit mode
	 * @param autoCommit whether it stays so
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	static double insert(Connection connection, boolean autoCommit) throws SQLException {
		long started = System.nanoTime();
		if (!autoCommit) {
			connection.setAutoCommit(false);
		}
		for (int row = 0; row < ROWS; row++) {
			Writing.insert(connection, "t30", row);
		}
		if (!autoCommit) {
			connection.commit();
			connection.setAutoCommit(true);
		}
		return System.nanoTime() - started;
	}

	private Scope start(Isolation isolation) {
		Scope scope = new Scope(Scope.Kind.SCENARIO, "benchmark");
		scope.isolate(isolation);
		ScopeBinding.start(scope);
		scope.join(this.context);
		return scope;
	}

	private void write() throws SQLException {
		try (Connection one = this.dataSource.getConnection(); Connection two = this.dataSource.getConnection()) {
			Server.select(one);
			this.writing.write(one, two);
		}
	}

	private void read() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			Writing.read(connection);
		}
	}

	@Override
	public void close() throws SQLException {
		this.context.close();
		this.server.drop(this.model);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
