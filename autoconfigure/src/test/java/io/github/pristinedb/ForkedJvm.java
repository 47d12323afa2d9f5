package io.github.pristinedb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A main class in a JVM of its own, to talk to line by line. It does not outlive five
 * minutes, or what {@link JvmCommand#minutes} says.
 */
public final class ForkedJvm implements AutoCloseable {

	private final Process process;

	private final BufferedReader reader;

	private final PrintWriter writer;

	private final StringBuilder output = new StringBuilder();

	ForkedJvm(Process process, int minutes) {
		this.process = process;
		this.reader = process.inputReader(StandardCharsets.UTF_8);
		this.writer = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
		CompletableFuture.delayedExecutor(minutes, TimeUnit.MINUTES).execute(process::destroyForcibly);
	}

	/**
	 * Start a JVM with nothing special about it.
	 * @param main the class whose main method is called
	 * @param arguments what the main method gets
	 * @return the running JVM
	 */
	public static ForkedJvm start(Class<?> main, Object... arguments) {
		return JvmCommand.of(main).start(arguments);
	}

	/**
	 * Give it a line to read.
	 * @param line the line
	 */
	public void send(String line) {
		this.writer.println(line);
	}

	/**
	 * Let the JVM go on, which waits in {@link #awaitGo()}.
	 */
	public void go() {
		send("go");
	}

	/**
	 * In the JVM: say that it is ready, and wait until it may go on.
	 */
	public static void awaitGo() {
		System.out.println("ready");
		try {
			for (int read = System.in.read(); read != '\n'; read = System.in.read()) {
				if (read == -1) {
					throw new IllegalStateException("Whoever started this JVM is gone");
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait until the JVM prints a line, whatever it says.
	 * @return the line
	 */
	public String awaitLine() {
		return awaitLine("");
	}

	/**
	 * Wait until the JVM prints a certain line.
	 * @param text what the line contains
	 * @return the line
	 */
	public String awaitLine(String text) {
		for (String line = readLine(); line != null; line = readLine()) {
			if (line.contains(text)) {
				return line;
			}
		}
		throw new AssertionError("The JVM ended without '" + text + "':\n" + this.output);
	}

	private String readLine() {
		try {
			String line = this.reader.readLine();
			if (line != null) {
				this.output.append(line).append('\n');
			}
			return line;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait until the JVM ended well and by itself.
	 * @return all that it printed
	 */
	public String finish() {
		while (readLine() != null) {
			continue;
		}
		int exitCode = exitCode();
		if (exitCode != 0) {
			throw new AssertionError("The JVM ended with " + exitCode + ":\n" + this.output);
		}
		return this.output.toString();
	}

	private int exitCode() {
		try {
			return this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * End the JVM with no chance to clean up.
	 */
	public void kill() {
		this.process.destroyForcibly();
		exitCode();
	}

	/**
	 * The number of the process.
	 * @return the number
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * End the JVM, if it did not end yet.
	 */
	@Override
	public void close() {
		kill();
	}

}
