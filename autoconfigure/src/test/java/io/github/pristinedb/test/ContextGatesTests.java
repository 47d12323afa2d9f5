package io.github.pristinedb.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.Scope.Kind;
import io.github.pristinedb.scope.ScopePlace;
import io.github.pristinedb.test.ContextClaim.Access;
import io.github.pristinedb.test.ContextClaim.Level;
import io.github.pristinedb.test.ContextGates.Entry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who waits for whom, and who does not because it would be for ever.
 */
@Timeout(60)
class ContextGatesTests {

	private final ContextGates gates = new ContextGates(10, 3);

	private final List<Thread> threads = new ArrayList<>();

	// By what was asked for on another thread.
	private final Map<ContextUse, ContextUse> uses = new ConcurrentHashMap<>();

	private final CountDownLatch end = new CountDownLatch(1);

	@AfterEach
	void endThreads() throws InterruptedException {
		this.end.countDown();
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	@Test
	void sharersOfAContextDoNotWaitForEachOther() {
		assertThat(enter(ofAClass("a", "one"))).isCompletedWithValue(Entry.AT_ONCE);
		assertThat(enter(ofAClass("a", "other"))).isCompletedWithValue(Entry.AT_ONCE);
	}

	@Test
	void oneThatHasAContextAloneWaitsForAllSharersAndNoSharerWaitsForTheOneThatWaits() throws Exception {
		ContextUse first = ofAClass("a", "one");
		ContextUse second = ofAClass("a", "other");
		enter(first);
		CompletableFuture<Entry> alone = enterLater(alone("a"));
		enter(second);
		leave(first);
		assertThat(alone).isNotDone();
		leave(second);
		assertThat(alone.get()).isEqualTo(Entry.AFTER_OTHERS);
	}

	@Test
	void nobodyWaitsForAnotherContextOrForAnotherLevel() {
		enter(alone("a"));
		assertThat(enter(alone("b"))).isCompletedWithValue(Entry.AT_ONCE);
		assertThat(enter(use(new Scope(Kind.SCENARIO, "test"), "a", Level.TEST, Access.MOCKS)))
			.isCompletedWithValue(Entry.AT_ONCE);
	}

	@Test
	void nestedClassHasWhatTheClassAroundItHas() {
		ContextUse around = alone("a");
		Scope nested = new Scope(ScopePlace.of(Kind.TEST_CLASS, "nested").in(around.scope()));
		enter(around);
		assertThat(enter(use(nested, "a", Level.CLASS, Access.CLOSES))).isCompletedWithValue(Entry.AT_ONCE);
	}

	@Test
	void nobodyWaitsForAUseOfItsOwnThread() throws Exception {
		ContextUse below = alone("a");
		assertThat(this.gates.enter(below, (other) -> {
		})).isEqualTo(Entry.AT_ONCE);
		assertThat(this.gates.enter(alone("a"), (other) -> {
		})).isEqualTo(Entry.CIRCULAR);
		assertThat(this.gates.waiting()).isZero();
	}

	@Test
	void twoThreadsDoNotWaitForEachOther() throws Exception {
		FutureTask<Entry> other = new FutureTask<>(() -> this.gates.enter(alone("a"), (use) -> {
		}));
		Thread thread = new Thread(other);
		this.gates.enter(alone("a"), (use) -> {
		});
		this.gates.enter(new ContextUse(new Scope(Kind.TEST_CLASS, "of the other thread"), thread, claims("b")),
				(use) -> {
				});
		thread.start();
		Awaitility.await().until(() -> this.gates.waiting() == 1);
		assertThat(this.gates.enter(alone("b"), (use) -> {
		})).isEqualTo(Entry.CIRCULAR);
		thread.interrupt();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> other.get(30, TimeUnit.SECONDS));
	}

	@Test
	void nobodyWaitsForAClassOneOfWhoseTestsWaitsForIt() throws Exception {
		Scope testClass = new Scope(Kind.TEST_CLASS, "class");
		Scope test = new Scope(ScopePlace.of(Kind.SCENARIO, "test").in(testClass));
		enter(use(testClass, "a", Level.CLASS, Access.CLOSES));
		ContextUse own = use(new Scope(Kind.SCENARIO, "own"), "b", Level.TEST, Access.MOCKS);
		this.gates.enter(own, (other) -> {
		});
		CompletableFuture<Entry> waiting = enterLater(use(test, "b", Level.TEST, Access.MOCKS));
		assertThat(this.gates.enter(alone("a"), (other) -> {
		})).isEqualTo(Entry.CIRCULAR);
		this.gates.leave(own);
		assertThat(waiting.get()).isEqualTo(Entry.AFTER_OTHERS);
	}

