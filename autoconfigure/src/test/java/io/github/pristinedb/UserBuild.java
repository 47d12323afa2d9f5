package io.github.pristinedb;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.pristinedb.merge.MergeCommand;

import org.springframework.util.FileSystemUtils;

/**
 * A project of a user's, and Maven on it. The project's parent is that of this build, so
 * that plugins and libraries are those that are there.
 */
public final class UserBuild {

	/**
	 * What tells a JVM where Maven is; only a build by Maven sets it.
	 */
	public static final String MAVEN = "build.maven";

	// Checks of this build say nothing about a user's, and its threads are not his: Maven
	// reads the .mvn of a directory above.
	private static final List<String> OPTIONS = List.of("--no-transfer-progress", "--threads", "1", "-Denforcer.skip",
			"-Dspring-javaformat.validate.skip", "-Dmaven.repo.local=" + System.getProperty("build.repository"));

	private final Path directory;

	private UserBuild(Path directory) {
		this.directory = directory;
	}

	/**
	 * Make an empty project.
	 * @param directory the project's directory, relative to {@code target}, which is
	 * emptied
	 * @return the project
	 * @throws IOException if the directory cannot be emptied
	 */
	public static UserBuild in(String directory) throws IOException {
		// In a place from which the parent of this build is to be found.
		Path absolute = Path.of("target", directory).toAbsolutePath();
		FileSystemUtils.deleteRecursively(absolute);
		Files.createDirectories(absolute);
		return new UserBuild(absolute);
	}

	/**
	 * The project's directory.
	 * @return the directory
	 */
	public Path directory() {
		return this.directory;
	}

	/**
	 * The part of a {@code pom.xml} that names its parent.
	 * @return an element
	 */
	public String parent() {
		return """
				<parent>
					<groupId>io.github.pristinedb</groupId>
					<artifactId>pristine-parent</artifactId>
					<version>0.1.0-SNAPSHOT</version>
					<relativePath>%s</relativePath>
				</parent>
				""".formatted(this.directory.relativize(Path.of("..", "pom.xml").toAbsolutePath().normalize()));
	}

	/**
	 * The configuration of a plugin that puts this module on a class path, as a folder or
	 * as a jar.
	 * @return an element
	 */
	public static String withPristine() {
		try {
			return """
					<configuration>
						<additionalClasspathElements>
							<element>%s</element>
						</additionalClasspathElements>
					</configuration>
					"""
				.formatted(Path.of(MergeCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Write a file of the project.
	 * @param file its name, below the project's directory
	 * @param content its text
	 * @throws IOException if it cannot be written
	 */
	public void write(String file, String content) throws IOException {
		Path target = this.directory.resolve(file);
		Files.createDirectories(target.getParent());
		Files.writeString(target, content);
	}

	/**
	 * Run Maven.
	 * @param arguments its arguments
	 * @return what came of it
	 */
	public Result maven(String... arguments) throws Exception {
		boolean windows = File.separatorChar == '\\';
		Path maven = Path.of(System.getProperty(MAVEN), "bin", windows ? "mvn.cmd" : "mvn");
		return run(Map.of(),
				Stream.of(Stream.of(maven.toString(), "--batch-mode"), OPTIONS.stream(), Stream.of(arguments))
					.flatMap((part) -> part)
					.toList());
	}

	/**
	 * Run what a CI system gives to a shell; {@code mvn} in it is this build's Maven.
	 * @param environment variables besides those of this JVM
	 * @param script the commands
	 * @return what came of it
	 */
	public Result shell(Map<String, String> environment, String script) throws Exception {
		String maven = Path.of(System.getProperty(MAVEN), "bin", "mvn").toString();
		return shell(environment, "'%s' \"$@\" %s".formatted(maven, String.join(" ", quoted(OPTIONS))), script);
	}

	/**
	 * Run what a CI system gives to a shell, with something else in place of Maven.
	 * @param environment variables besides those of this JVM
	 * @param maven the commands that {@code mvn} stands for, which find its arguments in
	 * {@code $@}
	 * @param script the commands
	 * @return what came of it
	 */
	public Result shell(Map<String, String> environment, String maven, String script) throws Exception {
		return run(environment, List.of("sh", "-e", "-c", "mvn() {\n" + maven + "\n}\n" + script));
	}

	/**
	 * Protect words from the shell.
	 * @param words the words
	 * @return the words, each of which is one for the shell
	 */
	public static List<String> quoted(List<String> words) {
		return words.stream().map((word) -> "'" + word.replace("'", "'\\''") + "'").toList();
	}

	private Result run(Map<String, String> environment, List<String> command) throws Exception {
		Path output = Files.createTempFile(this.directory, "build", ".log");
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		// What cuts the suite that this test is part of is not meant for its own builds.
		builder.environment().put("PRISTINE_SHARD", "");
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
		builder.environment().putAll(environment);
		return new Result(builder.start().waitFor(), Files.readString(output));
	}

	/**
	 * What came of a build.
	 *
	 * @param exitCode 0 if it succeeded
	 * @param output what it printed
	 */
	public record Result(int exitCode, String output) {

	}

}
