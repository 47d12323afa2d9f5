package io.github.pristinedb.engine.kit;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.kit.Deed.Kind;
import io.github.pristinedb.engine.postgresql.PostgresEngine;
import io.github.pristinedb.engine.postgresql.PostgresServer;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL: a database is one of a server, and is there before anybody connects.
 */
public class PostgresFixture implements EngineFixture {

	private static final String SERVER = "pristine.test.postgresql";

	// The longest that another one holds a lock which it has got already.
	private static final String OPTIONS = "&options=-c%20lock_timeout=10";

	// Whatever is not the application's.
	private static final String SCHEMAS = " n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'pristine')"
			+ " AND n.nspname NOT LIKE 'pg\\_temp%' AND n.nspname NOT LIKE 'pg\\_toast\\_temp%'";

	private static final String RELATIONS = " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE" + SCHEMAS
			+ " AND c.relname NOT LIKE 'flyway%'";

	private static final Map<String, String> PARTS = parts();

	// The others are the same for all connections of a database.
	private static final Set<String> PARTS_OF_A_VIEW = Set.of("settings", "session", "prepared statements", "cursors",
			"channels", "temporary", "tables", "sequences");

	private static final String CATALOG = query((part) -> true);

	private static final String VIEW = query(PARTS_OF_A_VIEW::contains);

	private static String query(Predicate<String> chosen) {
		return PARTS.entrySet()
			.stream()
			.filter((part) -> chosen.test(part.getKey()))
			.map((part) -> "SELECT '" + part.getKey() + "' AS part, concat_ws(' ', " + part.getValue())
			.collect(Collectors.joining(" UNION ALL "));
	}

	private final DatabaseEngine engine = new PostgresEngine();

