package io.github.pristinedb.engine.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;

import io.github.pristinedb.Rounds;
import io.github.pristinedb.engine.ScenarioDatabase.Restoration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.pristinedb.engine.sqlite.SqliteSlot.execute;
import static io.github.pristinedb.engine.sqlite.SqliteSlot.query;
import static io.github.pristinedb.engine.sqlite.SqliteSlot.series;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random scenarios on one file, over three connections that stay open for as long as
 * restorations allow.
 */
class SqliteScenarioDatabaseTrialTests {

	private static final int SCENARIOS = Rounds.of(200, 2000);

	private static final int CONNECTIONS = 3;

	private static final String CONTENT = "SELECT group_concat(id || name || coalesce(parent, '-')) FROM"
			+ " (SELECT * FROM item ORDER BY id)";

	private static final String INDEXED = "SELECT group_concat(name) FROM (SELECT name FROM item ORDER BY name)";

	private static final String SEARCHED = "SELECT count(*) FROM note WHERE note MATCH 'word'";

	private static final String SCHEMA = "SELECT group_concat(name || sql) FROM sqlite_schema";

	@ParameterizedTest(name = "{0}, {1} bytes more")
	@CsvSource({ SqliteSlot.DEFAULTS + ",0", SqliteSlot.FAST + ",1500000", SqliteSlot.LOG + ",0",
			SqliteSlot.LOG + ",1500000" })
	void eachScenarioStartsFromTheBaselineAndSeesItsOwnChanges(String options, int padding, @TempDir Path directory)
			throws Exception {
		SqliteImage baseline = SqliteSlot.image(directory.resolve("template.db"),
				"CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, parent INTEGER REFERENCES item)",
				"CREATE INDEX item_name ON item (name)", "CREATE VIRTUAL TABLE note USING fts5(text)",
				"INSERT INTO item SELECT value, 'name' || value, NULL FROM " + series(1, 200),
				"INSERT INTO note SELECT 'word number ' || value FROM " + series(1, 50), "CREATE TABLE padding (data)",
				"INSERT INTO padding VALUES (randomblob(" + padding + "))");
		Random random = new Random(20240229);
		int[] restorations = new int[Restoration.values().length];
		int clean = 0;
		try (SqliteSlot slot = new SqliteSlot(directory.resolve("scenario.db"), baseline, options)) {
			Connection[] connections = connect(slot);
			String[] pristine = state(connections[0]);
			for (int scenario = 0; scenario < SCENARIOS; scenario++) {
				int idle = random.nextInt(CONNECTIONS + 1);
				for (int i = 0; i < CONNECTIONS; i++) {
					if (i != idle) {
						assertThat(state(connections[i])).as("start of %d", scenario).isEqualTo(pristine);
					}
				}
				run(connections, scenario, random);
				Connection last = connections[random.nextInt(CONNECTIONS)];
				// The check alone goes by what the connection knows of the full-text
				// index,
				// which another connection may have changed; so it does without any
				// restoration.
				query(last, SEARCHED);
				assertThat(query(last, "PRAGMA quick_check")).as("end of %d", scenario).isEqualTo("ok");
				if (slot.isClean()) {
					clean++;
					continue;
				}
				Restoration restoration = slot.restore(baseline);
				restorations[restoration.ordinal()]++;
				if (restoration == Restoration.RECONNECT) {
					slot.disconnect();
					connections = connect(slot);
				}
			}
		}
		assertThat(restorations[Restoration.REFUSED.ordinal()]).isZero();
		assertThat(restorations[Restoration.IN_PLACE.ordinal()]).isGreaterThan(SCENARIOS / 2);
		assertThat(restorations[Restoration.RECONNECT.ordinal()]).isGreaterThan(SCENARIOS / 20);
		assertThat(clean).isGreaterThan(SCENARIOS / 50);
	}

	private static void run(Connection[] connections, int scenario, Random random) throws SQLException {
		int steps = random.nextInt(6);
		boolean ddl = random.nextInt(6) == 0;
		for (int step = 0; step < steps; step++) {
			Connection writer = connections[random.nextInt(CONNECTIONS)];
			boolean rolledBack = random.nextInt(4) == 0;
			String[] before = state(writer);
			execute(writer, "BEGIN", statement(scenario, step, ddl, random),
					statement(scenario, step + 100, false, random));
			String[] inside = state(writer);
			execute(writer, rolledBack ? "ROLLBACK" : "COMMIT");
			Connection reader = connections[random.nextInt(CONNECTIONS)];
			assertThat(state(reader)).as("step %d of %d", step, scenario).isEqualTo(rolledBack ? before : inside);
		}
	}

	private static String statement(int scenario, int step, boolean ddl, Random random) {
		String value = "'s" + scenario + "-" + step + "'";
		if (ddl) {
			return switch (random.nextInt(4)) {
				case 0 -> "CREATE TABLE own" + step + "_" + random.nextInt(3) + " (id, text DEFAULT " + value + ")";
				case 1 -> "ALTER TABLE item ADD COLUMN added" + step + "_" + random.nextInt(3);
				case 2 -> "DROP INDEX IF EXISTS item_name";
				default -> "CREATE INDEX IF NOT EXISTS own_index" + random.nextInt(3) + " ON item (parent, name)";
			};
		}
		return switch (random.nextInt(7)) {
			case 0 -> "UPDATE item SET name = " + value + " WHERE id % 17 = " + random.nextInt(17);
			case 1 -> "DELETE FROM item WHERE id % 5 = " + random.nextInt(5);
			case 2 -> "INSERT INTO note VALUES ('word of ' || " + value + ")";
			case 3 -> "DELETE FROM note WHERE rowid < " + random.nextInt(40);
			case 4 -> "INSERT INTO item (name) SELECT " + value + " || value || hex(zeroblob(100))" + " FROM "
					+ series(1, 1 + random.nextInt(50));
			case 5 -> "DELETE FROM item";
			default -> "INSERT INTO item (name) VALUES (" + value + ")";
		};
	}

	private static Connection[] connect(SqliteSlot slot) throws SQLException {
		Connection[] connections = new Connection[CONNECTIONS];
		for (int i = 0; i < CONNECTIONS; i++) {
			connections[i] = slot.connect();
		}
		return connections;
	}

	private static String[] state(Connection connection) throws SQLException {
		return new String[] { query(connection, CONTENT), query(connection, INDEXED), query(connection, SEARCHED),
				query(connection, SCHEMA) };
	}

}
