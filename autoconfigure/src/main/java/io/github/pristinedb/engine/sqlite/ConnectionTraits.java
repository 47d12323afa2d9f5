package io.github.pristinedb.engine.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a connection writes, as far as it cannot be seen in the file. It is asked itself,
 * since there are many who may have set it up: the URL, the driver's data source, the SQL
 * that a pool begins with.
 *
 * @param exclusive whether it keeps its lock, and trusts its cache as long as it does
 * @param journal whether it can take back what it has written
 * @param log whether it writes to a write-ahead log
 * @param elsewhere whether it has tables outside of the file: temporary ones, or an
 * attached database
 */
record ConnectionTraits(boolean exclusive, boolean journal, boolean log, boolean elsewhere) {

	private static final Log logger = LogFactory.getLog(ConnectionTraits.class);

	// In pages ("PRAGMA wal_autocheckpoint").
	private static final String CHECKPOINT_BY_DEFAULT = "1000";

	/**
	 * Those of a connection that sets nothing.
	 */
	static final ConnectionTraits DEFAULTS = new ConnectionTraits(false, true, false, false);

	static ConnectionTraits of(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			boolean exclusive = isAnswered(statement, "PRAGMA locking_mode", "exclusive");
			String journal = answer(statement, "PRAGMA journal_mode");
			boolean log = "wal".equalsIgnoreCase(journal);
			if (log) {
				keepLog(statement);
			}
			boolean temporary = isAnswered(statement, "SELECT count(*) > 0 FROM sqlite_temp_master", "1");
			boolean attached = isAnswered(statement,
					"SELECT count(*) > 0 FROM pragma_database_list WHERE name NOT IN ('main', 'temp')", "1");
			return new ConnectionTraits(exclusive, !"off".equalsIgnoreCase(journal), log, temporary || attached);
		}
	}

	/**
	 * Let a connection keep its journal in memory instead of a file, which locks and
	 * rolls back in the same way, if nobody has chosen how it journals: neither the URL,
	 * the driver's data source nor, with a write-ahead log, the file. What is in such a
	 * log is to stay there.
	 * @param connection a connection that the driver has just opened
	 * @param chosen whether the URL says how it journals
	 */
	static void keepJournal(Connection connection, boolean chosen) {
		try (Statement statement = connection.createStatement()) {
			String journal = answer(statement, "PRAGMA journal_mode");
			if ("delete".equalsIgnoreCase(journal) && !chosen) {
				statement.execute("PRAGMA journal_mode = MEMORY");
			}
			else if ("wal".equalsIgnoreCase(journal)) {
				keepLog(statement);
			}
		}
		catch (SQLException ex) {
			// Somebody has a lock. It is as fast as the application's own connections.
			logger.debug("The journal of a connection stays in a file", ex);
		}
	}

	/**
	 * The files that are attached to a connection.
	 * @param connection the connection
	 * @return the paths, without any of databases in memory
	 */
	static List<String> attachedFiles(Connection connection) throws SQLException {
		List<String> files = new ArrayList<>();
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT file FROM pragma_database_list"
						+ " WHERE name NOT IN ('main', 'temp') AND file <> ''")) {
			while (rows.next()) {
				files.add(rows.getString(1));
			}
		}
		return files;
	}

	/**
	 * Let nobody bring the log into the file unasked, unless somebody has chosen when.
	 */
	private static void keepLog(Statement statement) throws SQLException {
		if (isAnswered(statement, "PRAGMA wal_autocheckpoint", CHECKPOINT_BY_DEFAULT)) {
			statement.execute("PRAGMA wal_autocheckpoint = 0");
		}
	}

	private static boolean isAnswered(Statement statement, String question, String answer) throws SQLException {
		return answer.equalsIgnoreCase(answer(statement, question));
	}

	private static @Nullable String answer(Statement statement, String question) throws SQLException {
		try (ResultSet rows = statement.executeQuery(question)) {
			return rows.next() ? rows.getString(1) : null;
		}
	}

	/**
	 * What is to be reckoned with where there are connections of two kinds.
	 * @param other the traits of the other kind
	 * @return the traits of both together
	 */
	ConnectionTraits and(ConnectionTraits other) {
		return new ConnectionTraits(this.exclusive || other.exclusive, this.journal && other.journal,
				this.log || other.log, this.elsewhere || other.elsewhere);
	}

	/**
	 * Whether the file shows everything that such connections wrote. With a write-ahead
	 * log it does not either, but that can be seen in the file.
	 * @return whether it does
	 */
	boolean leaveTraces() {
		return this.journal && !this.elsewhere;
	}

	/**
	 * Why the file should not be overwritten under such connections.
	 * @return the reason, or {@code null} if there is none
	 */
	@Nullable String doubt() {
		if (this.exclusive) {
			return "its connections lock it exclusively";
		}
		return this.elsewhere ? "its connections have tables elsewhere" : null;
	}

}
