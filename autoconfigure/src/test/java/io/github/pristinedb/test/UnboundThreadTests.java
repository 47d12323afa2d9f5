package io.github.pristinedb.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.ScenarioException;
import io.github.pristinedb.scope.Scenarios;
import io.github.pristinedb.scope.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whose database a thread gets that is bound to no scenario, and one that is bound by
 * hand; and a context that is started by hand.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput({ "works for no scenario", "asks for a connection" })
class UnboundThreadTests {

	private static final String FIRST = "from the migration";

	@TempDir
	private Path temporary;

	@BeforeEach
	void removeWhatAFailedRunLeft() throws IOException {
		Files.deleteIfExists(Stage.DATABASE);
	}

	@Test
	void threadGetsTheContextsOwnDatabaseWhenNoScenarioRuns() {
		Stage.context().run((context) -> {
			Stage.scenario(context, () -> Stage.write(context, "from a scenario"));
			assertThat(unbound(() -> Stage.notes(context))).containsExactly(FIRST);
			unbound(() -> write(context, "from outside"));
			assertThat(unbound(() -> Stage.notes(context))).containsExactly(FIRST, "from outside");
			Stage.scenario(context, () -> assertThat(Scenarios.current()).isPresent());
		});
	}

	@Test
	void threadGetsTheDatabaseOfTheOneScenarioThatRuns() {
		Stage.context().run((context) -> Stage.scenario(context, () -> {
			Stage.write(context, "from the scenario");
			unbound(() -> write(context, "from outside"));
			assertThat(Stage.notes(context)).containsExactly(FIRST, "from the scenario", "from outside");
		}));
	}

	@Test
	void threadGetsAnErrorWithTheCuresWhenSeveralScenariosRun() {
		Stage.context()
			.run((context) -> Stage.scenario(context, "the first",
					() -> Stage.scenario(context, "the second",
							() -> assertThatExceptionOfType(ExecutionException.class)
								.isThrownBy(() -> unbound(() -> Stage.notes(context)))
								.havingRootCause()
								.isInstanceOfSatisfying(ScenarioException.class, (ex) -> {
									assertThat(ex.getDescription()).contains("the stranger", "the first", "the second");
									assertThat(ex.getAction()).contains("Scenarios.wrap", "pristine.context=per-worker",
											"forked");
								}))));
	}

	@Test
	void threadThatGetsTheDatabaseOfTheOneScenarioIsNamedOnceForItsPool(CapturedOutput output) {
		Stage.context().run((context) -> {
			for (String name : List.of("poll-orders-1", "poll-orders-2", "poll-mail-1")) {
				Stage.scenario(context, name, () -> on(name, () -> write(context, "from a poller")));
			}
		});
		assertThat(warnings(output)).satisfiesExactly(
				(first) -> assertThat(first).contains("'poll-orders-1' works for no scenario", "Scenarios.wrap"),
				(second) -> assertThat(second).contains("'poll-mail-1' works for no scenario"));
	}

	@Test
	void threadOfASchedulerThatGetsTheDatabaseOfTheOneScenarioHasACureOfItsOwn(CapturedOutput output) {
		Stage.context()
			.run((context) -> Stage.scenario(context,
					() -> on("scheduling-1", () -> write(context, "from a scheduled method"))));
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("'scheduling-1' works for no scenario", "Switch scheduling off in tests");
	}

	@Test
	void threadIsNoWarningWhereTheOneScenarioSharesTheContextsDatabase(CapturedOutput output) {
		Scope sharing = new Scope(Scope.Kind.SCENARIO, "sharing");
		sharing.isolate(Isolation.NONE);
		Stage.context().run((context) -> Stage.scope(context, sharing, () -> on("poll-shared-1", () -> {
			Stage.write(context, "from a poller");
			return null;
		})));
		assertThat(output).doesNotContain("'poll-shared-1'");
	}

