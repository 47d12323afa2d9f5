package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a URL is taken for, compared with what the driver does with it.
 */
class SqliteUrlTests {

	private static final String WHERE = "SELECT file FROM pragma_database_list WHERE name = 'main'";

	@TempDir
	Path directory;

	@BeforeEach
	void createDirectories() throws IOException {
		Files.createDirectories(this.directory.resolve("a b/ü"));
		Files.createDirectories(this.directory.resolve("real/sub"));
		Files.createDirectories(this.directory.resolve("mode=memory"));
		Files.createSymbolicLink(this.directory.resolve("linked"), this.directory.resolve("real/sub"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{dir}/scenario.db", "{rel}/scenario.db", "./{rel}/scenario.db", "{dir}/test",
			"{dir}/scenario/", "{dir}/a b/scenario 1.db", "{dir}/a b/ü/scenario-日本😀.db", "{dir}/a b/ü/../scenario.db",
			"{dir}//a b///scenario.db", "{dir}/./scenario.db", "{dir}/linked/scenario.db",
			"{dir}/linked/../scenario.db", "{dir}/mode=memory/scenario.db", "{dir}/scenario%20.db",
			"{dir}/scenario#.db", "{dir}/scenario&x.db", "{dir}/scenario+.db", "{dir}/scenario'\".db",
			"{dir}/scenario\n.db", "{dir}/scenario.db ", "{dir}/scenario.db ?foreign_keys=on",
			"{dir}/scenario.db\u00a0" })
	void fileNameIsTheFileThatTheDriverOpens(String address) throws Exception {
		assertNamesTheFileThatTheDriverOpens(address);
	}

	@ParameterizedTest
	@ValueSource(strings = { "file:{rel}/scenario.db", "file:./{rel}/scenario.db", "file:{dir}/scenario.db",
			"file://{dir}/scenario.db", "file:///{dir}/scenario.db", "file://localhost{dir}/scenario.db",
			"file:{dir}/a b/scenario.db", "file:{dir}/a%20b/%C3%BC/scenario.db", "file:{dir}/a b/ü/scenario-日本😀.db",
			"file:{dir}%2Fscenario.db", "file:{dir}/scenario+1.db", "file:{dir}/scenario%2B1.db",
			"file:{dir}/scenario#1.db", "file:{dir}/scenario%231.db", "file:{dir}/scenario%3F1.db",
			"file:{dir}/scenario%zz.db", "file:{dir}/scenario%zz%20.db", "file:{dir}/scenario%2%41.db",
			"file:{dir}/scenario%", "file:{dir}/scenario%4", "file:{dir}/scenario%25.db", "file:{dir}/scenario%00.db",
			"file:{dir}/linked/../scenario.db" })
	void uriIsTheFileThatTheDriverOpens(String address) throws Exception {
		assertNamesTheFileThatTheDriverOpens(address);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{dir}/scenario.db?foreign_keys=on", "{dir}/scenario.db?", "{dir}/scenario.db?&&",
			"{dir}/scenario.db?foo=bar", "{dir}/scenario.db?foo", "{dir}/scenario.db?=x",
			"{dir}/scenario.db?a=1&b=2&c=3", "{dir}/scenario.db?a=1&foreign_keys=on&b=2",
			"{dir}/scenario.db? a= 1 & b=2", "{dir}/scenario.db?a=1?foreign_keys=on", "{dir}/scenario.db?a=1&\u2003",
			"{dir}/scenario.db?mode=memory", "{dir}/scenario.db?cache=shared", "{dir}/scenario.db?vfs=memdb",
			"{dir}/scenario.db?open_mode=6", "file:{dir}/scenario.db?foo=bar&cache=shared",
			"file:{dir}/scenario.db?mode=rwc", "file:{dir}/scenario.db?MODE=memory",
			"file:{dir}/scenario.db?mode=rwc&mode=memory", "file:{dir}/scenario.db?a=1#?mode=memory",
			"file:{dir}/scenario.db#x?mode=memory", "file:{dir}/scenario.db?mode=memory&a=1#",
			"file:{dir}/scenario.db?immutable=0", "file:{dir}/scenario.db?immutable=OFF",
			"file:{dir}/scenario.db?nolock=1", "file:{dir}/scenario.db?open_mode=6" })
	void parametersAreWhatTheDriverTakesThemFor(String address) throws Exception {
		assertNamesTheFileThatTheDriverOpens(address);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:sqlite:", "JDBC:SQLITE:", "Jdbc:Sqlite:" })
	void prefixCanBeInUpperCase(String prefix) throws Exception {
		assertNamesTheFileThatTheDriverOpens(prefix, "{dir}/scenario.db");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "?foreign_keys=on", ":memory:", ":memory:?foreign_keys=on", "file:", "file://",
			"file://localhost", "file:?cache=shared", "file::memory:", "file::memory:?cache=shared",
			"file:%3Amemory%3A", "file:scenario?mode=memory&cache=shared", "file:{dir}/scenario.db?mode=mem%6Fry",
			"file:{dir}/scenario.db?mo%64e=memory", "file:{dir}/scenario.db?mode%00x=memory%00x",
			"file:{dir}/scenario.db?mode=memory#x", "file:{dir}/scenario.db?mode=memory&mode=rwc",
			"file:{dir}/scenario.db? mode=memory ", "file:{dir}/scenario.db?a=1#x&mode=memory",
			"file:{dir}/scenario.db?vfs=memdb", "file:/scenario?vfs=memdb", "{dir}/scenario.db?open_mode=134" })
	void databaseWithoutAFileIsNotManageable(String address) throws Exception {
		String url = url("jdbc:sqlite:", address);
		SqliteFiles.execute(url, "CREATE TABLE t (a)");
		assertThat(SqliteFiles.query(url, WHERE)).isEmpty();
		assertThat(parse(url).unmanageable()).isNotNull();
		assertThat(this.directory.resolve("scenario.db")).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "file:{dir}/scenario.db?immutable=1", "file:{dir}/scenario.db?immutable=TRUE",
			"file:{dir}/scenario.db?a=1&immutable=yes" })
	void databaseThatNobodyChangesIsNotManageable(String address) throws Exception {
		SqliteFiles.create(this.directory.resolve("scenario.db"), "CREATE TABLE t (a)");
		String url = url("jdbc:sqlite:", address);
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> SqliteFiles.execute(url, "INSERT INTO t VALUES (1)"));
		assertThat(parse(url).unmanageable()).isEqualTo("its URL says that nobody changes it");
	}

	@ParameterizedTest
	@ValueSource(strings = { "file:{dir}/scenario.db?mode=ro", "{dir}/scenario.db?open_mode=1",
			"file:{dir}/scenario.db?open_mode=65" })
	void databaseThatIsOnlyReadIsOnlyReadInAScenario(String address) throws Exception {
		SqliteFiles.create(this.directory.resolve("scenario.db"), "CREATE TABLE t (a)");
		Path copy = this.directory.resolve("copy.db");
		SqliteFiles.create(copy, "CREATE TABLE t (a)");
		SqliteUrl url = parse(url("jdbc:sqlite:", address));
		assertThat(url.unmanageable()).isNull();
		String scenario = url.withFile(copy, Map.of(), Map.of());
		assertThat(SqliteFiles.query(scenario, "SELECT count(*) FROM t")).isEqualTo("0");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> SqliteFiles.execute(scenario, "INSERT INTO t VALUES (1)"));
		SqliteFiles.execute(url.forScratch(this.directory.resolve("scratch.db"), Map.of()), "CREATE TABLE t (a)");
		SqliteFiles.execute(url.forObserver(copy, 0), "VACUUM INTO '" + this.directory.resolve("vacuumed.db") + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "file://other{dir}/scenario.db", "file://LOCALHOST{dir}/scenario.db",
			"file://localhos/scenario.db", "file://localhost?mode=memory" })
	void uriOfAnotherHostIsRefusedByTheDriverAndNotManageable(String address) {
		String url = url("jdbc:sqlite:", address);
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> SqliteFiles.query(url, WHERE))
			.withMessageContaining("invalid uri authority");
		assertThat(parse(url).unmanageable()).isEqualTo("its URI names another host");
	}

	@Test
	void resourceIsNotManageable() throws Exception {
		Path resource = SqliteFiles.create(this.directory.resolve("scenario.db"), "CREATE TABLE t (a)");
		SqliteUrl url = parse("jdbc:sqlite::resource:" + resource.toUri());
		assertThat(url.unmanageable()).contains("resource");
	}

	@Test
	void fileNameWhoseBytesAreNoTextIsNotManageable() {
		// The driver opens a file that Java cannot name; another one would be written.
		SqliteUrl url = parse("jdbc:sqlite:file:" + this.directory + "/scenario%FC.db");
		assertThat(url.unmanageable()).startsWith("its file name is not valid on this system");
	}

	@Test
	void fileNameThatJavaRefusesIsNotManageable() {
		assertThat(parse("jdbc:sqlite:" + this.directory + "/scenario\0.db").unmanageable())
			.startsWith("its file name is not valid on this system");
	}

	@Test
	void lettersOutsideAsciiAreNotManageableWhereJavaDoesNotWriteFileNamesInUtf8() {
		try (ForkedJvm jvm = JvmCommand.of(Unmanageable.class).environment("LC_ALL", "C").errorsApart().start()) {
			assertThat(jvm.awaitLine()).isEqualTo("plain: null");
			assertThat(jvm.awaitLine()).startsWith("umlaut: its file name is not valid on this system")
				.contains("LC_ALL");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { " jdbc:sqlite:scenario.db", "\tjdbc:sqlite:scenario.db", "jdbc:sqlite", "jdbc:sqlite3:x",
			"jdbc:postgresql://localhost/scenario", "sqlite:scenario.db", "" })
	void urlThatTheDriverDoesNotTakeIsNone(String url) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> DriverManager.getConnection(url).close());
		assertThat(SqliteUrl.parse(url)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "/C:/data/scenario.db,C:/data/scenario.db", "/c:scenario.db,c:scenario.db",
			"C:\\data\\scenario.db,C:\\data\\scenario.db", "/data/scenario.db,/data/scenario.db",
			"//server/C:/scenario.db,//server/C:/scenario.db" })
	void slashBeforeADriveIsDroppedOnWindowsOnly(String name, String windows) {
		assertThat(SqliteUrl.local(name, '\\')).isEqualTo(windows);
		assertThat(SqliteUrl.local(name, '/')).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "foreign_keys=on&foreign_keys=off", "foreign_keys=off&foreign_keys=on",
			"FOREIGN_KEYS=off&Foreign_Keys=ON", " foreign_keys = on " })
	void pragmaInForceIsTheOneThatTheDriverApplies(String parameters) throws Exception {
		String url = "jdbc:sqlite:" + this.directory + "/scenario.db?" + parameters;
		boolean on = SqliteFiles.query(url, "PRAGMA foreign_keys").equals("1");
		assertThat(parse(url).pragmas()).containsOnlyKeys("foreign_keys")
			.hasEntrySatisfying("foreign_keys", (value) -> assertThat(value).isEqualToIgnoringCase(on ? "on" : "off"));
		String copy = parse(url).withFile(this.directory.resolve("other.db"), Map.of(), Map.of());
		assertThat(SqliteFiles.query(copy, "PRAGMA foreign_keys")).isEqualTo(on ? "1" : "0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "with blank", "question?mark", "question?mode=memory", "hash#", "per%cent",
			"per%20cent", "amper&sand", "plus+", "ünïcode-日本😀", "mode=memory", "file:x", "semi;colon", "equals=",
			"quote'\"" })
	void urlForAnotherFileOpensThatFileWithTheSamePragmas(String name) throws Exception {
		Path awkward = Files.createDirectories(this.directory.resolve(name));
		for (String model : List.of("scenario.db", "scenario.db?foo=bar", "file:scenario.db",
				"file:scenario.db?cache=private&psow=1", "file:scenario.db#x?mode=memory")) {
			SqliteUrl url = parse(
					"jdbc:sqlite:" + model + (model.contains("?") ? "&" : "?") + "foreign_keys=on&cache_size=77");
			for (String fileName : List.of("scenario.db", name, "scenario.db ", "scenario.db?foo=bar")) {
				Path file = awkward.resolve(fileName);
				String copy = url.withFile(file, Map.of("cache_size", "55", "synchronous", "OFF"),
						Map.of("journal_mode", "MEMORY"));
				try (Connection connection = DriverManager.getConnection(copy)) {
					SqliteFiles.execute(connection, "CREATE TABLE IF NOT EXISTS t (a)");
					assertThat(Path.of(SqliteFiles.query(connection, WHERE))).as(copy)
						.isEqualTo(file.toRealPath())
						.isEqualTo(parse(copy).file().toRealPath());
					assertThat(SqliteFiles.query(connection, "PRAGMA foreign_keys")).isEqualTo("1");
					assertThat(SqliteFiles.query(connection, "PRAGMA cache_size")).isEqualTo("77");
					assertThat(SqliteFiles.query(connection, "PRAGMA synchronous")).isEqualTo("0");
					assertThat(SqliteFiles.query(connection, "PRAGMA journal_mode")).isEqualTo("memory");
				}
			}
		}
	}

	@Test
	void urlForAnotherFileKeepsAFileNameWithoutAnyParameters() throws Exception {
		Path file = this.directory.resolve("scenario.db ");
		String copy = parse("jdbc:sqlite:x.db").withFile(file, Map.of(), Map.of());
		SqliteFiles.execute(copy, "CREATE TABLE t (a)");
		assertThat(file).exists();
	}

	@Test
	void urlForAnotherFileKeepsTheParametersOfTheUri() {
		SqliteUrl url = parse("jdbc:sqlite:file:x.db?a=1&foreign_keys=on&b=%202&cache=shared");
		SqliteUrl copy = parse(url.withFile(this.directory.resolve("scenario.db"), Map.of(), Map.of()));
		assertThat(copy.uriParameters()).isEqualTo(url.uriParameters())
			.containsExactly("cache=shared", "b=%202", "a=1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "file:x.db?mode=rw", "file:x.db?mo%64e=rw", "file:x.db?open_mode=2", "x.db?open_mode=2" })
	void urlForAnotherFileCanCreateItWhereTheModelsUrlCannot(String address) throws Exception {
		Path file = this.directory.resolve("scenario.db");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> SqliteFiles.query("jdbc:sqlite:" + address, WHERE));
		SqliteFiles.execute(parse("jdbc:sqlite:" + address).withFile(file, Map.of(), Map.of()), "CREATE TABLE t (a)");
		assertThat(file).isNotEmptyFile();
	}

	private void assertNamesTheFileThatTheDriverOpens(String address) throws Exception {
		assertNamesTheFileThatTheDriverOpens("jdbc:sqlite:", address);
	}

	private void assertNamesTheFileThatTheDriverOpens(String prefix, String address) throws Exception {
		String jdbcUrl = url(prefix, address);
		SqliteFiles.execute(jdbcUrl, "CREATE TABLE t (a)");
		String opened = SqliteFiles.query(jdbcUrl, WHERE);
		assertThat(opened).isNotEmpty();
		SqliteUrl url = parse(jdbcUrl);
		assertThat(url.unmanageable()).isNull();
		assertThat(url.file()).isAbsolute();
		assertThat(url.file().toRealPath()).isEqualTo(Path.of(opened).toRealPath());
	}

	private String url(String prefix, String address) {
		Path here = Path.of("").toAbsolutePath();
		return prefix + address.replace("{dir}", this.directory.toString())
			.replace("{rel}", here.relativize(this.directory).toString());
	}

	private static SqliteUrl parse(String jdbcUrl) {
		SqliteUrl url = SqliteUrl.parse(jdbcUrl);
		assertThat(url).isNotNull();
		return url;
	}

	static final class Unmanageable {

		private Unmanageable() {
		}

		public static void main(String[] args) {
			System.out.println("plain: " + parse("jdbc:sqlite:scenario.db").unmanageable());
			System.out.println("umlaut: " + parse("jdbc:sqlite:scenario-\u00fc.db").unmanageable());
		}

	}

	@ParameterizedTest
	@CsvSource({ "jdbc:sqlite:scenario.db, jdbc:sqlite:scenario.db", "JDBC:SQLite:scenario.db, JDBC:SQLite:scenario.db",
			"jdbc:sqlite:/home/a;b/scenario.db, jdbc:sqlite:/home/a;b/scenario.db",
			"jdbc:sqlite:scenario.db?foreign_keys=on&password=geheim, jdbc:sqlite:scenario.db",
			"jdbc:sqlite:file:///ws/job@2/scenario.db?key=geheim, jdbc:sqlite:file:///ws/job@2/scenario.db",
			"jdbc:sqlite:scenario.db?foo=geheim, jdbc:sqlite:scenario.db",
			"jdbc:sqlite:scenario.db?foo=a/geheim, jdbc:sqlite:scenario.db",
			"jdbc:sqlite:dir/scenario.db;password=geheim, jdbc:sqlite:dir/scenario.db",
			"jdbc:sqlite:file:scenario.db#geheim, jdbc:sqlite:file:scenario.db",
			"jdbc:sqlite::memory:, jdbc:sqlite::memory:",
			"jdbc:sqlite::resource:http://me:geheim@host/scenario.db, jdbc:sqlite:" })
	void pathIsReadable(String url, String readable) {
		assertThat(SqliteUrl.readable(url)).isEqualTo(readable);
	}

	@ParameterizedTest
	@CsvSource({ "'jdbc:sqlite:a.db?password=one\ntwo', jdbc:sqlite:a.db" })
	void unreadableOptionsMayHaveSeveralLines(String url, String readable) {
		assertThat(SqliteUrl.readable(url)).isEqualTo(readable);
	}

}
