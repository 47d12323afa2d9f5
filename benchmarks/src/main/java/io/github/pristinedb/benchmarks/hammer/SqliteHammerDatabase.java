package io.github.pristinedb.benchmarks.hammer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/**
 * SQLite's part of the hammer. The schema is what {@code sqlite_schema} has. The tables
 * that SQLite keeps itself are part of the content.
 */
final class SqliteHammerDatabase implements HammerDatabase {

	private static final List<String> PRAGMAS = List.of("foreign_keys = OFF", "temp_store = MEMORY",
			"case_sensitive_like = ON", "user_version = 99", "application_id = 99", "recursive_triggers = ON",
			"cache_size = 7", "query_only = OFF", "busy_timeout = 1", "ignore_check_constraints = ON");

	private static final List<String> SETTINGS = List.of("foreign_keys", "user_version", "application_id",
			"journal_mode", "locking_mode", "temp_store", "page_size", "encoding", "auto_vacuum", "recursive_triggers",
			"busy_timeout", "synchronous", "read_uncommitted", "cache_size", "defer_foreign_keys",
			"ignore_check_constraints", "query_only", "reverse_unordered_selects", "secure_delete");

	private final boolean log;

	/**
	 * Create a new database.
	 * @param log whether it has a write-ahead log
	 */
	SqliteHammerDatabase(boolean log) {
		this.log = log;
	}

	@Override
	public Content read(Connection connection) throws SQLException {
		SortedMap<String, String> schema = new TreeMap<>();
		List<String> names = new ArrayList<>();
		try (Statement statement = connection.createStatement()) {
			try (ResultSet objects = statement.executeQuery("SELECT type, name, sql FROM main.sqlite_schema")) {
				while (objects.next()) {
					schema.put(objects.getString(1) + ' ' + objects.getString(2),
							Objects.requireNonNullElse(objects.getString(3), ""));
					if (objects.getString(1).equals("table")) {
						names.add(objects.getString(2));
					}
				}
			}
			SortedMap<String, List<List<String>>> tables = new TreeMap<>();
			for (String name : names) {
				tables.put(name, Content.rows(statement, "SELECT * FROM main.\"" + name + "\" ORDER BY rowid"));
			}
			return new Content(schema, tables);
		}
	}

	@Override
	public ConnectionState state(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			SortedMap<String, String> settings = new TreeMap<>();
			for (String setting : SETTINGS) {
				settings.put(setting, Content.rows(statement, "SELECT * FROM pragma_" + setting).toString());
			}
			settings.put("like", Content.rows(statement, "SELECT 'a' LIKE 'A'").toString());
			settings.put("autocommit", Boolean.toString(connection.getAutoCommit()));
			return new ConnectionState(settings,
					Content.column(statement, "SELECT name FROM pragma_database_list WHERE seq <> 1"),
					Content.column(statement, "SELECT name FROM sqlite_temp_schema"),
					Content.column(statement, "SELECT name FROM pragma_function_list WHERE name LIKE 'hammer%'"));
		}
	}

	@Override
	public String place(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			return Content.rows(statement, "SELECT file FROM pragma_database_list").get(0).get(0);
		}
	}

	@Override
	public int slots(String place) throws IOException {
		try (Stream<Path> directories = Files.list(Path.of(place).getParent().getParent())) {
			return (int) directories.filter((directory) -> isSlot(directory)).count();
		}
	}

	/**
	 * A slot with a write-ahead log has one from its first connection on.
	 */
	private boolean isSlot(Path directory) {
		return directory.getFileName().toString().startsWith("worker-")
				&& Files.exists(directory.resolve(HammerScenarios.DATABASE + ".db"))
				&& this.log == Files.exists(directory.resolve(HammerScenarios.DATABASE + ".db-wal"));
	}

	@Override
	public long heapOfSlot() {
		return 0;
	}

	@Override
	public boolean rollsBackIds() {
		return true;
	}

	@Override
	public boolean changesSchemaInTransaction() {
		return true;
	}

	@Override
	public String metadataName(String name) {
		return name;
	}

	@Override
	public String dropTable(String table) {
		return "DROP TABLE IF EXISTS " + table;
	}

	@Override
	public String createTrigger(RandomGenerator random) {
		return "CREATE TRIGGER item_deleted BEFORE DELETE ON item WHEN old.id < 0 BEGIN DELETE FROM log WHERE id = "
				+ random.nextInt(100) + "; END";
	}

	@Override
	public List<Parting> partings() {
		return Stream.of(Parting.values())
			.filter((parting) -> parting != Parting.SHUT_DOWN && parting != Parting.REWRITTEN)
			// With a log, any other open connection keeps an exclusive lock away.
			.filter((parting) -> !this.log || parting != Parting.EXCLUSIVE_LOCK)
			.toList();
	}

	@Override
	public List<String> statements(Parting parting, String insert, RandomGenerator random) {
		return switch (parting) {
			case OPEN_TRANSACTION_OF_SQL -> List.of(random.nextBoolean() ? "BEGIN" : "BEGIN IMMEDIATE", insert);
			case OPEN_SAVEPOINT_OF_SQL -> List.of("SAVEPOINT halfway", insert);
			case SETTINGS, SETTINGS_THROUGH_METADATA ->
				List.of("PRAGMA " + PRAGMAS.get(random.nextInt(PRAGMAS.size())), insert);
			case WRITE_AHEAD_LOG -> List.of("PRAGMA journal_mode = WAL", insert);
			case EXCLUSIVE_LOCK -> List.of("PRAGMA locking_mode = EXCLUSIVE", insert);
			case OTHER_DATABASE ->
				List.of("ATTACH ':memory:' AS other", "CREATE TABLE other.item (id INTEGER)", insert);
			case PAGE_SIZE -> List.of("PRAGMA page_size = 8192", "VACUUM", insert);
			case TEMPORARY -> List.of("CREATE TEMP TABLE part (id INTEGER)",
					"CREATE TEMPORARY TRIGGER hammer_trigger AFTER INSERT ON main.item BEGIN DELETE FROM main.log; END",
					insert);
			case STATISTICS -> List.of(insert, "ANALYZE");
			case EMPTY -> List.of("DROP VIEW IF EXISTS item_parts", "DROP TABLE part", "DROP TABLE log",
					"DROP TABLE item", "DROP TABLE flyway_schema_history", "VACUUM");
			default -> throw new IllegalArgumentException("No SQL: " + parting);
		};
	}

	@Override
	public void createFunction(Connection connection) throws SQLException {
		Function.create(connection.unwrap(SQLiteConnection.class), "hammer", new Hammer());
	}

	/**
	 * A function that no other scenario should find.
	 */
	private static final class Hammer extends Function {

		@Override
		protected void xFunc() throws SQLException {
			result(1);
		}

	}

}