	@Test
	void threadsThatATestWaitsForAreNoWarning(CapturedOutput output) {
		Stage.context()
			.run((context) -> Stage.scenario(context, () -> on("awaitility-thread", () -> Stage.notes(context))));
		assertThat(warnings(output)).isEmpty();
		assertThat(output).contains("'awaitility-thread' works for no scenario", "pollInSameThread");
	}

	@Test
	void refusalThatNobodyLooksAtIsLoggedOnceForEachScenario(CapturedOutput output) {
		Stage.context().run((context) -> {
			for (String name : List.of("the first", "the third")) {
				Stage.scenario(context, name, () -> Stage.scenario(context, "one beside " + name, () -> {
					ExecutorService pool = Executors.newFixedThreadPool(2,
							(task) -> new Thread(task, "own-pool-" + System.nanoTime()));
					for (int i = 0; i < 10; i++) {
						pool.submit(() -> Stage.write(context, "dropped"));
					}
					pool.shutdown();
					assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
				}));
			}
		});
		assertThat(warnings(output)).satisfiesExactlyInAnyOrder(
				(line) -> assertThat(line).contains("own-pool-", "'", "the first", "Scenarios.wrap(…)"),
				(line) -> assertThat(line).contains("own-pool-", "the third", "Scenarios.wrap(…)"));
	}

