package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DeferredChecksTests {

	private static final String FUNCTION = " LANGUAGE plpgsql AS $$BEGIN INSERT INTO pg_temp.node VALUES (1, 4711);"
			+ " RETURN NULL; END$$";

	private Connection connection;

	@BeforeEach
	void createSchema() throws SQLException {
		this.connection = PostgresServer.connect("postgres");
		this.connection.setAutoCommit(false);
		TransactionPair.execute(this.connection,
				"CREATE TEMP TABLE node (id int PRIMARY KEY, parent int REFERENCES node DEFERRABLE INITIALLY DEFERRED)",
				"CREATE TEMP TABLE plain (id int PRIMARY KEY, above int REFERENCES plain, no int UNIQUE DEFERRABLE)",
				"CREATE TEMP TABLE numbered (no int UNIQUE DEFERRABLE INITIALLY DEFERRED)",
				"INSERT INTO numbered VALUES (1), (2)", "CREATE TEMP TABLE grandparent (id int PRIMARY KEY)",
				"CREATE TEMP TABLE parent (id int PRIMARY KEY REFERENCES grandparent ON DELETE CASCADE)",
				"CREATE TEMP TABLE child (parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)",
				"INSERT INTO grandparent VALUES (1)", "INSERT INTO parent VALUES (1)", "INSERT INTO child VALUES (1)",
				"CREATE TEMP TABLE base (ref int)",
				"CREATE TEMP TABLE heir (FOREIGN KEY (ref) REFERENCES node DEFERRABLE INITIALLY DEFERRED)"
						+ " INHERITS (base)",
				"INSERT INTO heir VALUES (NULL)", "CREATE TEMP TABLE parted (ref int) PARTITION BY RANGE (ref)",
				"CREATE TEMP TABLE part PARTITION OF parted (FOREIGN KEY (ref) REFERENCES node DEFERRABLE INITIALLY"
						+ " DEFERRED) FOR VALUES FROM (0) TO (10000)",
				"CREATE TEMP VIEW seen AS SELECT * FROM node", "CREATE TEMP TABLE noted (id int)",
				"CREATE FUNCTION pg_temp.note() RETURNS trigger" + FUNCTION,
				"CREATE TRIGGER noted AFTER INSERT ON noted FOR EACH ROW EXECUTE FUNCTION pg_temp.note()",
				"CREATE TEMP TABLE ruled (id int)",
				"CREATE RULE ruled AS ON INSERT TO ruled DO ALSO INSERT INTO pg_temp.node VALUES (2, 4711)",
				"SET CONSTRAINTS ALL IMMEDIATE");
		TransactionPair.execute(this.connection, "SET CONSTRAINTS ALL DEFERRED");
	}

	@AfterEach
	void close() throws SQLException {
		this.connection.rollback();
		this.connection.close();
	}

	private boolean mayFollow(String sql) throws SQLException {
		return DeferredChecks.of(this.connection).mayFollow(PostgresStatement.parse(sql).get(0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "INSERT INTO node VALUES (1, 4711)", "insert into PG_TEMP.\"node\" values (1, 4711)",
			"INSERT INTO U&\"n\\006fde\" VALUES (1, 4711)",
			"WITH a AS (INSERT INTO node VALUES (1, 4711) RETURNING id) SELECT * FROM a",
			"EXPLAIN ANALYZE INSERT INTO node VALUES (1, 4711)", "INSERT INTO numbered VALUES (1)",
			"UPDATE numbered SET no = 1", "DELETE FROM parent", "DELETE FROM grandparent", "UPDATE base SET ref = 4711",
			"INSERT INTO heir VALUES (4711)", "INSERT INTO parted VALUES (4711)", "INSERT INTO part VALUES (4711)",
			"INSERT INTO seen VALUES (1, 4711)", "INSERT INTO noted VALUES (1)", "INSERT INTO ruled VALUES (1)",
			"MERGE INTO node USING (VALUES (1)) v (id) ON false WHEN NOT MATCHED THEN INSERT VALUES (v.id, 4711)",
			"DO $$BEGIN INSERT INTO node VALUES (1, 4711); END$$" })
	void statementThatViolatesADeferredConstraintIsChecked(String sql) throws SQLException {
		assertThat(mayFollow(sql)).isTrue();
		TransactionPair.execute(this.connection, sql);
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> TransactionPair.execute(this.connection, "SET CONSTRAINTS ALL IMMEDIATE"))
			.extracting(SQLException::getSQLState)
			.asString()
			.startsWith("23");
	}

	@ParameterizedTest
	@ValueSource(strings = { "INSERT INTO plain VALUES (1, 1, 1)", "UPDATE plain SET above = NULL", "DELETE FROM plain",
			"WITH a AS (DELETE FROM plain RETURNING id) SELECT * FROM a",
			"INSERT INTO plain SELECT 2 WHERE 'nodes' = 'node s'" })
	void statementOfOtherTablesIsNot(String sql) throws SQLException {
		assertThat(mayFollow(sql)).isFalse();
		TransactionPair.execute(this.connection, sql, "SET CONSTRAINTS ALL IMMEDIATE");
	}

	@Test
	void defaultThatMayWriteIsReachedByAnyStatement() throws SQLException {
		TransactionPair.execute(this.connection, "CREATE FUNCTION pg_temp.next() RETURNS int" + FUNCTION,
				"CREATE TEMP TABLE defaulting (id int, no int DEFAULT pg_temp.next())");
		assertThat(mayFollow("INSERT INTO defaulting VALUES (1)")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\"b", "a23456789012345678901234567890123456789012345678901234567890123" })
	void nameThatIsNotRecognisedIsWrittenByAnyStatement(String name) throws SQLException {
		TransactionPair.execute(this.connection, "CREATE TEMP TABLE \"" + name.replace("\"", "\"\"")
				+ "\" (no int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
		assertThat(mayFollow("INSERT INTO plain VALUES (1)")).isTrue();
	}

}
