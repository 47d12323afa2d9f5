package io.github.pristinedb.engine.h2;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * The statements of random programs. Many of them fail now and then, as those of tests
 * do.
 */
final class TrialSteps {

	private static final int SMALL = 200;

	private static final int LARGE = 300_000;

	private final Random random;

	private final long program;

	private int last;

	private final List<Supplier<TrialStep>> steps;

	TrialSteps(Random random, long program) {
		this.random = random;
		this.program = program;
		this.steps = List.of(this::insert, this::insert, this::insert, this::update, this::update, this::delete,
				this::delete, this::cascade, this::violation, this::trigger, this::many, this::truncate, this::hidden,
				this::hidden, this::object, this::object, this::object, this::number, this::number, this::other,
				this::other, this::prepared, this::limited, this::read);
	}

	/**
	 * A statement about rows.
	 */
	TrialStep rows() {
		return one(this.steps).get();
	}

	private <T> T one(List<T> of) {
		return of.get(this.random.nextInt(of.size()));
	}

	private TrialStep any(String... statements) {
		return TrialStep.of(one(List.of(statements)));
	}

	private String table() {
		boolean filled = this.random.nextInt(3) > 0;
		return "t" + (1 + this.random.nextInt(filled ? TrialSchema.FILLED : TrialSchema.TABLES));
	}

	/**
	 * The number of a row that may be there.
	 */
	private int id() {
		return 1 + this.random.nextInt(TrialSchema.ROWS + 2);
	}

	/**
	 * A text that no other statement has.
	 */
	private String word() {
		return "p" + this.program + "-" + this.last++;
	}

	private TrialStep insert() {
		String table = table();
		String word = word();
		return any(
				"INSERT INTO " + table + "(name, code, amount, parent) VALUES ('" + word + "', '" + word + "', " + id()
						+ ", " + one(List.of("NULL", "" + id())) + ")",
				"INSERT INTO " + table + "(id, name) VALUES (" + (1000 + this.random.nextInt(100_000)) + ", '" + word
						+ "')",
				"INSERT INTO "
						+ table + "(name, amount) SELECT name || '" + word + "', amount FROM t1 WHERE id > " + id(),
				"MERGE INTO " + table + "(id, name) KEY (id) VALUES (" + id() + ", '" + word + "')",
				"MERGE INTO " + table + " t USING t1 s ON t.id = s.id - " + id()
						+ " WHEN MATCHED THEN UPDATE SET name = '" + word
						+ "' WHEN NOT MATCHED THEN INSERT (name) VALUES ('" + word + "')");
	}

	private TrialStep update() {
		String table = table();
		String word = word();
		return any("UPDATE " + table + " SET name = '" + word + "', amount = amount + 1 WHERE id = " + id(),
				"UPDATE " + table + " SET amount = amount - 3 WHERE id > " + id(),
				"UPDATE " + table + " SET code = '" + word + "' WHERE name LIKE 'n1%' AND id = " + id(),
				"UPDATE " + table + " SET name = name WHERE id < " + id(),
				"UPDATE t2 SET parent = (SELECT MAX(id) FROM t1)");
	}

	private TrialStep delete() {
		return any("DELETE FROM " + table() + " WHERE id = " + id(), "DELETE FROM " + table() + " WHERE id > " + id(),
				"DELETE FROM " + table());
	}

	private TrialStep cascade() {
		return any("DELETE FROM t1 WHERE id = " + id(), "DELETE FROM t6 WHERE id = " + id(),
				"UPDATE t6 SET id = id + 1000 WHERE id = " + id(), "UPDATE t7 SET id = -id WHERE id = " + id(),
				"DELETE FROM t6 WHERE id NOT IN (SELECT parent FROM t7)");
	}

