package io.github.pristinedb.engine.sqlite;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StickyStatementsTests {

	@ParameterizedTest
	@ValueSource(strings = { "PRAGMA foreign_keys = OFF", "pragma foreign_keys=off",
			"  \n\tPragma\tcase_sensitive_like=1", "-- a comment\nPRAGMA temp_store=2",
			"/* a comment */PRAGMA temp_store=2", "select 1;pragma a", "pragma", "ATTACH 'other.db' AS other",
			"ATTACH'other.db'AS other", "select 1; detach other", "CREATE TEMP TABLE item (id)",
			"create temporary view v as select 1", "CREATE/**/TEMP/**/TRIGGER t", "insert into temp.item values (1)",
			"insert into \"temp\".item values (1)", "insert into [temp].item values (1)",
			"insert into 'temp'.item values (1)", "insert into `TEMP`.item values (1)", "create table temp . item (id)",
			"select load_extension('x')", "VACUUM", "vacuum main", "ANALYZE",
			"insert into item values ('é') ; PRAGMA x", "BEGIN", "begin immediate", " \n\tBegin", ";BEGIN",
			"select 1; begin exclusive", "/* why */ BEGIN", "-- why\nBEGIN", "\ufeffBEGIN", "\ufeffPRAGMA query_only=1",
			"SAVEPOINT here", "select 1;savepoint here" })
	void findsStatementsThatLeaveSomethingInTheConnection(String sql) {
		assertThat(StickyStatements.contains(sql)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ";", "select temperature from weather", "insert into attachments values (1)",
			"select * from attachment where detached = 1", "select temp_id, my_temp, temp2, $temp, témp from item",
			"select tempé, étemp from item", "select * from item where name = :temp or name = @pragma",
			"create table pragmas (id)", "select * from pragma_table_info('item')",
			"select vacuumed, analyzer from item", "insert into item (name) values ('attached')",
			"select * from sqlite_temp_schema_2", "select begin from period", "update period set begin = 1",
			"insert into period (\"begin\", savepoint) values (1, 2)", "release savepoint here",
			"rollback to savepoint here", "beginning", "COMMIT", "END", "ROLLBACK",
			"create trigger t after insert on item BEGIN delete from item; END" })
	void leavesWordsAloneThatOnlyContainAKeyword(String sql) {
		assertThat(StickyStatements.contains(sql)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PRAGMA database_list", " pragma main.table_info('note') ; ", "PRAGMA foreign_keys;",
			"PRAGMA table_xinfo(note)", "PRAGMA journal_mode", "PRAGMA foreign_key_check" })
	void leavesPragmasAloneThatOnlyRead(String sql) {
		assertThat(StickyStatements.contains(sql)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PRAGMA foreign_keys(1)", "PRAGMA journal_mode=WAL", "PRAGMA optimize",
			"PRAGMA database_list; PRAGMA foreign_keys=1", "PRAGMA table_info(note); ATTACH 'x' AS y",
			"PRAGMA incremental_vacuum", "PRAGMA wal_checkpoint" })
	void findsPragmasThatDoMoreThanRead(String sql) {
		assertThat(StickyStatements.contains(sql)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "insert into item (name) values ('temp')", "select 1 -- no pragma here" })
	void takesALiteralOrACommentForAStatementToBeOnTheSafeSide(String sql) {
		assertThat(StickyStatements.contains(sql)).isTrue();
	}

}
