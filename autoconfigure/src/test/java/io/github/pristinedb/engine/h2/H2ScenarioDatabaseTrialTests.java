package io.github.pristinedb.engine.h2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.Rounds;
import io.github.pristinedb.engine.h2.TrialDatabase.End;
import org.h2.engine.Constants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random programs on the build's own version of H2, and on the others that Maven has put
 * into {@code target/h2}.
 */
class H2ScenarioDatabaseTrialTests {

	private static final Path VERSIONS = Path.of("target", "h2");

	private static final int MINUTES = 60;

	private static final long FIRST = Long.getLong("pristine.test.seed", 1);

	private static final int PROGRAMS = Integer.getInteger("pristine.test.rounds", Rounds.of(100, 5000));

	private static final int LIMIT = 300;

	@Test
	void eachProgramStartsFromTheBaseline() throws SQLException {
		try (H2Trial trial = new H2Trial(H2Memory::scenario)) {
			trial.run(FIRST, PROGRAMS);
			assertThat(trial.violations()).isEmpty();
			// A database that is made anew proves nothing.
			assertThat(trial.ends().get(End.IN_PLACE)).isGreaterThan(PROGRAMS / 2);
		}
	}

	@ParameterizedTest
	@MethodSource("otherVersions")
	void eachProgramStartsFromTheBaselineInAnotherVersionOfH2(String version) {
		JvmCommand command = JvmCommand.of(H2Trial.class)
			.without("h2-")
			.with(VERSIONS.resolve("h2-" + version + ".jar").toAbsolutePath())
			.options("-Dbuild.soak=" + Boolean.getBoolean("build.soak"))
			.minutes(MINUTES);
		try (ForkedJvm jvm = command.start(FIRST, PROGRAMS)) {
			assertThat(jvm.finish()).contains("H2 " + version + ": ").contains(" 0 violations");
		}
	}

	static List<String> otherVersions() throws IOException {
		try (Stream<Path> jars = Files.list(VERSIONS)) {
			return jars.map((jar) -> jar.getFileName().toString().replaceAll("h2-(.*)\\.jar", "$1"))
				.filter((version) -> !version.equals(Constants.VERSION))
				.sorted()
				.toList();
		}
	}

	@ParameterizedTest
	@EnumSource
	void programsFindEachFault(TrialMutant mutant) throws SQLException {
		try (H2Trial trial = new H2Trial(mutant::create, mutant != TrialMutant.CONNECTIONS_STAY_OPEN)) {
			trial.runToFirstViolation(mutant.kind(), LIMIT);
			assertThat(trial.violations()).isNotEmpty();
		}
	}

	@Test
	void eachIndexIsReadByTheQueryThatIsMeantToReadIt() throws SQLException {
		try (H2ScenarioDatabase source = H2Memory.scenario(H2Memory.database(""), null)) {
			H2Database database = (H2Database) source.database();
			H2Memory.execute(database, TrialSchema.statements().toArray(String[]::new));
			for (Map.Entry<String, String> query : H2Trial.queries(database).entrySet()) {
				if (query.getKey().startsWith("index ") && !query.getKey().contains("PRIMARY_KEY")) {
					String plan = H2Memory.rows(database, "EXPLAIN " + query.getValue().replace("?1", "1")).toString();
					assertThat(plan).contains("/* " + query.getKey().substring("index ".length()) + ": ");
				}
			}
		}
	}

}