	private static Map<String, String> parts() {
		Map<String, String> parts = new LinkedHashMap<>();
		parts.put("schemas", "n.nspname, pg_get_userbyid(n.nspowner), n.nspacl) FROM pg_namespace n WHERE" + SCHEMAS);
		parts.put("relations",
				"n.nspname, c.relname, c.relkind, c.relpersistence, c.relreplident, pg_get_userbyid(c.relowner),"
						+ " c.reloptions, c.relrowsecurity, c.relforcerowsecurity, c.relispopulated, c.relacl)"
						+ " FROM pg_class c" + RELATIONS);
		parts.put("columns",
				"a.attrelid::regclass, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
						+ " a.attidentity, a.attgenerated, a.attstorage, a.attacl,"
						+ " (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d"
						+ " WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum))"
						+ " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid" + RELATIONS
						+ " AND a.attnum > 0");
		parts.put("constraints",
				"k.conrelid::regclass, k.contypid::regtype, k.conname, pg_get_constraintdef(k.oid), k.convalidated)"
						+ " FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE" + SCHEMAS
						+ " AND k.conname NOT LIKE 'flyway%'");
		parts.put("indexes", "pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisclustered, i.indisreplident)"
				+ " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid" + RELATIONS);
		parts.put("triggers",
				"t.tgrelid::regclass, t.tgfoid::regproc, t.tgenabled,"
						+ " CASE WHEN NOT t.tgisinternal THEN pg_get_triggerdef(t.oid) END)"
						+ " FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
						+ " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname <> 'pristine'");
		parts.put("functions",
				"CASE WHEN p.prokind IN ('f', 'p') THEN pg_get_functiondef(p.oid) ELSE p.proname END,"
						+ " pg_get_userbyid(p.proowner), p.proacl)"
						+ " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE" + SCHEMAS);
		parts.put("types", "t.oid::regtype, t.typtype, t.typnotnull, t.typdefault, t.typacl,"
				+ " nullif(t.typbasetype, 0)::regtype,"
				+ " (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid))"
				+ " FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE" + SCHEMAS
				+ " AND t.typname NOT LIKE '%flyway%'");
		parts.put("views",
				"c.oid::regclass, pg_get_viewdef(c.oid)) FROM pg_class c" + RELATIONS + " AND c.relkind IN ('v', 'm')");
		parts.put("policies", "p.*) FROM pg_policies p");
		parts.put("rules",
				"r.schemaname, r.definition) FROM pg_rules r WHERE r.schemaname NOT IN ('pg_catalog', 'pristine')");
		parts.put("statistics", "pg_get_statisticsobjdef(s.oid)) FROM pg_statistic_ext s");
		parts.put("extensions", "e.extname, e.extversion, e.extnamespace::regnamespace) FROM pg_extension e");
		parts.put("event triggers", "e.evtname, e.evtevent, e.evtenabled) FROM pg_event_trigger e"
				+ " WHERE e.evtfoid::regproc::text NOT LIKE 'pristine.%'");
		parts.put("default rights",
				"d.defaclrole::regrole, d.defaclnamespace::regnamespace, d.defaclobjtype, d.defaclacl)"
						+ " FROM pg_default_acl d");
		parts.put("comments",
				"pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description) FROM pg_description d"
						+ " WHERE d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass");
		parts.put("large objects", "m.oid, pg_get_userbyid(m.lomowner), m.lomacl, md5(lo_get(m.oid)))"
				+ " FROM pg_largeobject_metadata m");
		parts.put("database", "pg_get_userbyid(d.datdba), d.encoding, d.datcollate, d.datctype, d.datconnlimit,"
				+ " d.datallowconn, d.datistemplate, d.datacl, (SELECT array_agg(s.setconfig) FROM pg_db_role_setting s"
				+ " WHERE s.setdatabase = d.oid)) FROM pg_database d WHERE d.datname = current_database()");
		parts.put("settings", "s.name, s.setting) FROM pg_settings s WHERE s.source NOT IN ('default', 'override',"
				+ " 'configuration file', 'command line', 'environment variable')"
				// What nobody notices.
				+ " AND s.name NOT IN ('application_name', 'synchronous_commit')");
		parts.put("session", "current_user, session_user, current_schemas(false))");
		parts.put("prepared statements", "p.name, p.statement) FROM pg_prepared_statements p WHERE p.from_sql");
		parts.put("cursors", "c.name, c.statement) FROM pg_cursors c WHERE c.name <> ''");
		parts.put("channels", "c) FROM pg_listening_channels() c");
		parts.put("advisory locks", "l.classid, l.objid, l.mode) FROM pg_locks l WHERE l.locktype = 'advisory'"
				+ " AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())");
		parts.put("temporary",
				"c.relname) FROM pg_class c WHERE c.relnamespace = pg_my_temp_schema() AND c.relkind <> 'i'");
		parts.put("tables", "c.oid::regclass) FROM pg_class c" + RELATIONS + " AND c.relkind IN ('r', 'p', 'm')");
		parts.put("sequences",
				"q.seqrelid::regclass, q.seqtypid::regtype, q.seqstart, q.seqincrement, q.seqmin, q.seqmax,"
						+ " q.seqcache, q.seqcycle) FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid"
						+ RELATIONS);
		return parts;
	}

	@Override
	public DatabaseEngine engine() {
		return this.engine;
	}

	@Override
	public String url(Path directory, String name) {
		return place(name(directory, name)) + OPTIONS;
	}

	private static String place(String database) {
		return PostgresServer.url(database);
	}

	private static String name(Path directory, String name) {
		return name + suffix(directory);
	}

	private static String suffix(Path directory) {
		return "-kit-" + Integer.toHexString(directory.hashCode());
	}

	@Override
	public Connection connect(String url) throws SQLException {
		try {
			return DriverManager.getConnection(url);
		}
		catch (SQLException ex) {
			if (!ex.getSQLState().equals("3D000")) {
				throw ex;
			}
			createEmpty(database(url));
			return DriverManager.getConnection(url);
		}
	}

	@Override
	public Connection create(String url) throws SQLException {
		try (Statement statement = Server.connection().createStatement()) {
			statement.execute("CREATE DATABASE \"" + database(url) + "\" TEMPLATE \"" + Plain.template()
					+ "\" STRATEGY FILE_COPY");
		}
		return DriverManager.getConnection(url);
	}

	@Override
	public void drop(String url) throws SQLException {
		drop(List.of(database(url)));
	}

	private static void drop(List<String> databases) throws SQLException {
		try (Statement statement = Server.connection().createStatement()) {
			for (String database : databases) {
				statement.execute("DROP DATABASE IF EXISTS \"" + database + "\" WITH (FORCE)");
			}
		}
	}

