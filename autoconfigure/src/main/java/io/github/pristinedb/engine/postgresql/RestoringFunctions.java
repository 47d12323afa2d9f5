package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The functions that look whether anything was written, and put it back. Counters of rows
 * are kept in an array: of the database, the time of their last reset, of the relations
 * that belong to tables, the sum of all tables, and of each table.
 *
 * @param tables the ways to put tables back
 * @param sequences the sequences
 */
record RestoringFunctions(List<TableRestoration> tables, SequenceStates sequences) {

	/**
	 * Where the counter of the first table stands.
	 */
	static final int FIRST_TABLE = 5;

	/**
	 * By how many bytes a table may have grown. To delete more takes longer than a copy.
	 */
	private static final long MAX_GROWTH = 4 * 1024 * 1024;

	/**
	 * A test that writes more rows may have made a table too large. The sizes of tables
	 * after other tests are looked at now and then.
	 */
	private static final int MANY_WRITES = 100;

	/**
	 * Stands for the counter of a table that has a new file.
	 */
	static final long NEW_FILE = -1;

	/**
	 * Statements that create the functions.
	 * @param connection reads the sequences and Pristine's own tables
	 * @throws SQLException if it fails
	 */
	List<String> preparation(Connection connection) throws SQLException {
		List<String> baseline = sequenceStates(connection);
		List<String> statements = new ArrayList<>();
		statements.add(otherWrites(connection));
		statements.add(counters());
		for (TableRestoration table : this.tables) {
			statements.add("create function " + function(table) + " returns text language plpgsql as " + Sql
				.dollarQuoted(table.declarations(connection) + "begin\n" + table.body() + "\nreturn null;\nend"));
		}
		statements.add(SharedCatalogs.preparation());
		statements.add(reset(connection, baseline));
		statements.add(lookDeeper(connection));
		return statements;
	}

	/**
	 * How large a table is, with the values that are stored outside of its rows. A table
	 * that was written anew may have none of them any more.
	 */
	private static String size(TableRestoration table) {
		long toast = table.table().toast();
		return "pg_relation_size(" + table.table().oid() + ")"
				+ ((toast != 0) ? " + coalesce(pg_relation_size(" + toast + "), 0)" : "");
	}

	private static long sizeOf(Connection connection, TableRestoration table) throws SQLException {
		return Long.parseLong(Sql.value(connection, "select " + size(table)));
	}

	private List<String> sequenceStates(Connection connection) throws SQLException {
		return Sql.column(connection, "select unnest(" + this.sequences.expression() + ")");
	}

	private static String function(TableRestoration table) {
		return "pristine.restore_" + table.table().oid() + "()";
	}

	private static String writes(String relation) {
		return "pg_stat_get_tuples_inserted(%1$s) + pg_stat_get_tuples_updated(%1$s) + pg_stat_get_tuples_deleted(%1$s)"
			.formatted(relation);
	}

	private String oids() {
		return this.tables.stream()
			.map((table) -> String.valueOf(table.table().oid()))
			.collect(Collectors.joining(","));
	}

	private static String databaseWrites() {
		return "pg_stat_get_db_tuples_inserted(db) + pg_stat_get_db_tuples_updated(db) + pg_stat_get_db_tuples_deleted(db)";
	}

	private static String resetTime() {
		return "coalesce((extract(epoch from pg_stat_get_db_stat_reset_time(db)) * 1000000)::bigint, 0)";
	}

	private String counters() {
		return "create function pristine.counters(db oid) returns bigint[] language sql stable as "
				+ Sql.dollarQuoted("select array[%s, %s, pristine.other_writes(), %s] || array_agg(w) from (%s) c"
					.formatted(databaseWrites(), resetTime(), "coalesce(sum(w), 0)::bigint", writesOfTables()));
	}

	/**
	 * Values that are stored outside of their rows, and the journals of large tables.
	 */
	private String otherWrites(Connection connection) throws SQLException {
		List<String> journals = this.tables.stream().flatMap((table) -> table.journals().stream()).toList();
		String regclasses = journals.stream()
			.map((journal) -> Sql.literal(journal) + "::regclass::oid")
			.collect(Collectors.joining(", ", "array[", "]::oid[]"));
		List<String> others = Sql.column(connection, """
				select oid from unnest(%1$s) oid union
				 select reltoastrelid from pg_class where oid = any ('{%2$s}'::oid[] || %1$s) and reltoastrelid <> 0"""
			.formatted(regclasses, oids()));
		return "create function pristine.other_writes() returns bigint language sql stable as "
				+ Sql.dollarQuoted("select coalesce(sum(%s), 0)::bigint from unnest('{%s}'::oid[]) o"
					.formatted(writes("o"), String.join(",", others)));
	}

	/**
	 * A query for the place and the counter of each table. It is not merged into the
	 * query around it, which would read the counters for each of its results.
	 */
	private String writesOfTables() {
		return "select %s as w, u.n::int as n from unnest('{%s}'::oid[]) with ordinality u (o, n) offset 0"
			.formatted(writes("u.o"), oids());
	}

