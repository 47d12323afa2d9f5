package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Set;

import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.DatabaseChanges;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The rows of a slot that differ from a baseline. Only tables whose pages differ are
 * compared. The baseline has a connection of its own, and so has the database unless a
 * transaction is looked at. Both can write nothing.
 *
 * @param options how the database is opened
 * @param file the file of the slot
 * @param log its write-ahead log, {@code null} if it has none
 * @param image the baseline
 */
record SlotChanges(SqliteUrl options, SlotFile file, @Nullable SlotLog log, SqliteImage image) {

	// As many as stand in a query. Otherwise all tables are compared.
	private static final int MOST_PAGES = 5000;

	private static final int PATIENCE_MILLIS = 1000;

	// In bytes. The pages of a larger database are not copied to be compared.
	private static final long MOST_COPIED = 64 << 20;

	private static final Log logger = LogFactory.getLog(SlotChanges.class);

	/**
	 * What is committed.
	 * @param limits how much is looked for
	 * @return the changes
	 * @throws SQLException if a database cannot be opened
	 */
	DatabaseChanges committed(ChangeLimits limits) throws SQLException {
		try (Connection now = DriverManager.getConnection(this.options.forReader(this.file.path(), PATIENCE_MILLIS))) {
			return changes(now, pagesOfFile(), limits);
		}
	}

	/**
	 * What a transaction has written.
	 * @param transaction its connection
	 * @param limits how much is looked for
	 * @return the changes
	 * @throws SQLException if the baseline cannot be opened
	 */
	DatabaseChanges in(Connection transaction, ChangeLimits limits) throws SQLException {
		return changes(transaction, pagesIn(transaction), limits);
	}

	private DatabaseChanges changes(Connection now, @Nullable BitSet pages, ChangeLimits limits) throws SQLException {
		Set<String> owners = (pages != null && pages.cardinality() <= MOST_PAGES)
				? SqliteComparison.owners(now, pages.stream().boxed().toList()) : null;
		try (Connection before = DriverManager.getConnection(SqliteUrl.forImage(this.image.file()))) {
			return new SqliteComparison(before, now, limits).changes(owners);
		}
	}

	/**
	 * The pages that differ from those of the baseline.
	 * @return their numbers, {@code null} if these are not known
	 */
	private @Nullable BitSet pagesOfFile() {
		try {
			ByteBuffer content = this.image.content();
			SlotLog log = this.log;
			if (!this.file.readHeader() || !SqliteHeader.isAlike(this.file.header(), content)
					|| (log == null && !SqliteHeader.usesRollbackJournal(this.file.header()))) {
				return null;
			}
			BitSet pages = this.file.pagesOtherThan(this.image);
			if (log != null) {
				pages.or(log.pages());
			}
			return pages;
		}
		catch (IOException ex) {
			logger.debug("The changed pages of " + this.file + " cannot be told", ex);
			return null;
		}
	}

	/**
	 * The pages that a transaction has changed, which no file has. The driver copies all
	 * pages as the connection sees them.
	 */
	private @Nullable BitSet pagesIn(Connection transaction) {
		if (this.image.bytes() > MOST_COPIED) {
			return null;
		}
		try {
			ByteBuffer now = ByteBuffer.wrap(transaction.unwrap(SQLiteConnection.class).serialize("main"));
			ByteBuffer content = this.image.content();
			if (now.limit() < SqliteHeader.LENGTH || !SqliteHeader.isAlike(now, content)) {
				return null;
			}
			BitSet pages = new BitSet();
			this.image.addOtherPages(now, 0, pages);
			return pages;
		}
		catch (SQLException ex) {
			logger.debug("The pages of a transaction cannot be copied", ex);
			return null;
		}
	}

}
