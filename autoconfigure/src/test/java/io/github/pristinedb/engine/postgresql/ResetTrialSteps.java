package io.github.pristinedb.engine.postgresql;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * The statements of random programs. Many of them fail now and then, as those of tests
 * do.
 */
final class ResetTrialSteps {

	private final Random random;

	private final String word;

	private int last;

	private final List<Supplier<String>> rows;

	private final List<Supplier<String>> sessions;

	ResetTrialSteps(Random random, long program) {
		this.random = random;
		this.word = "p" + program + "_";
		this.rows = List.of(this::customer, this::customer, this::orders, this::orders, this::line, this::big,
				this::big, this::bigchild, this::many, this::small, this::small, this::partition, this::odd,
				this::conflict, this::trigger, this::sequence, this::sequence, this::truncate, this::secret, this::wide,
				this::tree, this::extension);
		this.sessions = List.of(this::setting, this::temporary, this::lock, this::cursor, this::notification,
				this::role, this::prepared);
	}

	private <T> T one(List<T> of) {
		return of.get(this.random.nextInt(of.size()));
	}

	private String any(String... statements) {
		return one(List.of(statements));
	}

	private int upTo(int limit) {
		return 1 + this.random.nextInt(limit);
	}

	private String word() {
		return this.word + this.last++;
	}

	private int number() {
		return 10_000 + this.random.nextInt(1_000_000);
	}

	/**
	 * A statement about rows.
	 */
	String rows() {
		return one(this.rows).get();
	}

	/**
	 * A statement that leaves something in its session.
	 */
	String session() {
		return one(this.sessions).get();
	}

	String read() {
		return any("select * from customer where id = " + upTo(40), "select count(*) from line",
				"select * from open_orders limit 3", "select * from measure where at > '2026-01-01'",
				"select * from orders for update", "select 1 / (id - 3) from customer",
				"select no_such_column from customer", "select nextval('other_seq')", "select nextval('order_seq')");
	}

	private String customer() {
		String word = word();
		int id = upTo(45);
		return any("insert into customer (email, status) values ('" + word + "@x', 'open')",
				"insert into customer (email) select '" + word + "' || g || '@x' from generate_series(1, 5) g",
				"insert into customer (id, email) overriding system value values (" + number() + ", '" + word + "@y')",
				"update customer set email = upper(email::text) where id = " + id,
				"update customer set status = 'done', home = row('x', 1)::app.address where id % 5 = " + id % 5,
				"update customer set tags = array_append(tags, 'q'), created = created where id = " + id,
				"delete from customer where id = " + id, "delete from customer where id > 20",
				"insert into customer (email) values ('no address')",
				"update customer set id = default where id = " + id);
	}

	private String orders() {
		int id = upTo(210);
		return any("insert into orders (customer_id, amount) values (" + upTo(42) + ", 5)",
				"insert into orders (customer_id, amount, note) select 1 + g, g, '" + word()
						+ "' from generate_series(1, 30) g",
				"update orders set amount = amount + 1 where id % 7 = " + id % 7,
				"update orders set note = note where id = " + id, "delete from orders where id = " + id,
				"delete from orders where customer_id = " + upTo(40),
				"update orders set amount = -9999999 where id = " + id,
				"update orders set id = id + 5000 where id = " + id, "delete from orders");
	}

	private String line() {
		int id = upTo(200);
		return any("insert into line values (" + id + ", 7, 'new'), (" + (id + 1) + ", 7, 'new')",
				"insert into line values (99999, 1, 'orphan')",
				"update line set product = product || '!' where pos = 1",
				"update line set pos = pos + 10 where order_id = " + id, "delete from line where order_id < " + id,
				"set constraints all immediate", "delete from line");
	}

	private String big() {
		int a = upTo(2500);
		return any("insert into big values (" + number() + ", 'open', '{}', '{}', '" + word() + "')",
				"update big set note = '" + word() + "' where a = " + a, "update big set b = 'done' where a = " + a,
				"update big set a = a + 5000, payload = '{\"moved\": true}' where a between " + a + " and " + (a + 6),
				"delete from big where a between " + a + " and " + (a + 4),
				"delete from big where a = " + a + "; insert into big values (" + a + ", 'new', null, null, 'again" + a
						+ "')",
				"insert into big values (" + a
						+ ", 'new', '{\"x\": 1}', null, 'conflict') on conflict (a, b) do update set payload = excluded.payload",
				"merge into big using (values (" + a
						+ ")) v (n) on big.a = v.n when matched then update set data = '{\"c\":   3}'",
				"update big set note = 'n1' where a = " + a,
				"set session_replication_role = replica; update big set note = note || 'r' where a = " + a
						+ "; set session_replication_role = origin");
	}