	private TrialStep violation() {
		int table = 1 + this.random.nextInt(TrialSchema.FILLED);
		return any("INSERT INTO t" + table + "(name, code) VALUES ('" + word() + "', 'c" + table + "-3')",
				"INSERT INTO t" + table + "(name) VALUES (NULL)", "UPDATE t" + table + " SET code = 'same'",
				"INSERT INTO t2(name, parent) VALUES ('" + word() + "', 99999)", "DELETE FROM t1 WHERE id < 5",
				"INSERT INTO t" + table + "(name) SELECT NULLIF(x, 30) FROM SYSTEM_RANGE(1, 40) AS numbers(x)",
				"INSERT INTO ticket(rank) VALUES (-1)", "SELECT * FROM nothing",
				"INSERT INTO label VALUES ('label 1', NULL)");
	}

	private TrialStep trigger() {
		return any("INSERT INTO t3(name, parent) VALUES ('" + word() + "', " + id() + ")",
				"UPDATE t3 SET amount = 5 WHERE id = " + id(), "DELETE FROM t3 WHERE id = " + id(),
				"INSERT INTO t4(name) VALUES ('" + word() + "')",
				"INSERT INTO family(name, parent) VALUES ('" + word() + "', 'n" + id() + "')");
	}

	/**
	 * More rows than a page of the store has, and than statistics are put off for.
	 */
	private TrialStep many() {
		int rows = (this.random.nextInt(5) == 0) ? 2500 : 40;
		return any(
				"INSERT INTO t22(name, code) SELECT 'bulk', '" + word() + "-' || x FROM SYSTEM_RANGE(1, " + rows
						+ ") AS numbers(x)",
				"INSERT INTO journal SELECT x, 'bulk' FROM SYSTEM_RANGE(1, " + rows + ") AS numbers(x)",
				"UPDATE t9 SET amount = amount + (SELECT COUNT(*) FROM SYSTEM_RANGE(1, " + rows + "))");
	}

	private TrialStep truncate() {
		String table = one(List.of("journal", "audit", "document", "link", "t10", table()));
		return any("TRUNCATE TABLE " + table, "TRUNCATE TABLE " + table + " RESTART IDENTITY");
	}

	private TrialStep hidden() {
		return any("INSERT INTO journal VALUES (" + id() + ", '" + word() + "')", "DELETE FROM journal WHERE at < 3",
				"UPDATE journal SET at = at + 1", "DELETE FROM journal",
				"INSERT INTO label VALUES ('" + word() + "', " + id() + ")", "DELETE FROM label WHERE ref < 3",
				"UPDATE link SET weight = weight * 2 WHERE source > 2",
				"INSERT INTO link VALUES (" + id() + ", " + id() + ", 1)", "DELETE FROM link WHERE target = 3");
	}

	private TrialStep object() {
		boolean small = this.random.nextBoolean();
		int size = this.random.nextInt(small ? SMALL : (this.random.nextInt(8) == 0) ? LARGE : LARGE / 60);
		int row = 1 + this.random.nextInt(9);
		return switch (this.random.nextInt(9)) {
			case 0, 1 -> document("INSERT INTO document(title, text, picture) VALUES ('" + word() + "', ?, ?)", size);
			case 2, 3 -> document("UPDATE document SET text = ?, picture = ? WHERE id = " + row, size);
			case 4 -> any("UPDATE document SET text = REPEAT('" + word() + "', " + size / 10 + ") WHERE id = " + row,
					"UPDATE document SET text = text || ' and more' WHERE id < " + row,
					"UPDATE document SET title = '" + word() + "' WHERE id = " + row);
			case 5 -> any("INSERT INTO document(text, picture) SELECT text, picture FROM document WHERE id < " + row,
					"UPDATE document SET picture = (SELECT d.picture FROM document d WHERE d.id = " + row + ")",
					"UPDATE document SET id = id + 100 WHERE id = " + row);
			case 6, 7 -> any("DELETE FROM document WHERE id = " + row, "DELETE FROM document WHERE id >= " + row);
			default -> any("DELETE FROM document", "SELECT text, picture FROM document WHERE id >= " + row,
					"UPDATE document SET text = NULL, picture = NULL WHERE id = " + row);
		};
	}

