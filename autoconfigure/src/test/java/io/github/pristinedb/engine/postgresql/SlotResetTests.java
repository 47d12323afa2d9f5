package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.github.pristinedb.console.OnTheSharedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@OnTheSharedServer
class SlotResetTests {

	private static ResetFixture fixture;

	private static String database;

	private static Connection control;

	private static Connection application;

	private static SlotReset slot;

	@BeforeAll
	static void createTemplate() throws SQLException {
		fixture = new ResetFixture("create type colour as enum ('red', 'green')",
				"create table empty (id bigint generated always as identity primary key, name text)",
				"create table small (id serial primary key, name varchar(20) unique, colour colour, twice int generated always as (length(name)) stored)",
				"insert into small (name, colour) select 'n' || g, 'green' from generate_series(1, 20) g",
				"create table wide (id int primary key, text text)", "alter table wide alter text set storage plain",
				"insert into wide select g, repeat(g::text, 500) from generate_series(1, 40) g",
				"create table medium (id int primary key, name text, data json)",
				"insert into medium select g, 'n' || g, '{\"a\" : 1}' from generate_series(1, 300) g",
				"create table large (a int, colour colour default 'red', name text, primary key (a, colour))",
				"insert into large select g, 'red', 'n' || g from generate_series(1, 3000) g",
				"create table keyless (name text)", "insert into keyless values ('b'), ('a'), ('b')",
				"create table \"Odd \"\"Name\" (\"select\" int primary key, found text, gone int)",
				"alter table \"Odd \"\"Name\" drop column gone", "insert into \"Odd \"\"Name\" values (1, 'x')",
				"create sequence numbers cache 10", "create table watched (id int)",
				"create function nothing() returns trigger language plpgsql as 'begin return new; end'",
				"create trigger always before insert on watched for each row execute function nothing()",
				"alter table watched enable always trigger always",
				"create table undone (id int primary key, name text)", "create table undone_child () inherits (undone)",
				"create trigger nothing before insert on undone for each row execute function nothing()",
				"create rule nothing as on delete to undone do instead nothing", "drop table undone_child",
				"drop trigger nothing on undone", "drop rule nothing on undone",
				"alter table undone drop constraint undone_pkey",
				"create materialized view summary as select count(*) from small");
	}

	@AfterAll
	static void dropTemplate() throws SQLException {
		fixture.close();
	}

	/**
	 * A database that was put back is used again.
	 */
	@BeforeEach
	void open() throws SQLException {
		if (slot == null) {
			database = fixture.copy();
			control = fixture.control(database);
			slot = SlotReset.open(control);
			application = fixture.connect(database);
			slot.settle(application);
		}
	}

	private static void giveUp() throws SQLException {
		control.close();
		application.close();
		slot = null;
	}

	private static String end() throws SQLException {
		slot.settle(application);
		SlotWatch.Return end = slot.bringBack();
		return end.written() ? String.valueOf(end.refusal()) : "clean";
	}

	@ParameterizedTest
	@ValueSource(strings = { "insert into empty (name) values ('x')",
			"update small set name = name || 'x' where id < 4", "insert into small (name) values ('new')",
			"delete from small", "delete from medium where id % 7 = 0",
			"update medium set data = '{\"a\":1}' where id = 5", "insert into medium values (1000, 'x', null)",
			"update large set a = a + 5000 where a % 100 = 3", "delete from large where a < 10",
			"update large set colour = 'green' where a = 5", "insert into keyless values ('c')",
			"delete from keyless where name = 'a'", "update \"Odd \"\"Name\" set found = 'y'",
			"select nextval('numbers')", "select setval('numbers', 1, false)", "select setval('numbers', 1, true)",
			"truncate small restart identity", "truncate medium, empty",
			"set session_replication_role = replica; delete from large where a = 7",
			"create temp table mine as select * from small; insert into mine select * from mine; delete from small where id = 1",
			"select lo_from_bytea(0, 'x')", "refresh materialized view summary",
			"insert into small (name) values ('s'); refresh materialized view summary" })
	void whatWasWrittenIsPutBack(String sql) throws SQLException {
		String before = content();
		for (int round = 0; round < 3; round++) {
			Sql.execute(application, sql);
			assertThat(end()).isIn("null", "clean");
			assertThat(content()).isEqualTo(before);
			Sql.value(application, "select count(*) from small");
			assertThat(end()).isEqualTo("clean");
		}
	}

