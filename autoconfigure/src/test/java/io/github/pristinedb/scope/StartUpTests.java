package io.github.pristinedb.scope;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.event.PristineEvent.ContextStarted;
import io.github.pristinedb.slot.ManagedDatabases;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link StartUp}.
 */
@DeliberateOutput("Exception encountered during context initialization")
class StartUpTests {

	private static final String FIRST = "from the migration";

	@Test
	void threadThatStartsAChildWritesToTheParentsOwnDatabaseWhateverItIsBoundTo() {
		Stage.context().run((parent) -> {
			Stage.scenario(parent, () -> {
				Stage.write(parent, "from a scenario");
				GenericApplicationContext child = new GenericApplicationContext(parent.getSourceApplicationContext());
				StartUp startUp = StartUp.of(child);
				assertThat(Stage.notes(parent)).containsExactly(FIRST);
				Stage.write(parent, "from the start-up");
				end(child, startUp);
				// The scope of the child has databases in its parent too.
				assertThat(Stage.notes(parent)).containsExactly(FIRST, "from a scenario");
			});
			assertStartsFromWhatTheStartUpWrote(parent.getSourceApplicationContext(), parent);
		});
	}

	@Test
	void threadThatIsBoundToNothingWritesToTheParentsOwnDatabaseWhileScenariosRun() {
		Stage.context().run((parent) -> Stage.scenario(parent, () -> Stage.scenario(parent, () -> {
			Stage.notes(parent);
			Thread thread = new Thread(() -> {
				GenericApplicationContext child = new GenericApplicationContext(parent.getSourceApplicationContext());
				StartUp startUp = StartUp.of(child);
				Stage.write(parent, "from the start-up");
				end(child, startUp);
			});
			thread.start();
			thread.join();
			assertThat(Stage.notes(parent)).containsExactly(FIRST);
			assertStartsFromWhatTheStartUpWrote(parent.getSourceApplicationContext(), parent);
		})));
	}

	@Test
	void startOfAContextIsToldOnceWithTheScopeAndTheThread() {
		RecordedEvents.clear();
		GenericApplicationContext context = new GenericApplicationContext();
		Scope scope = new Scope(ScopePlace.of(Scope.Kind.SCENARIO, "first"));
		ScopeBinding.start(scope);
		try {
			StartUp startUp = StartUp.of(context);
			context.refresh();
			startUp.end();
			startUp.end();
		}
		finally {
			ScopeBinding.end(scope, false);
		}
		assertThat(RecordedEvents.of(ContextStarted.class)).singleElement().satisfies((started) -> {
			assertThat(started.context()).isEqualTo(ContextNumbers.of(context));
			assertThat(started.scenario()).isEqualTo(scope.id());
			assertThat(started.name()).isEqualTo("first");
			assertThat(started.worker()).isEqualTo(scope.worker()).isPositive();
			assertThat(started.thread()).isEqualTo(Thread.currentThread().getName());
			assertThat(started.nanos()).isPositive();
		});
	}

	@Test
	void startUpThatFailedIsOver() {
		GenericApplicationContext context = new GenericApplicationContext();
		context.refresh();
		StartUp.of(context);
		assertThat(StartUp.isUnderWay()).isTrue();
		context.close();
		assertThat(StartUp.isUnderWay()).isFalse();
	}

	@Test
	void startUpWhoseRefreshFailedIsOver() {
		GenericApplicationContext context = new GenericApplicationContext();
		context.registerBean(Object.class, () -> {
			throw new IllegalStateException("This bean cannot be made");
		});
		StartUp.of(context);
		assertThatException().isThrownBy(context::refresh).havingRootCause().withMessage("This bean cannot be made");
		// As Spring Boot does.
		context.close();
		assertThat(StartUp.isUnderWay()).isFalse();
	}

	@Test
	void startUpOfAContextThatWasNeverRefreshedEndsWithItsScope() {
		Scope first = new Scope(Scope.Kind.TEST_CLASS, "FirstTests");
		ScopeBinding.start(first);
		StartUp.of(new GenericApplicationContext());
		assertThat(StartUp.isUnderWay()).isTrue();
		ScopeBinding.end(first, true);
		assertThat(StartUp.isUnderWay()).isFalse();
	}

	@Test
	void testThatBeginsOnAThreadWhichWaitsInsideAStartUpIsNoPartOfIt() {
		GenericApplicationContext context = new GenericApplicationContext();
		StartUp startUp = StartUp.of(context);
		Scope stolen = new Scope(Scope.Kind.SCENARIO, "another test");
		ScopeBinding.start(stolen);
		assertThat(StartUp.isUnderWay()).isFalse();
		ScopeBinding.end(stolen, false);
		assertThat(StartUp.isUnderWay()).isTrue();
		context.refresh();
		startUp.end();
		assertThat(StartUp.isUnderWay()).isFalse();
	}

	@Test
	void nobodyAsksTheFrameworkForLoadedContextsDuringAStartUp() {
		GenericApplicationContext parent = new GenericApplicationContext();
		parent.refresh();
		GenericApplicationContext context = new GenericApplicationContext(parent);
		AtomicInteger questions = new AtomicInteger();
		Scope waiting = new Scope(Scope.Kind.SCENARIO, "waits for the context");
		waiting.expect(() -> {
			questions.incrementAndGet();
			return context;
		});
		StartUp startUp = StartUp.of(context);
		context.refresh();
		assertThat(waiting.isIn(context)).isFalse();
		assertThat(waiting.isIn(parent)).isFalse();
		assertThat(questions).hasValue(0);
		startUp.end();
		assertThat(waiting.isIn(parent)).isTrue();
		assertThat(questions).hasValue(1);
	}

	@Test
	void nobodyAsksTheFrameworkForLoadedContextsWhileOneIsClosed() {
		GenericApplicationContext context = new GenericApplicationContext();
		Scope waiting = new Scope(Scope.Kind.SCENARIO, "waits for another context");
		AtomicInteger questions = new AtomicInteger();
		waiting.expect(() -> {
			questions.incrementAndGet();
			return null;
		});
		context.addApplicationListener(
				(ApplicationListener<ContextClosedEvent>) (closed) -> assertThat(waiting.isIn(context)).isFalse());
		context.refresh();
		assertThat(waiting.isIn(context)).isFalse();
		assertThat(questions).hasValue(1);
		context.close();
		assertThat(questions).hasValue(1);
	}

	private static void end(ApplicationContext context, StartUp startUp) {
		ManagedDatabases.startUpEnded(context);
		startUp.end();
	}

	private static void assertStartsFromWhatTheStartUpWrote(ApplicationContext joined, ApplicationContext asked) {
		Scope next = new Scope(Scope.Kind.SCENARIO, "the next");
		ScopeBinding.start(next);
		try {
			next.join(joined);
			assertThat(Stage.notes(asked)).containsExactly(FIRST, "from the start-up");
		}
		finally {
			ScopeBinding.end(next, false);
		}
	}

}
