package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.zip.CRC32;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.engine.TestPlaces;
import io.github.pristinedb.engine.UnusableDatabaseException;
import io.github.pristinedb.template.file.FileImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SqliteEngineTests {

	private final SqliteEngine engine = new SqliteEngine();

	@TempDir
	Path directory;

	@TempDir
	Path cache;

	@Test
	void versionIsThatOfTheDriverWhichBringsTheDatabaseWithIt() throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:")) {
			assertThat(fingerprint(locate("jdbc:sqlite:test.db"), new SQLiteDataSource()))
				.containsEntry("version/sqlite-jdbc", connection.getMetaData().getDriverVersion().replace("null", ""));
		}
	}

	@Test
	void commandThatOpensADatabaseIsForTheShellOfTheSystem() {
		assertThat(OpenCommand.of("target/kept/a.db", '/')).isEqualTo("sqlite3 'target/kept/a.db'");
		assertThat(OpenCommand.of("it's $HOME/a.db", '/')).isEqualTo("sqlite3 'it'\\''s $HOME/a.db'");
		assertThat(OpenCommand.of("C:\\it's mine\\a.db", '\\')).isEqualTo("sqlite3 \"C:\\it's mine\\a.db\"");
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void shellTakesTheFileNameAsItIs() throws Exception {
		Path file = this.directory.resolve("it's \"$HOME\" `id` \\ a.db");
		String command = OpenCommand.of(file.toString(), '/').replace("sqlite3", "printf %s");
		Process shell = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
		try (var output = shell.inputReader()) {
			assertThat(output.readLine()).isEqualTo(file.toString());
		}
	}

	@Test
	void urlOfAnotherProductIsNotLocated() {
		assertThat(this.engine.locate(Access.to("jdbc:h2:./scenario"))).isNull();
	}

	@Test
	void optionsAreThePragmasAndParametersButNotThePlace() {
		SQLiteDataSource dataSource = new SQLiteDataSource();
		String options = "page_size=512&foreign_keys=on&cache=shared";
		Database here = locate("jdbc:sqlite:file:" + this.directory + "/scenario.db?" + options);
		Database there = locate("jdbc:sqlite:file:" + this.cache + "/test.db?" + options);
		assertThat(fingerprint(here, dataSource)).containsEntry("option/url-page_size", "512")
			.containsEntry("option/url-foreign_keys", "on")
			.containsEntry("option/url-parameters", "cache=shared")
			.isEqualTo(fingerprint(there, dataSource));
		assertThat(fingerprint(locate("jdbc:sqlite:scenario.db?a=1"), dataSource))
			.isEqualTo(fingerprint(locate("jdbc:sqlite:test.db"), dataSource));
		assertThat(fingerprint(locate("jdbc:sqlite:test.db?page_size=1024"), dataSource))
			.isNotEqualTo(fingerprint(locate("jdbc:sqlite:test.db?page_size=512"), dataSource));
	}

	@Test
	void optionsHaveTheSettingsOfTheDriversOwnDataSource() {
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setEncoding("UTF-16");
		assertThat(fingerprint(locate("jdbc:sqlite:test.db"), dataSource)).containsEntry("option/config-encoding",
				SQLiteConfig.Encoding.UTF_16.getValue());
	}

	@Test
	void optionsHaveNoPasswordAndNoDirectory() {
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setTempStoreDirectory("/tmp/of/this/machine");
		assertThat(fingerprint(locate("jdbc:sqlite:test.db?password=geheim&temp_store_directory=/tmp/of/this/machine"),
				dataSource))
			.noneSatisfy((name, value) -> assertThat(name + value).containsAnyOf("geheim", "machine"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "scenario.db?foreign_keys=on", "file:scenario.db?foreign_keys=on&mode=rw",
			"file:/x/scenario%20x.db?foreign_keys=on&cache=shared", "scenario.db?a=1&foreign_keys=on" })
	void scratchIsAMissingDatabaseOfTheSameNameWithTheFastestSettings(String address) throws SQLException {
		Database model = locate("jdbc:sqlite:" + address);
		Database scratch = SqliteFormat.INSTANCE.scratch(model, this.directory, null).database();
		assertThat(DatabaseFile.state((SqliteDatabase) scratch)).isEqualTo(DatabaseState.MISSING);
		assertThat(scratch.name()).isEqualTo(model.name());
		assertThat(this.directory).isEmptyDirectory();
		try (Connection connection = DriverManager.getConnection(scratch.url())) {
			session().opened(connection, scratch);
			SqliteFiles.execute(connection, "CREATE TABLE t (a)");
			assertThat(SqliteFiles.query(connection, "PRAGMA journal_mode")).isEqualTo("memory");
			assertThat(SqliteFiles.query(connection, "PRAGMA synchronous")).isEqualTo("0");
			assertThat(SqliteFiles.query(connection, "PRAGMA foreign_keys")).isEqualTo("1");
		}
		assertThat(this.directory.resolve(model.name())).isNotEmptyFile();
	}

	@Test
	void frozenDatabaseIsOneFileThatIsOnlyRead() throws Exception {
		Scratch scratch = scratch("");
		SqliteFiles.execute(scratch.database().url(), "CREATE TABLE t (a)", "INSERT INTO t VALUES (42)");
		Path file = this.cache.resolve("a.template");
		FileImage image = SqliteFormat.INSTANCE.freeze(scratch, file);
		assertThat(image.file()).isEqualTo(file);
		assertThat(image.bytes()).isEqualTo(Files.size(file));
		assertThat(Files.getPosixFilePermissions(file)).allMatch((permission) -> permission.name().endsWith("_READ"));
		assertThat(this.directory).isEmptyDirectory();
		assertThat(this.cache.toFile().list()).containsExactly("a.template");
		assertThat(SqliteFiles.query("jdbc:sqlite:file:" + file + "?mode=ro", "SELECT a FROM t")).isEqualTo("42");
	}

	@Test
	void copyOfAFrozenDatabaseHasItsContent() throws Exception {
		Scratch scratch = scratch("");
		SqliteFiles.execute(scratch.database().url(), "CREATE TABLE t (a)", "INSERT INTO t VALUES (42)");
		FileImage image = SqliteFormat.INSTANCE.freeze(scratch, this.cache.resolve("a.template"));
		Database copy = locate("jdbc:sqlite:" + this.directory.resolve("scenario.db"));
		assertThat(session().createLiteral(copy, SqliteFormat.INSTANCE.open(image.file()))).isTrue();
		SqliteFiles.execute(copy.url(), "INSERT INTO t VALUES (43)");
		assertThat(SqliteFiles.query(copy.url(), "SELECT sum(a) FROM t")).isEqualTo("85");
	}

	@Test
	void writeAheadLogThatAMigrationTurnedOnIsFrozenWithItsContent() throws Exception {
		Scratch scratch = scratch("");
		SqliteFiles.execute(scratch.database().url(), "CREATE TABLE t (a)", "PRAGMA journal_mode = WAL",
				"INSERT INTO t VALUES (42)");
		FileImage image = SqliteFormat.INSTANCE.freeze(scratch, this.cache.resolve("a.template"));
		assertThat(this.directory).isEmptyDirectory();
		Database copy = locate("jdbc:sqlite:" + this.directory.resolve("scenario.db"));
		session().createLiteral(copy, image);
		try (Connection connection = DriverManager.getConnection(copy.url())) {
			assertThat(SqliteFiles.query(connection, "SELECT a FROM t")).isEqualTo("42");
			assertThat(SqliteFiles.query(connection, "PRAGMA journal_mode")).isEqualTo("wal");
		}
	}

	@Test
	void writeAheadLogThatWasNeverCheckpointedIsBroughtIn() throws Exception {
		Path old = this.cache.resolve("old.db");
		Scratch scratch = scratch("");
		SqliteFiles.create(old, "PRAGMA journal_mode = WAL", "CREATE TABLE t (a)");
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old)) {
			SqliteFiles.execute(connection, "INSERT INTO t VALUES (42)");
			// As a process leaves it that is killed.
			Files.copy(old, this.directory.resolve("scenario.db"));
			Files.copy(Path.of(old + "-wal"), this.directory.resolve("scenario.db-wal"));
		}
		FileImage image = SqliteFormat.INSTANCE.freeze(scratch, this.cache.resolve("a.template"));
		assertThat(SqliteFiles.query("jdbc:sqlite:" + copyOf(image), "SELECT a FROM t")).isEqualTo("42");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PERSIST", "TRUNCATE" })
	void journalThatIsKeptButColdIsNoObstacle(String mode) throws Exception {
		Scratch scratch = scratch("");
		try (Connection connection = DriverManager.getConnection(scratch.database().url())) {
			SqliteFiles.execute(connection, "PRAGMA journal_mode = " + mode, "CREATE TABLE t (a)",
					"INSERT INTO t VALUES (42)");
		}
		assertThat(this.directory.resolve("scenario.db-journal")).exists();
		FileImage image = SqliteFormat.INSTANCE.freeze(scratch, this.cache.resolve("a.template"));
		assertThat(this.directory).isEmptyDirectory();
		assertThat(SqliteFiles.query("jdbc:sqlite:" + copyOf(image), "SELECT a FROM t")).isEqualTo("42");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void databaseThatNothingWasWrittenToBecomesAnImageWithoutTables(boolean connected) throws Exception {
		Scratch scratch = scratch("?page_size=512&encoding='UTF-16'");
		if (connected) {
			SqliteFiles.query(scratch.database().url(), "SELECT 1");
		}
		FileImage image = SqliteFormat.INSTANCE.freeze(scratch, this.cache.resolve("a.template"));
		assertThat(image.bytes()).isPositive();
		String url = "jdbc:sqlite:" + copyOf(image);
		assertThat(SqliteFiles.query(url, "SELECT count(*) FROM sqlite_master")).isEqualTo("0");
		assertThat(SqliteFiles.query(url, "PRAGMA page_size")).isEqualTo("512");
		assertThat(SqliteFiles.query(url, "PRAGMA encoding")).startsWith("UTF-16");
		assertThat(session().state(locate(url))).isEqualTo(DatabaseState.PRESENT);
	}

	@Test
	void databaseWithAnOpenTransactionIsNotFrozen() throws Exception {
		Scratch scratch = scratch("");
		SqliteFiles.execute(scratch.database().url(), "CREATE TABLE t (a)");
		try (Connection connection = DriverManager.getConnection(scratch.database().url())) {
			SqliteFiles.execute(connection, "BEGIN", "INSERT INTO t VALUES (42)");
			assertNotFrozen(scratch);
		}
	}

	@Test
	void databaseThatIsBeingReadIsNotFrozen() throws Exception {
		Scratch scratch = scratch("");
		SqliteFiles.execute(scratch.database().url(), "CREATE TABLE t (a)", "INSERT INTO t VALUES (42)");
		try (Connection connection = DriverManager.getConnection(scratch.database().url())) {
			SqliteFiles.execute(connection, "BEGIN");
			assertThat(SqliteFiles.query(connection, "SELECT a FROM t")).isEqualTo("42");
			assertNotFrozen(scratch);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT 1", "BEGIN; SELECT count(*) FROM t", "BEGIN IMMEDIATE" })
	void databaseInWalModeWithAnOpenConnectionIsNotFrozen(String statements) throws Exception {
		Scratch scratch = scratch("");
		try (Connection connection = DriverManager.getConnection(scratch.database().url())) {
			SqliteFiles.execute(connection, "PRAGMA journal_mode = WAL", "CREATE TABLE t (a)");
			SqliteFiles.execute(connection, statements.split("; "));
			assertNotFrozen(scratch);
		}
	}

	@Test
	void imageThatIsThereAlreadyIsReplacedAtOnce() throws Exception {
		Path file = this.cache.resolve("a.template");
		Files.writeString(file, "damaged");
		assertThat(file.toFile().setReadOnly()).isTrue();
		Scratch scratch = scratch("");
		SqliteFiles.execute(scratch.database().url(), "CREATE TABLE t (a)");
		assertThat(SqliteFormat.INSTANCE.freeze(scratch, file).bytes()).isEqualTo(Files.size(file));
	}

	@Test
	void imageIsNotPublishedWhereThereIsNoDirectory() throws Exception {
		Scratch scratch = scratch("");
		SqliteFiles.execute(scratch.database().url(), "CREATE TABLE t (a)");
		assertThatExceptionOfType(DatabaseCopyException.class)
			.isThrownBy(() -> SqliteFormat.INSTANCE.freeze(scratch, this.cache.resolve("none/a.template")))
			.withMessageContaining("could not be published")
			.withMessageContaining("Check that");
		assertThat(this.cache).isEmptyDirectory();
	}

	@Test
	void imageCanBeReadByManyAtTheSameTime() throws Exception {
		SqliteImage image = SqliteFiles.image(this.cache.resolve("a.template"), "template");
		ByteBuffer first = image.content();
		first.position(100);
		assertThat(image.content().position()).isZero();
		assertThat(image.content().isReadOnly()).isTrue();
		assertThat(image.content().remaining()).isEqualTo((int) image.bytes());
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "short", "SQLite format 3\0", "a text that is longer than the hundred bytes of a header"
					+ " but for all its length not a database, and never was" })
	void fileThatIsNoDatabaseIsNoImage(String content) throws IOException {
		Path file = Files.writeString(this.cache.resolve("a.template"), content);
		assertThatExceptionOfType(UnusableDatabaseException.class).isThrownBy(() -> SqliteFormat.INSTANCE.open(file))
			.withMessageContaining(file + " is not an SQLite database");
	}

	@Test
	void databaseThatIsTooLargeToBeMappedIsNoImage() throws Exception {
		Path file = SqliteFiles.create(this.cache.resolve("a.template"), "CREATE TABLE t (a)");
		lengthen(file);
		assertThatExceptionOfType(UnusableDatabaseException.class).isThrownBy(() -> SqliteFormat.INSTANCE.open(file))
			.withMessageContaining(file + " has 2048 MiB")
			.withMessageContaining("write less");
	}

	@Test
	void databaseThatIsTooLargeToBeMappedIsNotFrozen() throws Exception {
		Scratch scratch = scratch("");
		SqliteFiles.execute(scratch.database().url(), "CREATE TABLE t (a)");
		lengthen(this.directory.resolve("scenario.db"));
		assertThatExceptionOfType(UnusableDatabaseException.class)
			.isThrownBy(() -> SqliteFormat.INSTANCE.freeze(scratch, this.cache.resolve("a.template")))
			.withMessageContaining("2048 MiB");
		assertThat(this.cache).isEmptyDirectory();
	}

	@Test
	void imageWhoseFileBecameShorterIsReadAsItIsNow() throws Exception {
		SqliteImage image = SqliteFiles.image(this.cache.resolve("a.template"), "template");
		byte[] before = Files.readAllBytes(image.file());
		assertThat(checksum(image)).isEqualTo(checksum(before));
		try (FileChannel channel = FileChannel.open(image.file(), StandardOpenOption.WRITE)) {
			channel.truncate(100);
		}
		assertThat(checksum(image)).isEqualTo(checksum(Arrays.copyOf(before, 100)));
	}

	@Test
	void missingFileIsNoImage() {
		Path file = this.cache.resolve("a.template");
		assertThatExceptionOfType(UnusableDatabaseException.class).isThrownBy(() -> SqliteFormat.INSTANCE.open(file))
			.withMessageContaining(file + " cannot be read");
	}

	/**
	 * A hole at the end of a file takes no room on the disk.
	 */
	private static void lengthen(Path file) throws IOException {
		try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
			content.setLength(1L << 31);
		}
	}

	private static long checksum(FileImage image) throws IOException {
		CRC32 checksum = new CRC32();
		image.addTo(checksum);
		return checksum.getValue();
	}

	private static long checksum(byte[] content) {
		CRC32 checksum = new CRC32();
		checksum.update(content);
		return checksum.getValue();
	}

	private EngineSession session() {
		return this.engine.open(locate("jdbc:sqlite:scenario.db"), new TestPlaces(this.directory));
	}

	private SortedMap<String, String> fingerprint(Database database, DataSource dataSource) {
		return session().fingerprint(database, dataSource);
	}

	private Scratch scratch(String parameters) {
		return SqliteFormat.INSTANCE.scratch(locate("jdbc:sqlite:scenario.db" + parameters), this.directory, null);
	}

	private void assertNotFrozen(Scratch scratch) {
		assertThatExceptionOfType(DatabaseCopyException.class)
			.isThrownBy(() -> SqliteFormat.INSTANCE.freeze(scratch, this.cache.resolve("a.template")))
			.withMessageContaining("closes its connections");
		assertThat(this.cache).isEmptyDirectory();
	}

	private Path copyOf(FileImage image) throws IOException {
		return Files.write(this.cache.resolve("copy.db"), Files.readAllBytes(image.file()));
	}

	private Database locate(String url) {
		Database database = this.engine.locate(Access.to(url));
		assertThat(database).isNotNull();
		return database;
	}

}
