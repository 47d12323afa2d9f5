package io.github.pristinedb.merge;

import java.nio.file.Path;

import io.github.pristinedb.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MergeOptions} and what {@link MergeCommand} does with them.
 */
class MergeOptionsTests {

	@Test
	void defaultsAreAllShardsAndADirectoryBesideTheRuns() {
		MergeOptions options = MergeOptions.parse("a", "b");
		assertThat(options.shards()).isZero();
		assertThat(options.requiredCoverage()).isNull();
		assertThat(options.coverage()).isEqualTo(Path.of("target/pristine/merged/jacoco.exec").toAbsolutePath());
		assertThat(options.output()).isEqualTo(Path.of("target/pristine/merged").toAbsolutePath());
		assertThat(options.inputs()).containsExactly(Path.of("a"), Path.of("b"));
	}

	@Test
	void optionsComeInAnyOrder() {
		assertThat(MergeOptions.parse("a", "--output", "o", "--coverage", "c", "--shards", "5"))
			.isEqualTo(MergeOptions.parse("--coverage", "c", "--shards", "5", "--output", "o", "a"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = { "--shards x a | 'x' is not a valid number of shards.",
			"--shards 0 a | '0' is not a valid number of shards.", "a --shards | The option --shards needs a value.",
			"--shard 5 a | There is no option --shard.", "--shards 5 | Name the directories of the shards.",
			"--output a/../b c ./b | The output directory ./b has files of a shard. Name another"
					+ " directory by --output." })
	void badArgumentsAreExplained(String arguments, String message) {
		CommandRun run = run(arguments.split(" "));
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.err()).startsWith("pristine: " + message + System.lineSeparator())
			.contains("Usage: MergeCommand");
	}

	@Test
	void helpIsNoFailure() {
		CommandRun run = run("--help");
		run.assertDone();
		assertThat(run.out()).startsWith("Usage: MergeCommand");
	}

	@Test
	void missingDirectoryIsNamed(@TempDir Path output) {
		CommandRun run = run("--output", output.toString(), "no-such-directory");
		assertThat(run.exitCode()).isOne();
		assertThat(run.err()).contains("no-such-directory is not a directory");
	}

	private static CommandRun run(String... arguments) {
		return CommandRun.of((out, err) -> MergeCommand.run(out, err, arguments));
	}

}
