package io.github.pristinedb.engine;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadableUrl}.
 */
class ReadableUrlTests {

	@ParameterizedTest
	@CsvSource({ "jdbc:postgresql://host/scenario?user=me&password=geheim, jdbc:postgresql://host",
			"jdbc:postgresql://host.example.org:5432, jdbc:postgresql://host.example.org:5432",
			"jdbc:sqlserver://host:1433;databaseName=scenario;password=geheim, jdbc:sqlserver://host:1433",
			"jdbc:db2://host:50000/db:user=me;password=geheim;, jdbc:db2://host:50000",
			"'jdbc:teradata://host/DATABASE=d,USER=me,PASSWORD=geheim', jdbc:teradata://host",
			"jdbc:informix-sqli://host:1/db:INFORMIXSERVER=s;password=geheim, jdbc:informix-sqli://host:1" })
	void hostIsReadableIfItIsPlainToSee(String url, String readable) {
		assertThat(ReadableUrl.of(url)).isEqualTo(readable);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:mysql://me:geheim@host:3306/scenario", "jdbc:mysql://me:ge/heim@host/scenario",
			"jdbc:mysql://me:123/geheim@host/scenario", "jdbc:mysql://me:p?geheim@host/db",
			"jdbc:mysql://geheim@host/scenario", "jdbc:mysql://(host=h,user=u,password=geheim)/scenario",
			"jdbc:mysql://address=(host=h)(password=geheim)/scenario", "jdbc:mysql:loadbalance://me:geheim@h1,h2/db",
			"jdbc:mysql://host,geheim:x/scenario", "jdbc:mysql:///scenario?password=geheim",
			"jdbc:mysql://me:1/\n@geheim", "jdbc:mysql:thin:me/geheim@//host:1521/scenario",
			"jdbc:mysql:mem:scenario;PASSWORD=geheim" })
	void nothingButTheProductIsReadableOtherwise(String url) {
		assertThat(ReadableUrl.of(url)).isEqualTo("jdbc:mysql:");
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgresql://me:geheim@host/scenario", "jdbc:geheim", "jdbc://me:geheim@host", "" })
	void nothingIsReadableOfWhatIsNoJdbcUrl(String url) {
		assertThat(ReadableUrl.of(url)).isEqualTo("a URL of an unknown kind");
	}

}
