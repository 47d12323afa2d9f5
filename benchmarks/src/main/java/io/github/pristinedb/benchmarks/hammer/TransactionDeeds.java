package io.github.pristinedb.benchmarks.hammer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.random.RandomGenerator;

/**
 * Deeds that are about transactions, and about what several connections see of one
 * another.
 */
final class TransactionDeeds {

	private final ApplicationAccess access;

	private final Witness witness;

	private final Model model;

	private final RandomGenerator random;

	private final RowDeeds rows;

	TransactionDeeds(ApplicationAccess access, Witness witness, Model model, RandomGenerator random, RowDeeds rows) {
		this.access = access;
		this.witness = witness;
		this.model = model;
		this.random = random;
		this.rows = rows;
	}

	void commit() throws SQLException {
		try (Connection connection = this.access.connection()) {
			insertItems(connection);
			connection.commit();
		}
	}

	void rollBack() throws SQLException {
		Model before = this.model.copy();
		try (Connection connection = this.access.connection()) {
			insertItems(connection);
			connection.rollback();
			this.model.resetTo(before, this.access.database().rollsBackIds());
		}
	}

	private void insertItems(Connection connection) throws SQLException {
		connection.setAutoCommit(false);
		for (int i = this.random.nextInt(10); i >= 0; i--) {
			this.rows.insertItem(connection);
		}
		read(connection, "in a transaction");
	}

	void savepoint(long item) throws SQLException {
		try (Connection connection = this.access.connection()) {
			connection.setAutoCommit(false);
			this.rows.insertItem(connection);
			Model before = this.model.copy();
			Savepoint savepoint = connection.setSavepoint("halfway");
			this.rows.insertItem(connection);
			if (item != 0) {
				ApplicationAccess.execute(connection, "DELETE FROM item WHERE id = " + item);
			}
			connection.rollback(savepoint);
			this.model.resetTo(before, this.access.database().rollsBackIds());
			this.rows.insertItem(connection);
			connection.commit();
		}
	}

	void severalConnections(long item) throws SQLException {
		if (item == 0) {
			return;
		}
		try (Connection one = this.access.connection();
				Connection two = this.access.connection();
				Connection three = this.access.connection()) {
			this.rows.insertItem(one);
			read(two, "by the second connection");
			ApplicationAccess.execute(two, "DELETE FROM item WHERE id = " + item);
			this.model.deleteItem(item);
			read(three, "by the third connection");
			this.rows.insertItem(three);
			read(one, "by the first connection");
		}
	}

	private void read(Connection connection, String when) throws SQLException {
		this.witness.expect(this.model.content(), Content.read(connection), when);
	}

	/**
	 * Two transactions, each of which changes an item of its own, in any order.
	 * @param item the item of one of them, 0 if there is none
	 * @param other that of the other one
	 * @throws SQLException if they fail
	 */
	void interleave(long item, long other) throws SQLException {
		if (item == 0 || other == 0 || item == other) {
			return;
		}
		long[] items = { item, other };
		long[] amounts = { -1, -1 };
		try (Connection one = this.access.connection(); Connection two = this.access.connection()) {
			Connection[] connections = { one, two };
			one.setAutoCommit(false);
			two.setAutoCommit(false);
			for (int i = this.random.nextInt(6); i >= 0; i--) {
				int who = this.random.nextInt(2);
				amounts[who] = this.random.nextInt(1000);
				ApplicationAccess.execute(connections[who],
						"UPDATE item SET amount = " + amounts[who] + " WHERE id = " + items[who]);
			}
			int first = this.random.nextInt(2);
			for (int who : new int[] { first, 1 - first }) {
				if (this.random.nextBoolean()) {
					connections[who].commit();
					if (amounts[who] != -1) {
						this.model.updateItem(items[who], amounts[who]);
					}
				}
				else {
					connections[who].rollback();
				}
			}
		}
		this.rows.read();
	}

}
