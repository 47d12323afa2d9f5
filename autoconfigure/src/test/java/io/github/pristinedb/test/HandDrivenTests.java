package io.github.pristinedb.test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.Listing;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.event.PristineEvent.ScenarioFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.scope.Scenarios;
import io.github.pristinedb.test.NotesApplication.Notes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios of a runner that knows the TestContext framework and not the JUnit Platform,
 * as the command line of Cucumber: it goes through all callbacks for each scenario.
 */
@DeliberateOutput("With pristine.context=per-worker")
class HandDrivenTests {

	private static final String WORKSPACE = "target/hand-driven-tests";

	@BeforeEach
	void clear() {
		RecordedEvents.clear();
	}

	@Test
	void eachScenarioHasItsOwnDatabase() throws Exception {
		FutureTask<List<ApplicationContext>> run = new FutureTask<>(() -> {
			List<ApplicationContext> contexts = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				contexts.add(drive(Glue.class, HandDrivenTests::findNothingAndWrite, null));
				assertThat(Scenarios.current()).isEmpty();
			}
			return contexts;
		});
		new Thread(run).start();
		assertThat(run.get(60, TimeUnit.SECONDS)).containsOnly(run.get().get(0));
		assertThat(RecordedEvents.of(ScenarioStarted.class)).extracting(ScenarioStarted::name)
			.containsExactly("Glue.scenario", "Glue.scenario", "Glue.scenario");
		assertThat(RecordedEvents.of(ScenarioFinished.class)).extracting(ScenarioFinished::result)
			.containsOnly(ScenarioFinished.Result.PASSED)
			.hasSize(3);
	}

	@Test
	void scenariosRunSideBySide() throws Exception {
		CyclicBarrier allAtOnce = new CyclicBarrier(4);
		Concurrently.run(4, (number) -> drive(Glue.class, (notes) -> {
			findNothingAndWrite(notes);
			allAtOnce.await(30, TimeUnit.SECONDS);
			assertThat(notes.all()).hasSize(3);
		}, null));
	}

	@Test
	void eachThreadHasAContextOfItsOwnIfThatIsAskedFor() throws Exception {
		CyclicBarrier bothAtOnce = new CyclicBarrier(2);
		List<ApplicationContext> contexts = Concurrently.run(2, (number) -> drive(OwnContexts.class, (notes) -> {
			bothAtOnce.await(60, TimeUnit.SECONDS);
			findNothingAndWrite(notes);
		}, null));
		assertThat(contexts).doesNotHaveDuplicates();
	}

	@Test
	void databaseOfAFailedScenarioIsKept() throws Exception {
		FileSystemUtils.deleteRecursively(java.nio.file.Path.of(WORKSPACE));
		Concurrently.run(1,
				(number) -> drive(Keeping.class, HandDrivenTests::findNothingAndWrite, new AssertionError("expected")));
		assertThat(Listing.of(java.nio.file.Path.of(WORKSPACE, "kept"))).containsExactly("Keeping.scenario.db");
	}

	private static void findNothingAndWrite(Notes notes) {
		assertThat(notes.all()).containsExactly(NotesApplication.FROM_MIGRATION, NotesApplication.FROM_START_UP);
		notes.add("from a scenario");
	}

	private static ApplicationContext drive(Class<?> glue, Steps steps, Throwable failure) throws Exception {
		TestContextManager manager = new TestContextManager(glue);
		manager.beforeTestClass();
		Object instance = glue.getDeclaredConstructor().newInstance();
		manager.prepareTestInstance(instance);
		java.lang.reflect.Method method = glue.getMethod("scenario");
		manager.beforeTestMethod(instance, method);
		manager.beforeTestExecution(instance, method);
		ApplicationContext context = manager.getTestContext().getApplicationContext();
		steps.run(context.getBean(Notes.class));
		manager.afterTestExecution(instance, method, failure);
		manager.afterTestMethod(instance, method, failure);
		manager.afterTestClass();
		return context;
	}

	/**
	 * What a scenario does.
	 */
	@FunctionalInterface
	private interface Steps {

		void run(Notes notes) throws Exception;

	}

	@SlimNotesTest
	public static class Glue {

		public void scenario() {
		}

	}

	@SlimNotesTest
	@TestPropertySource(properties = "pristine.context=per-worker")
	public static class OwnContexts extends Glue {

	}

	@SlimNotesTest
	@TestPropertySource(properties = "pristine.workspace=" + WORKSPACE)
	public static class Keeping extends Glue {

	}

}
