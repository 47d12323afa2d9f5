package io.github.pristinedb.engine.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.pristinedb.evidence.ScenarioEvidence;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.ScopePlace;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The statements of a failure, from the application to the log: those that the product
 * refuses too, and without secrets.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class TapeContract extends EngineContract {

	private static final List<Isolation> ISOLATIONS = List.of(Isolation.DATABASE, Isolation.TRANSACTION);

	TapeContract(EngineFixture fixture) {
		super(fixture);
	}

	@Test
	void statementThatTheProductCannotReadIsToldWithItsError(CapturedOutput output) {
		fail("a mistake in SQL", (context) -> {
			assertFails(context, (connection) -> connection.prepareStatement("SELECT wrong_1 FROM account").execute());
			assertFails(context,
					(connection) -> connection
						.prepareStatement("INSERT INTO account (wrong_2) VALUES ('a')", Statement.RETURN_GENERATED_KEYS)
						.executeUpdate());
			assertFails(context, (connection) -> connection.prepareCall("SELECT wrong_3 FROM account").execute());
			assertFails(context,
					(connection) -> connection.createStatement().execute("SELECT wrong_4 FROM account WHERE"));
		});
		for (String text : List.of("SELECT wrong_1 FROM account", "INSERT INTO account (wrong_2) VALUES ('a')",
				"SELECT wrong_3 FROM account", "SELECT wrong_4 FROM account WHERE")) {
			assertThat(output.toString().lines().filter((line) -> line.contains(" ms  " + text + "  ("))).as(text)
				.hasSize(ISOLATIONS.size())
				.allSatisfy((line) -> assertThat(line).containsPattern("failed: \\S+"));
		}
	}

	@Test
	void secretIsHiddenByThePositionOfItsColumn(CapturedOutput output) throws IOException {
		List<String> atFailure = new ArrayList<>();
		fail("a secret", (context) -> {
			JdbcClient jdbc = context.getBean(JdbcClient.class);
			jdbc.sql("INSERT INTO account VALUES (?, ?)").param("bob").param("hunter2").update();
			jdbc.sql("INSERT INTO account VALUES ('eve', 'hunter3'), ('kim', 'hunter4')").update();
			jdbc.sql("INSERT INTO ACCOUNT SELECT ?, ?").param("joe").param("hunter5").update();
			try (Connection connection = KitContext.dataSource(context).getConnection();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				// Where a failure aborts the transaction, nothing can be read in it.
				assertThatExceptionOfType(SQLException.class)
					.isThrownBy(() -> statement.execute("INSERT INTO Account VALUES ('bob', 'hunter6')"));
				atFailure.add(explain());
				connection.rollback();
			}
		});
		List<String> texts = new ArrayList<>(atFailure);
		texts.add(output.toString());
		try (Stream<Path> files = Files.list(this.directory.resolve("workspace/failures"))) {
			for (Path file : files.toList()) {
				texts.add(Files.readString(file));
			}
		}
		assertThat(texts).hasSize(2 * ISOLATIONS.size() + 1)
			.allSatisfy((text) -> assertThat(text)
				.contains("INSERT INTO account VALUES (?, ?)  [bob, ***]",
						"INSERT INTO account VALUES ('eve', '***'), ('kim', '***')",
						"INSERT INTO ACCOUNT SELECT ?, ?  [joe, ***]", "INSERT INTO Account VALUES ('bob', '***')")
				.doesNotContain("hunter"));
	}

	private static String explain() {
		return Objects.requireNonNull(ScenarioEvidence.explainNow(Objects.requireNonNull(ScopeBinding.current())));
	}

	private void fail(String name, Behaviour behaviour) {
		Path migrations = this.directory.resolve("accounts");
		KitContext.unmigrated(this.fixture, this.directory)
			.withPropertyValues("spring.flyway.locations=filesystem:" + migrations)
			.withInitializer((context) -> write(migrations))
			.run((context) -> {
				for (Isolation isolation : ISOLATIONS) {
					Scope scope = new Scope(ScopePlace.of(Scope.Kind.SCENARIO, name).isolated(isolation));
					ScenarioEvidence[] evidence = new ScenarioEvidence[1];
					Stage.scope(context, scope, () -> {
						behaviour.in(context);
						evidence[0] = ScenarioEvidence.gather(scope, true);
					});
					Objects.requireNonNull(evidence[0]).tell();
				}
			});
	}

	private static void write(Path migrations) {
		try {
			Files.createDirectories(migrations);
			Files.writeString(migrations.resolve("V1__account.sql"),
					"CREATE TABLE account (name VARCHAR(20) PRIMARY KEY, password VARCHAR(40) NOT NULL);");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void assertFails(ApplicationContext context, Use use) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
			try (Connection connection = KitContext.dataSource(context).getConnection()) {
				use.of(connection);
			}
		});
	}

	/**
	 * What a scenario does.
	 */
	@FunctionalInterface
	private interface Behaviour {

		void in(ApplicationContext context) throws Exception;

	}

	/**
	 * Uses a connection.
	 */
	@FunctionalInterface
	private interface Use {

		void of(Connection connection) throws SQLException;

	}

}
