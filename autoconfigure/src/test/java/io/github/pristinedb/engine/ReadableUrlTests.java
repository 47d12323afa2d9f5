package io.github.pristinedb.engine;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadableUrl}.
 */
class ReadableUrlTests {

	@ParameterizedTest
	@CsvSource({ "jdbc:sqlite:scenario.db, jdbc:sqlite:scenario.db",
			"jdbc:sqlite:scenario.db?foreign_keys=on&password=geheim, jdbc:sqlite:scenario.db",
			"jdbc:sqlite:file:///ws/job@2/scenario.db?key=geheim, jdbc:sqlite:file:///ws/job@2/scenario.db",
			"jdbc:postgresql://host/scenario?user=me&password=geheim, jdbc:postgresql://host/scenario",
			"jdbc:mysql://me:geheim@host:3306/scenario, jdbc:mysql://host:3306/scenario",
			"jdbc:h2:mem:scenario;PASSWORD=geheim, jdbc:h2:mem:scenario",
			"jdbc:sqlserver://host;databaseName=scenario;password=geheim, jdbc:sqlserver://host",
			"jdbc:oracle:thin:me/geheim@//host:1521/scenario, jdbc:oracle:thin:@//host:1521/scenario" })
	void placeIsReadableAndNothingSecret(String url, String readable) {
		assertThat(ReadableUrl.of(url)).isEqualTo(readable).doesNotContain("geheim");
	}

	@ParameterizedTest
	@CsvSource({ "'jdbc:sqlite:a.db?password=one\ntwo', jdbc:sqlite:a.db" })
	void optionsMayHaveSeveralLines(String url, String readable) {
		assertThat(ReadableUrl.of(url)).isEqualTo(readable);
	}

}
