package io.github.pristinedb.engine.h2;

import java.io.StringReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.pristinedb.engine.SqlDialect.ScriptStatement;
import org.h2.util.ScriptReader;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class H2DialectTests {

	private static final String[] PIECES = { "a", " ", ";", "'x;''y'", "\"x;\"\"y\"", "-- x;y'\n", "// x;y\"\n",
			"/* x;' */", "/* x /* y; */ ; */", " $$ x;'y $$", "\n", "1", "U&'a;b'", "(", ",", "/", "-", "a$b" };

	private final H2Dialect dialect = H2Dialect.INSTANCE;

	@ParameterizedTest
	@ValueSource(strings = { "SET SCHEMA A", " set @x = 1", "/* */ SET MODE MySQL", "USE a", "SELECT @x := 5",
			"SELECT SET(@x, 5)", "CREATE LOCAL TEMPORARY TABLE a(b INT)", "create temp table a(b INT)",
			"CREATE CACHED GLOBAL TEMPORARY TABLE a(b INT)", "DECLARE LOCAL TEMPORARY TABLE a(b INT)", "BEGIN",
			"SAVEPOINT a", "RUNSCRIPT FROM 'x'", "EXECUTE IMMEDIATE 'SET SCHEMA A'", "PREPARE COMMIT a", "SHUTDOWN",
			"SELECT 1; SET SCHEMA A", "ALTER TABLE a SET REFERENTIAL_INTEGRITY FALSE",
			"ALTER USER sa SET PASSWORD 'x'" })
	void statementSticks(String sql) {
		assertThat(this.dialect.sticksToConnection(sql)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT 1", "UPDATE a SET b = 1", "INSERT INTO a VALUES('SET @x')", "SELECT 'a@b'",
			"-- SET SCHEMA A\nSELECT 1", "// SET SCHEMA A\nSELECT 1", "CREATE TABLE a(b INT)", "SELECT $$ @x $$",
			"MERGE INTO a USING b ON a.c = b.c WHEN MATCHED THEN UPDATE SET a.d = 1", "SELECT \"@x\" FROM a", "",
			"ALTER TABLE a ADD b INT", "COMMIT" })
	void statementDoesNotStick(String sql) {
		assertThat(this.dialect.sticksToConnection(sql)).isFalse();
	}

	@Test
	void statementsHaveTheLinesTheyStartAt() {
		assertThat(this.dialect.split("""
				-- first; comment
				INSERT INTO a
				VALUES('x;
				y');; /* another; one */

				SELECT $$;$$ ; SELECT 2
				""")).containsExactly(new ScriptStatement(2, "INSERT INTO a\nVALUES('x;\ny')"),
				new ScriptStatement(6, "SELECT $$;$$"), new ScriptStatement(6, "SELECT 2"));
	}

	@RepeatedTest(20)
	void scriptsAreSplitWhereTheDriverSplitsThem(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		for (int i = 0; i < 50; i++) {
			StringBuilder script = new StringBuilder();
			for (int j = random.nextInt(15); j >= 0; j--) {
				script.append(PIECES[random.nextInt(PIECES.length)]);
			}
			assertThat(this.dialect.split(script.toString())).as(script.toString())
				.extracting((statement) -> H2Statement.parse(statement.sql()).get(0).head())
				.isEqualTo(byTheDriver(script.toString()));
		}
	}

	private static List<List<String>> byTheDriver(String script) {
		List<List<String>> heads = new ArrayList<>();
		ScriptReader reader = new ScriptReader(new StringReader(script));
		for (String sql = reader.readStatement(); sql != null; sql = reader.readStatement()) {
			H2Statement.parse(sql).forEach((statement) -> heads.add(statement.head()));
		}
		return heads;
	}

	@ParameterizedTest
	@CsvSource({ "50200, true", "40001, true", "90131, true", "23505, false", "42102, false" })
	void lockFailuresAreToldByTheirCodes(int code, boolean expected) {
		assertThat(this.dialect.isLockFailure(new SQLException("x", "x", code))).isEqualTo(expected);
		assertThat(this.dialect.isStorageFailure(new SQLException("x", "x", code))).isFalse();
	}

}
