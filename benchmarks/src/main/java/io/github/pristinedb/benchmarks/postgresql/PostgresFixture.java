package io.github.pristinedb.benchmarks.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Migrations of a PostgreSQL database: tables with cascades, identities, an enum,
 * partitions, triggers, functions and views, as an application has them that has been
 * around for a while. Two fixtures of the same size are equal byte for byte.
 *
 * @param migrations the directory that holds the migrations and nothing else
 */
public record PostgresFixture(Path migrations) {

	/**
	 * How many rows {@code t1} has, and each of the ten tables that have rows.
	 */
	static final int ROWS = 20;

	/**
	 * The rows that make a database of about 128 MB, in each of the large tables.
	 */
	static final int MANY_ROWS = 110_000;

	/**
	 * The tables that have many rows in a large fixture.
	 */
	static final List<String> LARGE = List.of("big1", "big2", "big3", "big4");

	private static final int TABLES = 46;

	private static final int FILLED = 10;

	private static final String NOTED = "t21";

	private static final String TOUCHED = "t22";

	// Beside t1 and so on, in an order in which they can be filled.
	private static final List<String> OTHERS = List.of("audit", "tree", "event", "derived", "cached");

	/**
	 * Write a fixture.
	 * @param directory where its migrations go; it is created if need be, and must be
	 * empty
	 * @param manyRows how many rows each of {@link #LARGE} gets, 0 for no such tables
	 * @return the fixture
	 * @throws IOException if it cannot be written
	 */
	public static PostgresFixture generate(Path directory, int manyRows) throws IOException {
		Files.createDirectories(directory);
		List<String> migrations = new ArrayList<>();
		migrations.add("CREATE TYPE state AS ENUM ('NEW', 'OPEN', 'DONE')");
		migrations.add("CREATE TABLE audit (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, what TEXT NOT NULL,"
				+ " row_id BIGINT, noted TIMESTAMPTZ DEFAULT clock_timestamp())");
		for (int table = 1; table <= TABLES; table++) {
			migrations.add(create(table));
		}
		migrations.addAll(others());
		migrations.addAll(seeds());
		// After the rows, whose times a database of tests must not depend on.
		migrations.add("CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON " + NOTED
				+ " FOR EACH ROW EXECUTE FUNCTION note()");
		migrations.add("CREATE TRIGGER touched BEFORE UPDATE ON " + TOUCHED + " FOR EACH ROW EXECUTE FUNCTION touch()");
		if (manyRows > 0) {
			LARGE.forEach((table) -> migrations.add(large(table, manyRows)));
		}
		for (int i = 0; i < migrations.size(); i++) {
			Files.writeString(directory.resolve(format("V%03d__step.sql", i + 1)), migrations.get(i) + ";\n");
		}
		return new PostgresFixture(directory);
	}

	/**
	 * Where Flyway finds the migrations.
	 * @return the location
	 */
	public String location() {
		return "filesystem:" + this.migrations;
	}

	/**
	 * The statements that fill the tables, parents first.
	 * @return a statement for each table that has rows
	 */
	private static List<String> seeds() {
		List<String> seeds = new ArrayList<>(IntStream.rangeClosed(1, FILLED).mapToObj(PostgresFixture::seed).toList());
		seeds.add("INSERT INTO tree VALUES (1, NULL, 'root'), (2, 1, 'a'), (3, 1, 'b'), (4, 2, 'c')");
		seeds.add("INSERT INTO derived (id, a, tags, doc) SELECT n, n, ARRAY['a', 'b'], jsonb_build_object('k', n)"
				+ " FROM generate_series(1, " + ROWS + ") n");
		return seeds;
	}

	/**
	 * The statements that delete all rows and put ids back, before the seeds. Foreign
	 * keys and triggers do nothing meanwhile.
	 * @return the statements
	 */
	private static List<String> deletion() {
		List<String> statements = new ArrayList<>();
		statements.add("SET session_replication_role = replica");
		tables().forEach((table) -> statements.add("DELETE FROM " + table));
		statements.add("SELECT setval(format('%I.%I', schemaname, sequencename), start_value, false)"
				+ " FROM pg_sequences WHERE schemaname = 'public'");
		statements.add("SET session_replication_role = DEFAULT");
		return statements;
	}

	/**
	 * The statement that empties all tables and puts their ids back.
	 * @return the statement
	 */
	private static String truncation() {
		return "TRUNCATE " + String.join(", ", tables()) + " RESTART IDENTITY CASCADE";
	}

