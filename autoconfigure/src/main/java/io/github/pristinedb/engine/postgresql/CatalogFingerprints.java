package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Functions that tell whether the catalogs of a database say what they said at the
 * baseline. Only a catalog whose counters have moved is read: a temporary table that came
 * and went leaves eight of them as they were.
 *
 * @param catalogs the catalogs, with the tables of {@code information_schema}
 */
record CatalogFingerprints(List<Catalog> catalogs) {

	/**
	 * Statistics for the planner may change at any time. {@code VACUUM} corrects hints of
	 * what other catalogs say.
	 */
	private static final String CATALOGS = """
			select c.oid, c.oid::regclass::text, string_agg('x.' || quote_ident(a.attname), ', ' order by a.attnum) filter (
			    where a.attname not in ('relfilenode', 'relpages', 'reltuples', 'relallvisible', 'relallfrozen',
			      'relfrozenxid', 'relminmxid', 'relhasindex', 'relhasrules', 'relhastriggers', 'relhassubclass')),
			  (select min(quote_ident(k.attname)) from pg_attribute k where k.attrelid = c.oid and k.attname = 'oid'),
			  (array_agg(quote_ident(a.attname) order by a.attnum) filter (
			    where a.atttypid in ('oid'::regtype, 'regproc'::regtype) and a.attname <> 'classid'))[1]
			 from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
			 where c.oid < 16384 and c.relkind = 'r' and not c.relisshared
			  and c.oid::regclass::text not in ('pg_statistic', 'pg_statistic_ext_data')
			 group by c.oid order by c.oid""";

	/**
	 * Numbers below it are the server's own.
	 */
	private static final int FIRST_OF_USERS = 16384;

	/**
	 * Read which catalogs there are.
	 * @param connection a connection that looks for names in {@code pg_catalog} alone
	 * @return the catalogs
	 * @throws SQLException if the connection fails
	 */
	static CatalogFingerprints of(Connection connection) throws SQLException {
		List<Catalog> catalogs = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(CATALOGS)) {
			while (rows.next()) {
				String number = (rows.getString(4) != null) ? rows.getString(4) : rows.getString(5);
				catalogs.add(new Catalog(rows.getLong(1), rows.getString(2), rows.getString(3), number));
			}
		}
		return new CatalogFingerprints(List.copyOf(catalogs));
	}

	/**
	 * Statements that create the functions and the table of fingerprints, which is empty.
	 */
	List<String> preparation() {
		String numbers = this.catalogs.stream()
			.map((catalog) -> String.valueOf(catalog.oid))
			.collect(Collectors.joining(","));
		return List.of("create table pristine.catalogs (place int, id oid, name text, places text, fingerprint text)",
				"""
						create function pristine.catalog_writes() returns bigint[] language sql stable as %s"""
					.formatted(Sql.dollarQuoted(
							"""
									select array(select pg_stat_get_tuples_inserted(o) + pg_stat_get_tuples_updated(o)
									  + pg_stat_get_tuples_deleted(o) from unnest('{%s}'::oid[]) with ordinality u (o, n) order by n)
									  || pg_stat_get_tuples_updated('pg_trigger'::regclass)"""
								.formatted(numbers))),
				function("catalog_places", Catalog::places), function("catalog_fingerprint", Catalog::fingerprint),
				"""
						create function pristine.remember_catalogs() returns void language sql as %s"""
					.formatted(Sql.dollarQuoted(
							"""
									update pristine.catalogs set places = pristine.catalog_places(id),
									  fingerprint = pristine.catalog_fingerprint(id) where pristine.catalog_places(id) <> places""")));
	}

	private String function(String name, Function<Catalog, String> expression) {
		StringBuilder cases = new StringBuilder();
		for (Catalog catalog : this.catalogs) {
			cases.append(" when ")
				.append(catalog.oid)
				.append(" then return (select ")
				.append(expression.apply(catalog))
				.append(catalog.from())
				.append(");\n");
		}
		return "create function pristine." + name + "(catalog oid) returns text language plpgsql as "
				+ Sql.dollarQuoted("begin\n case catalog\n" + cases + " end case;\nend");
	}

	/**
	 * The statement that remembers what the catalogs say. Nothing may change them later.
	 */
	String remember() {
		StringJoiner rows = new StringJoiner(" union all ", "insert into pristine.catalogs ", "");
		int place = 1;
		for (Catalog catalog : this.catalogs) {
			rows.add("select " + place++ + ", " + catalog.oid + ", " + Sql.literal(catalog.name) + ", "
					+ catalog.places() + ", " + catalog.fingerprint() + catalog.from());
		}
		return rows.toString();
	}

	/**
	 * A catalog.
	 *
	 * @param oid its number
	 * @param name its name
	 * @param columns the columns that say something
	 * @param number the column that tells objects of users from the server's own,
	 * {@code null} if there is none
	 */
	record Catalog(long oid, String name, String columns, @Nullable String number) {

		String from() {
			return " from only " + this.name + " x";
		}

		/**
		 * An aggregate of the places of the rows. A row that is changed gets another one,
		 * so nothing was changed if they are the same.
		 */
		String places() {
			if (this.number == null) {
				return places("true");
			}
			return places(ofServer()) + " || ' ' || " + places(ofUsers());
		}

		private static String places(String condition) {
			return sum("hashtidextended(x.ctid, x.xmin::text::bigint)", condition);
		}

		/**
		 * An aggregate of what the rows say, whatever their order. The server's own rows
		 * are thousands, and next to nobody changes them: their place tells. One query
		 * for this and {@link #places()} computes it once.
		 */
		String fingerprint() {
			if (this.number == null || this.name.startsWith("pg_largeobject")) {
				return rows("true");
			}
			return rows(ofUsers()) + " || ':' || " + places(ofServer());
		}

		private String rows(String condition) {
			return sum("hashtextextended(row(" + this.columns + ")::text, 0)", condition);
		}

		private static String sum(String value, String condition) {
			return "coalesce(sum(" + value + ") filter (where " + condition + "), 0)::text";
		}

		private String ofServer() {
			return "x." + this.number + "::oid < " + FIRST_OF_USERS;
		}

		private String ofUsers() {
			return "x." + this.number + "::oid >= " + FIRST_OF_USERS + condition();
		}

		/**
		 * A session's schema for temporary tables stays when the session ends.
		 */
		private String condition() {
			return this.name.equals("pg_namespace") ? " and x.nspname !~ '^pg_(toast_)?temp_'" : "";
		}

	}

}
