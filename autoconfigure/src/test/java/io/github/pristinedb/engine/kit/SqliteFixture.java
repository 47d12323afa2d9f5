package io.github.pristinedb.engine.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import javax.sql.DataSource;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.kit.Deed.Kind;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.javax.SQLiteConnectionPoolDataSource;

/**
 * SQLite: a database is a file.
 */
public class SqliteFixture implements EngineFixture {

	private static final String URL = "jdbc:sqlite:";

	private static final String OPTIONS = "?foreign_keys=true&busy_timeout=0&synchronous=OFF";

	private static final String SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema"
			+ " WHERE name NOT LIKE 'flyway%' AND tbl_name NOT LIKE 'flyway%' ORDER BY name";

	private static final List<String> PRAGMAS = List.of("user_version", "application_id", "page_size", "auto_vacuum",
			"encoding", "foreign_keys", "temp_store", "recursive_triggers", "query_only", "read_uncommitted",
			"locking_mode", "busy_timeout", "foreign_key_check", "integrity_check");

	private final DatabaseEngine engine = new SqliteEngine();

	@Override
	public DatabaseEngine engine() {
		return this.engine;
	}

	@Override
	public String url(Path directory, String name) {
		return URL + file(directory, name) + OPTIONS;
	}

	private static Path file(Path directory, String name) {
		return directory.resolve(name + ".db");
	}

	@Override
	public List<String> spellings(Path directory, String name) {
		Path file = file(directory, name);
		String last = name + ".db";
		return List.of(URL + file, URL + file + "?journal_mode=WAL", URL + "file:" + file,
				URL + "file:" + file + "?cache=private", URL + directory + "/./" + last,
				URL + directory + "/other/../" + last,
				URL + "file:" + directory + "/%" + Integer.toHexString(last.charAt(0)) + last.substring(1));
	}

	@Override
	public List<String> misleading(Path directory) {
		return List
			.of("prod.db", "my-scenario.db", "scenari.db", "scenario/prod.db", "test.db/../prod.db",
					"prod.db?x=scenario", "prod.db?scenario", " scenario.db", "scenario/..", "scenario/.")
			.stream()
			.map((name) -> URL + directory + "/" + name)
			.toList();
	}

	@Override
	public List<String> unmanageable() {
		return List.of(URL + ":memory:", URL, URL + "file::memory:?cache=shared", URL + "file:scenario?mode=memory",
				URL + ":resource:scenario.db");
	}

	@Override
	public List<String> withSecret(Path directory, String secret) {
		return List.of(URL + file(directory, "scenario") + "?password=" + secret,
				URL + file(directory, "scenario") + "?unknown=" + secret);
	}

	@Override
	public Map<String, Function<String, DataSource>> dataSources() {
		return Map.of("SQLiteDataSource", (url) -> {
			SQLiteDataSource source = new SQLiteDataSource();
			source.setUrl(url);
			return source;
		}, "SQLiteConnectionPoolDataSource", (url) -> {
			SQLiteConnectionPoolDataSource source = new SQLiteConnectionPoolDataSource();
			source.setUrl(url);
			return source;
		});
	}

	@Override
	public Map<String, String> dataSourceProperties(String url) {
		return Map.of("class", SQLiteDataSource.class.getName(), "url", url);
	}

	@Override
	public List<String> schema() {
		List<String> statements = new ArrayList<>(
				KitSchema.of("INTEGER PRIMARY KEY AUTOINCREMENT", "BLOB", this::bytes));
		statements.add("CREATE TABLE loan (id INTEGER PRIMARY KEY, book INTEGER REFERENCES book (id)"
				+ " DEFERRABLE INITIALLY DEFERRED)");
		statements.add("CREATE VIRTUAL TABLE note USING fts5(text)");
		statements.add("INSERT INTO note SELECT 'word of ' || title FROM book");
		statements.add("CREATE TRIGGER book_entry AFTER INSERT ON book BEGIN"
				+ " INSERT INTO entry (text) VALUES ('book ' || NEW.title); END");
		return statements;
	}

