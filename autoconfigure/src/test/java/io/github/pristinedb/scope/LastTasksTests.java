package io.github.pristinedb.scope;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LastTasks}.
 */
class LastTasksTests {

	private final Scope scope = new Scope(Scope.Kind.SCENARIO, "a scenario");

	private final Used lease = new Used();

	@Test
	void threadThatGoesOnIsWaitedForOnce() {
		this.scope.enter(new Thread());
		this.lease.used = true;
		LastTasks.await(this.scope, List.of(this.lease));
		LastTasks.await(this.scope, List.of(this.lease));
		assertThat(this.lease.questions).hasValue(1);
	}

	@Test
	void taskWithoutADatabaseIsNotWaitedFor() {
		this.scope.enter(new Thread());
		LastTasks.await(this.scope, List.of(this.lease));
		LastTasks.await(this.scope, List.of(this.lease));
		assertThat(this.lease.questions).hasValue(2);
	}

	@Test
	void threadThatEndsItsOwnScopeIsNoTask() {
		this.scope.enter(Thread.currentThread());
		this.lease.used = true;
		LastTasks.await(this.scope, List.of(this.lease));
		assertThat(this.lease.questions).hasValue(0);
	}

	@Test
	void scopeStillHasItsTasksWhileItWaitsForThem() throws Exception {
		ScopeBinding.start(this.scope);
		CountDownLatch asked = new CountDownLatch(1);
		this.scope.lease(new ScopeLease() {

			@Override
			public boolean isUsedBy(List<Thread> threads) {
				asked.countDown();
				return true;
			}

			@Override
			public void end(Scope scope, boolean failed) {
			}

		});
		CountDownLatch begun = new CountDownLatch(1);
		FutureTask<Boolean> work = new FutureTask<>(Scenarios.wrap(() -> {
			begun.countDown();
			asked.await();
			return ScopeBinding.find(this.scope.id()) == this.scope && ScopeBinding.current() == this.scope;
		}));
		new Thread(work).start();
		begun.await();
		ScopeBinding.end(this.scope, false);
		assertThat(work.get()).isTrue();
	}

	/**
	 * A lease that counts how often it is asked.
	 */
	private static final class Used implements ScopeLease {

		private final AtomicInteger questions = new AtomicInteger();

		private boolean used;

		@Override
		public boolean isUsedBy(List<Thread> threads) {
			this.questions.incrementAndGet();
			return this.used;
		}

		@Override
		public void end(Scope scope, boolean failed) {
		}

	}

}