	private static TrialStep document(String sql, int size) {
		return new TrialStep(sql + " with " + size + " bytes", (connection) -> {
			try (PreparedStatement statement = connection.prepareStatement(sql)) {
				statement.setCharacterStream(1, new StringReader("t".repeat(size)));
				statement.setBinaryStream(2, new ByteArrayInputStream(new byte[size]));
				statement.executeUpdate();
			}
		});
	}

	private TrialStep number() {
		return any("SELECT NEXT VALUE FOR s1", "SELECT NEXT VALUE FOR s5",
				"SELECT NEXT VALUE FOR s2 FROM SYSTEM_RANGE(1, 50)", "SELECT NEXT VALUE FOR s3 FROM SYSTEM_RANGE(1, 3)",
				"SELECT NEXT VALUE FOR s4 FROM SYSTEM_RANGE(1, 5)", "ALTER SEQUENCE s2 RESTART WITH 7",
				"ALTER SEQUENCE s4 RESTART", "ALTER SEQUENCE s1 INCREMENT BY 3", "ALTER SEQUENCE s3 CYCLE",
				"ALTER SEQUENCE s1 MAXVALUE 5000", "ALTER SEQUENCE s4 NO CYCLE", "ALTER SEQUENCE s1 CACHE 5",
				"ALTER SEQUENCE s3 MINVALUE -100000", "ALTER SEQUENCE s1 START WITH 100 RESTART",
				"ALTER TABLE t1 ALTER COLUMN id RESTART WITH " + (900 + this.random.nextInt(100)),
				"ALTER TABLE document ALTER COLUMN id RESTART WITH 500",
				"INSERT INTO ticket(rank) VALUES (" + id() + ")", "INSERT INTO ticket(number) VALUES (" + id() + ")",
				"INSERT INTO t5(name) VALUES ('" + word() + "'), ('" + word() + "')");
	}

	private TrialStep other() {
		return any("INSERT INTO place(spot, tags) VALUES ('POINT(" + id() + " 5)', ARRAY['" + word() + "'])",
				"UPDATE place SET spot = 'LINESTRING(0 0, " + id() + " 3)' WHERE id < 3",
				"UPDATE place SET tag = RANDOM_UUID()", "DELETE FROM place WHERE id = 2",
				"UPDATE ticket SET rank = rank + 1", "UPDATE ticket SET seat = seat || 'x' WHERE rank = 1",
				"DELETE FROM ticket WHERE show IS NOT NULL", "INSERT INTO extra.t1(ref) VALUES (" + id() + ")",
				"DELETE FROM extra.t1", "UPDATE extra.t1 SET ref = ref + 1", "DELETE FROM audit", "ANALYZE",
				"SELECT * FROM " + table() + " WHERE id = " + id() + " FOR UPDATE", "CHECKPOINT");
	}

	/**
	 * Statements as frameworks carry them out.
	 */
	private TrialStep prepared() {
		String table = table();
		String sql = "INSERT INTO " + table + "(name, code) VALUES (?, ?)";
		String word = word();
		int count = 1 + this.random.nextInt(4);
		return new TrialStep(sql + " " + count + " times", (connection) -> {
			try (PreparedStatement statement = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
				for (int i = 0; i < count; i++) {
					statement.setString(1, word);
					statement.setString(2, word + i);
					statement.addBatch();
				}
				statement.executeBatch();
				try (ResultSet keys = statement.getGeneratedKeys()) {
					keys.next();
				}
			}
		});
	}

	/**
	 * A statement with a limit of time, which H2 keeps for the whole connection.
	 */
	private TrialStep limited() {
		String sql = "SELECT * FROM " + table();
		return new TrialStep(sql + " within a minute", (connection) -> {
			try (Statement statement = connection.createStatement()) {
				statement.setQueryTimeout(60);
				statement.execute(sql);
			}
		});
	}

