package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.IrreplaceableDatabaseException;
import io.github.pristinedb.engine.UnusableDatabaseException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The databases that applications connect to under the very names that their URLs say.
 * One that is missing or empty is replaced at once by a finished copy. One that differs
 * from what the server makes by default stays as it is.
 */
final class LiteralDatabases {

	private static final Log logger = LogFactory.getLog(LiteralDatabases.class);

	// duplicate_database, unique_violation: somebody else was faster
	private static final Set<String> THERE = Set.of("42P04", "23505");

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

	// What a copy would not have.
	private static final String PECULIAR = """
			SELECT CASE
				WHEN d.datdba <> (SELECT oid FROM pg_roles WHERE rolname = current_user) THEN 'another owner'
				WHEN d.datacl IS NOT NULL THEN 'access rights'
				WHEN d.datconnlimit <> -1 THEN 'a connection limit'
				WHEN d.datistemplate THEN 'the mark of a template'
				WHEN shobj_description(d.oid, 'pg_database') IS NOT NULL THEN 'a comment'
				WHEN EXISTS (SELECT FROM pg_db_role_setting s WHERE s.setdatabase = d.oid) THEN 'settings'
				WHEN d.dattablespace <> i.dattablespace THEN 'another tablespace'
				WHEN (d.encoding, d.datlocprovider, d.datcollate, d.datctype)
					IS DISTINCT FROM (i.encoding, i.datlocprovider, i.datcollate, i.datctype) THEN 'another locale'
				END FROM pg_database d, pg_database i WHERE d.datname = ? AND i.datname = ?""";

	private final Administration administration;

	private final Databases databases;

	private final DatabaseNames names;

	private final ServerFailures failures;

	LiteralDatabases(Administration administration, Databases databases, DatabaseNames names) {
		this.administration = administration;
		this.databases = databases;
		this.names = names;
		this.failures = new ServerFailures(administration);
	}

	DatabaseState state(PostgresDatabase database) {
		try {
			if (this.databases.number(database.name()) == null) {
				return DatabaseState.MISSING;
			}
			return isEmpty(database.name()) ? DatabaseState.EMPTY : DatabaseState.PRESENT;
		}
		catch (SQLException ex) {
			throw new UnusableDatabaseException(
					"The database " + database + " cannot be read: " + ServerFailures.reason(ex) + ".",
					this.failures.cure(ex), ex);
		}
	}

	private boolean isEmpty(String name) throws SQLException {
		Set<String> usual = this.administration.usualExtensions();
		try (AdminConnection connection = this.administration.open(name)) {
			return DatabaseContent.isEmpty(connection, usual);
		}
	}

	/**
	 * Make a database, unless it has content.
	 * @param target the database
	 * @param image what to copy
	 * @return whether it was made
	 */
	boolean create(PostgresDatabase target, PostgresImage image) {
		String copy = this.names.literal();
		try (AdminConnection lock = this.administration.openMaintained()) {
			lock.execute("SELECT pg_advisory_lock" + AdvisoryKey.ofLiteral(target.name()));
			DatabaseState state = state(target);
			if (state == DatabaseState.PRESENT) {
				return false;
			}
			if (state == DatabaseState.EMPTY) {
				requireOrdinary(lock, target, image);
			}
			this.databases.copy(copy, image.name(), Mark.Kind.LITERAL);
			boolean made = false;
			try {
				removeSchema(copy);
				made = (state == DatabaseState.EMPTY) ? replace(lock, target, copy) : rename(lock, target, copy);
				return made;
			}
			finally {
				if (made) {
					this.databases.release(copy);
				}
				else {
					this.databases.dropLater(copy);
				}
			}
		}
		catch (SQLException ex) {
			throw this.failures.failed("The creation of the database " + target, ex);
		}
	}

	/**
	 * The application's own database has nothing of ours in it.
	 */
	private void removeSchema(String copy) throws SQLException {
		if (this.administration.facts().rights() == Rights.IN_PLACE) {
			try (AdminConnection connection = this.administration.open(copy)) {
				BaselineSchema.remove(connection.connection());
			}
			this.databases.awaitUnused(copy, PATIENCE_NANOS);
		}
	}

	private void requireOrdinary(AdminConnection connection, PostgresDatabase target, PostgresImage image)
			throws SQLException {
		String peculiar = connection.row((row) -> row.getString(1), PECULIAR, target.name(), image.name());
		if (peculiar != null) {
			throw notReplaced(target, "it has " + peculiar, null);
		}
	}

	private static IrreplaceableDatabaseException notReplaced(PostgresDatabase target, String reason,
			@Nullable SQLException failure) {
		return new IrreplaceableDatabaseException(
				"The empty database " + target + " is not replaced by a copy of the template: " + reason + ".",
				"Drop it, and it is made anew.", failure);
	}

	private static String rename(String before, String after) {
		return "ALTER DATABASE " + AdminConnection.quoted(before) + " RENAME TO " + AdminConnection.quoted(after) + ";";
	}

	private static String withoutComment(String name) {
		return "COMMENT ON DATABASE " + AdminConnection.quoted(name) + " IS NULL;";
	}

	private static boolean rename(AdminConnection connection, PostgresDatabase target, String copy)
			throws SQLException {
		try {
			connection.execute(rename(copy, target.name()) + withoutComment(target.name()));
			return true;
		}
		catch (SQLException ex) {
			if (THERE.contains(ex.getSQLState())) {
				return false;
			}
			throw ex;
		}
	}

	/**
	 * Put the copy in the place of an empty database. The empty one is dropped only when
	 * nobody can reach it any more, and if it is empty still.
	 */
	private boolean replace(AdminConnection connection, PostgresDatabase target, String copy) throws SQLException {
		if (!this.databases.awaitUnused(target.name(), PATIENCE_NANOS)) {
			throw notReplaced(target, "somebody is connected to it", null);
		}
		String empty = this.names.literal();
		try {
			connection
				.execute(rename(target.name(), empty) + rename(copy, target.name()) + withoutComment(target.name()));
		}
		catch (SQLException ex) {
			throw notReplaced(target, ServerFailures.reason(ex), ex);
		}
		if (!isEmpty(empty)) {
			logger.debug("Somebody has written to " + target + " in the last moment");
			connection.execute(rename(target.name(), copy) + rename(empty, target.name()));
			return false;
		}
		connection.execute("DROP DATABASE " + AdminConnection.quoted(empty));
		return true;
	}

}