	@Override
	public List<Deed> deeds() {
		return List.of(
				Deed.of("insert with a deferred reference", Kind.ROWS,
						(n) -> List.of("INSERT INTO loan (book) VALUES (" + n % 300 + ")")),
				Deed.of("delete what is referred to", Kind.ROWS, (n) -> List.of("DELETE FROM loan")),
				Deed.of("ask for the row just inserted", Kind.ROWS,
						(n) -> List.of("INSERT INTO entry (text) VALUES ('asked " + n + "')",
								"SELECT last_insert_rowid(), changes()")),
				Deed.of("insert and return", Kind.ROWS,
						(n) -> List.of("INSERT INTO author (name) VALUES ('returned " + n + "') RETURNING id")),
				Deed.of("insert words", Kind.ROWS, (n) -> List.of("INSERT INTO note VALUES ('word number " + n + "')")),
				Deed.of("delete words", Kind.ROWS, (n) -> List.of("DELETE FROM note WHERE rowid < " + n % 200)),
				Deed.of("reset the sequence", Kind.ROWS,
						(n) -> List.of("UPDATE sqlite_sequence SET seq = " + (1000 + n) + " WHERE name = 'author'")),
				Deed.of("change it by the same values", Kind.ROWS, (n) -> List.of("UPDATE author SET name = name")),
				Deed.of("begin", Kind.TRANSACTION,
						(n) -> List.of((n % 2 == 0) ? "BEGIN" : "BEGIN IMMEDIATE TRANSACTION")),
				Deed.of("end", Kind.TRANSACTION,
						(n) -> List.of((n % 3 == 0) ? "ROLLBACK" : (n % 3 == 1) ? "COMMIT" : "end transaction")),
				Deed.of("savepoint", Kind.TRANSACTION,
						(n) -> List.of(List.of("SAVEPOINT x", "RELEASE SAVEPOINT \"X\"", "ROLLBACK TO x", "SAVEPOINT y",
								"RELEASE y", "ROLLBACK TRANSACTION TO SAVEPOINT y")
							.get(n % 6))),
				Deed.of(Kind.FOR_GOOD, "VACUUM"), Deed.of(Kind.FOR_GOOD, "DELETE FROM book WHERE id > 20", "VACUUM"),
				Deed.of(Kind.SCHEMA, "CREATE TRIGGER shout AFTER INSERT ON entry BEGIN DELETE FROM entry; END"),
				Deed.of(Kind.SCHEMA, "DROP TRIGGER book_entry"),
				Deed.of(Kind.SCHEMA, "CREATE VIRTUAL TABLE IF NOT EXISTS extra_words USING fts5(text)"),
				Deed.of(Kind.STICKY, "CREATE INDEX entry_text ON entry (text)", "ANALYZE"),
				Deed.of(Kind.STICKY, "PRAGMA journal_mode=WAL", "INSERT INTO entry (text) VALUES ('x')"),
				Deed.of(Kind.STICKY, "PRAGMA journal_mode=DELETE"),
				Deed.of(Kind.STICKY, "PRAGMA journal_mode=OFF", "DELETE FROM entry"),
				Deed.of(Kind.STICKY, "PRAGMA journal_mode=PERSIST", "DELETE FROM entry"),
				Deed.of(Kind.STICKY, "PRAGMA page_size=1024", "VACUUM"),
				Deed.of(Kind.STICKY, "ATTACH ':memory:' AS other", "CREATE TABLE other.item (id)"),
				Deed.of(Kind.STICKY, "PRAGMA locking_mode=EXCLUSIVE", "DELETE FROM entry"),
				Deed.of(Kind.STICKY, "PRAGMA foreign_keys=OFF"), Deed.of(Kind.STICKY, "PRAGMA temp_store=MEMORY"),
				Deed.of(Kind.STICKY, "PRAGMA case_sensitive_like=ON"),
				Deed.of(Kind.STICKY, "PRAGMA recursive_triggers=ON"), Deed.of(Kind.STICKY, "PRAGMA query_only=ON"),
				Deed.of(Kind.STICKY, "PRAGMA user_version=7"),
				Deed.of(Kind.STICKY, "CREATE TEMP TABLE entry (id, text)"),
				Deed.of(Kind.STICKY, "CREATE TEMPORARY VIEW shadow AS SELECT 1"), Deed.of(Kind.STICKY, "BEGIN"),
				Deed.of(Kind.STICKY, "BEGIN", "INSERT INTO entry (text) VALUES ('not committed')"),
				Deed.of(Kind.STICKY, "/* why not */ begin immediate"),
				Deed.of(Kind.STICKY, "-- why not\n  BEGIN EXCLUSIVE"), Deed.of(Kind.STICKY, "SAVEPOINT here"),
				Deed.of(Kind.STICKY, "SELECT 1; BEGIN"), new Deed("a function", Kind.STICKY, (connection, number) -> {
					org.sqlite.Function.create(connection.unwrap(SQLiteConnection.class), "shout", new Shout());
					return "created";
				}));
	}

