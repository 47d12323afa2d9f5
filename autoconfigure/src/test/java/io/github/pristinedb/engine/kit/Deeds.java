package io.github.pristinedb.engine.kit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.pristinedb.engine.kit.Deed.Kind;

/**
 * What a scenario may do to a database of any product.
 */
public final class Deeds {

	private Deeds() {
	}

	/**
	 * The deeds that {@link KitSchema} allows.
	 * @param fixture the fixture
	 * @return the deeds
	 */
	static List<Deed> common(EngineFixture fixture) {
		return List.of(
				Deed.of("read", Kind.READ, (n) -> List.of("SELECT name, amount FROM author WHERE id % 7 = " + n % 7)),
				Deed.of("read by an index", Kind.READ,
						(n) -> List.of("SELECT count(*) FROM book WHERE title < 'title " + n % 200 + "'")),
				new Deed("insert a row", Kind.ROWS, Deeds::insert), new Deed("insert a batch", Kind.ROWS, Deeds::batch),
				Deed.of("insert a child", Kind.ROWS,
						(n) -> List
							.of("INSERT INTO book (author, title) VALUES (" + (1 + n % 50) + ", 'child " + n + "')")),
				Deed.of("insert a large object", Kind.ROWS,
						(n) -> List.of("INSERT INTO book (title, cover) VALUES ('large " + n + "', "
								+ fixture.bytes(n * 17) + ")")),
				Deed.of("update a large object", Kind.ROWS,
						(n) -> List
							.of("UPDATE book SET cover = " + fixture.bytes(n % 5000) + " WHERE id % 61 = " + n % 61)),
				Deed.of("update some rows", Kind.ROWS,
						(n) -> List.of("UPDATE author SET amount = amount + 1 WHERE id % 5 = " + n % 5)),
				Deed.of("update an index", Kind.ROWS,
						(n) -> List.of("UPDATE book SET title = 'changed " + n + "' WHERE id % 17 = " + n % 17)),
				Deed.of("delete with children", Kind.ROWS, (n) -> List.of("DELETE FROM author WHERE id = " + n % 50)),
				Deed.of("delete many rows", Kind.ROWS, (n) -> List.of("DELETE FROM book WHERE id % 3 = " + n % 3)),
				Deed.of("delete all rows", Kind.ROWS, (n) -> List.of("DELETE FROM entry")),
				Deed.of("put the same row again", Kind.ROWS,
						(n) -> List.of("DELETE FROM entry WHERE id = 1",
								"INSERT INTO entry (id, text) VALUES (1, 'from the migration')")),
				Deed.of("violate a key", Kind.ROWS, (n) -> List.of("INSERT INTO author (name) VALUES ('name 1')")),
				Deed.of("violate a reference", Kind.ROWS,
						(n) -> List.of("INSERT INTO book (author, title) VALUES (999999, 'orphan')")),
				Deed.of("name no table", Kind.ROWS, (n) -> List.of("INSERT INTO nowhere VALUES (1)")),
				Deed.of("create a table", Kind.SCHEMA,
						(n) -> List.of("CREATE TABLE extra" + n % 6 + " (id INTEGER, text VARCHAR(20) DEFAULT 'of " + n
								+ "')")),
				Deed.of("drop a table", Kind.SCHEMA, (n) -> List.of("DROP TABLE IF EXISTS extra" + n % 6)),
				Deed.of("drop a table of the migration", Kind.SCHEMA, (n) -> List.of("DROP TABLE entry")),
				Deed.of("add a column", Kind.SCHEMA,
						(n) -> List.of("ALTER TABLE author ADD COLUMN added" + n % 3 + " INTEGER DEFAULT " + n)),
				Deed.of("create an index", Kind.SCHEMA,
						(n) -> List.of("CREATE INDEX IF NOT EXISTS extra_index" + n % 3 + " ON book (author, title)")),
				Deed.of("drop an index", Kind.SCHEMA, (n) -> List.of("DROP INDEX IF EXISTS book_title")),
				Deed.of("create a view", Kind.SCHEMA,
						(n) -> List
							.of("CREATE VIEW extra_view" + n % 4 + " AS SELECT " + n + " AS number FROM author")),
				Deed.of("drop a view", Kind.SCHEMA, (n) -> List.of("DROP VIEW IF EXISTS titles")));
	}

	private static Object insert(Connection connection, int number) throws SQLException {
		try (PreparedStatement statement = connection
			.prepareStatement("INSERT INTO author (name, amount) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
			statement.setString(1, "name " + number);
			statement.setInt(2, number);
			int count = statement.executeUpdate();
			return count + " " + Rows.of(statement.getGeneratedKeys());
		}
	}

	private static Object batch(Connection connection, int number) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("INSERT INTO author (name) VALUES (?)")) {
			for (int i = 0; i < 3; i++) {
				// Now and then one of them is there already.
				statement.setString(1, (number % 9 == i) ? "name 1" : "batch " + number + "." + i);
				statement.addBatch();
			}
			return Arrays.toString(statement.executeBatch());
		}
	}

	/**
	 * Deeds of certain kinds.
	 * @param fixture the fixture, whose own deeds are among them
	 * @param kinds the kinds
	 * @return the deeds in a fixed order
	 */
	static List<Deed> of(EngineFixture fixture, Kind... kinds) {
		List<Deed> deeds = new ArrayList<>(common(fixture));
		deeds.addAll(fixture.deeds());
		deeds.removeIf((deed) -> !Arrays.asList(kinds).contains(deed.kind()));
		return deeds;
	}

}
