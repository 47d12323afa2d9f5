package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The database that random programs write to: a table for each way to put tables back,
 * and for each kind of column, key and constraint.
 */
final class ResetTrialSchema {

	/**
	 * A role that the tables' rows are hidden from. Roles are the server's.
	 */
	static final String READER = "reset_trial_reader";

	/**
	 * Tables whose rows a scan gives in the order of the baseline.
	 */
	static final List<String> IN_ORDER = List.of("public.country", "public.customer", "public.nopk",
			"\"Odd Schema\".\"Odd Name\"", "public.parent_i", "public.child_i", "public.measure_2025", "public.booking",
			"public.tree", "public.secret", "public.cached");

	private ResetTrialSchema() {
	}

	/**
	 * Create all of it.
	 * @param connection a connection to an empty database
	 * @param unlogged whether there is a sequence that takes no transaction number
	 */
	static void create(Connection connection, boolean unlogged) throws SQLException {
		List<String> extensions = Sql.column(connection, "select name from pg_available_extensions");
		boolean citext = extensions.contains("citext");
		List<String> statements = new ArrayList<>();
		for (String extension : List.of("citext", "pgcrypto", "uuid-ossp", "btree_gist")) {
			if (extensions.contains(extension)) {
				statements.add("create extension \"" + extension + "\"");
			}
		}
		statements.addAll(List.of("create schema \"Odd Schema\"", "create schema app",
				"create type app.status as enum ('new', 'open', 'done')",
				"create type app.address as (street text, zip int)",
				"create domain app.email as " + (citext ? "citext" : "text") + " check (value like '%@%')",
				"create sequence order_seq cache 10", "create sequence hib_seq increment by 50",
				"create " + (unlogged ? "unlogged " : "") + "sequence other_seq"));
		statements.addAll(List.of(
				"create table country (code char(2) primary key, name " + (citext ? "citext" : "text") + " unique)",
				"create table customer (id bigint generated always as identity primary key, email app.email unique,"
						+ " status app.status default 'new', home app.address, token uuid default gen_random_uuid(),"
						+ " tags text[], created timestamptz default now(),"
						+ " upper_email text generated always as (upper(email::text)) stored)",
				"create table orders (id serial primary key, customer_id bigint references customer on delete cascade,"
						+ " amount numeric check (amount > -1000000), note text, version int not null default 0)",
				"create table line (order_id int references orders on delete cascade deferrable initially deferred,"
						+ " pos int, product text, primary key (order_id, pos))",
				"create table big (a int, b app.status, payload jsonb, data json, note text unique, primary key (a, b))",
				"create table bigchild (id bigserial primary key, a int, b app.status, val numeric unique,"
						+ " foreign key (a, b) references big on update cascade on delete cascade)",
				"create table audit (id bigint generated always as identity primary key, tab text, op text, at timestamptz default clock_timestamp())",
				"create table nopk (x int, y text)", "create table nopk_many (x int, y text)",
				"create table \"Odd Schema\".\"Odd Name\" (\"Key\" int primary key, \"select\" text, found int, gone int)",
				"alter table \"Odd Schema\".\"Odd Name\" drop column gone",
				"create table parent_i (id int primary key, v text)",
				"create table child_i (extra text) inherits (parent_i)",
				"create table measure (at date, value numeric, sensor int) partition by range (at)",
				"create table measure_2025 partition of measure for values from ('2025-01-01') to ('2026-01-01')",
				"create table measure_2026 partition of measure for values from ('2026-01-01') to ('2027-01-01')",
				"create table measure_rest partition of measure default",
				"create table booking (id int primary key, during int4range, exclude using gist (during with &&))",
				"create table tree (id int primary key, parent int references tree deferrable initially deferred, name text,"
						+ " unique (name) deferrable)",
				"create unlogged table cached (k text primary key, v text)",
				"create table secret (id int primary key, tenant text, word text)",
				"alter table secret enable row level security",
				"create policy of_tenant on secret using (tenant = current_setting('app.tenant', true))",
				"grant usage on schema public to " + READER, "grant select, insert, update on secret to " + READER,
				"create table wide (id int primary key, body text)"));
		statements.addAll(List.of(
				"insert into country select chr(65 + g) || 'X', 'Land ' || g from generate_series(0, 11) g",
				"insert into customer (email, home, tags) select 'c' || g || '@x', row('street ' || g, g)::app.address, array['a', 'b']"
						+ " from generate_series(1, 40) g",
				"insert into orders (customer_id, amount, note) select 1 + g % 40, g, 'note ' || g from generate_series(1, 200) g",
				"insert into line select 1 + g % 200, g / 200, 'p' || g from generate_series(1, 600) g",
				"insert into big select g, 'new', '{\"a\": 1}', '{\"b\" :2}', 'n' || g from generate_series(1, 2500) g",
				"insert into bigchild (a, b, val) select 1 + g % 2500, 'new', g * 1.50 from generate_series(1, 2200) g",
				"create index on bigchild (a, b)", "insert into nopk select g % 3, 'y' from generate_series(1, 7) g",
				"insert into nopk_many select g % 9, 'y' || g from generate_series(1, 150) g",
				"insert into \"Odd Schema\".\"Odd Name\" values (2, 'b', 1), (1, 'a', null)",
				"insert into parent_i values (1, 'p')", "insert into child_i values (2, 'c', 'e')",
				"insert into measure select '2025-06-01'::date + g * 20, g, g from generate_series(1, 60) g",
				"insert into booking values (1, '[1,5)'), (2, '[7,9)')",
				"insert into tree values (1, null, 'root'), (2, 1, 'a'), (3, 1, 'b'), (4, 2, 'c')",
				"insert into cached values ('k', 'v')",
				"insert into secret values (1, 'one', 'w1'), (2, 'two', 'w2'), (3, 'one', 'w3')",
				"insert into wide select g, repeat(md5(g::text), 200) from generate_series(1, 60) g",
				"select nextval('order_seq')", "select nextval('hib_seq') from generate_series(1, 3)"));
		statements.addAll(List.of(
				"create function audit() returns trigger language plpgsql as $$ begin"
						+ " insert into public.audit (tab, op) values (tg_table_name, tg_op); return null; end $$",
				"create trigger audited after insert or update or delete on customer for each row execute function audit()",
				"create trigger audited after insert or update or delete on orders for each statement execute function audit()",
				"create function bump(what int) returns int language plpgsql as $$ begin"
						+ " update public.orders set version = version + 1 where id = what; return nextval('public.hib_seq'); end $$",
				"create view open_orders as select * from orders where amount > 0",
				"create materialized view summary as select customer_id, count(*) n from orders group by 1 order by 1"));
		if (connection.getMetaData().getDatabaseMajorVersion() >= 18) {
			statements.add(
					"create table virtual_t (id int primary key, a int, twice int generated always as (a * 2) virtual)");
			statements.add("insert into virtual_t (id, a) select g, g from generate_series(1, 5) g");
		}
		Sql.execute(connection, String.join(";\n", statements));
	}

}
