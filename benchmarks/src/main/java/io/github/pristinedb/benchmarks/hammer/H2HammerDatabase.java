package io.github.pristinedb.benchmarks.hammer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * H2's part of the hammer. The schema is what {@code INFORMATION_SCHEMA} tells of it: the
 * command {@code SCRIPT} would end a transaction. Names are in lower case, as in the
 * statements.
 */
final class H2HammerDatabase implements HammerDatabase {

	private static final String FOREIGN = " NOT IN ('INFORMATION_SCHEMA', 'PG_CATALOG')";

	private static final String TABLES = "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'PUBLIC'"
			+ " AND TABLE_TYPE = 'BASE TABLE' AND STORAGE_TYPE <> 'LOCAL TEMPORARY' ORDER BY 1";

	// By kind and name, and what there is to tell: several rows for one name.
	private static final List<String> OBJECTS = List.of(
			"SELECT 'table ' || TABLE_NAME, TABLE_SCHEMA, TABLE_TYPE, STORAGE_TYPE, REMARKS"
					+ " FROM INFORMATION_SCHEMA.TABLES WHERE STORAGE_TYPE <> 'LOCAL TEMPORARY' AND TABLE_SCHEMA"
					+ FOREIGN,
			"SELECT 'table ' || TABLE_NAME, TABLE_SCHEMA, COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, COLUMN_DEFAULT,"
					+ " IS_NULLABLE, IS_IDENTITY FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA" + FOREIGN
					+ " ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION",
			"SELECT 'view ' || TABLE_NAME, VIEW_DEFINITION FROM INFORMATION_SCHEMA.VIEWS WHERE TABLE_SCHEMA" + FOREIGN,
			"SELECT 'index ' || INDEX_NAME, TABLE_NAME, COLUMN_NAME, IS_UNIQUE FROM INFORMATION_SCHEMA.INDEX_COLUMNS"
					+ " WHERE INDEX_SCHEMA" + FOREIGN + " ORDER BY INDEX_NAME, ORDINAL_POSITION",
			"SELECT 'constraint ' || CONSTRAINT_NAME, TABLE_NAME, CONSTRAINT_TYPE, ENFORCED"
					+ " FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS WHERE CONSTRAINT_SCHEMA" + FOREIGN,
			"SELECT 'trigger ' || TRIGGER_NAME, EVENT_OBJECT_TABLE, EVENT_MANIPULATION, ACTION_TIMING, JAVA_CLASS,"
					+ " QUEUE_SIZE FROM INFORMATION_SCHEMA.TRIGGERS WHERE TRIGGER_SCHEMA" + FOREIGN
					+ " ORDER BY TRIGGER_NAME, EVENT_MANIPULATION",
			"SELECT 'function ' || ROUTINE_NAME, ROUTINE_DEFINITION FROM INFORMATION_SCHEMA.ROUTINES"
					+ " WHERE ROUTINE_SCHEMA" + FOREIGN);

	private static final Set<Parting> NOT_OF_H2 = EnumSet.of(Parting.WRITE_AHEAD_LOG, Parting.PAGE_SIZE,
			Parting.REWRITTEN);

	private static final String IDS = "SELECT LOWER(TABLE_NAME), IDENTITY_BASE - 1 FROM INFORMATION_SCHEMA.COLUMNS"
			+ " WHERE TABLE_SCHEMA = 'PUBLIC' AND IS_IDENTITY = 'YES' ORDER BY 1";

	private static final String SETTINGS = "SELECT SETTING_NAME, SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS"
			+ " WHERE SETTING_NAME NOT LIKE 'info.%' AND SETTING_NAME NOT LIKE 'property.%'";

	private static final List<String> CHANGED_SETTINGS = List.of("SET LOCK_TIMEOUT 1", "SET DEFAULT_LOCK_TIMEOUT 1",
			"SET SCHEMA INFORMATION_SCHEMA", "SET @hammer = 1", "SET TIME ZONE 'Asia/Tokyo'",
			"SET REFERENTIAL_INTEGRITY FALSE", "ALTER TABLE part SET REFERENTIAL_INTEGRITY FALSE", "SET MODE MySQL",
			"SET IGNORECASE TRUE", "SET QUERY_TIMEOUT 4321", "SET NON_KEYWORDS VALUE",
			"SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE", "SET MAX_MEMORY_ROWS 7",
			"COMMENT ON TABLE item IS 'left behind'", "ALTER TABLE item ALTER COLUMN id RESTART WITH 9999");

