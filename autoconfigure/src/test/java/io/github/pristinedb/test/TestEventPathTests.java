package io.github.pristinedb.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.console.TestConsole;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts the classes of Pristine that work between JUnit's "test started" and its "test
 * finished", down to the lines in the journal. The number may fall. A change that raises
 * it makes each test harder to follow.
 */
class TestEventPathTests {

	private static final String PASSED = "passed ";

	@Test
	void oneTestPassesFewClasses(@TempDir Path directory) throws Exception {
		Files.createDirectories(directory.resolve("target"));
		try (ForkedJvm jvm = JvmCommand.of(Launching.class)
			.withAgent()
			.options("-XX:+EnableDynamicAgentLoading", "-Dpristine.scenario-timeout=1h")
			.in(directory)
			.start()) {
			assertThat(jvm.finish().lines().filter((line) -> line.startsWith(PASSED)))
				.contains(PASSED + "io.github.pristinedb.journal.JournalWriter")
				.hasSizeLessThanOrEqualTo(32);
		}
	}

	/**
	 * Runs two tests and says which classes the second one passes.
	 */
	static final class Launching {

		public static void main(String[] args) {
			new AgentBuilder.Default().disableClassFormatChanges()
				.with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
				.type(ElementMatchers.nameStartsWith("io.github.pristinedb.")
					.and(ElementMatchers.not(ElementMatchers.nameStartsWith(TestEventPathTests.class.getName())))
					.and(ElementMatchers.not(ElementMatchers.named(RecordedEvents.class.getName())))
					.and(ElementMatchers.not(ElementMatchers.nameStartsWith(TestConsole.class.getPackageName())))
					.and(ElementMatchers.not(ElementMatchers.isInterface())))
				.transform((builder, type, loader, module, domain) -> builder
					.visit(Advice.to(Visit.class).on(ElementMatchers.isMethod().or(ElementMatchers.isConstructor()))))
				.installOn(ByteBuddyAgent.install());
			Second second = new Second();
			LauncherConfig.Builder config = LauncherConfig.builder()
				.enableTestExecutionListenerAutoRegistration(false)
				.addTestExecutionListeners(second);
			ServiceLoader.load(TestExecutionListener.class).forEach(config::addTestExecutionListeners);
			try (LauncherSession session = LauncherFactory.openSession(config.build())) {
				session.getLauncher()
					.execute(LauncherDiscoveryRequestBuilder.request()
						.selectors(DiscoverySelectors.selectClass(Two.class))
						.build());
			}
		}

	}

	/**
	 * Notes what is called while the second test runs. The listeners of a launcher are
	 * told of an end in the opposite order, so this one is around all others.
	 */
	static final class Second implements TestExecutionListener {

		private int tests;

		@Override
		public void executionStarted(TestIdentifier test) {
			if (test.isTest() && ++this.tests == 2) {
				Visited.isRecording = true;
			}
		}

		@Override
		public void executionFinished(TestIdentifier test, TestExecutionResult result) {
			if (Visited.isRecording) {
				Visited.isRecording = false;
				Visited.classes.forEach((name) -> System.out.println(PASSED + name));
			}
		}

	}

	/**
	 * The classes that were visited.
	 */
	public static final class Visited {

		private static final Set<String> classes = new ConcurrentSkipListSet<>();

		private static volatile boolean isRecording;

		private Visited() {
		}

		/**
		 * A method of a class is called.
		 * @param name the class
		 */
		public static void add(String name) {
			if (isRecording) {
				classes.add(name);
			}
		}

	}

	/**
	 * Stands at the beginning of each method.
	 */
	static final class Visit {

		private Visit() {
		}

		@Advice.OnMethodEnter
		static void enter(@Advice.Origin("#t") String type) {
			Visited.add(type);
		}

	}

	static class Two {

		@Test
		void one() {
		}

		@Test
		void two() {
		}

	}

}
