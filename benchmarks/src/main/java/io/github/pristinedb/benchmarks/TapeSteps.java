package io.github.pristinedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.TestRun;
import io.github.pristinedb.test.TestContextMarker;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Statements in scenarios of one application context, with or without a tape.
 */
final class TapeSteps implements AutoCloseable {

	static final String INSERT = "prepared insert of one value";

	static final String WIDE = "prepared insert of three values";

	static final String SELECT = "prepared select of one row";

	static final List<String> STEPS = List.of(INSERT, WIDE, SELECT);

	static final List<Isolation> ISOLATIONS = List.of(Isolation.DATABASE, Isolation.TRANSACTION);

	static final int BATCH = 200;

	private final ConfigurableApplicationContext context;

	private final DataSource dataSource;

	private final String tape;

	private int codes;

	/**
	 * Start an application.
	 * @param fixture its migrations
	 * @param directory the directory for its databases
	 * @param tape the value of {@code pristine.tape}
	 * @throws IOException if the directory cannot be created
	 */
	TapeSteps(Fixture fixture, Path directory, String tape) throws IOException {
		Files.createDirectories(directory);
		TestRun.begin();
		this.tape = tape;
		this.context = new SpringApplicationBuilder(HandoverSteps.Application.class).web(WebApplicationType.NONE)
			.initializers((context) -> context.getBeanFactory()
				.registerSingleton(TestContextMarker.BEAN_NAME, "a context that scenarios run in"))
			.run("--spring.datasource.url=jdbc:sqlite:" + directory.resolve("scenario-tape.db"),
					"--spring.flyway.locations=" + fixture.location(),
					"--pristine.template.cache-dir=" + directory.resolve("templates"),
					"--pristine.workspace=" + directory.resolve("workspace"), "--pristine.tape=" + tape,
					"--spring.main.banner-mode=off", "--logging.level.root=warn");
		this.dataSource = this.context.getBean(DataSource.class);
	}

	/**
	 * The name of a step.
	 * @param step the statement
	 * @param isolation how its scenario is kept apart
	 * @param tape the value of {@code pristine.tape}
	 * @return the name
	 */
	static String name(String step, Isolation isolation, String tape) {
		return step + " " + isolation + " " + tape;
	}

	/**
	 * All steps.
	 * @return the steps
	 */
	List<Variant<?>> all() {
		List<Variant<?>> all = new ArrayList<>();
		for (Isolation isolation : ISOLATIONS) {
			all.add(Variant
				.of(name(INSERT, isolation, this.tape),
						() -> begin(isolation,
								"INSERT INTO entity_01 (code, title, created_at)"
										+ " VALUES (?, 'Entry', '2026-01-01T08:00:00Z')"),
						(work) -> insert(work, 1), Work::close)
				.inBatchesOf(BATCH));
			all.add(Variant
				.of(name(WIDE, isolation, this.tape),
						() -> begin(isolation, "INSERT INTO entity_01 (code, title, created_at) VALUES (?, ?, ?)"),
						(work) -> insert(work, 3), Work::close)
				.inBatchesOf(BATCH));
			all.add(Variant.of(name(SELECT, isolation, this.tape),
					() -> begin(isolation, "SELECT code FROM entity_01 WHERE id = ?"), TapeSteps::select, Work::close)
				.inBatchesOf(BATCH));
		}
		return all;
	}

	private Work begin(Isolation isolation, String sql) throws SQLException {
		Scope scope = new Scope(Scope.Kind.SCENARIO, "benchmark");
		scope.isolate(isolation);
		ScopeBinding.start(scope);
		scope.join(this.context);
		Connection connection = this.dataSource.getConnection();
		connection.setAutoCommit(false);
		return new Work(scope, connection, connection.prepareStatement(sql));
	}

	private Object insert(Work work, int values) throws SQLException {
		work.statement.setString(1, "C-" + ++this.codes);
		if (values > 1) {
			work.statement.setString(2, "Entry");
			work.statement.setString(3, "2026-01-01T08:00:00Z");
		}
		return work.statement.executeUpdate();
	}

	private static Object select(Work work) throws SQLException {
		work.statement.setLong(1, 1);
		try (ResultSet rows = work.statement.executeQuery()) {
			return rows.next();
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * A scenario at work.
	 *
	 * @param scope the scenario
	 * @param connection its connection
	 * @param statement its statement
	 */
	private record Work(Scope scope, Connection connection, PreparedStatement statement) {

		void close() throws SQLException {
			this.connection.rollback();
			this.statement.close();
			this.connection.close();
			ScopeBinding.end(this.scope, false);
		}

	}

}