	private static String database(String url) {
		return url.replaceAll("^.*/|\\?.*$", "");
	}

	private static void createEmpty(String database) throws SQLException {
		try (Statement statement = Server.connection().createStatement()) {
			statement.execute("CREATE DATABASE \"" + database + "\" TEMPLATE template0 STRATEGY FILE_COPY");
		}
		catch (SQLException ex) {
			// Another one was quicker.
			if (!ex.getSQLState().equals("42P04") && !ex.getSQLState().equals("23505")) {
				throw ex;
			}
		}
	}

	@Override
	public List<String> spellings(Path directory, String name) {
		String place = place(name(directory, name));
		String encoded = "/%" + Integer.toHexString(name.charAt(0)) + name.substring(1);
		return List.of(place, place + "&currentSchema=public",
				place + "&ApplicationName=prod&reWriteBatchedInserts=true", place.replace("/" + name, encoded));
	}

	@Override
	public List<String> misleading(Path directory) {
		return Stream
			.of("//scenario/prod", "//localhost/prod?currentSchema=scenario", "//localhost/prod?user=test",
					"//localhost/my-scenario", "//localhost/scenari", "//localhost/%20scenario",
					"//localhost/prod%3Fscenario", "//localhost/prod?ApplicationName=scenario", "prod?user=scenario",
					"//localhost/?user=prod&ApplicationName=scenario", "//localhost/prod/scenario")
			.map((url) -> "jdbc:postgresql:" + url)
			.toList();
	}

	@Override
	public List<String> unmanageable() {
		return List.of("jdbc:tc:postgresql:18:///scenario", "jdbc:postgresql://localhost/postgres",
				"jdbc:postgresql://localhost/template1?ApplicationName=scenario",
				"jdbc:postgresql://localhost/scenario?targetServerType=secondary",
				"jdbc:postgresql://localhost:port/scenario");
	}

	@Override
	public List<String> withSecret(Path directory, String secret) {
		String place = place(name(directory, "scenario"));
		return List.of(place + "&sslpassword=" + secret, place + "&unknown=" + secret);
	}

	@Override
	public Map<String, Function<String, DataSource>> dataSources() {
		return Map.of("PGSimpleDataSource", (url) -> {
			PGSimpleDataSource source = new PGSimpleDataSource();
			source.setUrl(url);
			return source;
		}, "PGSimpleDataSource by its parts", (url) -> {
			PGSimpleDataSource whole = new PGSimpleDataSource();
			whole.setUrl(url);
			PGSimpleDataSource source = new PGSimpleDataSource();
			source.setServerNames(whole.getServerNames());
			source.setPortNumbers(whole.getPortNumbers());
			source.setDatabaseName(whole.getDatabaseName());
			source.setUser(whole.getUser());
			source.setPassword(whole.getPassword());
			return source;
		});
	}

	@Override
	public Map<String, String> dataSourceProperties(String url) {
		return Map.of("class", PGSimpleDataSource.class.getName(), "url", url);
	}

	@Override
	public String bytes(int length) {
		return "'\\x" + "5a".repeat(length) + "'";
	}

