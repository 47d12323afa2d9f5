package io.github.pristinedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * SQL migrations like those of an application that has been around for a while: a tree of
 * tables with foreign keys, indexes, checks and rows. Two fixtures of the same size are
 * equal byte for byte.
 *
 * @param size how large it is
 * @param migrations the directory that holds the migrations and nothing else
 */
public record Fixture(FixtureSize size, Path migrations) {

	// As a person would write them; what goes beyond is made by the database.
	private static final int WRITTEN_ROWS = 20;

	/**
	 * Write a fixture.
	 * @param size how large it is
	 * @param directory where its migrations go; it is created if need be, and must be
	 * empty
	 * @return the fixture
	 * @throws IOException if it cannot be written
	 */
	public static Fixture generate(FixtureSize size, Path directory) throws IOException {
		return generate(size, directory, 0);
	}

	/**
	 * Write a fixture whose migrations come after others.
	 * @param size how large it is
	 * @param directory where its migrations go; it is created if need be, and must be
	 * empty
	 * @param after the version that they come after
	 * @return the fixture
	 * @throws IOException if it cannot be written
	 */
	static Fixture generate(FixtureSize size, Path directory, int after) throws IOException {
		Files.createDirectories(directory);
		for (int number = 1; number <= size.migrations(); number++) {
			Migration migration = migration(size, number);
			Files.writeString(directory.resolve(format("V%03d__%s.sql", after + number, migration.description())),
					migration.sql());
		}
		return new Fixture(size, directory);
	}

	/**
	 * Where Flyway finds the migrations.
	 * @return the location
	 */
	public String location() {
		return "filesystem:" + this.migrations;
	}

	private static Migration migration(FixtureSize size, int number) {
		int turn = (number - 1) / size.tables();
		int table = (number - 1) % size.tables() + 1;
		return switch (turn) {
			case 0 -> create(table);
			case 1 -> insert(table, size.rowsPerTable());
			default -> alter(table, turn);
		};
	}

	private static Migration create(int table) {
		String name = name(table);
		String parent = (table > 1) ? " REFERENCES " + name(table / 2) + " (id) ON DELETE CASCADE" : "";
		String sql = format("""
				CREATE TABLE %s (
				    id INTEGER PRIMARY KEY,
				    parent_id INTEGER%s,
				    code TEXT NOT NULL,
				    title TEXT NOT NULL,
				    state TEXT NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'DONE', 'DROPPED')),
				    amount NUMERIC NOT NULL DEFAULT 0,
				    created_at TEXT NOT NULL,
				    updated_at TEXT
				);
				""", name, parent);
		// As in every grown schema, some index is missing.
		String index = (table % 10 != 0) ? format("\nCREATE INDEX %1$s_parent ON %1$s (parent_id, state);\n", name)
				: "";
		return new Migration("create_" + name, sql + index);
	}

	private static Migration insert(int table, int rows) {
		String name = name(table);
		int written = Math.min(rows, WRITTEN_ROWS);
		StringBuilder sql = new StringBuilder();
		sql.append("INSERT INTO ")
			.append(name)
			.append(" (id, parent_id, code, title, state, amount, created_at) VALUES\n");
		sql.append(IntStream.rangeClosed(1, written)
			.mapToObj((row) -> row(table, row))
			.collect(Collectors.joining(",\n")));
		sql.append(";\n");
		if (rows > written) {
			sql.append(format("""

					WITH RECURSIVE more (n) AS (SELECT %2$d UNION ALL SELECT n + 1 FROM more WHERE n < %3$d)
					INSERT INTO %1$s (id, parent_id, code, title, state, amount, created_at)
					SELECT n, n, printf('C-%%05d', n), printf('Entry %%d, one of many that nobody wrote by hand', n),
					    CASE n %% 3 WHEN 0 THEN 'OPEN' WHEN 1 THEN 'DONE' ELSE 'DROPPED' END, n * 7 %% 1000,
					    printf('2026-%%02d-%%02dT08:00:00Z', n %% 12 + 1, n %% 28 + 1)
					FROM more;
					""", name, written + 1, rows));
		}
		return new Migration("fill_" + name, sql.toString());
	}

	private static String row(int table, int row) {
		return format(
				"    (%1$d, %1$d, 'C-%1$05d', 'Entry %1$d of %2$s, which a migration brought along', '%3$s', %4$d, '2026-%5$02d-%6$02dT08:00:00Z')",
				row, name(table), (row % 3 == 0) ? "OPEN" : "DONE", (row * 37 + table * 11) % 1000, table % 12 + 1,
				row % 28 + 1);
	}

	private static Migration alter(int table, int turn) {
		return new Migration(format("add_note_%d_to_%s", turn, name(table)),
				format("ALTER TABLE %s ADD COLUMN note_%d TEXT;\n", name(table), turn));
	}

	private static String name(int table) {
		return format("entity_%02d", table);
	}

	private static String format(String text, Object... values) {
		return String.format(Locale.ROOT, text, values);
	}

	/**
	 * One migration.
	 *
	 * @param description what it does, as the end of its file's name
	 * @param sql its statements
	 */
	private record Migration(String description, String sql) {

	}

}
