package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;

import io.github.pristinedb.engine.SqlDialect.ScriptStatement;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresDialectTests {

	private static final String[] PIECES = { "a", " ", ";", "'x;''y'", "\"x;\"\"y\"", "-- x;y'\n", "-- x;y'\r",
			"/* x;' */", "/* x /* y; */ ; */", " $$ x;'y $$", " $t$ x; $$ y $t$", "\n", "1", "U&'a;b'", " E'x\\';y'",
			" nameE'x'", "(1;2)", ",", "/", "-", "a$b", "$1", "::" };

	private final PostgresDialect dialect = PostgresDialect.INSTANCE;

	@ParameterizedTest
	@ValueSource(strings = { "SET track_counts = off", "SELECT set_config('TRACK_COUNTS', 'off', false)",
			"DO $$ BEGIN EXECUTE 'SET track_counts TO off'; END $$", "LOAD 'auto_explain'", "PREPARE TRANSACTION 'a'",
			"COMMIT PREPARED 'a'", "ROLLBACK PREPARED 'a'", "BEGIN", "START TRANSACTION",
			"ALTER SYSTEM SET work_mem = '8MB'", "ALTER DATABASE a SET work_mem = '8MB'", "CREATE ROLE a",
			"create user a", "DROP GROUP a", "ALTER USER a SET search_path = b", "CREATE DATABASE a",
			"COMMENT ON DATABASE a IS 'b'", "COMMENT ON ROLE a IS 'b'", "GRANT a TO b",
			"GRANT CONNECT ON DATABASE a TO b", "REVOKE CREATE ON TABLESPACE a FROM b", "REASSIGN OWNED BY a TO b",
			"DROP OWNED BY a", "SECURITY LABEL ON ROLE a IS 'b'", "SELECT pg_stat_reset()",
			"SELECT pg_create_physical_replication_slot('a')", "SELECT 1; /* */ PREPARE TRANSACTION 'a'" })
	void statementSticks(String sql) {
		assertThat(this.dialect.sticksToConnection(sql)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT 1", "SET search_path = a", "SET LOCAL work_mem = '8MB'", "SET ROLE a",
			"CREATE TEMP TABLE a (b int)", "DECLARE a CURSOR WITH HOLD FOR SELECT 1", "LISTEN a",
			"SELECT pg_advisory_lock(1)", "CREATE USER MAPPING FOR a SERVER b", "COMMENT ON TABLE a IS 'b'",
			"GRANT SELECT ON a TO b", "REVOKE ALL ON SCHEMA a FROM b", "DROP TABLE a", "SELECT 'PREPARE a AS SELECT 1'",
			"-- BEGIN\nSELECT 1", "SELECT \"load\" FROM a", "PREPARE a AS SELECT 1", "SAVEPOINT a", "COMMIT",
			"ROLLBACK", "" })
	void statementDoesNotStick(String sql) {
		assertThat(this.dialect.sticksToConnection(sql)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SET app.tenant = 'a'", "set local app.tenant to 1", "SET SESSION \"app\".tenant TO a",
			"SELECT 1; SET \"app.tenant\" TO a", "SELECT set_config('app.tenant', 'a', true)",
			"SELECT pg_catalog.SET_CONFIG ( ?, ?, false)", "SELECT set_config($1, 'a', false)",
			"DO $$BEGIN SET app.tenant = 'a'; END$$", "DO $$BEGIN PERFORM set_config(name, 'a', true); END$$" })
	void customSettingIsKnownToItsSessionForGood(String sql) {
		assertThat(this.dialect.outlivesSettling().test(sql)).isTrue();
		assertThat(this.dialect.sticksToConnection(sql)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE TYPE a AS ENUM ('b')", "drop domain a", "ALTER TABLE a RENAME TO b",
			"CREATE OR REPLACE VIEW a AS SELECT 1", "CREATE UNLOGGED TABLE a (b int)", "DROP\nMATERIALIZED VIEW a",
			"CREATE EXTENSION citext", "DO $$BEGIN DROP SCHEMA a CASCADE; END$$" })
	void typeIsRememberedByTheDriver(String sql) {
		assertThat(this.dialect.outlivesSettling().test(sql)).isTrue();
		assertThat(this.dialect.sticksToConnection(sql)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE TEMP TABLE a (b int)", "ALTER SEQUENCE a RESTART", "CREATE INDEX a ON b (c)",
			"SELECT created FROM table_types", "DROP TABLESPACE a", "COMMENT ON TABLE a IS 'b'" })
	void otherDefinitionsMakeNoTypeThatStays(String sql) {
		assertThat(this.dialect.outlivesSettling().test(sql)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT 1", "SET search_path = app.b", "SET LOCAL work_mem = '8MB'", "RESET app.tenant",
			"UPDATE a.b SET c = d.e", "SELECT set_config('work_mem', '8.5MB', false)",
			"SELECT current_setting('app.tenant', true)", "CREATE SEQUENCE a.dataset" })
	void otherSettingsAreSetBack(String sql) {
		assertThat(this.dialect.outlivesSettling().test(sql)).isFalse();
	}

	@Test
	void statementsHaveTheLinesTheyStartAt() {
		assertThat(this.dialect.split("""
				-- first; comment
				INSERT INTO a
				VALUES('x;
				y');; /* another; /* nested; */ one; */

				SELECT $tag$;$$;$tag$ ; SELECT E'''\\';'
				""")).containsExactly(new ScriptStatement(2, "INSERT INTO a\nVALUES('x;\ny')"),
				new ScriptStatement(6, "SELECT $tag$;$$;$tag$"), new ScriptStatement(6, "SELECT E'''\\';'"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "CREATE FUNCTION a() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END",
					"CREATE OR REPLACE PROCEDURE a() LANGUAGE sql BEGIN ATOMIC INSERT INTO b VALUES (1); END",
					"CREATE FUNCTION a() RETURNS int AS $body$ BEGIN RETURN 1; END; $body$ LANGUAGE plpgsql",
					"CREATE RULE a AS ON INSERT TO b DO ALSO (DELETE FROM c; DELETE FROM d)",
					"CREATE FUNCTION a() RETURNS text AS 'BEGIN RETURN ''x;''; END;' LANGUAGE plpgsql",
					"CREATE TABLE a (\"begin\" int, atomic int, \"end\" int)" })
	void bodyIsAPartOfItsStatement(String sql) {
		assertThat(this.dialect.split(sql + ";\nSELECT 1;")).containsExactly(new ScriptStatement(1, sql),
				new ScriptStatement(2, "SELECT 1"));
	}

	@RepeatedTest(20)
	void scriptsAreSplitWhereTheDriverSplitsThem(RepetitionInfo repetition) throws SQLException {
		Random random = new Random(repetition.getCurrentRepetition());
		for (int i = 0; i < 50; i++) {
			StringBuilder script = new StringBuilder();
			for (int j = random.nextInt(15); j >= 0; j--) {
				script.append(PIECES[random.nextInt(PIECES.length)]);
			}
			assertThat(this.dialect.split(script.toString())).as(script.toString())
				.extracting((statement) -> PostgresStatement.parse(statement.sql()).get(0).head())
				.isEqualTo(byTheDriver(script.toString()));
		}
	}

	private static List<List<String>> byTheDriver(String script) throws SQLException {
		return Parser.parseJdbcSql(script, true, false, true, false, false)
			.stream()
			.map((NativeQuery query) -> PostgresStatement.parse(query.nativeSql))
			.filter((statements) -> !statements.isEmpty())
			.map((statements) -> statements.get(0).head())
			.toList();
	}

	@ParameterizedTest
	@CsvSource({ "55P03, true", "40P01, true", "40001, true", "57014, false", "23505, false", ", false" })
	void lockFailuresAreToldByTheirStates(String state, boolean expected) {
		assertThat(this.dialect.isLockFailure(new SQLException("x", state))).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "53100, true", "58030, true", "53300, false", ", false" })
	void storageFailuresAreToldByTheirStates(String state, boolean expected) {
		assertThat(this.dialect.isStorageFailure(new SQLException("x", state))).isEqualTo(expected);
	}

}