	/**
	 * A statement that changes no row.
	 */
	TrialStep read() {
		String table = table();
		return any("SELECT * FROM " + table, "SELECT COUNT(*) FROM " + table + " a, t1 b WHERE a.parent = b.id",
				"SELECT * FROM family", "SELECT * FROM document", "CALL bits(7)",
				"SELECT _ROWID_, note FROM journal ORDER BY note", "EXPLAIN SELECT * FROM " + table,
				"SELECT * FROM INFORMATION_SCHEMA.TABLES",
				"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 50) SELECT SUM(x) FROM n",
				"SELECT name FROM " + table + " GROUP BY name HAVING COUNT(*) > 1 ORDER BY 1");
	}

	/**
	 * A statement that changes the schema, a setting, or what only its connection knows.
	 */
	TrialStep schema() {
		return switch (this.random.nextInt(11)) {
			case 10 -> changedBack();
			case 0 -> created();
			case 1 -> changed();
			case 2 -> this.random.nextBoolean() ? dropped() : rights();
			case 3 -> set();
			case 4, 5 -> setInMemory();
			case 6, 7 -> temporary();
			default -> setOfSession();
		};
	}

	private TrialStep temporary() {
		String name = "new" + this.random.nextInt(3);
		return any("CREATE LOCAL TEMPORARY TABLE " + name + " (a INT)",
				"CREATE LOCAL TEMPORARY TABLE " + name + " (a INT) ON COMMIT DELETE ROWS",
				"CREATE LOCAL TEMPORARY TABLE " + name + " (a INT) NOT PERSISTENT TRANSACTIONAL",
				"CREATE GLOBAL TEMPORARY TABLE " + name + " (a INT PRIMARY KEY)",
				"CREATE CACHED GLOBAL TEMPORARY TABLE " + name + " (a CHARACTER LARGE OBJECT)",
				"DECLARE LOCAL TEMPORARY TABLE " + name + " (a INT)");
	}

	private TrialStep setOfSession() {
		return any("SET @variable = 5", "SET TIME ZONE 'Asia/Tokyo'", "SET LOCK_TIMEOUT 20", "SET QUERY_TIMEOUT 9999",
				"SET SCHEMA extra", "SET SCHEMA_SEARCH_PATH extra, public", "SET THROTTLE 1",
				"SET LAZY_QUERY_EXECUTION 1", "SET NON_KEYWORDS value", "SET VARIABLE_BINARY TRUE",
				"SET TRUNCATE_LARGE_LENGTH TRUE", "SET AUTOCOMMIT OFF",
				"SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE", "SAVEPOINT mark",
				"PREPARE COMMIT two_phases", "BEGIN", "USE extra");
	}

	private TrialStep created() {
		String name = "new" + this.random.nextInt(3);
		return any("CREATE TABLE " + name + " (a INT)", "CREATE TABLE " + name + " AS SELECT * FROM t1",
				"CREATE MEMORY TABLE " + name + " (a INT PRIMARY KEY, b CHARACTER LARGE OBJECT)",
				"CREATE INDEX " + name + " ON t1(created)", "CREATE UNIQUE INDEX " + name + " ON t2(name, code)",
				"CREATE VIEW " + name + " AS SELECT 1 a",
				"CREATE OR REPLACE VIEW family AS SELECT id, name, name AS parent FROM t2", "CREATE SCHEMA " + name,
				"CREATE DOMAIN " + name + " AS INT", "CREATE CONSTANT " + name + " VALUE 5",
				"CREATE ALIAS " + name + " FOR 'java.lang.Integer.reverse(int)'", "CREATE SEQUENCE " + name,
				"CREATE SYNONYM " + name + " FOR t1",
				"CREATE LINKED TABLE " + name + " (NULL, 'jdbc:h2:mem:', '', '', 'INFORMATION_SCHEMA.SETTINGS')",
				"CREATE TRIGGER " + name + " AFTER INSERT ON t5 FOR EACH ROW CALL '" + TrialSchema.Mark.class.getName()
						+ "'",
				"CREATE AGGREGATE " + name + " FOR 'nothing'");
	}

