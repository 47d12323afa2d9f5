package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The schema {@code pristine} in the database of an image. Copies of the database have it
 * too, and {@link SlotReset} puts them back by its functions.
 */
final class BaselineSchema {

	/**
	 * The version of the schema, a part of each fingerprint.
	 */
	static final int VERSION = 9;

	private BaselineSchema() {
	}

	/**
	 * Install the schema in a finished database, or replace a former one. To be called
	 * last: what is changed later is unknown to it. Only {@code VACUUM} and
	 * {@code ANALYZE} may follow.
	 * @param connection a connection of a superuser, to the database
	 * @throws UnusableBaselineException if the database has something that cannot be put
	 * back
	 * @throws SQLException if the connection fails
	 */
	static void install(Connection connection) throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		connection.setAutoCommit(false);
		try {
			Sql.execute(connection, ControlSettings.forTransaction());
			removeFormer(connection);
			refuseSettingsOfFunctions(connection);
			create(connection);
			connection.commit();
		}
		catch (SQLException | RuntimeException ex) {
			connection.rollback();
			throw ex;
		}
		finally {
			connection.setAutoCommit(autoCommit);
		}
	}

	/**
	 * Remove the schema from a database that is not brought back.
	 * @param connection a connection of a superuser, to the database
	 * @throws SQLException if the connection fails
	 */
	static void remove(Connection connection) throws SQLException {
		if (!Sql.column(connection, """
				select 1 from pg_proc where proname = 'baseline_version'
				 and pronamespace = (select oid from pg_namespace where nspname = 'pristine')""").isEmpty()) {
			Sql.execute(connection,
					"begin; " + ControlSettings.forTransaction() + "; drop schema pristine cascade; commit");
		}
	}

	private static void removeFormer(Connection connection) throws SQLException {
		List<String> owners = Sql.column(connection, """
				select (select min(proname) from pg_proc where pronamespace = n.oid and proname = 'baseline_version')
				 from pg_namespace n where nspname = 'pristine'""");
		if (owners.isEmpty()) {
			return;
		}
		if (owners.get(0) == null) {
			throw new UnusableBaselineException("it has a schema 'pristine' of the application's own");
		}
		Sql.execute(connection, "drop schema pristine cascade");
	}

	private static void refuseSettingsOfFunctions(Connection connection) throws SQLException {
		List<String> blind = Sql.column(connection,
				"""
						select oid::regprocedure::text from pg_proc
						 where proconfig is not null and exists (select from unnest(proconfig) s where s like 'track_counts=%')""");
		if (!blind.isEmpty()) {
			throw new UnusableBaselineException("its function " + blind.get(0) + " sets track_counts");
		}
	}

	private static void create(Connection connection) throws SQLException {
		List<TableRestoration> tables = new ArrayList<>();
		for (BaselineTable table : new TableReader(connection).tables()) {
			tables.add(table.restoration());
		}
		SequenceStates sequences = SequenceStates.of(connection);
		CatalogFingerprints catalogs = CatalogFingerprints.of(connection);
		execute(connection, List.of("create schema pristine", CustomSettings.preparation(connection),
				"create sequence pristine.step",
				"create function pristine.baseline_version() returns int language sql as 'select " + VERSION + "'",
				sequences.normalisation()));
		for (TableRestoration table : tables) {
			execute(connection, table.preparation());
		}
		execute(connection, KeptBaseline.preparation(connection, tables));
		RestoringFunctions functions = new RestoringFunctions(tables, sequences);
		execute(connection, functions.preparation(connection));
		execute(connection, catalogs.preparation());
		Sql.execute(connection, catalogs.remember());
	}

	private static void execute(Connection connection, List<String> statements) throws SQLException {
		Sql.execute(connection, String.join(";\n", statements));
	}

}