	@Override
	public List<String> schema() {
		List<String> statements = new ArrayList<>(
				KitSchema.of("INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY", "BYTEA", this::bytes));
		statements.add("CREATE SEQUENCE ticket START WITH 5 INCREMENT BY 3 MAXVALUE 1000000 CYCLE");
		statements.add("CREATE SEQUENCE untouched");
		statements.add("CREATE DOMAIN isbn AS VARCHAR(13) CHECK (char_length(VALUE) > 2)");
		statements.add("CREATE TYPE mood AS ENUM ('bad', 'good')");
		statements.add("CREATE TABLE loan (id BIGINT DEFAULT nextval('ticket') PRIMARY KEY,"
				+ " book INTEGER REFERENCES book (id) DEFERRABLE INITIALLY DEFERRED, code isbn, x mood DEFAULT 'good',"
				+ " days INTEGER CHECK (days > 0), twice INTEGER GENERATED ALWAYS AS (days * 2) STORED)");
		statements.add("COMMENT ON TABLE loan IS 'who has what'");
		// More rows than are replaced whole.
		statements.add("CREATE TABLE measure (day INTEGER, place TEXT, value NUMERIC, PRIMARY KEY (day, place))");
		statements.add("INSERT INTO measure SELECT i, 'place ' || i % 7, i / 3.0 FROM generate_series(1, 2500) i");
		// No key.
		statements.add("CREATE TABLE word (text TEXT, also JSON)");
		statements.add("INSERT INTO word SELECT 'word ' || i % 3, '{\"a\": 1}' FROM generate_series(1, 60) i");
		statements.add("CREATE TABLE visit (day INTEGER, who TEXT) PARTITION BY RANGE (day)");
		statements.add("CREATE TABLE visit_early PARTITION OF visit FOR VALUES FROM (0) TO (500)");
		statements.add("CREATE TABLE visit_late PARTITION OF visit DEFAULT");
		statements.add("INSERT INTO visit VALUES (1, 'ann'), (700, 'bob')");
		statements.add("CREATE TABLE place (name TEXT)");
		statements.add("CREATE TABLE room (seats INTEGER) INHERITS (place)");
		statements.add("INSERT INTO room VALUES ('hall', 90)");
		statements.add("CREATE TABLE booking (during INT4RANGE, EXCLUDE USING gist (during WITH &&))");
		statements.add("CREATE MATERIALIZED VIEW shelf AS SELECT author, count(*) AS books FROM book GROUP BY author");
		statements.add("CREATE FUNCTION book_entry() RETURNS trigger LANGUAGE plpgsql AS"
				+ " $$BEGIN INSERT INTO entry (text) VALUES ('book ' || NEW.title); RETURN NULL; END$$");
		statements.add("CREATE TRIGGER book_entry AFTER INSERT ON book FOR EACH ROW EXECUTE FUNCTION book_entry()");
		return statements;
	}

	@Override
	public boolean comparesComputedColumns() {
		return false;
	}

	@Override
	public List<String> specialTables() {
		return List.of("CREATE SCHEMA \"Other\"",
				"CREATE TABLE \"Other\".author (id INTEGER PRIMARY KEY, x JSONB, y TIMESTAMP)",
				"INSERT INTO \"Other\".author VALUES (1, '{\"a\": 1}', '2024-01-02 03:04:05.678')",
				"CREATE TABLE computed (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER GENERATED ALWAYS AS (a * 2) STORED)",
				"INSERT INTO computed (id, a) VALUES (1, 1), (2, 2)",
				"CREATE TABLE heap AS SELECT i AS n, 'row ' || i AS text FROM generate_series(1, 2500) i",
				"CREATE TABLE huge (id INTEGER PRIMARY KEY, x TEXT, y BYTEA)",
				"INSERT INTO huge VALUES (1, repeat('long', 50000), decode(repeat('5a', 100000), 'hex'))");
	}

	@Override
	public List<String> specialChanges() {
		return List.of("UPDATE \"Other\".author SET x = '{\"a\": 2}', y = y + INTERVAL '1 day'",
				"UPDATE computed SET a = 7 WHERE id = 2", "UPDATE heap SET text = 'changed' WHERE n % 1000 = 7",
				"UPDATE huge SET x = repeat('long', 49999) || 'lung', y = set_byte(y, 99999, 0)",
				"UPDATE measure SET value = -1 WHERE day = 1234", "UPDATE visit SET day = 600 WHERE day = 1",
				"INSERT INTO room VALUES ('cell', 7)", "CREATE TEMP TABLE author (id INTEGER)",
				"DROP TABLE pg_temp.author");
	}

