package io.github.pristinedb.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Commands that start a JVM.
 */
public final class JvmCommand {

	private JvmCommand() {
	}

	/**
	 * The beginning of a command, to which the caller adds what is to run.
	 * @param options options of the JVM
	 * @return the JVM and its options
	 */
	public static List<String> java(List<String> options) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// The SQLite driver loads a native library, of which JDK 24 and newer warn.
		command.add("--enable-native-access=ALL-UNNAMED");
		command.addAll(options);
		return command;
	}

	/**
	 * A whole command, with the class path of this JVM.
	 * @param options options of the JVM
	 * @param main the class whose main method is called
	 * @param arguments what the main method gets
	 * @return the command
	 */
	public static List<String> of(List<String> options, Class<?> main, Object... arguments) {
		List<String> command = java(options);
		command.addAll(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
		Stream.of(arguments).map(Object::toString).forEach(command::add);
		return command;
	}

}
