package io.github.pristinedb.benchmarks.hammer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.pristinedb.benchmarks.postgresql.Server;

/**
 * PostgreSQL's part of the hammer. The schema is what the catalogs tell of it, but for
 * the schema that Pristine itself adds.
 */
final class PostgresHammerDatabase implements HammerDatabase {

	private static final Set<Parting> NOT_OF_POSTGRESQL = EnumSet.of(Parting.WRITE_AHEAD_LOG, Parting.PAGE_SIZE,
			Parting.OPEN_SAVEPOINT);

	private static final String FOREIGN = " n.nspname NOT IN ('pg_catalog', 'information_schema', 'pristine')"
			+ " AND n.nspname NOT LIKE 'pg\\_t%'";

	private static final String OF_CLASS = " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND"
			+ FOREIGN;

	// By kind and name, and what there is to tell: several rows for one name.
	private static final String OBJECTS = String.join(" UNION ALL ",
			"SELECT 'table ' || c.relname AS name, 0 AS place, concat_ws(' ', n.nspname, c.relkind, c.relpersistence,"
					+ " c.relreplident, c.relacl, obj_description(c.oid, 'pg_class')) AS text" + OF_CLASS
					+ " WHERE c.relkind = 'r'",
			"SELECT 'table ' || c.relname, a.attnum, concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),"
					+ " a.attnotnull, a.attidentity, pg_get_expr(d.adbin, d.adrelid))" + OF_CLASS
					+ " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
					+ " LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relkind = 'r'",
			"SELECT 'view ' || c.relname, 0, pg_get_viewdef(c.oid)" + OF_CLASS + " WHERE c.relkind IN ('v', 'm')",
			"SELECT 'index ' || c.relname, 0, pg_get_indexdef(c.oid)" + OF_CLASS + " WHERE c.relkind = 'i'",
			"SELECT 'constraint ' || k.conname, 0, concat_ws(' ', c.relname, pg_get_constraintdef(k.oid))" + OF_CLASS
					+ " JOIN pg_constraint k ON k.conrelid = c.oid",
			"SELECT 'trigger ' || t.tgname, 0, concat_ws(' ', t.tgenabled, pg_get_triggerdef(t.oid))" + OF_CLASS
					+ " JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal",
			"SELECT 'disabled ' || c.relname, 0, string_agg(t.tgenabled::text, '')" + OF_CLASS
					+ " JOIN pg_trigger t ON t.tgrelid = c.oid AND t.tgisinternal AND t.tgenabled <> 'O'"
					+ " GROUP BY c.relname",
			"SELECT 'sequence ' || c.relname, 0, concat_ws(' ', s.seqstart, s.seqincrement, s.seqcache)" + OF_CLASS
					+ " JOIN pg_sequence s ON s.seqrelid = c.oid",
			"SELECT 'function ' || p.proname, 0, p.prosrc FROM pg_proc p JOIN pg_namespace n"
					+ " ON n.oid = p.pronamespace AND" + FOREIGN)
			+ " ORDER BY 1, 2, 3";

	private static final String TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r'"
			+ " AND relnamespace = 'public'::regnamespace ORDER BY 1";

	private static final List<String> IDENTITIES = List.of("item", "log");

	private static final List<String> SETTINGS = List.of("search_path", "TimeZone", "DateStyle", "statement_timeout",
			"lock_timeout", "work_mem", "session_replication_role", "track_counts", "default_transaction_isolation",
			"default_transaction_read_only", "synchronous_commit", "client_encoding", "row_security");

	private static final String STATE = "SELECT session_user, current_user,"
			+ " current_setting('hammer.variable', true),"
			+ " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()),"
			+ " ARRAY(SELECT pg_listening_channels()),"
			+ " ARRAY(SELECT name FROM pg_prepared_statements WHERE from_sql ORDER BY name),"
			+ " ARRAY(SELECT name FROM pg_cursors WHERE is_holdable),"
			+ " (SELECT count(*) FROM pg_largeobject_metadata),"
			+ " ARRAY(SELECT s.setconfig::text FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase"
			+ " WHERE d.datname = current_database())";

