package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The template of random programs, with the query that reads all of a copy.
 */
final class ResetTrialTemplate implements AutoCloseable {

	/**
	 * The catalogs, in the words of the server's own views and columns, without the
	 * functions of the schema {@code pristine}.
	 */
	private static final String[] CATALOGS = {
			"select c.oid, c.relname, c.relnamespace, c.reltype, c.relowner, c.relam, c.relkind, c.relacl, c.relrowsecurity, c.relhastriggers, c.reloptions from pg_class c where c.oid > 16383",
			"select * from pg_attribute where attrelid > 16383", "select * from pg_type where oid > 16383",
			"select * from pg_constraint", "select * from pg_index where indexrelid > 16383",
			"select * from pg_trigger", "select * from pg_proc where oid > 16383", "select * from pg_policy",
			"select * from pg_sequence", "select * from pg_enum", "select * from pg_description where objoid > 16383",
			"select * from pg_inherits", "select * from pg_rewrite where oid > 16383", "select * from pg_extension",
			"select * from pg_namespace where nspname !~ 'temp'", "select * from pg_largeobject_metadata",
			"select * from pg_depend where objid > 16383",
			"select gid from pg_prepared_xacts where database = current_database()" };

	private final ResetFixture fixture;

	private final String query;

	/**
	 * Create the template, with the role that its rights need.
	 * @param unlogged whether there is a sequence that is not logged
	 */
	ResetTrialTemplate(boolean unlogged) throws SQLException {
		try (Connection server = PostgresServer.connect("postgres")) {
			Sql.execute(server, "do $$ begin create role " + ResetTrialSchema.READER
					+ "; exception when duplicate_object or unique_violation then null; end $$");
		}
		this.fixture = new ResetFixture((connection) -> ResetTrialSchema.create(connection, unlogged));
		try (Connection connection = PostgresServer.connect(this.fixture.template())) {
			Sql.execute(connection, "set search_path = pg_catalog");
			this.query = query(connection);
		}
	}

	private static String query(Connection connection) throws SQLException {
		StringBuilder query = new StringBuilder("select '', ''");
		for (String table : Sql.column(connection, """
				select oid::regclass::text from pg_class where relkind in ('r', 'm') and oid > 16383
				 and relnamespace not in ('pristine'::regnamespace, 'pg_toast'::regnamespace) order by oid""")) {
			query.append(
					" union all select 'rows of %1$s', count(*) || ':' || coalesce(sum(hashtextextended(x::text, 0)), 0) from only %1$s x"
						.formatted(table));
		}
		for (String table : ResetTrialSchema.IN_ORDER) {
			query.append(" union all select 'order of %1$s', string_agg(x::text, '|' order by x.ctid) from only %1$s x"
				.formatted(table.replace("'", "''")));
		}
		for (String sequence : Sql.column(connection, """
				select oid::regclass::text from pg_class where relkind = 'S'
				 and relnamespace <> 'pristine'::regnamespace order by oid""")) {
			query.append(" union all select '%1$s', (last_value, is_called)::text from %1$s".formatted(sequence));
		}
		for (String catalog : CATALOGS) {
			query.append(
					" union all select %1$s, count(*) || ':' || coalesce(sum(hashtextextended(c::text, 0)), 0) from (%2$s) c"
						.formatted(Sql.literal(catalog), catalog));
		}
		return query.toString();
	}

	ResetFixture fixture() {
		return this.fixture;
	}

	/**
	 * The query that reads all of a copy, as names and values.
	 */
	String query() {
		return this.query;
	}

	@Override
	public void close() throws SQLException {
		this.fixture.close();
	}

}