	@Override
	public List<Deed> deeds() {
		return List.of(
				// The plan is another one where the statistics are.
				new Deed("explain", Kind.READ,
						(connection, n) -> Rows
							.of(connection, "EXPLAIN (ANALYZE, COSTS OFF) SELECT * FROM author WHERE id = " + n)
							.isEmpty()),
				new Deed("read by a cursor", Kind.READ, PostgresFixture::fetch),
				Deed.of("take a number", Kind.ROWS,
						(n) -> List.of("SELECT nextval('ticket') FROM generate_series(1, 3)")),
				Deed.of("set a sequence", Kind.ROWS,
						(n) -> List.of("SELECT setval('untouched', " + (1 + n % 3) + ", " + (n % 2 == 0) + ")")),
				Deed.of("insert by a sequence", Kind.ROWS,
						(n) -> List.of("INSERT INTO loan (book, days) VALUES (" + n % 300 + ", " + n % 9 + ")")),
				Deed.of("violate a domain", Kind.ROWS, (n) -> List.of("INSERT INTO loan (code) VALUES ('x')")),
				Deed.of("delete what refers", Kind.ROWS, (n) -> List.of("DELETE FROM loan WHERE id > " + n % 50)),
				Deed.of("insert or update", Kind.ROWS,
						(n) -> List.of("INSERT INTO author (id, name) VALUES (" + (1 + n % 60) + ", 'merged " + n
								+ "') ON CONFLICT (id) DO UPDATE SET name = excluded.name")),
				Deed.of("merge", Kind.ROWS,
						(n) -> List.of("MERGE INTO author a USING (VALUES (" + n % 60 + ")) AS v (id) ON a.id = v.id"
								+ " WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id) VALUES (" + (2000 + n)
								+ ")")),
				Deed.of("insert and return", Kind.ROWS,
						(n) -> List.of("INSERT INTO author (name) VALUES ('returned " + n + "') RETURNING id")),
				Deed.of("insert with an id", Kind.ROWS,
						(n) -> List.of("INSERT INTO author (id, name) VALUES (" + (1000 + n) + ", 'by id " + n + "')")),
				Deed.of("read for update", Kind.ROWS, (n) -> List.of("SELECT id FROM author WHERE id = 2 FOR UPDATE")),
				Deed.of("change it by the same values", Kind.ROWS, (n) -> List.of("UPDATE author SET name = name")),
				Deed.of("update a large table", Kind.ROWS,
						(n) -> List.of("UPDATE measure SET value = value + 1 WHERE day % 50 = " + n % 50)),
				Deed.of("delete from a large table", Kind.ROWS,
						(n) -> List.of("DELETE FROM measure WHERE day % 40 = " + n % 40)),
				Deed.of("insert into a large table", Kind.ROWS,
						(n) -> List.of("INSERT INTO measure VALUES (" + n + ", 'here', 0.5)")),
				Deed.of("change a key", Kind.ROWS,
						(n) -> List.of("UPDATE measure SET day = day + 100000 WHERE day % 90 = " + n % 90)),
				Deed.of("change rows without a key", Kind.ROWS,
						(n) -> List
							.of("UPDATE word SET also = '{\"a\": " + n + "}' WHERE text = 'word " + n % 4 + "'")),
				Deed.of("delete rows without a key", Kind.ROWS,
						(n) -> List.of("DELETE FROM word WHERE text = 'word 1'")),
				Deed.of("insert into a partition", Kind.ROWS,
						(n) -> List.of("INSERT INTO visit VALUES (" + n + ", 'carl')")),
				Deed.of("change the partition", Kind.ROWS,
						(n) -> List.of("UPDATE visit SET day = day + 400 WHERE day % 2 = " + n % 2)),
				Deed.of("update what inherits", Kind.ROWS, (n) -> List.of("UPDATE place SET name = 'hall " + n + "'")),
				Deed.of("insert into parent and heir", Kind.ROWS,
						(n) -> List.of("INSERT INTO place VALUES ('yard')",
								"INSERT INTO room VALUES ('cell', " + n + ")")),
				Deed.of("insert what may exclude another one", Kind.ROWS,
						(n) -> List.of("INSERT INTO booking VALUES (int4range(" + n % 50 + ", " + (n % 50 + 5) + "))")),
				Deed.of("truncate", Kind.ROWS, (n) -> List.of("TRUNCATE TABLE entry")),
				Deed.of("truncate and restart", Kind.SCHEMA,
						(n) -> List.of("TRUNCATE TABLE author RESTART IDENTITY CASCADE")),
				Deed.of("a block", Kind.ROWS,
						(n) -> List.of("DO $$BEGIN BEGIN INSERT INTO author (name) VALUES ('name 1');"
								+ " EXCEPTION WHEN unique_violation THEN INSERT INTO entry (text) VALUES ('" + n
								+ "'); END; END$$")),
				// Whoever has the driver's own connection can do anything by it.
				new Deed("copy", Kind.STICKY, PostgresFixture::copy), Deed.of(Kind.FOR_GOOD, "ANALYZE author"),
				Deed.of(Kind.FOR_GOOD, "VACUUM entry"),
				Deed.of(Kind.FOR_GOOD, "DELETE FROM book WHERE id > 20", "VACUUM FULL book"),
				Deed.of(Kind.FOR_GOOD, "CREATE INDEX CONCURRENTLY extra_concurrent ON book (author)"),
				Deed.of(Kind.SCHEMA, "SELECT lo_from_bytea(4711, '\\x5a')"),
				Deed.of(Kind.SCHEMA, "ALTER TABLE author ALTER COLUMN id RESTART WITH 5000"),
				Deed.of(Kind.SCHEMA, "ALTER SEQUENCE ticket INCREMENT BY 7 NO CYCLE"),
				Deed.of(Kind.SCHEMA, "CREATE SEQUENCE extra_sequence START WITH 3"),
				Deed.of(Kind.SCHEMA, "DROP TRIGGER book_entry ON book"),
				Deed.of(Kind.SCHEMA, "ALTER TABLE book DISABLE TRIGGER ALL",
						"INSERT INTO book (author, title) VALUES (999, 'orphan')"),
				Deed.of(Kind.SCHEMA, "COMMENT ON COLUMN author.name IS 'commented'"),
				Deed.of(Kind.SCHEMA, "ALTER TABLE author ALTER COLUMN amount SET DEFAULT 7"),
				Deed.of(Kind.SCHEMA, "ALTER TABLE author ADD CONSTRAINT positive CHECK (amount > -1)"),
				Deed.of(Kind.SCHEMA, "ALTER TABLE author DROP COLUMN amount"),
				Deed.of(Kind.SCHEMA, "ALTER DOMAIN isbn SET DEFAULT 'none'"),
				Deed.of(Kind.SCHEMA, "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'fair' AFTER 'bad'"),
				Deed.of(Kind.SCHEMA, "CREATE TYPE extra_type AS (a INTEGER, b TEXT)"),
				Deed.of(Kind.SCHEMA,
						"CREATE OR REPLACE FUNCTION extra_function() RETURNS INTEGER LANGUAGE sql AS 'SELECT 1'"),
				Deed.of(Kind.SCHEMA, "CREATE SCHEMA extra_schema", "CREATE TABLE extra_schema.extra (id INTEGER)"),
				Deed.of(Kind.SCHEMA, "ALTER TABLE author ENABLE ROW LEVEL SECURITY",
						"CREATE POLICY extra_policy ON author USING (id < 9)"),
				Deed.of(Kind.SCHEMA, "GRANT SELECT ON author TO public"),
				Deed.of(Kind.SCHEMA, "CREATE OR REPLACE RULE extra_rule AS ON DELETE TO entry DO INSTEAD NOTHING"),
				Deed.of(Kind.SCHEMA, "REFRESH MATERIALIZED VIEW shelf"),
				Deed.of(Kind.SCHEMA, "CREATE STATISTICS extra_statistics ON author, title FROM book"),
				Deed.of(Kind.SCHEMA, "ALTER TABLE entry SET (fillfactor = 50)"),
				Deed.of(Kind.SCHEMA, "CREATE UNLOGGED TABLE extra_unlogged (id INTEGER)"),
				Deed.of(Kind.SCHEMA, "CLUSTER book USING book_title"),
				Deed.of(Kind.SCHEMA, "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO public"),
				Deed.of(Kind.STICKY, "SET TIME ZONE 'Asia/Tokyo'"),
				Deed.of(Kind.STICKY, "SET search_path TO pg_catalog"),
				Deed.of(Kind.STICKY, "SET statement_timeout = 70000"), Deed.of(Kind.STICKY, "SET lock_timeout = 7"),
				Deed.of(Kind.STICKY, "SET ROLE pg_monitor"),
				Deed.of(Kind.STICKY, "SET SESSION AUTHORIZATION pg_monitor"),
				Deed.of(Kind.STICKY, "SET session_replication_role = replica",
						"INSERT INTO book (author, title) VALUES (999, 'orphan')"),
				Deed.of(Kind.STICKY, "SET track_counts = off", "INSERT INTO entry (text) VALUES ('not counted')"),
				Deed.of(Kind.STICKY, "SELECT set_config('track_counts', 'off', false)",
						"INSERT INTO entry (text) VALUES ('not counted')"),
				Deed.of(Kind.STICKY, "SET default_transaction_read_only = on"),
				Deed.of(Kind.STICKY, "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE"),
				Deed.of(Kind.STICKY, "SET standard_conforming_strings = off"),
				Deed.of(Kind.STICKY, "SELECT set_config('extra.setting', 'x', false)"),
				Deed.of(Kind.STICKY, "PREPARE extra_statement AS SELECT 1"),
				Deed.of(Kind.STICKY, "DECLARE extra_cursor CURSOR WITH HOLD FOR SELECT * FROM author"),
				Deed.of(Kind.STICKY, "LISTEN extra_channel"), Deed.of(Kind.STICKY, "SELECT pg_advisory_lock(7)"),
				Deed.of(Kind.STICKY, "CREATE TEMP TABLE entry (id INTEGER, text TEXT)"),
				Deed.of(Kind.STICKY, "CREATE TEMPORARY VIEW shadow AS SELECT 1"),
				Deed.of(Kind.STICKY, "CREATE TEMP SEQUENCE extra_temporary"),
				Deed.of(Kind.STICKY,
						"DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''1MB''',"
								+ " current_database()); END$$"),
				Deed.of(Kind.STICKY, "BEGIN"),
				Deed.of(Kind.STICKY, "BEGIN", "INSERT INTO entry (text) VALUES ('not committed')"),
				Deed.of(Kind.STICKY, "/* why not */ start transaction isolation level serializable"),
				Deed.of(Kind.STICKY, "BEGIN", "SAVEPOINT here", "INSERT INTO nowhere VALUES (1)"),
				Deed.of(Kind.STICKY, "INSERT INTO entry (text) VALUES ('and gone')",
						"SELECT pg_terminate_backend(pg_backend_pid())"),
				Deed.of("begin", Kind.TRANSACTION, (n) -> List.of((n % 2 == 0) ? "BEGIN" : "START TRANSACTION")),
				Deed.of("end", Kind.TRANSACTION,
						(n) -> List.of((n % 3 == 0) ? "ROLLBACK" : (n % 3 == 1) ? "COMMIT" : "end")),
				Deed.of("savepoint", Kind.TRANSACTION,
						(n) -> List.of(List
							.of("SAVEPOINT x", "RELEASE SAVEPOINT \"x\"", "ROLLBACK TO x", "SAVEPOINT y", "RELEASE y",
									"ROLLBACK TRANSACTION TO SAVEPOINT y")
							.get(n % 6))));
	}