	private TrialStep changed() {
		return any("ALTER TABLE t1 ADD new INT", "ALTER TABLE t9 ADD new VARCHAR(9) DEFAULT 'x' NOT NULL BEFORE name",
				"ALTER TABLE t1 ALTER COLUMN code SET DEFAULT 'x'", "ALTER TABLE t2 ALTER COLUMN amount SET NOT NULL",
				"ALTER TABLE t3 ALTER COLUMN name VARCHAR(300)", "ALTER TABLE t4 DROP COLUMN amount",
				"ALTER TABLE t5 ADD CONSTRAINT new CHECK (amount < 1000)", "ALTER TABLE t5 DROP CONSTRAINT t5_parent",
				"ALTER TABLE t12 RENAME TO renamed", "ALTER TABLE t12 ALTER COLUMN name RENAME TO renamed",
				"ALTER INDEX t1_name RENAME TO renamed", "ALTER TABLE t2 RENAME CONSTRAINT t2_parent TO renamed",
				"ALTER TABLE t5 SET REFERENTIAL_INTEGRITY FALSE", "ALTER TABLE t2 SET REFERENTIAL_INTEGRITY FALSE",
				"ALTER VIEW family RECOMPILE", "ALTER DOMAIN rank SET DEFAULT 5",
				"ALTER DOMAIN rank ADD CONSTRAINT new CHECK (VALUE < 500)", "ALTER SCHEMA extra RENAME TO renamed",
				"COMMENT ON TABLE t1 IS 'another'", "COMMENT ON COLUMN t1.name IS 'another'",
				"COMMENT ON SCHEMA extra IS 'another'", "ALTER TABLE t6 ALTER COLUMN created SET INVISIBLE",
				"ALTER TABLE t6 ALTER COLUMN amount SELECTIVITY 7",
				"ALTER TABLE audit ALTER COLUMN id SET INCREMENT BY 10",
				"ALTER TABLE document ALTER COLUMN id SET GENERATED ALWAYS",
				"ALTER TABLE t8 ALTER COLUMN amount SET ON UPDATE 1");
	}

	/**
	 * Changes after which the schema reads as before.
	 */
	private TrialStep changedBack() {
		return any("CREATE INDEX new ON t1(created); DROP INDEX new",
				"DROP INDEX t1_name; CREATE INDEX t1_name ON t1(name)",
				"ALTER TABLE t2 DROP CONSTRAINT t2_parent; ALTER TABLE t2 ADD CONSTRAINT t2_parent FOREIGN KEY (parent)"
						+ " REFERENCES t1(id) ON DELETE CASCADE",
				"ALTER TABLE t5 ADD CONSTRAINT new CHECK (amount < 1000); ALTER TABLE t5 DROP CONSTRAINT new",
				"CREATE TABLE new (a INT); INSERT INTO new VALUES (1); DROP TABLE new",
				"DROP TABLE journal; CREATE TABLE journal (at BIGINT, note VARCHAR(200))",
				"DROP SEQUENCE s1; CREATE SEQUENCE s1 START WITH 100",
				"ALTER TABLE t12 RENAME TO renamed; ALTER TABLE renamed RENAME TO t12",
				"ALTER TABLE t1 ALTER COLUMN code SET DEFAULT 'x'; ALTER TABLE t1 ALTER COLUMN code DROP DEFAULT",
				"ALTER TABLE t9 ADD new INT; ALTER TABLE t9 DROP COLUMN new",
				"ALTER TABLE t9 ALTER COLUMN name VARCHAR(200) NOT NULL; ALTER TABLE t9 ALTER COLUMN name VARCHAR(100) NOT NULL",
				"DROP TRIGGER t4_mark; CREATE TRIGGER t4_mark BEFORE INSERT ON t4 FOR EACH ROW CALL '"
						+ TrialSchema.Mark.class.getName() + "'",
				"DROP ALIAS bits; CREATE ALIAS bits FOR 'java.lang.Integer.bitCount(int)'",
				"REVOKE SELECT ON t1 FROM reader; GRANT SELECT ON t1 TO reader",
				"CREATE ROLE another; DROP ROLE another",
				"COMMENT ON TABLE t1 IS 'another'; COMMENT ON TABLE t1 IS 'the first'",
				"SET REFERENTIAL_INTEGRITY FALSE; DELETE FROM t1; SET REFERENTIAL_INTEGRITY TRUE",
				"ALTER TABLE t2 SET REFERENTIAL_INTEGRITY FALSE; INSERT INTO t2(name, parent) VALUES ('orphan', 5555);"
						+ " ALTER TABLE t2 SET REFERENTIAL_INTEGRITY TRUE",
				"SET IGNORECASE TRUE; SET IGNORECASE FALSE", "CREATE SCHEMA new; DROP SCHEMA new",
				"CREATE LOCAL TEMPORARY TABLE new (a INT); INSERT INTO new VALUES (1); DROP TABLE new",
				"SELECT NEXT VALUE FOR s1; ALTER SEQUENCE s1 RESTART WITH 100");
	}

