package io.github.pristinedb.engine.postgresql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.console.OnTheSharedServer;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who is named when roles or settings of the server have changed.
 */
@OnTheSharedServer
@DeliberateOutput("The test '.*' has executed")
@ExtendWith(OutputCaptureExtension.class)
class SharedChangesTests {

	private static final String ELSEWHERE = "Something else than a test's own statement";

	private final SharedChanges changes = new SharedChanges();

	/**
	 * The statement fails, so that nothing happens to the server of all tests.
	 */
	@Test
	void testThatExecutesTheStatementIsNamed(@TempDir Path directory, CapturedOutput output) throws Exception {
		ServerStage.context(directory, "CREATE TABLE note (text TEXT)").run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Stage.scenario(context, "the test of tablespaces", () -> {
				try (Connection connection = dataSource.getConnection()) {
					assertThatExceptionOfType(SQLException.class).isThrownBy(() -> ServerStage.execute(connection,
							"DO $$BEGIN ALTER TABLESPACE missing RENAME TO other; END$$"));
				}
			});
		});
		assertThat(output).contains("The test 'the test of tablespaces' has executed ALTER TABLESPACE");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
			CREATE ROLE a                       | CREATE ROLE      | roles
			alter  user a PASSWORD 'b'          | ALTER USER       | roles
			SELECT 1; DROP GROUP a              | DROP GROUP       | roles
			GRANT a TO b                        | GRANT            | members of roles
			REVOKE SET ON PARAMETER a FROM b    | REVOKE           | rights to parameters
			ALTER SYSTEM SET work_mem = '8MB'   | ALTER SYSTEM     | the server's settings
			ALTER DATABASE a SET work_mem = 1   | ALTER DATABASE   | settings of roles or databases
			DROP TABLESPACE a                   | DROP TABLESPACE  | tablespaces
			""")
	void statementNamesItsTestOnce(String sql, String statement, String kind, CapturedOutput output) {
		this.changes.executed(sql, "one", "own");
		this.changes.executed(sql, "other", "own");
		assertThat(output).contains("The test 'one' has executed " + statement + ". It changes " + kind + ",")
			.doesNotContain("'other'");
		this.changes.seen(kind);
		assertThat(output).doesNotContain(ELSEWHERE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT 1", "GRANT SELECT ON a TO b", "CREATE USER MAPPING FOR a SERVER b",
			"ALTER DATABASE own SET work_mem = 1",
			"DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET a = 1', current_database()); END$$" })
	void statementOfItsOwnDatabaseIsNotTold(String sql, CapturedOutput output) {
		this.changes.executed(sql, "one", "own");
		assertThat(output).doesNotContain("has executed");
	}

	@Test
	void settingOfItsOwnDatabaseHidesNoOther(CapturedOutput output) {
		this.changes.executed("ALTER DATABASE own SET work_mem = 1", "one", "own");
		this.changes.executed("ALTER DATABASE other SET work_mem = 1", "two", "own");
		assertThat(output).contains("The test 'two' has executed ALTER DATABASE").doesNotContain("'one'");
	}

	@Test
	void changeThatIsRolledBackIsNotTold(CapturedOutput output) {
		this.changes.rolledBack("CREATE ROLE a IN ROLE b");
		this.changes.seen(SharedChanges.ROLES);
		this.changes.seen(SharedChanges.MEMBERS);
		assertThat(output).doesNotContain("roles");
	}

	@Test
	void changeThatNoStatementOfATestHasMadeNamesNobody(CapturedOutput output) {
		this.changes.seen(SharedChanges.TABLESPACES);
		this.changes.seen(SharedChanges.TABLESPACES);
		assertThat(output).containsOnlyOnce(ELSEWHERE + " has changed tablespaces");
		this.changes.executed("DROP TABLESPACE a", "one", "own");
		assertThat(output).contains("The test 'one' has executed DROP TABLESPACE");
	}

}