	private static final List<String> CHANGED_SETTINGS = List.of("SET lock_timeout = 1", "SET statement_timeout = 4321",
			"SET search_path = pg_catalog", "SET hammer.variable = 'left behind'", "SET TIME ZONE 'Asia/Tokyo'",
			"SET session_replication_role = replica", "SET track_counts = off", "SET work_mem = '1MB'",
			"SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE",
			"SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "SET ROLE pg_read_all_data",
			"SET SESSION AUTHORIZATION pg_read_all_data", "SELECT pg_advisory_lock(4711)", "LISTEN hammer",
			"PREPARE hammer AS SELECT 1", "DECLARE hammer CURSOR WITH HOLD FOR SELECT * FROM item",
			"SELECT set_config('work_mem', '1MB', false)", "ALTER TABLE item DISABLE TRIGGER ALL",
			"ALTER TABLE item DISABLE TRIGGER item_inserted", "ALTER TABLE item REPLICA IDENTITY FULL",
			"COMMENT ON TABLE item IS 'left behind'", "GRANT SELECT ON item TO PUBLIC",
			"ALTER TABLE item ALTER COLUMN id RESTART WITH 9999", "SELECT setval('item_id_seq', 9999)",
			"SELECT setval('log_id_seq', 1, false)", "SELECT nextval('item_id_seq')",
			"ALTER SEQUENCE log_id_seq INCREMENT BY 7", "SELECT lo_from_bytea(0, 'left behind')",
			"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''1MB''', current_database()); END $$");

	@Override
	public Content read(Connection connection) throws SQLException {
		SortedMap<String, String> schema = new TreeMap<>();
		SortedMap<String, List<List<String>>> tables = new TreeMap<>();
		try (Statement statement = connection.createStatement()) {
			for (List<String> object : Content.rows(statement, OBJECTS)) {
				schema.merge(object.get(0), object.get(2), (one, other) -> one + "; " + other);
			}
			List<String> names = Content.column(statement, TABLES);
			for (String name : names) {
				tables.put(name, Content.rows(statement, "SELECT * FROM public." + name + " ORDER BY 1"));
			}
			tables.put(Content.IDS, IDENTITIES.stream().anyMatch((name) -> !names.contains(name)) ? List.of()
					: Content.rows(statement, ids()));
		}
		return new Content(schema, tables);
	}

	/**
	 * The last id of each table that makes ids.
	 */
	private static String ids() {
		return String.join(" UNION ALL ",
				IDENTITIES.stream()
					.map((name) -> "SELECT '" + name + "', CASE WHEN is_called THEN last_value ELSE last_value - 1 END"
							+ " FROM public." + name + "_id_seq")
					.toList());
	}

