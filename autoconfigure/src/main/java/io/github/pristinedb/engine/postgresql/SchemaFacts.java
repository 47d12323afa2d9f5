package io.github.pristinedb.engine.postgresql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

import io.github.pristinedb.engine.KnownTexts;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * What the schema of a database decides about its transactions.
 *
 * @param hasDeferrableConstraints whether a constraint may wait until the commit
 * @param initiallyDeferred the names of those that do if nobody says anything, with
 * commas between
 * @param setsConstraints whether a function may set constraints
 * @param checks which statements are followed by a check at the commit
 * @param writers the names of the functions that may write
 * @param viewsWrite whether a view calls such a function
 * @param alterers the names of the functions that may change the schema
 * @param sequences the sequences
 * @param texts the texts that were read by these facts
 */
record SchemaFacts(boolean hasDeferrableConstraints, String initiallyDeferred, boolean setsConstraints,
		DeferredChecks checks, Set<String> writers, boolean viewsWrite, Set<String> alterers, SequenceNumbers sequences,
		KnownTexts<PostgresText> texts) {

	// A constraint of a partition has the name of its parent's, or one of its own.
	private static final String QUERY = """
			WITH writer AS (
				SELECT p.oid, p.proname FROM pg_proc p
				WHERE p.provolatile = 'v' AND p.prorettype NOT IN (2279, 3838) AND p.pronamespace <> 11
					AND p.pronamespace <> 'information_schema'::regnamespace)
			SELECT EXISTS (SELECT FROM pg_constraint WHERE condeferrable),
				(SELECT string_agg(DISTINCT
						quote_ident(n.nspname) || '.' || quote_ident(c.conname), ', ')
					FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
					WHERE c.condeferred),
				(SELECT array_agg(DISTINCT proname::text) FROM writer),
				EXISTS (SELECT FROM pg_depend d JOIN writer w ON w.oid = d.refobjid
					WHERE d.classid = 'pg_rewrite'::regclass
						AND d.refclassid = 'pg_proc'::regclass),
				EXISTS (SELECT FROM pg_proc p
					WHERE p.pronamespace <> 11 AND p.pronamespace <> 'information_schema'::regnamespace
						AND p.prosrc ~* 'constraints'),
				(SELECT array_agg(DISTINCT proname::text) FROM pg_proc p
					WHERE p.pronamespace <> 11 AND p.pronamespace <> 'information_schema'::regnamespace
						AND p.prosrc ~* '\\m(create|alter|drop)\\M')
			""";

	/**
	 * Ask for the facts, within a transaction.
	 * @param connection the connection, which is as it was afterwards
	 * @return the facts
	 * @throws SQLException if the connection fails
	 */
	static SchemaFacts of(Connection connection) throws SQLException {
		Savepoint before = connection.setSavepoint("pristine_facts");
		Sql.execute(connection, "SET LOCAL search_path = pg_catalog");
		SchemaFacts facts = read(connection);
		connection.rollback(before);
		return facts;
	}

	private static SchemaFacts read(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(QUERY)) {
			row.next();
			@Nullable String deferred = row.getString(2);
			DeferredChecks checks = (deferred != null) ? DeferredChecks.of(connection)
					: new DeferredChecks(false, Set.of());
			return new SchemaFacts(row.getBoolean(1), (deferred != null) ? deferred : "", row.getBoolean(5), checks,
					names(row.getArray(3)), row.getBoolean(4), names(row.getArray(6)), SequenceNumbers.of(connection),
					new KnownTexts<>());
		}
	}

	private static Set<String> names(@Nullable Array names) throws SQLException {
		return (names != null) ? Set.of((String[]) names.getArray()) : Set.of();
	}

	/**
	 * The facts of the databases that connections lead to. A connection is used for
	 * scenarios on one database that start from one baseline. Safe for use by several
	 * threads.
	 */
	static final class Cache {

		private final Map<BaseConnection, SchemaFacts> facts = Collections.synchronizedMap(new WeakHashMap<>());

		/**
		 * The facts of a connection's database.
		 * @param connection the connection, whose database is at its baseline
		 * @return the facts
		 * @throws SQLException if the connection fails
		 */
		SchemaFacts of(BaseConnection connection) throws SQLException {
			SchemaFacts known = this.facts.get(connection);
			if (known == null) {
				known = SchemaFacts.of(connection);
				this.facts.put(connection, known);
			}
			return known;
		}

	}

}
