package io.github.pristinedb.benchmarks.hammer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Deeds that read and change the schema.
 */
final class SchemaDeeds {

	private static final String EXTRA = "extra";

	private final ApplicationAccess access;

	private final Witness witness;

	private final Model model;

	private final RandomGenerator random;

	SchemaDeeds(ApplicationAccess access, Witness witness, Model model, RandomGenerator random) {
		this.access = access;
		this.witness = witness;
		this.model = model;
		this.random = random;
	}

	void rollBack() throws SQLException {
		try (Connection connection = this.access.connection()) {
			connection.setAutoCommit(false);
			ApplicationAccess.execute(connection, "CREATE TABLE never (id INTEGER PRIMARY KEY, text TEXT)",
					"INSERT INTO never (text) VALUES ('" + this.witness.scenario() + "')",
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
		String sql = "CREATE TABLE extra (id INTEGER PRIMARY KEY, " + column + " TEXT"
				+ (this.random.nextBoolean() ? ", more TEXT" : "") + ")";
		this.access.execute(sql, "INSERT INTO extra (" + column + ") VALUES ('" + this.witness.scenario() + "')");
		this.model.define("table " + EXTRA, sql);
		List<String> row = new ArrayList<>(List.of("1", this.witness.scenario()));
		if (sql.contains("more")) {
			row.add("null");
		}
		this.model.rows(EXTRA).put(1L, row);
	}

	void dropTable() throws SQLException {
		if (this.model.has("table " + EXTRA)) {
			this.access.execute("DROP TABLE extra");
			this.model.drop("table " + EXTRA);
			this.model.drop("index extra_id");
		}
		else {
			this.access.execute("DROP TABLE IF EXISTS part", "CREATE TABLE part (id INTEGER PRIMARY KEY,"
					+ " item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE, label TEXT)");
			this.model.drop("index part_item");
			this.model.drop("index part_label");
			// The view and the trigger do not go with the table.
			this.model.rows("part").clear();
			readBack("table", "part");
		}
	}

	void createIndex() throws SQLException {
		if (!this.model.has("index part_label")) {
			String sql = "CREATE INDEX part_label ON part (label" + (this.random.nextBoolean() ? ", id" : "") + ")";
			this.access.execute(sql);
			this.model.define("index part_label", sql);
		}
	}

	void createTrigger() throws SQLException {
		if (!this.model.has("trigger item_deleted")) {
			String sql = "CREATE TRIGGER item_deleted BEFORE DELETE ON item WHEN old.id < 0 BEGIN"
					+ " DELETE FROM log WHERE id = " + this.random.nextInt(100) + "; END";
			this.access.execute(sql);
			this.model.define("trigger item_deleted", sql);
		}
	}

	void dropView() throws SQLException {
		this.access.execute("DROP VIEW IF EXISTS item_parts");
		this.model.drop("view item_parts");
	}

	void addColumn() throws SQLException {
		if (!this.model.rows("sqlite_sequence").isEmpty() && !hasNotes()) {
			this.access.execute("ALTER TABLE item ADD COLUMN note TEXT DEFAULT 'none'");
			this.model.addNotes("");
			readBack("table", "item");
		}
	}

	private boolean hasNotes() {
		return this.model.content().schema().getOrDefault("table item", "").contains("note");
	}

	/**
	 * Take the text of a definition from the database, which words it in its own way.
	 */
	private void readBack(String kind, String object) throws SQLException {
		try (Connection connection = this.access.connection(); Statement statement = connection.createStatement()) {
			List<List<String>> found = Content.rows(statement,
					"SELECT sql FROM sqlite_schema WHERE type = '" + kind + "' AND name = '" + object + "'");
			this.model.define(kind + " " + object, found.get(0).get(0));
		}
	}

	void readMetadata() throws SQLException {
		try (Connection connection = this.access.connection();
				ResultSet tables = connection.getMetaData().getTables(null, null, EXTRA, null)) {
			if (tables.next() != this.model.has("table " + EXTRA)) {
				this.witness.violated("the metadata is of another database");
			}
		}
	}

}
