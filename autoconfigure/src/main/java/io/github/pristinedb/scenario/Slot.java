package io.github.pristinedb.scenario;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.ScenarioDatabase.Restoration;
import org.jspecify.annotations.Nullable;

/**
 * A reusable place for scenario databases: a database with its own connections, leased to
 * one scope at a time. Not for use by several threads, other than its connections.
 */
final class Slot {

	private final Path directory;

	private final ScenarioDatabase database;

	private final SlotConnections connections;

	private @Nullable Image baseline;

	private volatile boolean inspected;

	Slot(Path directory, ScenarioDatabase database, SlotConnections connections, @Nullable Image baseline) {
		this.directory = directory;
		this.database = database;
		this.connections = connections;
		this.baseline = baseline;
	}

	Path directory() {
		return this.directory;
	}

	ScenarioDatabase database() {
		return this.database;
	}

	SlotConnections connections() {
		return this.connections;
	}

	/**
	 * Open a connection.
	 * @return the connection
	 * @throws SQLException if there is none to be had
	 */
	Connection connect() throws SQLException {
		if (!this.inspected) {
			inspectFirst();
		}
		return this.connections.getConnection();
	}

	/**
	 * The first connection goes back to its pool, which undoes what it was asked by.
	 */
	private synchronized void inspectFirst() throws SQLException {
		if (!this.inspected) {
			try (Connection first = this.connections.getConnection()) {
				this.database.inspect(first);
			}
			this.inspected = true;
		}
	}

	/**
	 * What the database was last made from.
	 * @return the image, {@code null} for a database without any content
	 */
	@Nullable Image baseline() {
		return this.baseline;
	}

	/**
	 * Whether the database is at its baseline.
	 * @return whether nothing was written since it was made or restored
	 */
	boolean isClean() {
		return this.database.isClean();
	}

	/**
	 * Bring the database to a baseline under its idle connections.
	 * @param wanted the baseline
	 * @return whether it is there now; otherwise the slot is of no more use
	 */
	boolean restore(@Nullable Image wanted) {
		if (wanted == null || !this.connections.isQuiet()) {
			return false;
		}
		Restoration restoration = this.database.restore(wanted);
		if (restoration == Restoration.REFUSED) {
			return false;
		}
		if (restoration == Restoration.RECONNECT) {
			this.connections.closeIdle();
		}
		this.baseline = wanted;
		return true;
	}

	/**
	 * Copy what is committed by now into a new image.
	 * @param file where the image is to be
	 * @return the image
	 */
	Image capture(Path file) {
		// A connection that does nothing may still hold a lock, and a server copies no
		// database that somebody is connected to.
		this.connections.closeIdle();
		return this.database.capture(file);
	}

	void abandon(List<Connection> inUse) {
		this.connections.abandon(inUse);
		this.database.close();
	}

	void close() {
		this.connections.close();
		this.database.close();
	}

}
