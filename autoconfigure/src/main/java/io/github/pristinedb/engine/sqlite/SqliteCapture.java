package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.github.pristinedb.engine.DatabaseCopyException;

/**
 * Takes the present content of a database as a new image, while others may read and write
 * it.
 *
 * @param options the JDBC URL of the database, taken apart
 * @param file its file
 */
record SqliteCapture(SqliteUrl options, SlotFile file) {

	private static final int PATIENCE_MILLIS = 1000;

	private static final int ATTEMPTS = 10;

	/**
	 * Take the content. A reader's lock is held meanwhile: no writer can bring anything
	 * into the file then, which has all that was committed before ("File Locking And
	 * Concurrency", 5; "Write-Ahead Logging", 2.3).
	 * @param target where the image is to be
	 * @throws DatabaseCopyException if it cannot be taken
	 */
	void copyTo(Path target) {
		String url = this.options.forObserver(this.file.path(), PATIENCE_MILLIS);
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement()) {
			lock(connection, statement);
			copyLocked(target);
			connection.rollback();
		}
		catch (IOException | SQLException ex) {
			throw new DatabaseCopyException(
					"The database " + this.file + " could not be copied to " + target + ": " + ex + ".",
					"End all transactions, and close connections that lock the database exclusively. Check that the"
							+ " directory is writable and the disk is not full.",
					ex);
		}
	}

	/**
	 * Lock the file while there is no write-ahead log, which would have a part of what is
	 * committed. Others may begin a new one between the end of the last one and the lock;
	 * what they write once it is there is none of this image's.
	 */
	private void lock(Connection connection, Statement statement) throws IOException, SQLException {
		for (int i = 0; i < ATTEMPTS; i++) {
			checkpoint(statement);
			connection.setAutoCommit(false);
			try (ResultSet schema = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
				schema.next();
			}
			if (!this.file.hasWriteAheadLog()) {
				return;
			}
			connection.rollback();
			connection.setAutoCommit(true);
		}
		throw new IOException("Other connections write to it all the time, with a write-ahead log");
	}

	/**
	 * Bring everything into the one file.
	 */
	private void checkpoint(Statement statement) throws IOException, SQLException {
		if (this.file.hasWriteAheadLog()) {
			try (ResultSet busy = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
				if (busy.next() && busy.getInt(1) != 0) {
					throw new IOException("Its write-ahead log is in use");
				}
			}
		}
	}

	private void copyLocked(Path target) throws IOException {
		checkLocked();
		this.file.copyTo(target);
	}

	private void checkLocked() throws IOException {
		if (!this.file.isInPlace() || !this.file.readHeader() || !SqliteHeader.isDatabase(this.file.header())) {
			throw new IOException("The database was deleted or replaced, or nothing was written to it");
		}
		if (this.file.isJournalHot()) {
			throw new IOException("A transaction is open");
		}
	}

}
