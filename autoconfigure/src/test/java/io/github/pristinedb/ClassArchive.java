package io.github.pristinedb;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.pristinedb.autoconfigure.PristineAutoConfiguration;
import io.github.pristinedb.autoconfigure.PristineFlywayAutoConfiguration;
import io.github.pristinedb.files.Sha256;
import io.github.pristinedb.test.Runs;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/**
 * The classes of the libraries as the JVM keeps them in memory (class data sharing), for
 * the JVMs that tests start. The first test of a build that starts one makes the archive,
 * in {@code target/jvm}.
 */
final class ClassArchive {

	private static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
			"-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED");

	// Of a module's build. JVMs of tests that start others have another directory.
	private static final Path TESTS = Path.of("target", "test-classes");

	private static boolean failed;

	private final Path directory = Path.of("target", "jvm").toAbsolutePath();

	private final List<String> libraries;

	private final List<String> classPath;

	private final Path file;

	private ClassArchive(List<String> libraries, List<String> folders) throws IOException {
		this.classPath = Stream.of(libraries, folders).flatMap(List::stream).toList();
		this.libraries = List.copyOf(libraries);
		this.file = this.directory.resolve("classes-" + state(this.libraries) + ".jsa");
	}

	/**
	 * The JVM rejects an archive of other libraries, with a warning.
	 */
	private static String state(List<String> libraries) throws IOException {
		MessageDigest digest = Sha256.digest();
		StringBuilder state = new StringBuilder(System.getProperty("java.home")).append(Runtime.version());
		for (String library : libraries) {
			Path file = Path.of(library);
			state.append(library).append(Files.size(file)).append(Files.getLastModifiedTime(file));
		}
		return HexFormat.of().formatHex(digest.digest(state.toString().getBytes(StandardCharsets.UTF_8)), 0, 8);
	}

	/**
	 * The archive for a class path that starts with some libraries.
	 * @param libraries the libraries
	 * @param folders what has the classes of the tests
	 * @return the file, unless another process makes it right now, or this JVM has none
	 */
	static synchronized Optional<Path> of(List<String> libraries, List<String> folders) {
		if (failed || !Files.isDirectory(TESTS)) {
			return Optional.empty();
		}
		try {
			ClassArchive archive = new ClassArchive(libraries, folders);
			return (Files.exists(archive.file) || archive.make()) ? Optional.of(archive.file) : Optional.empty();
		}
		catch (IOException ex) {
			failed = true;
			return Optional.empty();
		}
	}

	private boolean make() throws IOException {
		Files.createDirectories(this.directory);
		try (FileChannel channel = FileChannel.open(this.directory.resolve("lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE); FileLock lock = channel.tryLock()) {
			if (lock == null) {
				return false;
			}
			if (!Files.exists(this.file)) {
				Path list = this.directory.resolve("list");
				Path made = this.directory.resolve("made.jsa");
				run(List.of("-XX:DumpLoadedClassList=" + list), this.classPath, Training.class.getName());
				run(List.of("-Xshare:dump", "-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + made),
						this.libraries);
				Files.move(made, this.file);
			}
			return true;
		}
	}

	private void run(List<String> options, List<String> classPath, String... main) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		Stream.of(OPTIONS, options, List.of("-cp", String.join(File.pathSeparator, classPath)), List.of(main))
			.forEach(command::addAll);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(Redirect.to(this.directory.resolve("log").toFile()))
			.directory(this.directory.toFile());
		builder.environment().put("PRISTINE_SHARD", "off");
		try {
			if (builder.start().waitFor() != 0) {
				throw new IOException("No archive of classes: see " + this.directory.resolve("log"));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	/**
	 * Loads the classes of most tests that start a JVM.
	 */
	static final class Training {

		public static void main(String[] arguments) {
			Runs.of(SomeTests.class).assertPassed(4);
		}

	}

	@SpringBootTest(classes = SomeTests.Application.class, webEnvironment = WebEnvironment.NONE)
	@TestPropertySource(properties = { "spring.datasource.url=" + Stage.URL,
			"spring.flyway.locations=classpath:isolation/migration", "pristine.template.cache-dir=templates" })
	static class SomeTests {

		@Test
		void reads(@Autowired JdbcClient jdbc) {
			jdbc.sql("SELECT count(*) FROM note").query(Integer.class).single();
		}

		@RepeatedTest(1)
		void repeats() {
		}

		@ParameterizedTest
		@ValueSource(ints = { 1, 2 })
		void hasParameters(int number) {
		}

		@SpringBootConfiguration(proxyBeanMethods = false)
		@ImportAutoConfiguration({ DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class, FlywayAutoConfiguration.class,
				PristineAutoConfiguration.class, PristineFlywayAutoConfiguration.class })
		static class Application {

		}

	}

}