	/**
	 * Looks, and puts back what was written. Numbers of transactions are the whole
	 * server's: if none was taken, nothing was written. A sequence that is not logged
	 * takes none. Nothing is looked at if the database has other sessions than expected.
	 * <p>
	 * PL/pgSQL prepares each expression anew in each transaction. One query over all
	 * tables, or all sequences, is cheaper than an expression for each.
	 */
	private String reset(Connection connection, List<String> baseline) throws SQLException {
		String moved = this.sequences.moved(baseline);
		return """
				create function pristine.reset(db oid, last_xid bigint, sessions int, counted text, only_look boolean,
				  deep boolean, sizes boolean, out clean boolean, out xid bigint, out backends int, out shared bigint[], out counters text,
				  out doubt text, out bloated text, out crowded oid) language plpgsql as %s"""
			.formatted(Sql.dollarQuoted("""
					declare
					 expected bigint[];
					 actual bigint[];
					 changed int[];
					 place int;
					 total bigint;
					 size bigint;
					begin
					 xid := pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
					 backends := pg_stat_get_db_numbackends(db);
					 if backends <> sessions then return; end if;
					 clean := xid = last_xid%1$s;
					 if clean then return; end if;
					 expected := counted;
					 shared := %8$s;
					 total := %2$s;
					 if %3$s <> expected[2] then
					  doubt := 'the counters of the database were reset';
					  return;
					 end if;
					 clean := total = expected[1] and not deep;
					 if clean then clean := not exists (select %4$s); end if;
					 if clean or only_look then return; end if;
					 if total <> expected[1] or deep then
					  select array[total, expected[2], expected[3], coalesce(sum(c.w), 0)::bigint] || array_agg(c.w),
					   array_agg(c.n) filter (where c.w <> expected[c.n + %5$d]) into actual, changed from (%6$s) c;
					  if deep or actual[4] - expected[4] <> total - expected[1] then
					   actual[3] := pristine.other_writes();
					   if not deep and actual[4] - expected[4] + actual[3] - expected[3] <> total - expected[1] then
					    return;
					   end if;
					  end if;
					  sizes := sizes or deep or total - expected[1] > %9$d;
					  foreach place in array coalesce(changed, '{}') loop
					%7$s
					   if doubt is not null then
					    crowded := ('{%10$s}'::oid[])[place];
					    return;
					   end if;
					  end loop;
					 else
					  actual := expected;
					 end if;
					 perform setval(u.o, u.v, u.c) %4$s;
					 counters := actual;
					 xid := coalesce(pg_current_xact_id_if_assigned()::text::bigint + 1, xid);
					end""".formatted(this.sequences.logged() ? "" : " and false", databaseWrites(), resetTime(), moved,
					FIRST_TABLE - 1, writesOfTables(), restorationAmong(connection, 1, this.tables.size()),
					SharedCatalogs.expression(), MANY_WRITES, oids())));
	}

	/**
	 * Finds one of the tables by its place, in as few steps as possible.
	 */
	private String restorationAmong(Connection connection, int first, int last) throws SQLException {
		if (first > last) {
			return "";
		}
		if (first == last) {
			return restoration(connection, first);
		}
		int middle = (first + last + 1) >>> 1;
		return "if place < %d then\n%s\nelse\n%s\nend if;".formatted(middle,
				restorationAmong(connection, first, middle - 1), restorationAmong(connection, middle, last));
	}

	/**
	 * What a table leaves behind is as large as all that was ever written.
	 */
	private String restoration(Connection connection, int place) throws SQLException {
		TableRestoration table = this.tables.get(place - 1);
		long size = sizeOf(connection, table);
		String name = table.table().name();
		String newFile = table.bearsNewFile() ? "" : "if expected[%d] = %d then doubt := %s; return; end if;\n"
			.formatted(place + FIRST_TABLE - 1, NEW_FILE, Sql.literal(name + " was truncated or written anew"));
		return newFile + """
				if sizes then
				 size := %2$s;
				 if size > %3$d then doubt := %4$s; return; end if;
				 if size > %6$d then bloated := concat_ws(',', bloated, '%1$d:' || size); end if;
				end if;
				doubt := %5$s;""".formatted(table.table().oid(), size(table), size + MAX_GROWTH,
				Sql.literal("more than " + MAX_GROWTH / 1024 / 1024 + " MB were written to " + name), function(table),
				size + table.bearableGrowth());
	}

	/**
	 * A trigger that keeps the rows of a large table may have been disabled for a while.
	 */
	private String triggersAreChecked() {
		boolean large = this.tables.stream().anyMatch((table) -> !table.journals().isEmpty());
		return large
				? "if actual[cardinality(actual)] <> expected[cardinality(actual)] then changed := 'pg_trigger'; end if;"
				: "";
	}

	/**
	 * Compares the catalogs that were written. A table in another file has been truncated
	 * or written anew.
	 */
	private String lookDeeper(Connection connection) throws SQLException {
		boolean none = Sql.column(connection, "select oid from pg_largeobject_metadata limit 1").isEmpty();
		String largeObjects = none ? "perform lo_unlink(oid) from pg_largeobject_metadata;" : "";
		return """
				create function pristine.look_deeper(expected bigint[], out actual bigint[], out changed text)
				  language plpgsql as %s;
				create function pristine.files() returns bigint[] language sql stable as %s"""
			.formatted(Sql.dollarQuoted("""
					begin
					 actual := pristine.catalog_writes();
					 %s
					 select c.name into changed from pristine.catalogs c where actual[c.place] <> expected[c.place]
					   and pristine.catalog_places(c.id) <> c.places
					   and pristine.catalog_fingerprint(c.id) <> c.fingerprint order by c.place limit 1;
					%s
					end""".formatted(largeObjects, triggersAreChecked())), Sql.dollarQuoted("""
					select array(select coalesce(c.relfilenode, 0)::bigint from unnest('{%s}'::oid[])
					  with ordinality u (o, n) left join pg_class c on c.oid = u.o order by n)""".formatted(oids())));
	}

}
