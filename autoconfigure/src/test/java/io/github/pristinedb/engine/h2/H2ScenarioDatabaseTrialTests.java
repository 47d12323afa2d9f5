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

