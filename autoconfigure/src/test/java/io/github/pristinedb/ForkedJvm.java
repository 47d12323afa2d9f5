package io.github.pristinedb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM with the class path of this one, to talk to line by line. Errors go where
 * the errors of this JVM go.
 */
public final class ForkedJvm implements AutoCloseable {

	private static final int PATIENCE_SECONDS = 60;

	private final Process process;

	private final BufferedReader output;

	private final PrintWriter input;

	private ForkedJvm(Process process) {
		this.process = process;
		this.output = process.inputReader(StandardCharsets.UTF_8);
		this.input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
	}

	/**
	 * Start a JVM.
	 * @param main the class whose main method it runs
	 * @param arguments what the main method gets
	 * @return the JVM
	 */
	public static ForkedJvm start(Class<?> main, Object... arguments) {
		return start(List.of(), Map.of(), main, arguments);
	}

	/**
	 * Start a JVM in an environment of its own.
	 * @param launcher a command that is followed by the one that starts the JVM:
	 * {@code bash -c 'ulimit -f 64; exec "$@"' bash}, for example
	 * @param environment environment variables that it gets besides those of this JVM
	 * @param main the class whose main method it runs
	 * @param arguments what the main method gets
	 * @return the JVM
	 */
	public static ForkedJvm start(List<String> launcher, Map<String, String> environment, Class<?> main,
			Object... arguments) {
		List<String> command = new ArrayList<>(launcher);
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
		if (Runtime.version().feature() >= 24) {
			command.add("--enable-native-access=ALL-UNNAMED");
		}
		command.addAll(List.of("-cp", classPath(), main.getName()));
		for (Object argument : arguments) {
			command.add(argument.toString());
		}
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
		builder.environment().putAll(environment);
		try {
			return new ForkedJvm(builder.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Surefire may hide the class path in the manifest of a jar; its own property has it.
	 */
	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	/**
	 * Give it a line to read.
	 * @param line the line
	 */
	public void send(Object line) {
		this.input.println(line);
	}

	/**
	 * Wait for a line that it prints.
	 * @return the line
	 */
	public String receive() {
		try {
			String line = this.output.readLine();
			if (line == null) {
				throw new IllegalStateException("The forked JVM ended without a word: exit code " + exitCode());
			}
			return line;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait for its end.
	 * @return the exit code
	 */
	public int exitCode() {
		try {
			if (!this.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The forked JVM does not end");
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * End its input, on which a main method that reads to the end ends too, and wait for
	 * it.
	 */
	@Override
	public void close() {
		this.input.close();
		try {
			exitCode();
		}
		finally {
			this.process.destroyForcibly();
		}
	}

}