	@Test
	void rowsOfSmallTablesKeepTheirOrderHoweverOftenTheyArePutBack() throws SQLException {
		String before = content();
		for (int round = 0; round < 60; round++) {
			Sql.execute(application, "update wide set text = text || 'x' where id % 5 = " + round % 5);
			Sql.execute(application, "delete from wide where id % 7 = " + round % 7);
			assertThat(end()).isEqualTo("null");
			assertThat(content()).isEqualTo(before);
		}
	}

	/**
	 * Rows of a usual length find room behind the others, so that their order costs no
	 * {@code VACUUM FULL}.
	 */
	@Test
	void tableOfShortRowsIsNotWrittenAnew() throws SQLException {
		String before = content();
		String files = Sql.value(control, "select pristine.files()");
		for (int round = 0; round < 60; round++) {
			Sql.execute(application, "update small set name = name || 'x' where id = " + (1 + round % 20));
			Sql.execute(application, "insert into small (name) select 'new' || g from generate_series(1, 5) g");
			Sql.execute(application, "delete from small where id = " + (1 + round % 7));
			assertThat(end()).isEqualTo("null");
		}
		assertThat(content()).isEqualTo(before);
		assertThat(Sql.value(control, "select pristine.files()")).isEqualTo(files);
	}

	/**
	 * Space of deleted rows is not free as long as any database of the server has an
	 * older transaction. A table without room is written anew, which takes its toast
	 * table away if the columns have none.
	 */
	@Test
	void tableThatWasWrittenAnewIsNoChangeOfTheCatalogs() throws SQLException {
		String before = content();
		try (Connection other = PostgresServer.connect("postgres")) {
			other.setAutoCommit(false);
			Sql.value(other, "select pg_current_xact_id()");
			for (int round = 0; round < 60; round++) {
				Sql.execute(application, "update wide set text = text || 'x' where id % 5 = " + round % 5);
				Sql.execute(application, "delete from wide where id % 7 = " + round % 7);
				assertThat(end()).isEqualTo("null");
				assertThat(content()).isEqualTo(before);
			}
			other.rollback();
		}
		Sql.execute(application, "create temp table mine as select * from wide");
		assertThat(end()).isEqualTo("null");
		assertThat(content()).isEqualTo(before);
	}

	private String content() throws SQLException {
		StringBuilder content = new StringBuilder();
		for (String table : List.of("empty", "small", "wide", "keyless", "\"Odd \"\"Name\"")) {
			content.append(Sql.column(control, "select x from public." + table + " x"));
		}
		for (String table : List.of("medium", "large")) {
			content.append(Sql.column(control, "select x from public." + table + " x order by x::text"));
		}
		for (String sequence : Sql.column(control,
				"select oid::regclass from pg_class where relkind = 'S' and relname <> 'step' order by oid")) {
			content.append(Sql.column(control, "select (last_value, is_called) from " + sequence));
		}
		return content.toString();
	}

	@ParameterizedTest
	@ValueSource(strings = { "alter table small add column more int", "drop table medium", "create table another ()",
			"truncate large", "create function f() returns int language sql as 'select 1'",
			"alter table large disable trigger all; delete from large where a = 1; alter table large enable trigger all",
			"alter table large disable trigger zz_pristine; delete from large where a = 1; alter table large enable always trigger zz_pristine",
			"comment on table small is 'x'", "insert into watched values (1)",
			"insert into empty (name) select repeat('x', 1900) from generate_series(1, 3000) g",
			"revoke execute on function pg_sleep(double precision) from public",
			"set track_counts = off; insert into empty (name) values ('x')",
			"insert into empty (name) values ('x'); select pg_stat_reset()" })
	void whatCannotBePutBackIsRefused(String sql) throws SQLException {
		Sql.execute(application, sql);
		assertThat(end()).isNotIn("null", "clean");
		giveUp();
	}

	@Test
	void reasonOfARefusalIsThatTheSchemaHasChanged() throws SQLException {
		Sql.execute(application, "create view v as select 1 as one");
		assertThat(end()).startsWith("a test has changed the schema (pg_");
		giveUp();
	}

	@Test
	void connectionThatWasClosedIsWaitedFor() throws SQLException {
		String before = content();
		for (int round = 0; round < 20; round++) {
			try (Connection closed = PostgresServer.connect(database)) {
				Sql.execute(closed, "insert into empty (name) values ('x')");
			}
			assertThat(slot.isClean()).isFalse();
			assertThat(slot.bringBack()).isEqualTo(SlotWatch.Return.RESTORED);
			assertThat(content()).isEqualTo(before);
		}
	}

