package io.github.pristinedb.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that starts a JVM with the class path of these tests.
 */
public final class JvmCommand {

	private JvmCommand() {
	}

	/**
	 * Put the command together.
	 * @param options options of the JVM
	 * @param main the class whose main method is called
	 * @param arguments what the main method gets
	 * @return the command, to be started where the caller wants it
	 */
	public static ProcessBuilder of(List<String> options, Class<?> main, List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(arguments);
		return new ProcessBuilder(command);
	}

}
