package io.github.pristinedb.merge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM that runs a small suite, or a part of it, as a machine of a CI system would: in a
 * directory of its own, with a {@code target} in it.
 */
final class ShardFork {

	private static final AtomicInteger started = new AtomicInteger();

	private ShardFork() {
	}

	/**
	 * Start it.
	 * @param directory its working directory, which is created
	 * @param properties its system properties
	 * @return the JVM
	 */
	static ForkedJvm start(Path directory, Map<String, String> properties) throws IOException {
		Files.createDirectories(directory.resolve("target"));
		Properties file = new Properties();
		file.putAll(properties);
		try (var writer = Files.newBufferedWriter(directory.resolve("system.properties"))) {
			file.store(writer, null);
		}
		return JvmCommand.of(ShardFork.class).in(directory).start();
	}

	/**
	 * Run it to its end.
	 * @param directory its working directory, which is created
	 * @param properties its system properties
	 * @return the display names of the tests that passed
	 */
	static List<String> run(Path directory, Map<String, String> properties) throws Exception {
		try (ForkedJvm jvm = start(directory, properties)) {
			return passed(jvm.finish());
		}
	}

	static List<String> passed(String output) {
		return output.lines()
			.filter((line) -> line.startsWith("passed "))
			.map((line) -> line.substring("passed ".length()))
			.toList();
	}

	public static void main(String... args) throws Exception {
		Properties properties = new Properties();
		if (Files.exists(Path.of("system.properties"))) {
			try (var reader = Files.newBufferedReader(Path.of("system.properties"))) {
				properties.load(reader);
			}
		}
		System.getProperties().putAll(properties);
		try (LauncherSession session = LauncherFactory.openSession()) {
			session.getLauncher()
				.execute(LauncherDiscoveryRequestBuilder.request()
					.selectors(DiscoverySelectors.selectClass(System.getProperty("tests", Suite.class.getName())))
					.configurationParameter("junit.jupiter.testmethod.order.default",
							"org.junit.jupiter.api.MethodOrderer$MethodName")
					// The thread that watches it outlives a run that JUnit breaks off,
					// for a minute.
					.configurationParameter("junit.jupiter.execution.timeout.mode", "disabled")
					.build(), new TestExecutionListener() {

						@Override
						public void executionFinished(TestIdentifier test, TestExecutionResult result) {
							if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
								System.out.println("passed " + test.getLegacyReportingName());
							}
						}

					});
			if (System.getProperty("happens", "").equals("exit after the tests")) {
				System.exit(3);
			}
		}
	}

	/**
	 * Whatever is to happen in the test that starts as the n-th one, and in those after
	 * it if there are several words.
	 */
	private static void happen() throws IOException {
		int number = started.incrementAndGet() - Integer.getInteger("happens.at", Integer.MAX_VALUE);
		String[] happens = System.getProperty("happens", "").split(" ");
		if (number < 0 || number >= happens.length) {
			return;
		}
		switch (happens[number]) {
			case "wait" -> ForkedJvm.awaitGo();
			case "halt" -> Runtime.getRuntime().halt(3);
			case "exit" -> System.exit(3);
			case "fail" -> throw new AssertionError("as it should");
			case "overflow" -> overflow(1);
			case "memory" -> throw new OutOfMemoryError("as it should");
			case "death" -> throw new StrangeError();
			default -> throw new IllegalStateException();
		}
	}

	private static int overflow(int depth) {
		return overflow(depth + 1) + depth;
	}

	static final class StrangeError extends Error {

		private static final long serialVersionUID = 1L;

	}

	/**
	 * Eight tests, which the plan knows as one.
	 */
	@ParameterizedClass
	@ValueSource(ints = { 1, 2 })
	record Numbers(int number) {

		@Test
		void a() {
			assertThat(this.number).isPositive();
		}

		@Test
		void b() {
		}

		@Test
		void c() {
		}

		@Nested
		class Inner {

			@Test
			void d() {
			}

		}

	}

	/**
	 * Twelve tests.
	 */
	static class Suite {

		@Test
		void a() throws Exception {
			happen();
		}

		@Test
		void b() throws Exception {
			happen();
		}

		@Test
		void c() throws Exception {
			happen();
		}

		@Test
		void d() throws Exception {
			happen();
		}

		@Test
		void e() throws Exception {
			happen();
		}

		@Test
		void f() throws Exception {
			happen();
		}

		@Test
		void g() throws Exception {
			happen();
		}

		@Test
		void h() throws Exception {
			happen();
		}

		@ParameterizedTest
		@ValueSource(ints = { 1, 2 })
		void i(int number) throws Exception {
			happen();
		}

		@ParameterizedTest
		@ValueSource(ints = { 1, 2 })
		void j(int number) throws Exception {
			happen();
		}

	}

}