	private String bigchild() {
		int id = upTo(2200);
		return any("insert into bigchild (a, b, val) values (" + id + ", 'new', " + number() + ")",
				"update bigchild set val = val + 0.25 where id between " + id + " and " + (id + 5),
				"delete from bigchild where a = " + id, "update bigchild set id = id + 100000 where id = " + id,
				"insert into bigchild (a, b, val) select g, 'new', 100000 + g + " + number()
						+ " from generate_series(1, 40) g");
	}

	private String many() {
		return any("insert into nopk_many values (1, '" + word() + "')", "delete from nopk_many where x = 3",
				"update nopk_many set y = 'z' where x = 4", "insert into nopk values (9, '" + word() + "')",
				"update nopk set y = 'z' where x = 1", "delete from nopk where x = 2",
				"delete from nopk where ctid = '(0,2)'");
	}

	private String small() {
		return any("insert into country values ('" + (char) ('a' + this.random.nextInt(26)) + "z', '" + word() + "')",
				"update country set name = upper(name::text)", "update country set name = name where code = 'CX'",
				"delete from country where code = 'BX'", "update country set code = 'ZZ' where code = 'DX'",
				"insert into parent_i values (" + number() + ", 'q')", "update parent_i set v = v || '!'",
				"delete from only parent_i", "insert into child_i values (" + number() + ", 'a', 'b')",
				"insert into booking values (" + number() + ", '[" + upTo(20) + ",30)')",
				"update booking set during = '[5,7)' where id = 1", "delete from booking",
				"insert into cached values ('" + word() + "', 'v')", "update cached set v = 'w'", "delete from cached");
	}

	private String partition() {
		return any("insert into measure values ('2025-03-01', 1, 1), ('2026-03-01', 2, 2), ('2031-01-01', 3, 3)",
				"update measure set at = at + 365 where sensor % 10 = " + upTo(9),
				"delete from measure where sensor < 10", "truncate measure_2026",
				"update measure set value = value + 1");
	}

	private String odd() {
		return any("update \"Odd Schema\".\"Odd Name\" set \"select\" = '" + word() + "' where \"Key\" = 1",
				"insert into \"Odd Schema\".\"Odd Name\" values (" + number() + ", 'x', 1)",
				"delete from \"Odd Schema\".\"Odd Name\"", "update \"Odd Schema\".\"Odd Name\" set found = found + 1");
	}

	private String conflict() {
		return any("insert into country values ('AX', 'x') on conflict do nothing",
				"insert into customer (email) values ('C1@X') on conflict (email) do update set status = 'done'",
				"insert into cached values ('k', 'n') on conflict (k) do update set v = cached.v || excluded.v");
	}

	private String trigger() {
		return any("select bump(" + upTo(200) + ")",
				"do $$ begin insert into audit (tab, op) values ('do', 'x'); begin delete from orders where id < 9;"
						+ " raise exception 'x'; exception when others then null; end; end $$",
				"with gone as (delete from line where pos = 2 returning *) insert into audit (tab, op) select product, 'D' from gone");
	}

	private String sequence() {
		String name = any("order_seq", "hib_seq", "other_seq", "orders_id_seq", "customer_id_seq", "bigchild_id_seq");
		return any("select nextval('" + name + "')",
				"select nextval('" + name + "') from generate_series(1, " + upTo(40) + ")",
				"select setval('" + name + "', " + upTo(300) + ", false)",
				"select setval('" + name + "', " + upTo(300) + ")", "select currval('" + name + "')");
	}

	private String truncate() {
		return (this.random.nextInt(4) > 0) ? rows()
				: any("truncate customer cascade", "truncate orders restart identity cascade", "truncate country",
						"truncate line", "truncate nopk, nopk_many, cached", "truncate audit restart identity",
						"truncate bigchild", "begin; insert into country values ('tt', 't'); truncate country; commit",
						"begin; truncate country; rollback");
	}

