package io.github.pristinedb.engine.postgresql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.Access;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the URLs of PostgreSQL's driver say.
 */
@DeliberateOutput("JDBC URL (must|invalid|contains)")
class PostgresUrlTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			jdbc:postgresql://localhost/test              | localhost:5432        | test
			jdbc:postgresql://Db.Example:5433/test?user=u | db.example:5433       | test
			jdbc:postgresql:test                          | localhost:5432        | test
			jdbc:postgresql:///test                       | localhost:5432        | test
			jdbc:postgresql://localhost/?user=test        | localhost:5432        | test
			jdbc:postgresql://[::1]:5433/test             | [::1]:5433            | test
			jdbc:postgresql://a:1,b:2/test                | a:1,b:2               | test
			jdbc:postgresql://a,b/test                    | a:5432,b:5432         | test
			jdbc:postgresql://a/%74est                    | a:5432                | test
			jdbc:postgresql://a/te%2Fst                   | a:5432                | te/st
			jdbc:postgresql://a/prod?PGDBNAME=test        | a:5432                | test
			jdbc:postgresql://a/test?host=b&port=7        | b:7                   | test
			""")
	void placeIsAsTheDriverReadsIt(String url, String hosts, String name) {
		PostgresUrl parsed = parse(url);
		assertThat(parsed.defect()).isNull();
		assertThat(String.join(",", parsed.hosts())).isEqualTo(hosts);
		assertThat(parsed.database()).isEqualTo(name);
	}

	@Test
	void namesOfAccessAreTheDrivers() {
		assertThat(PostgresUrl.OF_ACCESS).allMatch((name) -> PGProperty.forName(name) != null);
	}

	/**
	 * A constant that the oldest supported driver lacks would keep the class from being
	 * initialized.
	 */
	@Test
	void constantsOfTheDriverAreThoseThatEachVersionHas() throws IOException {
		Pattern constant = Pattern.compile("PGProperty\\.([A-Z_]+)");
		try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
			assertThat(files.filter((file) -> file.toString().endsWith(".java"))
				.flatMap((file) -> constant.matcher(read(file)).results())
				.map((result) -> result.group(1))).isSubsetOf("APPLICATION_NAME", "CURRENT_SCHEMA", "OPTIONS",
						"PASSWORD", "PG_DBNAME", "PG_HOST", "PG_PORT", "STRING_TYPE", "SSL_MODE", "TARGET_SERVER_TYPE",
						"USER");
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void withoutADatabaseTheUsersNameIsMeant() {
		assertThat(of(new Access("jdbc:postgresql://localhost/", "test", null, Map.of())).database()).isEqualTo("test");
		assertThat(of(new Access("jdbc:postgresql:", null, null, Map.of("user", "test"))).database()).isEqualTo("test");
		assertThat(of(new Access("jdbc:postgresql://localhost/", "u", null, Map.of("PGDBNAME", "test"))).database())
			.isEqualTo("test");
		assertThat(parse("jdbc:postgresql://localhost/").database()).isEqualTo(System.getProperty("user.name"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql", "jdbc:h2:mem:test", "JDBC:postgresql://localhost/test",
			"jdbc:tc:mysql:9:///test", "jdbc:pgsql://localhost/test" })
	void otherUrlIsAnotherProducts(String url) {
		assertThat(PostgresUrl.parse(Access.to(url))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://localhost", "jdbc:postgresql://localhost:x/test",
			"jdbc:postgresql://localhost/a/b" })
	void urlThatTheDriverRefusesHasADefect(String url) {
		assertThat(parse(url).defect()).contains("driver");
		assertThat(parse(url).readable()).isEqualTo("jdbc:postgresql:");
	}

	@ParameterizedTest
	@CsvSource({ "jdbc:tc:postgresql:18:///test", "jdbc:tc:postgresql:18-alpine:///test?TC_DAEMON=true",
			"jdbc:tc:postgis:16-3.4://host/test", "jdbc:tc:pgvector:pg17:///test" })
	void containerOfTheUrlsOwnHasADefectThatNamesTheCure(String url) {
		PostgresUrl parsed = parse(url);
		assertThat(parsed.defect()).contains("@ServiceConnection");
		assertThat(parsed.database()).isEqualTo("test");
		assertThat(parsed.readable()).isEqualTo("jdbc:tc:postgresql:///test");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					jdbc:postgresql://h:1/test?user=u&ssl=true&password=p | jdbc:postgresql://h:1/new+db%2F?user=u&ssl=true&password=p
					jdbc:postgresql:test                                  | jdbc:postgresql:new+db%2F
					jdbc:postgresql://h/?user=test                        | jdbc:postgresql://h/new+db%2F?user=test
					jdbc:postgresql://[::1],b/test                        | jdbc:postgresql://[::1],b/new+db%2F
					jdbc:postgresql://h/a?PGDBNAME=test&dbname=b&ssl=true | jdbc:postgresql://h/new+db%2F?ssl=true
					jdbc:postgresql://h/test?options=-c%20x.y=1&socketFactory=a.B | jdbc:postgresql://h/new+db%2F?options=-c%20x.y=1&socketFactory=a.B
					""")
	void urlOfAnotherDatabaseKeepsAllElse(String url, String expected) {
		String other = parse(url).withDatabase("new db/");
		assertThat(other).isEqualTo(expected);
		assertThat(parse(other).database()).isEqualTo("new db/");
	}

	@Test
	void settingsOfOurOwnStandBehindThoseOfTheApplication() {
		assertThat(parse(parse("jdbc:postgresql://h/test?options=-c%20a.b%3D1&ssl=true").withDatabase("x", "-c c.d=2"))
			.properties()).containsEntry("options", "-c a.b=1 -c c.d=2").containsEntry("ssl", "true");
		Access access = new Access("jdbc:postgresql://h/test", "u", null, Map.of("options", "-c a.b=1"));
		assertThat(of(access.withUrl(of(access).withDatabase("x", "-c c.d=2"))).properties()).containsEntry("options",
				"-c a.b=1 -c c.d=2");
	}

	@Test
	void ownConnectionHasTheApplicationsAccessAndNothingOfItsSessions() {
		PostgresUrl url = of(new Access(
				"jdbc:postgresql://h/test?currentSchema=s&sslmode=require&readOnly=true"
						+ "&options=-c%20x.y%3D1&socketFactory=a.B&instance=i&ApplicationName=app&socketTimeout=3",
				"u", "p", Map.of("sslrootcert", "c", "stringtype", "unspecified")));
		Properties expected = new Properties();
		expected.putAll(Map.of("user", "u", "password", "p", "sslmode", "require", "socketFactory", "a.B", "instance",
				"i", "sslrootcert", "c"));
		assertThat(url.forEngine()).isEqualTo(expected);
		assertThat(url.forEngine("postgres")).isEqualTo("jdbc:postgresql://h:5432/postgres");
	}

	@Test
	void ownConnectionLeadsToThatHostWhichCanBeWrittenTo() {
		PostgresUrl url = parse("jdbc:postgresql://a,b:7/test?targetServerType=any");
		assertThat(url.forEngine()).containsEntry("targetServerType", "primary");
		assertThat(url.forEngine("x")).isEqualTo("jdbc:postgresql://a:5432,b:7/x");
	}

	@Test
	void contentDependsOnWhatSessionsStartWith() {
		assertThat(parse("jdbc:postgresql://h/test?currentSchema=s&options=-c%20a.b=1&stringtype=unspecified&ssl=true"
				+ "&connectTimeout=3")
			.content()).isEqualTo(Map.of("currentSchema", "s", "options", "-c a.b=1", "stringtype", "unspecified"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://h/test?user=secret&password=secret&sslpassword=secret",
			"jdbc:postgresql://h/test;password=secret", "jdbc:tc:postgresql:18:///test?password=secret",
			"jdbc:postgresql://u:secret@h/test", "jdbc:postgresql://h/test%3Fpassword=secret" })
	void readableUrlHasNoSecret(String url) {
		assertThat(parse(url).readable()).startsWith("jdbc:").doesNotContain("secret");
	}

	private static PostgresUrl parse(String url) {
		return of(Access.to(url));
	}

	private static PostgresUrl of(Access access) {
		PostgresUrl url = PostgresUrl.parse(access);
		assertThat(url).isNotNull();
		return url;
	}

}