	@Override
	public List<String> specialTables() {
		return List.of("CREATE TABLE no_rowid (k TEXT, n INTEGER, v, PRIMARY KEY (k, n)) WITHOUT ROWID",
				"INSERT INTO no_rowid VALUES ('a', 1, 1), ('a', 2, 'text'), ('b', 1, 2.5)",
				"CREATE TABLE computed (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER AS (a * 2), c INTEGER AS (a + 1) STORED)",
				"INSERT INTO computed (a) VALUES (1), (2)", "CREATE VIRTUAL TABLE area USING rtree(id, low, high)",
				"INSERT INTO area VALUES (1, 0, 1), (2, 0, 2)",
				"CREATE TABLE caseless (k TEXT PRIMARY KEY COLLATE NOCASE)",
				"INSERT INTO caseless VALUES ('abc'), ('d'), (NULL), (NULL)",
				"CREATE TABLE large (id INTEGER PRIMARY KEY, v BLOB)",
				"INSERT INTO large VALUES (1, zeroblob(100000))");
	}

	@Override
	public List<String> specialChanges() {
		return List.of("UPDATE no_rowid SET v = 2 WHERE n = 2", "DELETE FROM no_rowid WHERE k = 'b'",
				"UPDATE computed SET a = 7 WHERE id = 2", "UPDATE area SET high = 3 WHERE id = 2",
				"UPDATE caseless SET k = 'ABC' WHERE k = 'abc'", "INSERT INTO caseless VALUES (NULL)",
				// Only pages beside the row's own are written.
				"UPDATE large SET v = CAST(zeroblob(90000) || 'x' || zeroblob(9999) AS BLOB)",
				"INSERT INTO note VALUES ('new words')");
	}

	@Override
	public int levelOfSnapshots() {
		return Connection.TRANSACTION_SERIALIZABLE;
	}

	@Override
	public boolean commitsBesideReaders() {
		return false;
	}

	@Override
	public boolean writesAfterOthers() {
		return false;
	}

	@Override
	public boolean rollsSchemaBack() {
		return true;
	}

	@Override
	public Map<String, List<String>> content(Connection connection) throws SQLException {
		Map<String, List<String>> content = new LinkedHashMap<>();
		content.put("schema", Rows.of(connection, SCHEMA));
		for (String table : Rows.of(connection,
				"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'flyway%' ORDER BY name")) {
			// Temporary tables come first where nothing else is said.
			content.put("rows of " + table, Rows
				.of(connection,
						"SELECT * FROM main.\"" + table + "\" ORDER BY "
								+ (table.equals("sqlite_sequence") ? "name" : "1"))
				.stream()
				.filter((row) -> !row.startsWith("flyway"))
				.toList());
		}
		content.put("by an index", Rows.of(connection, indexed(content.get("schema"))));
		content.put("found words", Rows.of(connection, "SELECT count(*) FROM note WHERE note MATCH 'word'"));
		// As functions: what begins with the word may stick to the connection.
		for (String pragma : PRAGMAS) {
			content.put(pragma, Rows.of(connection, "SELECT * FROM pragma_" + pragma));
		}
		content.put("journal", Rows.of(connection, "SELECT * FROM pragma_journal_mode")
			.stream()
			// Nobody notices where it is, as long as it can be rolled back.
			.map((mode) -> (mode.equals("memory") || mode.equals("delete")) ? "for rollback" : mode)
			.toList());
		content.put("temporary", Rows.of(connection, "SELECT name FROM sqlite_temp_schema"));
		content.put("databases",
				Rows.of(connection, "SELECT name FROM pragma_database_list WHERE seq <> 1 ORDER BY name"));
		content.put("like", Rows.of(connection, "SELECT 'A' LIKE 'a'"));
		content.put("functions", Rows.of(connection, "SELECT count(*) FROM pragma_function_list WHERE name = 'shout'"));
		return content;
	}

	private static String indexed(List<String> schema) {
		boolean hasIndex = schema.stream().anyMatch((row) -> row.startsWith("index,book_title,"));
		return "SELECT title FROM book" + (hasIndex ? " INDEXED BY book_title" : "")
				+ " WHERE title > '' ORDER BY title";
	}

	@Override
	public boolean isBlank(Connection connection) throws SQLException {
		return Rows.of(connection, "SELECT name FROM sqlite_schema").isEmpty();
	}

	@Override
	public boolean exists(String url) {
		return Files.exists(Path.of(url.substring(URL.length()).replaceFirst("\\?.*", "")));
	}

	@Override
	public String openKept(String command, Path directory) throws IOException, InterruptedException {
		// What the shell makes of the file's name, whether sqlite3 is there or not.
		Process shell = new ProcessBuilder("sh", "-c", "sqlite3() { printf %s \"$1\"; }; " + command).start();
		String file = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		shell.waitFor();
		return URL + file + OPTIONS;
	}

	/**
	 * A function of the application's.
	 */
	private static final class Shout extends org.sqlite.Function {

		@Override
		protected void xFunc() throws SQLException {
			result(value_text(0));
		}

	}

}