	@Test
	void closedConnectionWhoseSessionDoesNotLeaveIsNeverOverlooked() throws SQLException {
		assertThat(isOverlooked(ResetTrialMutant.NONE)).isFalse();
	}

	/**
	 * What was written is counted once a second at most. A slow machine needs another
	 * try.
	 */
	@Test
	void closedConnectionIsOverlookedIfNobodyWaitsForIt() throws SQLException {
		boolean overlooked = false;
		for (int attempt = 0; attempt < 10 && !overlooked; attempt++) {
			overlooked = isOverlooked(ResetTrialMutant.CLOSED_CONNECTIONS_ARE_NOT_AWAITED);
		}
		assertThat(overlooked).isTrue();
	}

	/**
	 * A session that leaves drops its temporary tables first, for which it needs a lock,
	 * and counts its writes then.
	 */
	private static boolean isOverlooked(ResetTrialMutant mutant) throws SQLException {
		String copy = fixture.copy();
		try (Connection watching = fixture.control(copy); Connection locking = PostgresServer.connect(copy)) {
			SlotWatch watch;
			try (Connection closed = PostgresServer.connect(copy)) {
				Sql.execute(closed, "create temp table mine (id int)");
				Sql.value(closed, SettledSession.FLUSH);
				watch = mutant.watch(watching);
				watch.settle(locking);
				locking.setAutoCommit(false);
				Sql.execute(locking,
						"lock table " + Sql.value(locking, "select oid::regclass from pg_class where relname = 'mine'")
								+ " in access share mode");
				Sql.execute(closed, "insert into keyless values ('x')");
			}
			return watch.isClean();
		}
	}

	/**
	 * As if its pool closed it a little later.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void connectionThatWasUsedSinceItWasSettledIsNeverOverlooked(boolean superuser) throws SQLException {
		String copy = fixture.copy();
		try (Connection watching = fixture.control(copy); Connection used = PostgresServer.connect(copy)) {
			SlotWatch watch = superuser ? SlotReset.open(watching) : ChangeProbe.open(watching);
			watch.settle(used);
			assertThat(watch.isClean()).isTrue();
			Sql.execute(used, "insert into keyless values ('x')");
			watch.unsettle();
			// So it does not wait for long.
			Thread.currentThread().interrupt();
			assertThat(watch.isClean()).isFalse();
		}
		finally {
			Thread.interrupted();
		}
	}

	@Test
	void tableThatWasWrittenOftenIsVacuumed() throws SQLException {
		for (int round = 0; round < 12; round++) {
			Sql.execute(application, "insert into empty (name) select repeat('x', 1000) from generate_series(1, 500)");
			assertThat(end()).isEqualTo("null");
		}
		assertThat(Long.parseLong(Sql.value(control, "select pg_table_size('public.empty')"))).isLessThan(1500_000);
	}

	@Test
	void smallTableStaysSmallHoweverOftenItIsPutBack() throws SQLException {
		String before = content();
		for (int round = 0; round < 150; round++) {
			Sql.execute(application, "update small set name = name || 'x' where id = 1");
			Sql.execute(application, "insert into small (name) select 'a new row ' || g from generate_series(1, 95) g");
			assertThat(end()).isEqualTo("null");
		}
		assertThat(content()).isEqualTo(before);
		assertThat(Long.parseLong(Sql.value(control, "select pg_relation_size('public.small')"))).isLessThan(350_000);
	}

	@Test
	void settingOfTheDatabaseItselfIsRefused() throws SQLException {
		Sql.execute(application, "alter database " + database + " set work_mem = '5MB'");
		assertThat(end()).contains("settings or rights of the database");
		giveUp();
	}

	@Test
	void roleOfAnotherProcessRefusesNothing() throws SQLException {
		String before = content();
		try (Connection other = PostgresServer.connect("postgres")) {
			Sql.execute(other, "create role " + database);
			Sql.execute(other, "drop role " + database);
			Sql.value(other, SettledSession.FLUSH);
		}
		Sql.execute(application, "insert into empty (name) values ('x')");
		assertThat(end()).isEqualTo("null");
		assertThat(content()).isEqualTo(before);
	}

	@Test
	void sessionOfSomebodyElseIsRefused() throws SQLException {
		try (Connection other = PostgresServer.connect(database)) {
			assertThat(other.isClosed()).isFalse();
			assertThat(end()).contains("another session");
		}
	}

}
