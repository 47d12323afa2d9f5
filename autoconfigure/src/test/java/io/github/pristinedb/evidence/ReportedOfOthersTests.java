package io.github.pristinedb.evidence;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import javax.sql.DataSource;

import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopePlace;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Statements and rows that tools of other projects told wrongly, as their public bug
 * reports tell.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReportedOfOthersTests {

	@TempDir
	private Path directory;

	/**
	 * datasource-proxy 17 and 28: {@code setNull} was logged with the number of its type,
	 * and {@code setString} with {@code null} failed.
	 */
	@Test
	void nullOfAnyTypeIsShownAsNullAndNotAsTheNumberOfItsType(CapturedOutput output) {
		fail((connection) -> {
			try (PreparedStatement statement = connection.prepareStatement("UPDATE item SET b = ? WHERE b = ?")) {
				statement.setNull(1, Types.BIGINT);
				statement.setString(2, null);
				statement.executeUpdate();
			}
		});
		assertThat(output).contains("UPDATE item SET b = ? WHERE b = ?  [null, null]");
	}

	/**
	 * P6Spy 565 and the decorator of data sources 47: a batch was logged twice, or as
	 * single statements.
	 */
	@Test
	void batchIsToldOnceWithItsSize(CapturedOutput output) {
		fail((connection) -> {
			try (PreparedStatement statement = connection.prepareStatement("INSERT INTO item (a, b) VALUES (?, ?)")) {
				for (int i = 0; i < 50; i++) {
					statement.setInt(1, 100 + i);
					statement.setInt(2, i);
					statement.addBatch();
				}
				statement.executeBatch();
			}
		});
		assertThat(output).containsOnlyOnce("INSERT INTO item (a, b) VALUES (?, ?)").contains("batch of 50, 50 rows");
	}

	/**
	 * DbUnit 653: a value was not noticed where null was expected.
	 */
	@Test
	void valueInThePlaceOfNullAndNullInThePlaceOfAValueAreFound(CapturedOutput output) {
		fail((connection) -> execute(connection, "UPDATE item SET b = 'x' WHERE a = 3",
				"UPDATE item SET b = NULL WHERE a = 1"));
		assertThat(output).contains("item: 2 changed", "b = null → 'x'", "b = 'one' → null");
	}

	/**
	 * db2unit 55: columns were compared one by one, so that exchanged values were not
	 * noticed.
	 */
	@Test
	void valuesThatTwoRowsHaveExchangedAreFound(CapturedOutput output) {
		fail((connection) -> execute(connection,
				"UPDATE item SET b = CASE a WHEN 1 THEN 'two' ELSE 'one' END" + " WHERE a IN (1, 2)"));
		assertThat(output).contains("item: 2 changed", "b = 'one' → 'two'", "b = 'two' → 'one'");
	}

	/**
	 * Database Rider 213: rows in another order counted as different.
	 */
	@Test
	void rowsInAnotherOrderAreTheSameRows(CapturedOutput output) {
		fail((connection) -> execute(connection, "DELETE FROM item", "INSERT INTO item (a, b) VALUES (3, NULL)",
				"INSERT INTO item (a, b) VALUES (2, 'two')", "INSERT INTO item (a, b) VALUES (1, 'one')"));
		assertThat(output).contains("no row differs");
	}

	private void fail(Use use) {
		Stage.context()
			.withPropertyValues("pristine.workspace=" + this.directory, "pristine.keep=none")
			.run((context) -> {
				Scope around = new Scope(Scope.Kind.TEST_CLASS, "a class");
				DataSource dataSource = context.getBean(DataSource.class);
				Stage.scope(context, around, () -> {
					try (Connection connection = dataSource.getConnection()) {
						execute(connection, "CREATE TABLE item (a INTEGER PRIMARY KEY, b TEXT)",
								"INSERT INTO item (a, b) VALUES (1, 'one'), (2, 'two'), (3, NULL)");
					}
					Scope scenario = new Scope(ScopePlace.of(Scope.Kind.SCENARIO, "a scenario").in(around));
					ScenarioEvidence[] evidence = new ScenarioEvidence[1];
					Stage.scope(context, scenario, () -> {
						try (Connection connection = dataSource.getConnection()) {
							use.of(connection);
						}
						evidence[0] = ScenarioEvidence.gather(scenario, true);
					});
					evidence[0].tell();
				});
			});
	}

	private static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	/**
	 * Uses a connection.
	 */
	@FunctionalInterface
	private interface Use {

		void of(Connection connection) throws SQLException;

	}

}