	@Test
	void refusalOfWhatOutlivesItsScenarioIsLoggedOnce(CapturedOutput output) {
		Stage.context().run((context) -> {
			List<Runnable> late = new ArrayList<>();
			Stage.scenario(context, "the short-lived one", () -> {
				Stage.notes(context);
				late.add(Scenarios.wrap(() -> Stage.write(context, "too late")));
			});
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(ExecutionException.class)
					.isThrownBy(() -> on("late-1", Executors.callable(late.get(0))));
			}
		});
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("'late-1'", "'the short-lived one', which has ended", "Let the scenario wait");
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains("WARN")).toList();
	}

	@Test
	void scenarioOfAnotherContextDoesNotCount() {
		Stage.context().run((first) -> Stage.context().run((second) -> Stage.scenario(first, () -> {
			Stage.write(first, "from the scenario");
			assertThat(Stage.notes(second)).containsExactly(FIRST);
			assertThat(unbound(() -> Stage.notes(first))).hasSize(2);
		})));
	}

	@Test
	void wrappedWorkIsDoneForTheScenarioThatWrappedIt() {
		Stage.context().run((context) -> Stage.scenario(context, "the first", () -> {
			Stage.write(context, "from the first");
			Callable<List<String>> read = Scenarios.wrap(() -> Stage.notes(context));
			Runnable write = Scenarios.wrap(() -> Stage.write(context, "on another thread"));
			Callable<String> name = Scenarios.wrap(() -> Scenarios.current().orElseThrow().name());
			Stage.scenario(context, "the second", () -> {
				unbound(() -> {
					write.run();
					assertThat(Scenarios.current()).isEmpty();
					return null;
				});
				assertThat(unbound(read)).containsExactly(FIRST, "from the first", "on another thread");
				assertThat(read.call()).hasSize(3);
				assertThat(unbound(name)).isEqualTo("the first");
				assertThat(Stage.notes(context)).containsExactly(FIRST);
			});
		}));
	}

	@Test
	void workThatIsWrappedOutsideOfScenariosStaysAsItIs() {
		Runnable work = () -> assertThat(Scenarios.current()).isEmpty();
		FutureTask<Runnable> wrapping = new FutureTask<>(() -> Scenarios.wrap(work));
		Thread stranger = new Thread(wrapping);
		stranger.start();
		assertThat(wrapping).succeedsWithin(java.time.Duration.ofSeconds(30)).isSameAs(work);
	}

	@Test
	void taskThatOutlivesItsScenarioGetsAClearErrorAndWritesNowhere() {
		Stage.context().run((context) -> {
			CountDownLatch over = new CountDownLatch(1);
			List<CompletableFuture<Void>> late = new ArrayList<>();
			Stage.scenario(context, "the short one", () -> {
				Stage.notes(context);
				Runnable task = Scenarios.wrap(() -> {
					await(over);
					Stage.write(context, "too late");
				});
				late.add(CompletableFuture.runAsync(task, (work) -> new Thread(work).start()));
			});
			Stage.scenario(context, "the next", () -> {
				over.countDown();
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> late.get(0).get())
					.havingRootCause()
					.isInstanceOfSatisfying(ScenarioException.class,
							(ex) -> assertThat(ex.getDescription()).contains("the short one", "has ended"));
				assertThat(Stage.notes(context)).containsExactly(FIRST);
			});
			assertThat(unbound(() -> Stage.notes(context))).containsExactly(FIRST);
		});
	}

	@Test
	void contextByHandJoinsTheScenarioIfItNamesTheSameDatabase() {
		Stage.context().run((context) -> {
			Stage.scenario(context, () -> {
				Stage.write(context, "from the scenario");
				try (ConfigurableApplicationContext byHand = start("jdbc:sqlite:target/./scenario-notes.db")) {
					assertThat(Stage.notes(byHand)).containsExactly(FIRST, "from the scenario",
							NotesApplication.FROM_START_UP);
					Stage.write(byHand, "by hand");
				}
				assertThat(Stage.notes(context)).hasSize(4).endsWith("by hand");
			});
			Stage.scenario(context, () -> assertThat(Stage.notes(context)).containsExactly(FIRST));
		});
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	void contextByHandThatStaysFollowsTheScenarioOfItsThread() {
		Stage.context().run((context) -> {
			List<ConfigurableApplicationContext> byHand = new ArrayList<>();
			Stage.scenario(context, "the first", () -> byHand.add(start(Stage.URL)));
			try (ConfigurableApplicationContext stays = byHand.get(0)) {
				Stage.scenario(context, "the second", () -> {
					Stage.write(context, "from the second");
					assertThat(Stage.notes(stays)).containsExactly(FIRST, "from the second");
				});
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> unbound(() -> Stage.notes(stays)))
					.havingRootCause()
					.withMessageContaining("the first");
			}
		});
	}

	@Test
	void contextByHandWithAnotherUrlUsesTheVeryFile() {
		Path file = this.temporary.resolve("scenario-notes.db");
		Stage.context().run((context) -> Stage.scenario(context, () -> {
			try (ConfigurableApplicationContext byHand = start("jdbc:sqlite:" + file)) {
				Stage.write(byHand, "by hand");
			}
			assertThat(Stage.notes(context)).containsExactly(FIRST);
		}));
		assertThat(io.github.pristinedb.Sql.query(file, "SELECT text FROM note")).containsExactly(FIRST,
				NotesApplication.FROM_START_UP, "by hand");
	}

	@Test
	void contextByHandOnAnotherThreadUsesTheVeryFile() {
		Path file = this.temporary.resolve("scenario-notes.db");
		String url = "jdbc:sqlite:" + file;
		Stage.context()
			.withPropertyValues("spring.datasource.url=" + url)
			.run((context) -> Stage.scenario(context, () -> {
				Stage.write(context, "from the scenario");
				assertThat(unbound(() -> {
					try (ConfigurableApplicationContext byHand = start(url)) {
						return Stage.notes(byHand);
					}
				})).containsExactly(FIRST, NotesApplication.FROM_START_UP);
				assertThat(file).exists();
			}));
	}

	private static ConfigurableApplicationContext start(String url) {
		return new SpringApplicationBuilder(SlimNotes.class).web(WebApplicationType.NONE)
			.properties("spring.datasource.url=" + url, "spring.flyway.locations=classpath:isolation/migration",
					"pristine.template.cache-dir=target/test-templates")
			.run();
	}

	private static Void write(ApplicationContext context, String text) {
		Stage.write(context, text);
		return null;
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static <T> T unbound(Callable<T> work) throws Exception {
		return on("the stranger", work);
	}

	private static <T> T on(String threadName, Callable<T> work) throws Exception {
		FutureTask<T> task = new FutureTask<>(work);
		new Thread(task, threadName).start();
		return task.get();
	}

}
