package io.github.pristinedb.engine.postgresql;

import java.nio.file.Path;
import java.sql.Connection;

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

/**
 * Who is named when roles or settings of the server have changed.
 */
@OnTheSharedServer
@DeliberateOutput("The test '.*' has executed")
@ExtendWith(OutputCaptureExtension.class)
class SharedChangesTests {

	private static final String ELSEWHERE = "Something else than a test's own statement";

	private final SharedChanges changes = new SharedChanges();

	@Test
	void testThatCreatesARoleIsNamed(@TempDir Path directory, CapturedOutput output) throws Exception {
		String role = "pristine_shared_" + ProcessHandle.current().pid();
		ServerStage.context(directory, "CREATE TABLE note (text TEXT)").run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Stage.scenario(context, "the test of roles", () -> {
				try (Connection connection = dataSource.getConnection()) {
					ServerStage.execute(connection, "DO $$BEGIN CREATE ROLE " + role + "; END$$", "DROP ROLE " + role);
				}
			});
		});
		assertThat(output).containsOnlyOnce("The test 'the test of roles' has executed CREATE ROLE. It changes roles");
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
	void changeThatNoStatementOfATestHasMadeNamesNobody(CapturedOutput output) {
		this.changes.seen(SharedChanges.TABLESPACES);
		this.changes.seen(SharedChanges.TABLESPACES);
		assertThat(output).containsOnlyOnce(ELSEWHERE + " has changed tablespaces");
		this.changes.executed("DROP TABLESPACE a", "one", "own");
		assertThat(output).contains("The test 'one' has executed DROP TABLESPACE");
	}

}
