package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.ConnectionSource;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.KeepRequest;
import io.github.pristinedb.engine.Kept;
import io.github.pristinedb.engine.Reading;
import io.github.pristinedb.engine.ScenarioDatabase;
import org.jspecify.annotations.Nullable;

/**
 * The application's own database, as the slot of scenarios that are rolled back. Nobody
 * copies or removes it.
 *
 * @param database the database
 * @param administration opens connections to it
 */
record OwnDatabase(Database database, Administration administration) implements ScenarioDatabase {

	@Override
	public boolean isFreedByClosing() {
		return true;
	}

	/**
	 * {@inheritDoc} A rollback has undone what the scenario wrote.
	 */
	@Override
	public boolean isClean(ConnectionSource idle) {
		return true;
	}

	@Override
	public Restoration restore(Image baseline, ConnectionSource idle) {
		return Restoration.REFUSED;
	}

	@Override
	public @Nullable Image capture() {
		return null;
	}

	@Override
	public Kept keep(KeepRequest request) {
		throw new DatabaseCopyException("The database " + this.database + " cannot be kept: it is the application's.",
				"Look into it while a test runs.", null);
	}

	/**
	 * {@inheritDoc} Tables that the transaction has locked are told as not compared.
	 */
	@Override
	public DatabaseChanges uncommitted(Connection transaction, ChangeLimits limits) throws SQLException {
		long millis = limits.time().toMillis();
		try (ReadingTransaction present = ReadingTransaction.begin(transaction, millis);
				AdminConnection other = this.administration.open(this.database.name());
				ReadingTransaction before = ReadingTransaction.begin(other.connection(), millis)) {
			PostgresComparison comparison = new PostgresComparison(present, limits);
			comparison.compare(new CopiedBaseline(before, present, comparison.comparison(), Set.of()));
			return comparison.comparison().changes();
		}
	}

	@Override
	public void read(long millis, Reading reading) throws SQLException {
		try (AdminConnection connection = this.administration.open(this.database.name());
				ReadingTransaction transaction = ReadingTransaction.begin(connection.connection(), millis)) {
			reading.read(transaction.connection());
		}
	}

	@Override
	public ScenarioDatabase recreate(Image baseline) {
		return this;
	}

	@Override
	public void abandon() {
	}

	@Override
	public void close() {
	}

}
