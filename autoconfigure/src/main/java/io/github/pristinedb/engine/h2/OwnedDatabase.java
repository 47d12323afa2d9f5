package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.h2.engine.SessionLocal;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory that lives until its owner closes it, whoever else connects to it.
 * Not for use by several threads.
 */
final class OwnedDatabase implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(OwnedDatabase.class);

	private final H2Database database;

	private Connection owner;

	/**
	 * Create a database.
	 * @param database its name and settings; nothing is there yet
	 * @param script what makes its content, {@code null} for none
	 * @throws SQLException if it cannot be created; nothing is there then
	 */
	OwnedDatabase(H2Database database, @Nullable H2Script script) throws SQLException {
		this.database = database;
		this.owner = database.connectAsOwner();
		try {
			fill(script);
		}
		catch (SQLException ex) {
			close();
			throw ex;
		}
	}

	private void fill(@Nullable H2Script script) throws SQLException {
		if (script != null) {
			script.run(this.owner);
		}
	}

	H2Database database() {
		return this.database;
	}

	/**
	 * The connection that keeps the database alive. If somebody has shut the database
	 * down, it is to the one that took its place.
	 * @return the connection, of an administrator
	 * @throws SQLException if there is none
	 */
	Connection owner() throws SQLException {
		if (this.owner.isClosed()) {
			this.owner = this.database.connectAsOwner();
		}
		return this.owner;
	}

	/**
	 * Put a new database in the place of this one. Connections to this one are of no more
	 * use. A pool may open one to the new database before its owner does, which leaves no
	 * more there than {@code INIT} in the URL makes.
	 * @param script what makes the new one's content
	 * @throws SQLException if that fails; then nothing is there, or a part of it
	 */
	void replace(H2Script script) throws SQLException {
		shutDown();
		this.owner = this.database.connectAsOwner();
		fill(script);
	}

	/**
	 * Whether somebody has shut the database down, or closed this connection to it.
	 * @return whether that is so
	 * @throws SQLException if the connection fails
	 */
	boolean isGone() throws SQLException {
		return this.owner.isClosed();
	}

	private void shutDown() throws SQLException {
		Connection present = this.owner.isClosed() ? this.database.visit() : this.owner;
		if (present != null) {
			try (present; Statement statement = present.createStatement()) {
				endExclusiveMode(present);
				statement.execute("SHUTDOWN IMMEDIATELY");
			}
		}
	}

	/**
	 * Whoever has said {@code SET EXCLUSIVE} may have left the connection open, and this
	 * one would wait for it.
	 */
	private static void endExclusiveMode(Connection present) throws SQLException {
		org.h2.engine.Database database = RootPages.database(present);
		SessionLocal session = database.getExclusiveSession();
		if (session != null) {
			database.unsetExclusiveSession(session);
		}
	}

	@Override
	public void close() {
		try {
			shutDown();
		}
		catch (SQLException ex) {
			// Without connections it is gone, too.
			logger.debug("The database " + this.database + " cannot be shut down", ex);
		}
	}

}
