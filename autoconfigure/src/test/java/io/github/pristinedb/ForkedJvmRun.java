package io.github.pristinedb;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A main class in a JVM of its own, with the class path of the tests. What it prints can
 * be waited for, and it can be told to go on by a line.
 */
public final class ForkedJvmRun implements AutoCloseable {

	private static final int SECONDS_TO_LIVE = 60;

	private final Process process;

	private final BufferedReader reader;

	private final Writer writer;

	private final StringBuilder output = new StringBuilder();

	private ForkedJvmRun(List<String> command) throws IOException {
		this(builder(command));
	}

	private ForkedJvmRun(ProcessBuilder builder) throws IOException {
		this.process = builder.redirectErrorStream(true).start();
		this.reader = this.process.inputReader(StandardCharsets.UTF_8);
		this.writer = this.process.outputWriter(StandardCharsets.UTF_8);
		CompletableFuture.delayedExecutor(SECONDS_TO_LIVE, TimeUnit.SECONDS).execute(this.process::destroyForcibly);
	}

	/**
	 * Start a JVM.
	 * @param main the class whose main method is called
	 * @param arguments its arguments
	 * @return the running JVM
	 * @throws IOException if it cannot be started
	 */
	public static ForkedJvmRun start(Class<?> main, Object... arguments) throws IOException {
		return new ForkedJvmRun(command(main, classPath(), arguments));
	}

	/**
	 * Start a JVM in a directory.
	 * @param directory its working directory
	 * @param main the class whose main method is called
	 * @param arguments its arguments
	 * @return the running JVM
	 * @throws IOException if it cannot be started
	 */
	public static ForkedJvmRun startIn(Path directory, Class<?> main, Object... arguments) throws IOException {
		return startIn(directory, Map.of(), main, arguments);
	}

	/**
	 * Start a JVM in a directory, with variables of its environment.
	 * @param directory its working directory
	 * @param environment the variables, besides those of this JVM
	 * @param main the class whose main method is called
	 * @param arguments its arguments
	 * @return the running JVM
	 * @throws IOException if it cannot be started
	 */
	public static ForkedJvmRun startIn(Path directory, Map<String, String> environment, Class<?> main,
			Object... arguments) throws IOException {
		ProcessBuilder builder = builder(command(main, classPath(), arguments)).directory(directory.toFile());
		if (!environment.isEmpty()) {
			builder.environment().put("PRISTINE_SHARD", "");
			builder.environment().putAll(environment);
		}
		return new ForkedJvmRun(builder);
	}

	/**
	 * What cuts the suite that this test is part of is not meant for its own runs.
	 */
	private static ProcessBuilder builder(List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().put("PRISTINE_SHARD", "off");
		return builder;
	}

	/**
	 * Start a JVM with something more on its class path.
	 * @param entry a directory or a jar
	 * @param main the class whose main method is called
	 * @param arguments its arguments
	 * @return the running JVM
	 * @throws IOException if it cannot be started
	 */
	public static ForkedJvmRun startWith(Path entry, Class<?> main, Object... arguments) throws IOException {
		return new ForkedJvmRun(command(main, entry + File.pathSeparator + classPath(), arguments));
	}

	/**
	 * Start a JVM without some of the libraries.
	 * @param absent how the file names of these libraries start
	 * @param main the class whose main method is called
	 * @param arguments its arguments
	 * @return the running JVM
	 * @throws IOException if it cannot be started
	 */
	public static ForkedJvmRun startWithout(String absent, Class<?> main, Object... arguments) throws IOException {
		List<String> entries = new ArrayList<>(List.of(classPath().split(File.pathSeparator)));
		entries.removeIf((entry) -> String.valueOf(Path.of(entry).getFileName()).startsWith(absent));
		return new ForkedJvmRun(command(main, String.join(File.pathSeparator, entries), arguments));
	}

	/**
	 * Start a JVM that can write no file beyond a size, as if the disk were full then.
	 * Needs a {@code bash}.
	 * @param kibibytes the size
	 * @param main the class whose main method is called
	 * @param arguments its arguments
	 * @return the running JVM
	 * @throws IOException if it cannot be started
	 */
	public static ForkedJvmRun startWithFileLimit(int kibibytes, Class<?> main, Object... arguments)
			throws IOException {
		List<String> command = new ArrayList<>(
				List.of("bash", "-c", "ulimit -f " + kibibytes + " && exec \"$@\"", "bash"));
		command.addAll(command(main, classPath(), arguments));
		return new ForkedJvmRun(command);
	}

	private static List<String> command(Class<?> main, String classPath, Object... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xshare:auto", "-XX:-UsePerfData", "-cp", classPath, main.getName()));
		for (Object argument : arguments) {
			command.add(argument.toString());
		}
		return command;
	}

	private static String classPath() {
		String entries = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		// The JVM may have another working directory.
		return Stream.of(entries.split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * Wait until the JVM prints a line.
	 * @param text what the line contains
	 * @return the line
	 * @throws IOException if it cannot be read
	 */
	public String awaitLine(String text) throws IOException {
		for (String line = this.reader.readLine(); line != null; line = this.reader.readLine()) {
			this.output.append(line).append('\n');
			if (line.contains(text)) {
				return line;
			}
		}
		throw new AssertionError("The JVM ended without '" + text + "':\n" + this.output);
	}

	/**
	 * Let the JVM go on, which waits in {@link #awaitGo()}.
	 * @throws IOException if it is gone
	 */
	public void go() throws IOException {
		this.writer.write("go\n");
		this.writer.flush();
	}

	/**
	 * In the JVM: say that it is ready, and wait until it may go on.
	 * @throws IOException if the other side is gone
	 */
	public static void awaitGo() throws IOException {
		System.out.println("ready");
		while (System.in.read() != '\n') {
			continue;
		}
	}

	/**
	 * Wait until the JVM ended by itself.
	 * @return all that it printed
	 * @throws Exception if it did not end well
	 */
	public String finish() throws Exception {
		for (String line = this.reader.readLine(); line != null; line = this.reader.readLine()) {
			this.output.append(line).append('\n');
		}
		int exitCode = this.process.waitFor();
		if (exitCode != 0) {
			throw new AssertionError("The JVM ended with " + exitCode + ":\n" + this.output);
		}
		return this.output.toString();
	}

	/**
	 * End the JVM with no chance to clean up.
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	public void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/**
	 * The number of the process.
	 * @return the number
	 */
	public long pid() {
		return this.process.pid();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
