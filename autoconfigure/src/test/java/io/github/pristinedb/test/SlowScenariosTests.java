package io.github.pristinedb.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.launch.LaunchSettings;
import io.github.pristinedb.launch.LauncherState;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SlowScenarios} and {@link WatchedTest}.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("pristine.scenario-timeout")
class SlowScenariosTests {

	private static final String LATE = "The scenario 'Hanging.";

	@Test
	void hangingScenarioIsNamedWithTheStacksOfItsThreadsAndGoesOn() throws Exception {
		try (ForkedJvm jvm = ForkedJvm.start(Launching.class, "2s")) {
			jvm.awaitLine("ready");
			assertThat(jvm.awaitLine(LATE)).contains("'Hanging.hangs'", "pristine.scenario-timeout (2s)");
			assertThat(jvm.awaitLine("\"main\"")).contains("WAITING");
			assertThat(jvm.awaitLine("\"a thread of its own\"")).contains("WAITING");
			assertThat(jvm.awaitLine("\"junit-timeout-thread-")).contains("RUNNABLE");
			assertThat(jvm.awaitLine("awaitGo")).contains("\tat ");
			assertThat(jvm.awaitLine("Hanging.hangs(SlowScenariosTests.java")).contains("\tat ");
			jvm.go();
			assertThat(jvm.finish()).contains("passed 2").doesNotContain("'Hanging.passes'");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "30s", "200000d" })
	void timeInAScenarioIsItsOwn(String limit, CapturedOutput output) {
		run(limit, "test");
		assertThat(output)
			.contains("The scenario 'PassingTime.test' has been running for longer than pristine.scenario-timeout ("
					+ limit + "). Its threads stand at:", "PassingTime.test(SlowScenariosTests.java")
			.doesNotContain("For longer than");
	}

	@ParameterizedTest
	@ValueSource(strings = { "beforeAll", "afterAll", "between", "arguments" })
	void timeBeforeAndAfterScenariosIsTheirClasses(String place, CapturedOutput output) {
		run("30s", place);
		String name = place.equals("arguments") ? "PassingTime.times" : "SlowScenariosTests$PassingTime";
		assertThat(output)
			.contains("For longer than pristine.scenario-timeout (30s) no test of '" + name + "' has been running.",
					"PassingTime." + place + "(SlowScenariosTests.java")
			.containsOnlyOnce("Its threads stand at:");
	}

	@ParameterizedTest
	@ValueSource(strings = { "30s", "off" })
	void nothingIsNamedThatEndsInTime(String limit, CapturedOutput output) {
		assertThat(run(limit, "nowhere")).isZero();
		assertThat(output).doesNotContain("pristine.scenario-timeout");
	}

	@ParameterizedTest
	@ValueSource(strings = { "soon", "-1s", "9999999999999999999d" })
	void limitThatIsNoneIsAnError(String limit, CapturedOutput output) {
		run(limit, "nowhere");
		assertThat(output)
			.contains("The property pristine.scenario-timeout is '" + limit + "': no scenario is watched.");
	}

	@Test
	void timeGoesOnWhenTheLastOfThoseWithinHasEnded() {
		List<Future<?>> alarms = new ArrayList<>();
		WatchedTest watched = new WatchedTest(() -> {
		}, (alarm) -> {
			alarms.add(new CompletableFuture<>());
			return alarms.get(alarms.size() - 1);
		});
		watched.startedWithin();
		watched.startedWithin();
		watched.endedWithin();
		assertThat(alarms).singleElement().matches(Future::isCancelled);
		watched.endedWithin();
		assertThat(alarms).hasSize(2).last().matches((alarm) -> !alarm.isDone());
		watched.end();
		assertThat(alarms).allMatch(Future::isCancelled);
	}

	/**
	 * Run tests by a clock that goes on where they say so.
	 * @return how many alarms are left at the end
	 */
	private static int run(String limit, String place) {
		ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(0);
		clock.setRemoveOnCancelPolicy(true);
		PassingTime.place = place;
		PassingTime.clock = clock;
		AtomicInteger passed = new AtomicInteger();
		AtomicInteger left = new AtomicInteger();
		Map<String, String> properties = Map.of("pristine.scenario-timeout", limit);
		LauncherConfig config = LauncherConfig.builder()
			.enablePostDiscoveryFilterAutoRegistration(false)
			.enableTestExecutionListenerAutoRegistration(false)
			.enableLauncherSessionListenerAutoRegistration(false)
			.build();
		LauncherFactory.create(config)
			.execute(
					LauncherDiscoveryRequestBuilder.request()
						.selectors(DiscoverySelectors.selectClass(PassingTime.class))
						.build(),
					new LauncherState(),
					new TestTreeListener((configuration) -> new LaunchSettings(null, properties::get, Map.of()),
							() -> clock),
					new TestExecutionListener() {

						@Override
						public void executionFinished(TestIdentifier test, TestExecutionResult result) {
							assertThat(result.getStatus()).isEqualTo(Status.SUCCESSFUL);
							passed.addAndGet(test.isTest() ? 1 : 0);
						}

						@Override
						public void testPlanExecutionFinished(TestPlan testPlan) {
							left.set(clock.getQueue().size());
						}

					});
		assertThat(passed).hasValue(4);
		return left.get();
	}

	static final class Launching {

		public static void main(String[] args) {
			System.setProperty("pristine.scenario-timeout", args[0]);
			Runs.Run run = Runs.of(Hanging.class);
			run.failed().values().forEach(Throwable::printStackTrace);
			System.out.println("passed " + run.passed().size());
		}

	}

	static class Hanging {

		@Test
		@Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = ThreadMode.SEPARATE_THREAD)
		void hangs() throws Exception {
			CountDownLatch bound = new CountDownLatch(1);
			CountDownLatch over = new CountDownLatch(1);
			Scope scope = ScopeBinding.current();
			Thread thread = new Thread(() -> {
				ScopeBinding.bind(scope);
				bound.countDown();
				try {
					over.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				ScopeBinding.unbind(scope);
			}, "a thread of its own");
			thread.start();
			bound.await();
			ForkedJvm.awaitGo();
			over.countDown();
			thread.join();
			assertThat(scope.threads()).doesNotContain(thread);
		}

		@Test
		void passes() {
		}

	}

	/**
	 * Four tests. In one place time passes: all alarms that are set go off.
	 */
	@TestMethodOrder(MethodOrderer.MethodName.class)
	static class PassingTime {

		private static String place = "nowhere";

		private static ScheduledThreadPoolExecutor clock;

		private static int instances;

		private static void timePasses(String where) {
			if (where.equals(place)) {
				List.copyOf(clock.getQueue()).forEach(Runnable::run);
			}
		}

		@BeforeAll
		static void beforeAll() {
			instances = 0;
			timePasses("beforeAll");
		}

		/**
		 * JUnit makes the instance for a test before the test starts.
		 */
		PassingTime() {
			if (++instances == 2) {
				between();
			}
		}

		private static void between() {
			timePasses("between");
		}

		@Test
		void test() {
			timePasses("test");
		}

		@Test
		void another() {
		}

		static List<Integer> arguments() {
			timePasses("arguments");
			return List.of(1, 2);
		}

		@ParameterizedTest
		@MethodSource("arguments")
		void times(int number) {
			assertThat(number).isPositive();
		}

		@AfterAll
		static void afterAll() {
			timePasses("afterAll");
		}

	}

}