	@Override
	public ConnectionState state(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			SortedMap<String, String> settings = new TreeMap<>();
			List<String> values = Content
				.rows(statement,
						"SELECT " + String.join(", ", SETTINGS.stream().map((setting) -> reading(setting)).toList()))
				.get(0);
			for (int i = 0; i < SETTINGS.size(); i++) {
				settings.put(SETTINGS.get(i), values.get(i));
			}
			settings.put("session", Content.rows(statement, STATE).toString());
			settings.put("isolation", Integer.toString(connection.getTransactionIsolation()));
			settings.put("autocommit", Boolean.toString(connection.getAutoCommit()));
			return new ConnectionState(settings,
					Content.column(statement,
							"SELECT nspname FROM pg_namespace n WHERE" + FOREIGN + " ORDER BY nspname"),
					Content.column(statement, "SELECT relname FROM pg_class WHERE relpersistence = 't' ORDER BY 1"),
					Content.column(statement, "SELECT proname FROM pg_proc WHERE proname LIKE 'hammer%'"));
		}
	}

	/**
	 * By a text in which the name does not stand: a statement with some names makes
	 * Pristine give the database up.
	 */
	private static String reading(String setting) {
		return "current_setting('" + setting.substring(0, 1) + "' || '" + setting.substring(1) + "')";
	}

	@Override
	public String place(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			return Content.column(statement, "SELECT current_database()").get(0);
		}
	}

	/**
	 * Each slot has a pool.
	 */
	@Override
	public int slots(String place) {
		return Resources.poolsWithoutFile();
	}

	@Override
	public long heapOfSlot() {
		return 1 << 20;
	}

	@Override
	public boolean rollsBackIds() {
		return false;
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
		return "DROP TABLE IF EXISTS " + table + " CASCADE";
	}

	@Override
	public String createTrigger(RandomGenerator random) {
		return "CREATE TRIGGER item_deleted BEFORE DELETE ON item FOR EACH ROW WHEN (old.id < -" + random.nextInt(100)
				+ ") EXECUTE FUNCTION nothing_done()";
	}

	@Override
	public List<Parting> partings() {
		return Stream.of(Parting.values()).filter((parting) -> !NOT_OF_POSTGRESQL.contains(parting)).toList();
	}

	@Override
	public List<String> statements(Parting parting, String insert, RandomGenerator random) {
		return switch (parting) {
			case OPEN_TRANSACTION_OF_SQL -> List.of("BEGIN", insert);
			case OPEN_SAVEPOINT_OF_SQL -> List.of("BEGIN", insert, "SAVEPOINT halfway", insert);
			case SETTINGS, SETTINGS_THROUGH_METADATA ->
				List.of(insert, CHANGED_SETTINGS.get(random.nextInt(CHANGED_SETTINGS.size())));
			case EXCLUSIVE_LOCK -> List.of("BEGIN", "LOCK TABLE item IN ACCESS EXCLUSIVE MODE", insert);
			case OTHER_DATABASE -> List.of("CREATE SCHEMA other", "CREATE TABLE other.item (id INTEGER)", insert);
			case TEMPORARY -> List.of("CREATE TEMP TABLE part (id INTEGER)", "CREATE TEMP SEQUENCE log_id_seq", insert);
			case STATISTICS -> List.of(insert, "ANALYZE");
			case EMPTY -> List.of("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
			case SHUT_DOWN -> List.of(insert, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
					+ " WHERE datname = current_database() AND pid <> pg_backend_pid()");
			case REWRITTEN -> List.of(insert, switch (random.nextInt(3)) {
				case 0 -> "TRUNCATE part";
				case 1 -> "TRUNCATE item RESTART IDENTITY CASCADE";
				default -> "CLUSTER item USING item_pkey";
			});
			default -> throw new IllegalArgumentException("No SQL: " + parting);
		};
	}

	@Override
	public void createFunction(Connection connection) throws SQLException {
		ApplicationAccess.execute(connection, "CREATE FUNCTION hammer() RETURNS INTEGER LANGUAGE sql AS 'SELECT 1'");
	}

	@Override
	public void start() {
		Server.find();
	}

	@Override
	public int connections() throws SQLException {
		return count("SELECT count(*) FROM pg_stat_activity WHERE datname LIKE '" + HammerScenarios.DATABASE + "%'");
	}

	/**
	 * The databases of slots, and those whose comment says that one of the processes made
	 * them and does not keep them.
	 */
	@Override
	public int databasesLeft(List<Long> processes) throws SQLException {
		return count("SELECT count(*) FROM pg_database WHERE datname LIKE '" + HammerScenarios.DATABASE
				+ "\\_%' OR shobj_description(oid, 'pg_database') ~ '^Pristine: (?!kept).* of run ("
				+ processes.stream().map(Object::toString).collect(Collectors.joining("|")) + ")-'");
	}

	private static int count(String sql) throws SQLException {
		try (Connection connection = Server.find().open("postgres");
				Statement statement = connection.createStatement()) {
			return Integer.parseInt(Content.column(statement, sql).get(0));
		}
	}

}
