package io.github.pristinedb.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import io.github.pristinedb.event.PristineEvent.ContextAwaited;
import io.github.pristinedb.scope.ScenarioException;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.Scope.Kind;
import io.github.pristinedb.scope.ScopeBinding;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.MergedContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a scope holds of its application context, and how that ends.
 */
@Timeout(60)
class ContextHoldTests {

	private final ContextDemands demands = new ContextDemands(ContextHoldTests.class,
			List.of(new MergedContextConfiguration(ContextHoldTests.class, null, null, null, null)),
			Set.of(HierarchyMode.EXHAUSTIVE));

	private final Scope first = new Scope(Kind.TEST_CLASS, "first");

	private final Scope second = new Scope(Kind.TEST_CLASS, "second");

	private Thread secondThread;

	private volatile boolean isStillInterrupted;

	@Test
	void endsWithItsScopeAndOthersAreToldHowLongTheyWaited() throws Exception {
		RecordedEvents.clear();
		ContextHold.of(this.first, this.demands).claim(this.demands.ofClass());
		FutureTask<Boolean> waiting = startSecond();
		ScopeBinding.end(this.first, true);
		assertThat(waiting.get()).isTrue();
		ScopeBinding.end(this.second, false);
		assertThat(RecordedEvents.of(ContextAwaited.class)).singleElement()
			.satisfies((wait) -> assertThat(wait.name()).isEqualTo("second"))
			.satisfies((wait) -> assertThat(wait.nanos()).isPositive());
		assertThat(this.second.contextNanos()).isPositive();
		assertThat(ContextHold.gates.uses()).isZero();
	}

	@Test
	void threadsThatWaitForOneClassAllWaitWhereACircleIsSeen() throws Exception {
		ContextHold.of(this.first, this.demands).claim(this.demands.ofClass());
		ContextHold hold = ContextHold.of(this.second, this.demands);
		List<FutureTask<Boolean>> claims = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			FutureTask<Boolean> claim = new FutureTask<>(() -> {
				hold.claim(this.demands.ofClass());
				return true;
			});
			claims.add(claim);
			new Thread(claim).start();
		}
		Awaitility.await().until(() -> ContextHold.gates.waiting() == 2);
		ScopeBinding.end(this.first, false);
		for (FutureTask<Boolean> claim : claims) {
			assertThat(claim.get()).isTrue();
		}
		assertThat(ContextHold.gates.uses()).isOne();
		ScopeBinding.end(this.second, false);
		assertThat(ContextHold.gates.uses()).isZero();
	}

	@Test
	void interruptionOfOneThatWaitsFailsItsTestAndStays() throws Exception {
		ContextHold.of(this.first, this.demands).claim(this.demands.ofClass());
		FutureTask<Boolean> waiting = startSecond();
		this.secondThread.interrupt();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(waiting::get)
			.withCauseInstanceOf(ScenarioException.class)
			.withMessageContaining("'second' waited for its application context");
		this.secondThread.join();
		assertThat(this.isStillInterrupted).isTrue();
		ScopeBinding.end(this.second, true);
		ScopeBinding.end(this.first, false);
		assertThat(ContextHold.gates.uses()).isZero();
	}

	@Test
	void methodAndClassSayWhetherATestClosesItsContext() throws Exception {
		ContextDemands demands = ContextDemands.of(Closing.class);
		assertThat(demands.ofClass()).singleElement().matches(ContextClaim::isExclusive);
		assertThat(demands.ofTest(Closing.class.getDeclaredMethod("closes"))).singleElement()
			.matches(ContextClaim::isExclusive);
		assertThat(demands.ofTest(Closing.class.getDeclaredMethod("works"))).singleElement()
			.matches((claim) -> !claim.isExclusive());
		assertThat(ContextDemands.of(Around.class).ofClass()).singleElement().matches(ContextClaim::isExclusive);
		assertThat(ContextDemands.of(Ordinary.class).ofClass()).singleElement()
			.matches((claim) -> !claim.isExclusive());
	}

	private FutureTask<Boolean> startSecond() {
		FutureTask<Boolean> waiting = new FutureTask<>(() -> {
			try {
				ContextHold hold = ContextHold.of(this.second, this.demands);
				hold.claim(this.demands.ofClass());
				return hold.holds(this.demands.ofClass());
			}
			finally {
				this.isStillInterrupted = Thread.currentThread().isInterrupted();
			}
		});
		this.secondThread = new Thread(waiting);
		this.secondThread.start();
		Awaitility.await().until(() -> ContextHold.gates.waiting() == 1);
		return waiting;
	}

	@SlimNotesTest
	static class Closing {

		@DirtiesContext
		void closes() {
		}

		void works() {
		}

	}

	@SlimNotesTest
	static class Around {

		class Within extends Closing {

		}

	}

	@SlimNotesTest
	static class Ordinary {

	}

}
