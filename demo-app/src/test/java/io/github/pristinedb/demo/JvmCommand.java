package io.github.pristinedb.demo;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command that starts a JVM with the class path of these tests, without Mockito.
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
		command.addAll(List.of("-cp", classPath(), main.getName()));
		command.addAll(arguments);
		return new ProcessBuilder(command);
	}

	/**
	 * Without Mockito: it would attach its agent to the JVM of each application, mocks or
	 * not.
	 */
	private static String classPath() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !String.valueOf(Path.of(entry).getFileName()).startsWith("mockito-"))
			.collect(Collectors.joining(File.pathSeparator));
	}

}
