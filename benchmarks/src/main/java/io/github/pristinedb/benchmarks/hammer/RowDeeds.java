package io.github.pristinedb.benchmarks.hammer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.random.RandomGenerator;

/**
 * Deeds that read and change rows, by JDBC on the scenario's own thread.
 */
final class RowDeeds {

	private final ApplicationAccess access;

	private final Witness witness;

	private final Model model;

	private final RandomGenerator random;

	RowDeeds(ApplicationAccess access, Witness witness, Model model, RandomGenerator random) {
		this.access = access;
		this.witness = witness;
		this.model = model;
		this.random = random;
	}

	void read() throws SQLException {
		try (Connection connection = this.access.connection()) {
			this.witness.expect(this.model.content(), Content.read(connection), "on the way");
		}
	}

	void insertItem() throws SQLException {
		try (Connection connection = this.access.connection()) {
			insertItem(connection);
		}
	}

	/**
	 * Insert an item.
	 * @param connection by which connection
	 * @throws SQLException if it fails
	 */
	void insertItem(Connection connection) throws SQLException {
		String item = this.witness.scenario() + " item " + this.random.nextInt(1000);
		long amount = this.random.nextInt(1000);
		try (PreparedStatement insert = connection.prepareStatement("INSERT INTO item (name, amount) VALUES (?, ?)")) {
			insert.setString(1, item);
			insert.setLong(2, amount);
			insert.executeUpdate();
		}
		this.model.insertItem(item, amount);
	}

	void updateItem(long item) throws SQLException {
		long amount = this.random.nextInt(1000);
		this.access.execute("UPDATE item SET amount = " + amount + " WHERE id = " + item);
		this.model.updateItem(item, amount);
	}

	void deleteItem(long item) throws SQLException {
		this.access.execute("DELETE FROM item WHERE id = " + item);
		this.model.deleteItem(item);
	}

	void insertManyParts(long item) throws SQLException {
		if (item == 0) {
			return;
		}
		try (Connection connection = this.access.connection();
				PreparedStatement insert = connection
					.prepareStatement("INSERT INTO part (id, item_id, label) VALUES (?, ?, ?)")) {
			connection.setAutoCommit(false);
			for (int i = this.random.nextInt(200); i >= 0; i--) {
				long id = this.model.newPart();
				String label = this.witness.scenario() + " " + "x".repeat(this.random.nextInt(400));
				insert.setLong(1, id);
				insert.setLong(2, item);
				insert.setString(3, label);
				insert.addBatch();
				this.model.insertPart(id, item, label);
			}
			insert.executeBatch();
			connection.commit();
		}
	}

	void deleteAllParts() throws SQLException {
		this.access.execute("DELETE FROM part");
		this.model.rows("part").clear();
	}

}
