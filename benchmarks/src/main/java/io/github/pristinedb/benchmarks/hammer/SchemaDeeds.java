package io.github.pristinedb.benchmarks.hammer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import io.github.pristinedb.transaction.TransactionIsolationException;

/**
 * Deeds that read and change the schema.
 */
final class SchemaDeeds {

	private static final String EXTRA = "extra";

	private final ApplicationAccess access;

	private final Witness witness;

	private final Model model;

	private final RandomGenerator random;

	/**
	 * Whether the engine cannot change the schema in the scenario's transaction, which
	 * Pristine is to say.
	 */
	private final boolean refused;

	SchemaDeeds(ApplicationAccess access, Witness witness, Model model, RandomGenerator random, boolean transaction) {
		this.access = access;
		this.witness = witness;
		this.model = model;
		this.random = random;
		this.refused = transaction && !access.database().changesSchemaInTransaction();
	}

	/**
	 * Change the schema for a while.
	 * @throws SQLException if it cannot be changed
	 */
	void rollBack() throws SQLException {
		if (!this.access.database().changesSchemaInTransaction()) {
			change("CREATE TABLE never (id INTEGER PRIMARY KEY)", "DROP TABLE never");
			return;
		}
		try (Connection connection = this.access.connection()) {
			connection.setAutoCommit(false);
			ApplicationAccess.execute(connection, "CREATE TABLE never (id INTEGER PRIMARY KEY, text TEXT)",
					"INSERT INTO never (id, text) VALUES (1, '" + this.witness.scenario() + "')",
					"DROP INDEX IF EXISTS part_item");
			connection.rollback();
		}
	}

	/**
	 * A table of the same name in many scenarios, but never with the same columns: a
	 * connection that knew that of an earlier scenario would not find them.
	 * @throws SQLException if it cannot be created
	 */
	void createTable() throws SQLException {
		if (this.model.has("table " + EXTRA)) {
			return;
		}
		String column = "c" + this.random.nextInt(100);
		String sql = "CREATE TABLE extra (id INTEGER PRIMARY KEY, " + column + " VARCHAR(100)"
				+ (this.random.nextBoolean() ? ", more VARCHAR(100)" : "") + ")";
		if (!change(sql, "INSERT INTO extra (id, " + column + ") VALUES (1, '" + this.witness.scenario() + "')")) {
			return;
		}
		this.model.define("table " + EXTRA, sql);
		List<String> row = new ArrayList<>(List.of("1", this.witness.scenario()));
		if (sql.contains("more")) {
			row.add("null");
		}
		this.model.rows(EXTRA).put(1L, row);
		readBack();
	}

	void dropTable() throws SQLException {
		if (this.model.has("table " + EXTRA)) {
			if (change("DROP TABLE extra")) {
				this.model.drop("table " + EXTRA);
				readBack();
			}
		}
		else if (change(this.access.database().dropTable("part"), "CREATE TABLE part (id INTEGER PRIMARY KEY,"
				+ " item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE, label VARCHAR(1000))")) {
			this.model.rows("part").clear();
			readBack();
		}
	}

	void createIndex() throws SQLException {
		if (!this.model.has("index part_label")
				&& change("CREATE INDEX part_label ON part (label" + (this.random.nextBoolean() ? ", id" : "") + ")")) {
			readBack();
		}
	}

	void createTrigger() throws SQLException {
		if (!this.model.has("trigger item_deleted") && change(this.access.database().createTrigger(this.random))) {
			readBack();
		}
	}

	void dropView() throws SQLException {
		if (change("DROP VIEW IF EXISTS item_parts")) {
			readBack();
		}
	}

	void addColumn() throws SQLException {
		if (!this.model.rows(Content.IDS).isEmpty() && !hasNotes()
				&& change("ALTER TABLE item ADD COLUMN note VARCHAR(10) DEFAULT 'none'")) {
			this.model.addNotes();
			readBack();
		}
	}

	private boolean hasNotes() {
		return this.model.content().schema().getOrDefault("table item", "").contains("note");
	}

	/**
	 * Change the schema, or be refused.
	 * @return whether it is changed
	 */
	private boolean change(String... statements) throws SQLException {
		try {
			this.access.execute(statements);
		}
		catch (TransactionIsolationException ex) {
			if (!this.refused) {
				throw ex;
			}
			this.witness.refused();
			return false;
		}
		if (this.refused) {
			this.witness.violated("the schema was changed in a transaction");
		}
		return true;
	}

	/**
	 * Take the texts of the definitions from the database, which words them in its own
	 * way. From then on nobody else is to change them.
	 */
	private void readBack() throws SQLException {
		try (Connection connection = this.access.connection()) {
			this.model.schemaIs(Content.read(connection).schema());
		}
	}

	void readMetadata() throws SQLException {
		String name = this.access.database().metadataName(EXTRA);
		try (Connection connection = this.access.connection();
				ResultSet tables = connection.getMetaData().getTables(null, null, name, null)) {
			if (tables.next() != this.model.has("table " + EXTRA)) {
				this.witness.violated("the metadata is of another database");
			}
		}
	}

}
