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
 * @param url the JDBC URL of the database
 * @param file its file
 */
record SqliteCapture(String url, SlotFile file) {

	/**
	 * Take the content. A reader's lock is held meanwhile: no writer can bring anything
	 * into the file then, which has all that was committed before ("File Locking And
	 * Concurrency", 5).
	 * @param target where the image is to be
	 * @throws DatabaseCopyException if it cannot be taken
	 */
	void copyTo(Path target) {
		try (Connection connection = DriverManager.getConnection(this.url);
				Statement statement = connection.createStatement()) {
			checkpoint(statement);
			connection.setAutoCommit(false);
			try (ResultSet schema = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
				schema.next();
			}
			copyLocked(target);
			connection.rollback();
		}
		catch (IOException | SQLException ex) {
			throw new DatabaseCopyException(
					"The database " + this.file + " could not be copied to " + target + ": " + ex.getMessage() + ".",
					"Check that no transaction is open, that the directory can be written to"
							+ " and that the disk is not full.",
					ex);
		}
	}

	private void copyLocked(Path target) throws IOException {
		if (!this.file.isInPlace() || !this.file.readHeader() || !SqliteHeader.isDatabase(this.file.header())) {
			throw new IOException("The database was deleted or replaced, or nothing was written to it");
		}
		if (this.file.isJournalHot()) {
			throw new IOException("A transaction is open");
		}
		this.file.copyTo(target);
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
			if (this.file.hasWriteAheadLog()) {
				throw new IOException("Its write-ahead log is in use");
			}
		}
	}

}
