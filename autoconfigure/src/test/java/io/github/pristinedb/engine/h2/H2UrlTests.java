package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class H2UrlTests {

	private static final String GENERATED = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";

	private static H2Url parse(String url) {
		return Objects.requireNonNull(H2Url.parse(url));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "jdbc:sqlite:testdb", "JDBC:H2:mem:testdb", "jdbc:H2:mem:testdb", "jdbc:h2", "testdb", "" })
	void urlThatTheDriverDoesNotTakeIsNone(String url) throws SQLException {
		assertThat(H2Url.parse(url)).isNull();
		assertThat(new org.h2.Driver().acceptsURL(url)).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			jdbc:h2:mem:testdb                   | testdb
			jdbc:h2:mem:testdb;MODE=MySQL        | testdb
			jdbc:h2:mem:mem                      | mem
			jdbc:h2:mem:a/b/testdb               | testdb
			jdbc:h2:mem:a:testdb                 | testdb
			jdbc:h2:mem:Test Db                  | Test Db
			jdbc:h2:mem:testdb?password=geheim   | testdb
			jdbc:h2:mem:testdb&password=geheim   | testdb
			jdbc:h2:mem:                         | ''
			jdbc:h2:mem:/                        | ''
			jdbc:h2:./testdb                     | testdb
			jdbc:h2:file:/home/me/testdb         | testdb
			jdbc:h2:~/testdb;CIPHER=AES          | testdb
			jdbc:h2:tcp://db.acme.com:9/~/testdb | testdb
			""")
	void nameIsTheLastPartOfThePlace(String url, String name) {
		assertThat(parse(url).name()).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "testdb", "a/b/testdb", "a:testdb", "a\\testdb", "/testdb" })
	void nameIsThatOfTheCatalog(String place) throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:" + place)) {
			assertThat(connection.getCatalog()).isEqualTo("TESTDB");
			assertThat(parse("jdbc:h2:mem:" + place).name()).isEqualTo("testdb");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					jdbc:h2:mem:                               | its URL has no name, so that each connection gets a database of its own
					jdbc:h2:mem:;MODE=MySQL                    | its URL has no name, so that each connection gets a database of its own
					jdbc:h2:mem:/                              | its URL has no name
					jdbc:h2:test                               | it is a file, and only databases of H2 that live in memory are managed
					jdbc:h2:./test                             | it is a file, and only databases of H2 that live in memory are managed
					jdbc:h2:~/test                             | it is a file, and only databases of H2 that live in memory are managed
					jdbc:h2:file:/tmp/test                     | it is a file, and only databases of H2 that live in memory are managed
					jdbc:h2:nio:/tmp/test                      | it is a file, and only databases of H2 that live in memory are managed
					jdbc:h2:memFS:test                         | it is a file, and only databases of H2 that live in memory are managed
					jdbc:h2:MEM:test                           | it is a file, and only databases of H2 that live in memory are managed
					jdbc:h2:zip:~/db.zip!/test                 | it is a file, and only databases of H2 that live in memory are managed
					jdbc:h2:tcp://localhost/mem:test           | it is on a server, and only databases of H2 that live in the memory of the tests are managed
					jdbc:h2:ssl://localhost/~/test             | it is on a server, and only databases of H2 that live in the memory of the tests are managed
					jdbc:h2:mem:test;MODE                      | its URL has a setting without a value
					jdbc:h2:mem:test;MODE=MySQL;mode=Oracle    | its URL has two values of MODE
					jdbc:h2:mem:test;access_mode_data=R        | its URL makes it read-only
					""")
	void reasonTellsWhatIsNotManaged(String url, String reason) {
		assertThat(parse(url).unmanageable()).isEqualTo(reason);
	}

	@Test
	void nameThatSpringMakesUpIsTheSameForEachDatabase() {
		H2Url url = parse("jdbc:h2:mem:" + GENERATED + ";DB_CLOSE_DELAY=-1");
		assertThat(url.isGenerated()).isTrue();
		assertThat(url.unmanageable()).isNull();
		assertThat(url.name()).isEqualTo("generated");
		assertThat(url.readable()).isEqualTo("jdbc:h2:mem:<generated>");
		assertThat(url.catalog()).isEqualTo(GENERATED);
	}

	@Test
	void slotOfADatabaseWithAGeneratedNameHasOneToo() {
		H2Url url = parse("jdbc:h2:mem:pristine/run/slot-1/" + GENERATED);
		assertThat(url.isGenerated()).isTrue();
		assertThat(url.name()).isEqualTo("generated");
		assertThat(url.readable()).isEqualTo("jdbc:h2:mem:pristine/run/slot-1/<generated>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:h2:mem:testdb", "jdbc:h2:mem:generated", "jdbc:h2:mem:orders-" + GENERATED,
			"jdbc:h2:./" + GENERATED, "jdbc:h2:tcp://localhost/mem:" + GENERATED, "jdbc:h2:mem:" + GENERATED + "0" })
	void otherNamesAreSomebodysChoice(String url) {
		assertThat(parse(url).isGenerated()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:h2:mem:test", "jdbc:h2:mem:test;", "jdbc:h2:mem:test;;MODE=MySQL;mode=MySQL",
			"jdbc:h2:mem:test;INIT=RUNSCRIPT FROM 'x'\\;SET SCHEMA Y", "jdbc:h2:mem:test;ACCESS_MODE_DATA=rw" })
	void otherDatabasesInMemoryAreManaged(String url) {
		assertThat(parse(url).unmanageable()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:h2:mem:test;MODE", "jdbc:h2:mem:test;MODE=MySQL;mode=Oracle" })
	void driverRefusesWhatTheReasonTells(String url) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> DriverManager.getConnection(url).close());
	}

	@Test
	void settingsAreReadAsTheDriverReadsThem() {
		assertThat(parse("jdbc:h2:mem:test;mode=MySQL;;Init=CREATE TABLE A(B INT)\\;SELECT '\\\\x'\\;;x=\\a=b\\")
			.settings())
			.isEqualTo(Map.of("MODE", "MySQL", "INIT", "CREATE TABLE A(B INT);SELECT '\\x';", "X", "a=b\\"));
	}

	@Test
	void settingsAreWrittenSoThatTheDriverReadsTheSame() throws SQLException {
		String init = "CREATE TABLE A(B VARCHAR) AS VALUES 'x;\\y';";
		String url = parse("jdbc:h2:mem:test;INIT=" + init.replace("\\", "\\\\").replace(";", "\\;"))
			.withName("written");
		assertThat(parse(url).settings()).isEqualTo(Map.of("INIT", init));
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement();
				var row = statement.executeQuery("SELECT B FROM A")) {
			assertThat(row.next()).isTrue();
			assertThat(row.getString(1)).isEqualTo("x;\\y");
		}
	}

	@Test
	void ownerConnectsWithoutWhatConnectionsOfTheApplicationDo() {
		H2Url url = parse("jdbc:h2:mem:test;INIT=X;SCHEMA=Y;IFEXISTS=TRUE;FORBID_CREATION=TRUE;QUERY_TIMEOUT=1;MODE=DB2"
				+ ";PASSWORD=geheim");
		assertThat(url.forOwner("a/test")).isEqualTo("jdbc:h2:mem:a/test;MODE=DB2;PASSWORD=geheim");
		assertThat(url.forVisitor()).isEqualTo("jdbc:h2:mem:test;IFEXISTS=TRUE;MODE=DB2;PASSWORD=geheim");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			jdbc:h2:mem:test;PASSWORD=geheim           | jdbc:h2:mem:test
			jdbc:h2:mem:test?password=geheim           | jdbc:h2:mem:test
			jdbc:h2:mem:test&password=geheim           | jdbc:h2:mem:test
			jdbc:h2:file:~/test;PASSWORD=geheim        | jdbc:h2:file:~/test
			jdbc:h2:tcp://me:geheim@localhost/mem:test | jdbc:h2:tcp:
			jdbc:h2:ssl://localhost/geheim             | jdbc:h2:ssl:
			""")
	void readableUrlHasNoSecret(String url, String readable) {
		assertThat(parse(url).readable()).isEqualTo(readable);
	}

}
