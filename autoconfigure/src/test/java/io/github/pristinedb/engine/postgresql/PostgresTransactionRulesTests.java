package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;

import io.github.pristinedb.engine.StatementTraits;
import io.github.pristinedb.engine.StatementTraits.TransactionCommand;
import io.github.pristinedb.engine.StatementTraits.TransactionCommand.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PostgresTransactionRulesTests {

	private final SchemaFacts.Cache facts = new SchemaFacts.Cache();

	private Connection connection;

	private PostgresTransactionRules rules;

	@BeforeEach
	void connect() throws SQLException {
		this.connection = PostgresServer.connect("postgres");
		this.connection.setAutoCommit(false);
		TransactionPair.execute(this.connection,
				"CREATE FUNCTION pg_temp.\"doesWrite\"() RETURNS int AS 'SELECT 1' LANGUAGE sql");
		this.rules = new PostgresTransactionRules(this.connection, this.facts);
	}

	@AfterEach
	void close() throws SQLException {
		this.connection.rollback();
		this.connection.close();
	}

	private StatementTraits traits(String sql) throws SQLException {
		return this.rules.traits(sql);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT 1", "(SELECT 1)", "VALUES (1)", "TABLE pg_class", "SHOW work_mem",
			"EXPLAIN SELECT 1", "WITH a AS (SELECT 1) SELECT * FROM a", "SET work_mem = '8MB'", "RESET work_mem",
			"SELECT count(*), lower('X') FROM pg_class", "FETCH 1 FROM a", "" })
	void statementReads(String sql) throws SQLException {
		assertThat(traits(sql).writes()).isFalse();
		assertThat(traits(sql).refusal()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "INSERT INTO a VALUES (1)", "WITH a AS (DELETE FROM b RETURNING *) SELECT * FROM a",
			"EXPLAIN ANALYZE UPDATE a SET b = 1", "SELECT * INTO a FROM b", "SELECT nextval('a')", "CALL a()",
			"DO $$ BEGIN END $$", "SELECT \"doesWrite\"()", "{? = call a()}", "COPY a FROM '/tmp/a'",
			"SELECT pg_advisory_lock(1)", "SET CONSTRAINTS ALL DEFERRED", "TRUNCATE a", "EXECUTE a", "CREATE TABLE a()",
			"SELECT 1; DELETE FROM a" })
	void statementWrites(String sql) throws SQLException {
		assertThat(traits(sql).writes()).isTrue();
		assertThat(traits(sql).refusal()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			BEGIN                     | BEGIN       | ''
			start transaction         | BEGIN       | ''
			COMMIT WORK               | COMMIT      | ''
			END                       | COMMIT      | ''
			ROLLBACK                  | ROLLBACK    | ''
			ABORT                     | ROLLBACK    | ''
			SAVEPOINT A               | SAVEPOINT   | a
			SAVEPOINT "A"             | SAVEPOINT   | A
			RELEASE SAVEPOINT a       | RELEASE     | a
			ROLLBACK TO a             | ROLLBACK_TO | a
			ROLLBACK WORK TO SAVEPOINT a | ROLLBACK_TO | a
			""")
	void commandsOfTransactionsAreSeen(String sql, Kind kind, String savepoint) throws SQLException {
		assertThat(traits(sql).command()).isEqualTo(new TransactionCommand(kind, savepoint));
	}

	@ParameterizedTest
	@ValueSource(strings = { "VACUUM", "CREATE DATABASE a", "DROP DATABASE a", "ALTER SYSTEM SET work_mem = '8MB'",
			"CREATE INDEX CONCURRENTLY ON pg_class(relname)", "DROP INDEX CONCURRENTLY a", "REINDEX DATABASE postgres",
			"REINDEX TABLE CONCURRENTLY a", "DISCARD ALL", "CLUSTER", "CREATE TABLESPACE a LOCATION '/tmp'" })
	void serverRefusesTheSame(String sql) throws SQLException {
		assertThat(traits(sql).refusal()).isNotNull();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> TransactionPair.execute(this.connection, sql))
			.extracting(SQLException::getSQLState)
			.isEqualTo("25001");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', maxCharsPerColumn = 300,
			textBlock = """
					VACUUM                                   | PostgreSQL runs VACUUM outside of transactions only                                              | Leave the statement out: it changes no content.
					LISTEN a                                 | LISTEN takes effect with a commit, and the scenario's one transaction is never committed         | ''
					PREPARE TRANSACTION 'a'                  | PREPARE TRANSACTION is a part of a two-phase commit                                              | ''
					COMMIT PREPARED 'a'                      | COMMIT PREPARED is a part of a two-phase commit                                                  | ''
					SET TRANSACTION READ ONLY                | SET TRANSACTION would change the one transaction of the scenario                                 | Use Connection.setTransactionIsolation and setReadOnly instead.
					BEGIN ISOLATION LEVEL SERIALIZABLE       | BEGIN with modes would change the one transaction of the scenario                                | Use Connection.setTransactionIsolation and setReadOnly instead.
					COMMIT AND CHAIN                         | AND CHAIN would begin another transaction on the connection of all                               | Use BEGIN for it.
					COMMIT; SELECT 1                         | COMMIT stands among other statements, so that a transaction begins or ends in the midst of them | Execute COMMIT alone.
					""")
	void refusalTellsWhyAndWhatToDo(String sql, String reason, String cure) throws SQLException {
		assertThat(traits(sql).refusal().reason()).isEqualTo(reason);
		assertThat(traits(sql).refusal().cure()).isEqualTo(cure);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SELECT lastval()             | true
			SELECT currval('a')          | true
			SELECT 'lastval()'           | false
			INSERT INTO a VALUES (1)     | false
			""")
	void statementAsksItsConnection(String sql, boolean expected) throws SQLException {
		assertThat(traits(sql).asksConnection()).isEqualTo(expected);
	}

	@Test
	void changedSchemaIsAskedAnew() throws SQLException {
		assertThat(traits("SELECT later()").writes()).isFalse();
		assertThat(this.rules.hasDeferredConstraints()).isFalse();
		TransactionPair.execute(this.connection,
				"CREATE FUNCTION pg_temp.later() RETURNS int AS 'SELECT 1' LANGUAGE sql",
				"CREATE TEMP TABLE a (b int UNIQUE DEFERRABLE)");
		this.rules.schemaChanged();
		assertThat(traits("SELECT later()").writes()).isTrue();
		assertThat(this.rules.hasDeferredConstraints()).isTrue();
	}

	@Test
	void knownTextHasTheSameEffectOnTheNextScenario() throws SQLException {
		StatementTraits traits = traits("SET app.tenant = 'a'");
		assertThat(this.rules.isConnectionSpent()).isTrue();
		PostgresTransactionRules next = new PostgresTransactionRules(this.connection, this.facts);
		assertThat(next.isConnectionSpent()).isFalse();
		assertThat(next.traits("SET app.tenant = 'a'")).isSameAs(traits);
		assertThat(next.isConnectionSpent()).isTrue();
	}

}