	@Override
	public Content read(Connection connection) throws SQLException {
		SortedMap<String, String> schema = new TreeMap<>();
		SortedMap<String, List<List<String>>> tables = new TreeMap<>();
		try (Statement statement = connection.createStatement()) {
			for (String objects : OBJECTS) {
				for (List<String> object : Content.rows(statement, objects)) {
					schema.merge(lower(object.get(0)), lower(object.subList(1, object.size()).toString()),
							(one, other) -> one + "; " + other);
				}
			}
			for (String name : Content.column(statement, TABLES)) {
				tables.put(lower(name),
						Content.rows(statement, "SELECT * FROM PUBLIC.\"" + name + "\" ORDER BY _ROWID_"));
			}
			tables.put(Content.IDS, Content.rows(statement, IDS));
		}
		return new Content(schema, tables);
	}

	private static String lower(String name) {
		return name.toLowerCase(Locale.ROOT);
	}

	@Override
	public ConnectionState state(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			SortedMap<String, String> settings = new TreeMap<>();
			Content.rows(statement, SETTINGS).forEach((row) -> settings.put(row.get(0), row.get(1)));
			settings.put("session", Content.rows(statement, "SELECT SCHEMA(), LOCK_TIMEOUT(), @hammer").toString());
			settings.put("isolation", Integer.toString(connection.getTransactionIsolation()));
			settings.put("autocommit", Boolean.toString(connection.getAutoCommit()));
			return new ConnectionState(settings,
					Content.column(statement, "SELECT SCHEMA_NAME FROM INFORMATION_SCHEMA.SCHEMATA ORDER BY 1"),
					Content.column(statement, "SELECT STATE_COMMAND FROM INFORMATION_SCHEMA.SESSION_STATE ORDER BY 1"),
					Content.column(statement, "SELECT ROUTINE_NAME FROM INFORMATION_SCHEMA.ROUTINES"
							+ " WHERE ROUTINE_NAME LIKE 'HAMMER%'"));
		}
	}

	@Override
	public String place(Connection connection) throws SQLException {
		return connection.getMetaData().getURL();
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
		return false;
	}

	@Override
	public String metadataName(String name) {
		return name.toUpperCase(Locale.ROOT);
	}

	@Override
	public String dropTable(String table) {
		return "DROP TABLE IF EXISTS " + table + " CASCADE";
	}

	@Override
	public String createTrigger(RandomGenerator random) {
		return "CREATE TRIGGER item_deleted BEFORE DELETE ON item FOR EACH ROW QUEUE " + (1 + random.nextInt(100))
				+ " CALL '" + NothingDone.class.getName() + "'";
	}

	@Override
	public List<Parting> partings() {
		return Stream.of(Parting.values()).filter((parting) -> !NOT_OF_H2.contains(parting)).toList();
	}

	@Override
	public List<String> statements(Parting parting, String insert, RandomGenerator random) {
		return switch (parting) {
			case OPEN_TRANSACTION_OF_SQL -> List.of("SET AUTOCOMMIT OFF", insert);
			case OPEN_SAVEPOINT_OF_SQL -> List.of("SAVEPOINT halfway", insert);
			case SETTINGS, SETTINGS_THROUGH_METADATA ->
				List.of(insert, CHANGED_SETTINGS.get(random.nextInt(CHANGED_SETTINGS.size())));
			case EXCLUSIVE_LOCK -> List.of(insert, "SET EXCLUSIVE 1");
			case OTHER_DATABASE -> List.of("CREATE SCHEMA other", "CREATE TABLE other.item (id INTEGER)", insert);
			case TEMPORARY -> List.of("CREATE LOCAL TEMPORARY TABLE local_part (id INTEGER)",
					"CREATE GLOBAL TEMPORARY TABLE global_part (id INTEGER)", insert);
			case STATISTICS -> List.of(insert, "ANALYZE");
			case EMPTY -> List.of("DROP ALL OBJECTS");
			case SHUT_DOWN -> List.of(insert, random.nextBoolean() ? "SHUTDOWN" : "SHUTDOWN IMMEDIATELY");
			default -> throw new IllegalArgumentException("No SQL: " + parting);
		};
	}

	@Override
	public void createFunction(Connection connection) throws SQLException {
		ApplicationAccess.execute(connection, "CREATE ALIAS hammer FOR 'java.lang.Integer.bitCount'");
	}

	/**
	 * A trigger that does nothing. Created by H2.
	 */
	public static final class NothingDone implements Trigger {

		@Override
		public void fire(Connection connection, @Nullable Object @Nullable [] before,
				@Nullable Object @Nullable [] after) {
		}

	}

	/**
	 * A trigger that notes new items. Created by H2.
	 */
	public static final class ItemInserted implements Trigger {

		@Override
		public void fire(Connection connection, @Nullable Object @Nullable [] before, Object[] after)
				throws SQLException {
			ApplicationAccess.execute(connection,
					"INSERT INTO PUBLIC.log (event, item_id) VALUES ('inserted', " + after[0] + ")");
		}

	}

}