	/**
	 * Truncates and fills again, in one round trip.
	 * @return the statements
	 */
	public static String truncationAndSeeds() {
		return withSeeds(List.of(truncation()));
	}

	/**
	 * Deletes and inserts again, in one round trip.
	 * @return the statements
	 */
	static String deletionAndSeeds() {
		return withSeeds(deletion());
	}

	private static String withSeeds(List<String> clearing) {
		return Stream.concat(clearing.stream(), seeds().stream()).collect(Collectors.joining(";\n"));
	}

	/**
	 * All tables but Flyway's and the large ones.
	 * @return their names
	 */
	static List<String> tables() {
		List<String> tables = new ArrayList<>(OTHERS);
		IntStream.rangeClosed(1, TABLES).forEach((table) -> tables.add("t" + table));
		return tables;
	}

	private static String create(int table) {
		String identity = (table % 3 == 0) ? "ALWAYS" : "BY DEFAULT";
		boolean child = isChild(table);
		String parent = child ? format(",\n    parent BIGINT REFERENCES t%d (id)%s", table - 1, action(table)) : "";
		String index = child ? format(";\nCREATE INDEX t%1$d_parent ON t%1$d (parent)", table) : "";
		return format("""
				CREATE TABLE t%1$d (
				    id BIGINT GENERATED %2$s AS IDENTITY PRIMARY KEY,
				    name TEXT NOT NULL,
				    code TEXT UNIQUE,
				    state state DEFAULT 'NEW',
				    amount NUMERIC(12, 2) CHECK (amount > -1000000),
				    note TEXT,
				    created TIMESTAMPTZ DEFAULT now(),
				    updated TIMESTAMPTZ%3$s
				);
				CREATE INDEX t%1$d_name ON t%1$d (name)%4$s""", table, identity, parent, index);
	}

	private static boolean isChild(int table) {
		return (table - 1) % 5 != 0;
	}

	private static String action(int table) {
		return switch (table % 4) {
			case 0 -> " ON DELETE CASCADE";
			case 1 -> " ON DELETE SET NULL";
			case 2 -> " ON DELETE RESTRICT DEFERRABLE INITIALLY IMMEDIATE";
			default -> "";
		};
	}

	private static List<String> others() {
		return List.of("CREATE SEQUENCE cached_ids CACHE 10", "CREATE SEQUENCE pooled_ids INCREMENT BY 50",
				"CREATE TABLE tree (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES tree (id) ON DELETE CASCADE"
						+ " DEFERRABLE INITIALLY DEFERRED, label TEXT)",
				"CREATE TABLE event (id BIGINT GENERATED ALWAYS AS IDENTITY, day DATE NOT NULL, payload JSONB,"
						+ " PRIMARY KEY (id, day)) PARTITION BY RANGE (day)",
				"CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
				"CREATE TABLE event_2026 PARTITION OF event FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
				"CREATE TABLE derived (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER GENERATED ALWAYS AS (a * 2) STORED,"
						+ " tags TEXT[], doc JSONB)",
				"CREATE UNLOGGED TABLE cached (k TEXT PRIMARY KEY, v TEXT)",
				"CREATE VIEW states AS SELECT state, count(*) AS rows, sum(amount) AS total FROM t11 GROUP BY state",
				"""
						CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
						BEGIN
						    INSERT INTO audit (what, row_id) VALUES (tg_op, coalesce(new.id, old.id));
						    RETURN NULL;
						END
						$$""", """
						CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
						BEGIN
						    new.updated := clock_timestamp();
						    RETURN new;
						END
						$$""");
	}

	private static String seed(int table) {
		boolean child = isChild(table);
		return format(
				"INSERT INTO t%1$d (name, code, amount, note, created%2$s)"
						+ " SELECT 'n' || n, 'c%1$d-' || n, n * 1.5, repeat('x', 40), '2026-01-01 00:00:00Z'%3$s"
						+ " FROM generate_series(1, " + ROWS + ") n",
				table, child ? ", parent" : "", child ? ", n" : "");
	}

	private static String large(String table, int rows) {
		return format("""
				CREATE TABLE %1$s (
				    id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
				    name TEXT,
				    code TEXT UNIQUE,
				    amount NUMERIC,
				    note TEXT
				);
				INSERT INTO %1$s (name, code, amount, note)
				    SELECT 'n' || n, 'c' || n, n, repeat(md5(n::text), 3) FROM generate_series(1, %2$d) n;
				CREATE INDEX %1$s_name ON %1$s (name)""", table, rows);
	}

	private static String format(String text, Object... values) {
		return String.format(Locale.ROOT, text, values);
	}

}
