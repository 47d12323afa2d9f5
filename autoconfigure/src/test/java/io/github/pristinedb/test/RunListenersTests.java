package io.github.pristinedb.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestPlanned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.event.PristineListener;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Tests for {@link ScenarioTestExecutionListener} and {@link RunSessionListener}, as
 * JUnit and Spring find them, in a run of their own.
 */
class RunListenersTests {

	@TempDir
	private static Path temporary;

	private static List<String> lines = List.of();

	/**
	 * One run for the claims about classes that do not launch any themselves.
	 */
	@BeforeAll
	static void run() throws Exception {
		Path services = Files.createDirectories(temporary.resolve("META-INF/services"));
		Files.writeString(services.resolve(PristineListener.class.getName()), Printing.class.getName());
		lines = linesOf(Groups.class, Scenarios.class, Disabled.class);
	}

	@Test
	void scenariosAndTheEndOfTheRunAreTold() {
		assertThat(told("event ", lines)).containsExactly("started Scenarios.aborts", "ended with ABORTED",
				"started Scenarios.fails", "ended with FAILED", "started Scenarios.passes", "ended with PASSED",
				"started Scenarios.repeats [1] number = 1", "ended with PASSED",
				"started Scenarios.repeats [2] number = 2", "ended with PASSED", "run finished");
	}

	@Test
	void scenariosOfADisabledContextAreNotTold() {
		assertThat(lines).contains("test Disabled.passes PASSED").doesNotContain("event started Disabled.passes");
	}

	@Test
	void sessionInsideTheRunDoesNotEndIt() throws Exception {
		assertThat(told("event ", linesOf(SessionInside.class))).containsExactly("started SessionInside.runsTests",
				"started Disabled.is not told of a session", "ended with PASSED", "run finished");
	}

	@Test
	void groupIsToldWithWhatCameOfItBesidesItsTests() {
		assertThat(told("test ", lines))
			.startsWith("JUnit Jupiter starts", "RunListenersTests$Groups starts", "FailsAfterAll starts",
					"FailsAfterAll.a starts", "FailsAfterAll.a PASSED", "FailsAfterAll FAILED", "FailsBeforeAll starts",
					"FailsBeforeAll.a FAILED", "FailsBeforeAll PASSED", "SkipsAll.a SKIPPED",
					"RunListenersTests$Groups PASSED")
			.containsSubsequence("RunListenersTests$Groups PASSED", "JUnit Jupiter PASSED");
	}

	private static List<String> told(String what, List<String> lines) {
		return lines.stream()
			.filter((line) -> line.startsWith(what))
			.map((line) -> line.substring(what.length()))
			.toList();
	}

	private static List<String> linesOf(Class<?>... tests) throws Exception {
		Object[] names = Stream.of(tests).map(Class::getName).toArray();
		try (ForkedJvm jvm = JvmCommand.of(Launching.class).with(temporary).start(names)) {
			return jvm.finish().lines().toList();
		}
	}

	/**
	 * Prints what it is told.
	 */
	public static final class Printing implements PristineListener {

		private final Map<String, String> names = new HashMap<>();

		@Override
		public void on(PristineEvent event) {
			if (event instanceof ScenarioStarted started) {
				System.out.println("event started " + started.name());
			}
			else if (event instanceof ScenarioFinished finished) {
				System.out.println("event ended with " + finished.result());
			}
			else if (event instanceof RunFinished) {
				System.out.println("event run finished");
			}
			else if (event instanceof TestPlanned test) {
				this.names.put(test.id(), test.name());
			}
			else if (event instanceof TestStarted test) {
				this.names.put(test.id(), test.name());
				System.out.println("test " + test.name() + " starts");
			}
			else if (event instanceof TestFinished test) {
				System.out.println("test " + this.names.get(test.id()) + " " + test.outcome());
			}
		}

	}

	static final class Launching {

		public static void main(String[] args) {
			launch(args);
		}

		static void launch(String... tests) {
			try (LauncherSession session = LauncherFactory.openSession()) {
				session.getLauncher()
					.execute(LauncherDiscoveryRequestBuilder.request()
						.selectors(Stream.of(tests).map(DiscoverySelectors::selectClass).toList())
						.configurationParameter("junit.jupiter.testmethod.order.default",
								"org.junit.jupiter.api.MethodOrderer$MethodName")
						.build());
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoBeans {

	}

	@SpringJUnitConfig(NoBeans.class)
	static class Scenarios {

		@Test
		void passes() {
		}

		@Test
		void fails() {
			fail("as it should");
		}

		@Test
		void aborts() {
			abort("as it should");
		}

		@ParameterizedTest
		@ValueSource(ints = { 1, 2 })
		void repeats(int number, TestInfo info) {
			assertThat(info.getDisplayName()).contains(String.valueOf(number));
		}

	}

	@SpringJUnitConfig(NoBeans.class)
	@TestPropertySource(properties = "pristine.enabled=false")
	static class Disabled {

		@Test
		void passes() {
		}

	}

	@TestClassOrder(ClassOrderer.ClassName.class)
	static class Groups {

		@Nested
		class FailsAfterAll {

			@AfterAll
			static void fails() {
				fail("as it should");
			}

			@Test
			void a() {
			}

		}

		@Nested
		class FailsBeforeAll {

			@BeforeAll
			static void fails() {
				fail("as it should");
			}

			@Test
			void a() {
			}

		}

		@Nested
		@org.junit.jupiter.api.Disabled
		class SkipsAll {

			@Test
			void a() {
			}

		}

	}

	@SpringJUnitConfig(NoBeans.class)
	static class SessionInside {

		@Test
		void runsTests() {
			Launching.launch(Disabled.class.getName());
			System.out.println("event started Disabled.is not told of a session");
		}

	}

}