	private static Object copy(Connection connection, int number) throws SQLException {
		try {
			return connection.unwrap(PGConnection.class)
				.getCopyAPI()
				.copyIn("COPY entry (text) FROM STDIN", new StringReader("copied " + number + "\ntoo\n"));
		}
		catch (IOException ex) {
			throw new SQLException(ex);
		}
	}

	private static Object fetch(Connection connection, int number) throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.setFetchSize(10);
			return Rows.of(statement.executeQuery("SELECT id FROM book WHERE id % 3 = " + number % 3 + " ORDER BY id"));
		}
		finally {
			connection.setAutoCommit(autoCommit);
		}
	}

	@Override
	public boolean rollsSchemaBack() {
		return true;
	}

	@Override
	public Map<String, List<String>> content(Connection connection) throws SQLException {
		return content(connection, PARTS.keySet(), CATALOG);
	}

	@Override
	public Map<String, List<String>> view(Connection connection) throws SQLException {
		return content(connection, PARTS_OF_A_VIEW, VIEW);
	}

	private static Map<String, List<String>> content(Connection connection, Set<String> parts, String catalog)
			throws SQLException {
		Map<String, List<String>> content = new LinkedHashMap<>();
		parts.forEach((part) -> content.put(part, new ArrayList<>()));
		try (Statement statement = connection.createStatement()) {
			read(statement, catalog, content);
			String rows = content.get("tables")
				.stream()
				.map((table) -> table.equals("measure")
						? "SELECT 'rows of measure', sum(hash_record_extended(x, 0))::text FROM measure x"
						: "SELECT 'rows of " + table + "', x::text FROM ONLY " + table + " x")
				.collect(Collectors.joining(" UNION ALL "));
			String numbers = content.get("sequences")
				.stream()
				.map((sequence) -> sequence.replaceAll(" .*", ""))
				.map((sequence) -> "SELECT 'numbers', '" + sequence + " ' || last_value || ' ' || is_called FROM "
						+ sequence)
				.collect(Collectors.joining(" UNION ALL "));
			read(statement,
					Stream.of(rows, numbers).filter((sql) -> !sql.isEmpty()).collect(Collectors.joining(" UNION ALL ")),
					content);
		}
		content.put("by an index", Rows.of(connection, "SELECT title FROM book WHERE title > '' ORDER BY title"));
		content.values().forEach((rows) -> rows.sort(null));
		return content;
	}

	private static void read(Statement statement, String sql, Map<String, List<String>> content) throws SQLException {
		try (ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				content.computeIfAbsent(rows.getString(1), (part) -> new ArrayList<>()).add(rows.getString(2));
			}
		}
	}

	@Override
	public boolean isBlank(Connection connection) throws SQLException {
		return Rows.of(connection, "SELECT c.relname FROM pg_class c" + RELATIONS).isEmpty()
				&& Rows.of(connection, "SELECT n.nspname FROM pg_namespace n WHERE n.nspname <> 'public' AND" + SCHEMAS)
					.isEmpty();
	}

	@Override
	public boolean exists(String url) {
		try (PreparedStatement statement = Server.connection()
			.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
			statement.setString(1, database(url));
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next();
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public boolean isGone(String url) {
		// A server's databases are dropped in the background.
		for (int i = 0; exists(url); i++) {
			if (i == 2_000) {
				return false;
			}
			LockSupport.parkNanos(5_000_000);
		}
		return true;
	}

	@Override
	public boolean copiesWhatIsInUse() {
		return false;
	}

	@Override
	public void clear(Path directory) {
		try {
			drop(Rows.of(Server.connection(),
					"SELECT datname FROM pg_database WHERE datname LIKE '%" + suffix(directory) + "'"));
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public boolean wearsOut() {
		return true;
	}

	@Override
	public int interleavings(int few) {
		return KitRounds.isSoak() ? few * 4 : few;
	}

	@Override
	public int programsBesideAPrivateDatabase() {
		return KitRounds.isSoak() ? 300 : 100;
	}

	@Override
	public int programs(int few) {
		return Math.max(1, few / 4);
	}

	@Override
	public List<String> jvmOptions() {
		return Stream.ofNullable(System.getProperty(SERVER)).map((server) -> "-D" + SERVER + "=" + server).toList();
	}

	@Override
	public String openKept(String command, Path directory) throws IOException, InterruptedException {
		// What the shell makes of it, whether psql is there or not. The embedded server
		// runs already.
		Process shell = new ProcessBuilder("sh", "-c",
				"psql() { printf '%s\\n' \"$@\"; }; java() { psql \"$@\"; }; " + command)
			.start();
		List<String> words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		shell.waitFor();
		return place(database(words.get(words.size() - 1))) + OPTIONS;
	}

	/**
	 * What makes and drops databases, opened once.
	 */
	private static final class Server {

		private static final Connection CONNECTION = open();

		private Server() {
		}

		static Connection connection() {
			return CONNECTION;
		}

		private static Connection open() {
			try {
				return PostgresServer.connect("postgres");
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/**
	 * The database that all plain ones of this JVM are copies of: the schema's statements
	 * take longer than a copy.
	 */
	private static final class Plain {

		private static final String TEMPLATE = make("plain-kit-of-" + ProcessHandle.current().pid());

		private Plain() {
		}

		static String template() {
			return TEMPLATE;
		}

		private static String make(String name) {
			EngineFixture fixture = new PostgresFixture();
			try {
				drop(List.of(name));
				createEmpty(name);
				try (Connection connection = DriverManager.getConnection(place(name));
						Statement statement = connection.createStatement()) {
					statement.execute(String.join(";", fixture.schema()));
				}
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
			Runtime.getRuntime().addShutdownHook(new Thread(() -> {
				try {
					drop(List.of(name));
				}
				catch (SQLException ex) {
					// The server has ended before.
				}
			}));
			return name;
		}

	}

}
