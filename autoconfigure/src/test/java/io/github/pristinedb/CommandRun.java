package io.github.pristinedb;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToIntBiFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What came of a command that ran in this JVM.
 *
 * @param exitCode its exit code
 * @param out what it printed
 * @param err what it printed as errors
 */
public record CommandRun(int exitCode, String out, String err) {

	/**
	 * Run a command.
	 * @param command is given where its output and its errors go, and returns its exit
	 * code
	 * @return what came of it
	 */
	public static CommandRun of(ToIntBiFunction<PrintStream, PrintStream> command) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		int exitCode = command.applyAsInt(new PrintStream(out, true, StandardCharsets.UTF_8),
				new PrintStream(err, true, StandardCharsets.UTF_8));
		return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
	}

	/**
	 * What it printed as errors.
	 * @return the lines
	 */
	public List<String> errors() {
		return this.err.lines().toList();
	}

	/**
	 * See that it did what it was told.
	 */
	public void assertDone() {
		assertThat(this.err).isEmpty();
		assertThat(this.exitCode).isZero();
	}

	/**
	 * See that it did nothing, and said why.
	 * @param texts what its errors contain
	 */
	public void assertRefused(String... texts) {
		assertThat(this.err).startsWith("pristine: ").contains(texts);
		assertThat(this.out).isEmpty();
		assertThat(this.exitCode).isOne();
	}

}