	private String secret() {
		return any("update secret set word = word || 'x'", "delete from secret where tenant = 'one'",
				"set app.tenant = 'one'; set role " + ResetTrialSchema.READER
						+ "; update secret set word = 'seen'; reset role",
				"set role " + ResetTrialSchema.READER + "; insert into secret values (" + number()
						+ ", 'two', 'w'); reset role");
	}

	private String wide() {
		return any("update wide set body = body || body where id = " + upTo(60),
				"delete from wide where id = " + upTo(60),
				"insert into wide select " + number() + ", string_agg(md5(g::text), '') from generate_series(1, 500) g",
				"update wide set body = 'short' where id % 20 = 1");
	}

	private String tree() {
		return any("insert into tree values (" + number() + ", 1, '" + word() + "')", "delete from tree where id = 4",
				"begin; insert into tree values (50, 51, 'x'); insert into tree values (51, 50, 'y'); commit",
				"update tree set parent = 77 where id = 3",
				"begin; set constraints all deferred; update tree set name ="
						+ " case name when 'a' then 'b' when 'b' then 'a' else name end; commit");
	}

	private String extension() {
		return any("update customer set token = gen_random_uuid() where id < 4",
				"insert into wide values (" + number() + ", encode(public.digest('x', 'sha256'), 'hex'))",
				"update customer set token = public.uuid_generate_v4() where id = 7", "select lo_from_bytea(0, 'abc')",
				"select lo_unlink(oid) from pg_largeobject_metadata");
	}

	private String setting() {
		return any("set search_path = app, pg_temp", "set timezone = 'Asia/Tokyo'", "set datestyle = 'SQL, DMY'",
				"set statement_timeout = 5000", "select set_config('work_mem', '1MB', false)",
				"set session characteristics as transaction isolation level serializable", "set enable_seqscan = off",
				"set default_transaction_deferrable = on", "set lock_timeout = 10");
	}

	private String temporary() {
		String name = "t_" + word();
		return any(
				"create temp table " + name + " (id serial primary key, v text); insert into " + name
						+ " (v) values ('x')",
				"create temp table customer as select 1 as id", "create temp view v_" + name + " as select 1",
				"create temp sequence s_" + name + "; select nextval('s_" + name + "')",
				"create temp table country (like public.country including all)");
	}

	private String lock() {
		int key = upTo(1000);
		return any("select pg_advisory_lock(" + key + ")", "select pg_try_advisory_lock_shared(" + key + ")",
				"select pg_advisory_xact_lock(" + key + ")");
	}

	private String cursor() {
		return "declare c_" + word() + " cursor with hold for select * from customer";
	}

	private String notification() {
		return any("listen events", "notify events, 'x'", "select pg_notify('events', '" + word() + "')",
				"listen others");
	}

	private String role() {
		return any("set role " + ResetTrialSchema.READER, "set session authorization " + ResetTrialSchema.READER);
	}

	private String prepared() {
		return "prepare q_" + word() + " as select * from customer where id = $1";
	}

	/**
	 * A statement that changes more than rows.
	 */
	String schema() {
		String word = word();
		return any("create table " + word + " (id serial primary key); drop table " + word,
				"create table " + word + " (id int)", "alter table orders add column " + word + " int",
				"alter table country drop column name", "drop table nopk", "create index on orders (note)",
				"reindex table orders", "comment on table orders is 'x'",
				"create or replace function bump(what int) returns int language sql as 'select 1'",
				"alter sequence hib_seq increment by 3", "grant select on orders to " + ResetTrialSchema.READER,
				"refresh materialized view summary",
				"alter table big disable trigger all; update big set note = 'd' || a where a < 9;"
						+ " alter table big enable trigger all",
				"begin; alter table orders add column gone int; update orders set gone = 1; rollback",
				"alter type app.status add value 'x" + word + "'",
				"alter table customer alter column email drop not null", "create policy other on secret using (true)",
				"alter table secret disable row level security", "cluster country using country_pkey", "analyze orders",
				"vacuum orders", "create schema " + word, "alter table measure detach partition measure_2026",
				"alter table line alter constraint line_order_id_fkey not deferrable", "truncate big cascade",
				"select lo_create(0)", "create extension if not exists hstore",
				"update pg_catalog.pg_description set description = description where objoid = 1",
				"begin; prepare transaction '" + word + "'",
				"begin; insert into country values ('pp', 'p'); prepare transaction '" + word + "'");
	}

}