	@Test
	void oneThatIsInterruptedWhileItWaitsHasNothing() throws Exception {
		ContextUse first = alone("a");
		enter(first);
		ContextUse interrupted = alone("a");
		CompletableFuture<Entry> waiting = enterLater(interrupted);
		this.threads.get(this.threads.size() - 1).interrupt();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(waiting::get)
			.withCauseInstanceOf(InterruptedException.class);
		assertThat(this.gates.waiting()).isZero();
		leave(first);
		leave(interrupted);
		assertThat(enter(alone("a"))).isCompletedWithValue(Entry.AT_ONCE);
	}

	@Test
	void classIsNotWaitedForThatWaitsInsideJUnit() throws Exception {
		Thread thread = new Thread(() -> Runs.inParallel(Blocking.class).assertPassed(1));
		thread.start();
		Blocking.started.await();
		ContextUse waitsInsideJUnit = new ContextUse(new Scope(Kind.TEST_CLASS, "locked"), thread, claims("a"));
		this.gates.enter(waitsInsideJUnit, (other) -> {
		});
		assertThat(this.gates.enter(alone("a"), (other) -> {
		})).isEqualTo(Entry.STUCK);
		assertThat(this.gates.standsStill(waitsInsideJUnit)).isTrue();
		Blocking.end.countDown();
		thread.join();
	}

	@Test
	void classDoesNotStandStillOneOfWhoseTestsIsAtSomethingOfItsOwn() throws Exception {
		Scope testClass = new Scope(Kind.TEST_CLASS, "class");
		Scope test = new Scope(ScopePlace.of(Kind.SCENARIO, "test").in(testClass));
		ContextUse ofTheClass = new ContextUse(testClass, finished(), claims("a"));
		this.gates.enter(ofTheClass, (other) -> {
		});
		assertThat(this.gates.standsStill(ofTheClass)).isTrue();
		enter(use(test, "a", Level.TEST, Access.SHARED));
		assertThat(this.gates.standsStill(ofTheClass)).isFalse();
	}

	private static Thread finished() throws InterruptedException {
		Thread thread = new Thread(() -> {
		});
		thread.start();
		thread.join();
		return thread;
	}

	private CompletableFuture<Entry> enterLater(ContextUse use) {
		int before = this.gates.waiting();
		CompletableFuture<Entry> entry = start(use);
		Awaitility.await().until(() -> this.gates.waiting() == before + 1);
		return entry;
	}

	private CompletableFuture<Entry> enter(ContextUse use) {
		CompletableFuture<Entry> entry = start(use);
		entry.join();
		return entry;
	}

	/**
	 * On a thread of its own, which is at a test until all is over.
	 */
	private CompletableFuture<Entry> start(ContextUse use) {
		CompletableFuture<Entry> entry = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			ContextUse own = new ContextUse(use.scope(), Thread.currentThread(), use.claims());
			this.uses.put(use, own);
			try {
				entry.complete(this.gates.enter(own, (other) -> {
				}));
				this.end.await();
			}
			catch (InterruptedException ex) {
				entry.completeExceptionally(ex);
			}
		});
		this.threads.add(thread);
		thread.start();
		return entry;
	}

	private void leave(ContextUse use) {
		this.gates.leave(this.uses.get(use));
	}

	private static ContextUse ofAClass(String context, String name) {
		return use(new Scope(Kind.TEST_CLASS, name), context, Level.CLASS, Access.SHARED);
	}

	private static ContextUse alone(String context) {
		return use(new Scope(Kind.TEST_CLASS, "alone in " + context), context, Level.CLASS, Access.CLOSES);
	}

	private static ContextUse use(Scope scope, String context, Level level, Access access) {
		return new ContextUse(scope, Thread.currentThread(), List.of(new ContextClaim(context, level, access)));
	}

	private static List<ContextClaim> claims(String context) {
		return List.of(new ContextClaim(context, Level.CLASS, Access.CLOSES));
	}

	static class Blocking {

		static final CountDownLatch started = new CountDownLatch(1);

		static final CountDownLatch end = new CountDownLatch(1);

		@Test
		void waits() throws InterruptedException {
			started.countDown();
			end.await();
		}

	}

}