	private TrialStep dropped() {
		return any("DROP TABLE audit", "DROP TABLE document", "DROP TABLE journal", "DROP TABLE t2 CASCADE",
				"DROP TRIGGER t3_audit", "DROP VIEW family", "DROP INDEX t1_name", "DROP SEQUENCE s3",
				"DROP SCHEMA extra CASCADE", "DROP ALIAS bits", "DROP CONSTANT answer", "DROP DOMAIN rank CASCADE",
				"DROP ALL OBJECTS");
	}

	private TrialStep rights() {
		return any("CREATE USER another PASSWORD 'x'", "CREATE USER another PASSWORD 'x' ADMIN", "CREATE ROLE another",
				"GRANT SELECT ON t2 TO guest", "GRANT ALL ON SCHEMA extra TO reader", "REVOKE SELECT ON t1 FROM reader",
				"REVOKE reader FROM guest", "ALTER USER guest ADMIN TRUE", "ALTER USER guest SET PASSWORD 'other'",
				"ALTER USER guest RENAME TO another", "ALTER USER sa SET PASSWORD 'other'", "DROP USER guest",
				"DROP ROLE reader");
	}

	/**
	 * What H2 writes nowhere.
	 */
	private TrialStep setInMemory() {
		return any("SET MODE MySQL", "SET MODE Oracle", "SET REFERENTIAL_INTEGRITY FALSE",
				"ALTER TABLE t5 SET REFERENTIAL_INTEGRITY FALSE", "ALTER TABLE t2 SET REFERENTIAL_INTEGRITY FALSE",
				"SET DEFAULT_NULL_ORDERING LAST", "SET OPTIMIZE_REUSE_RESULTS 0");
	}

	private TrialStep set() {
		return any("SET IGNORECASE TRUE", "SET MAX_MEMORY_ROWS 100", "SET MAX_LENGTH_INPLACE_LOB 7",
				"SET DEFAULT_LOCK_TIMEOUT 555", "SET ALLOW_LITERALS NUMBERS", "SET DB_CLOSE_DELAY 5",
				"SET COLLATION OFF", "SET CACHE_SIZE 1000", "SET LOCK_MODE 3", "SET MAX_OPERATION_MEMORY 5000",
				"SET BUILTIN_ALIAS_OVERRIDE TRUE", "SET RETENTION_TIME 7", "SET WRITE_DELAY 7",
				"SET DEFAULT_TABLE_TYPE CACHED", "SET COMPRESS_LOB NO", "SET EXCLUSIVE 0", "SET CLUSTER ''",
				"SET QUERY_STATISTICS TRUE", "SHUTDOWN", "SHUTDOWN IMMEDIATELY");
	}

}
