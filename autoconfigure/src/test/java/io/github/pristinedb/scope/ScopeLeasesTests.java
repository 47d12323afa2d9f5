package io.github.pristinedb.scope;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.console.DeliberateOutput;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ScopeLeases}.
 */
@DeliberateOutput("asks for a connection on behalf of")
class ScopeLeasesTests {

	private final ScopeLeases<ScopeLease> leases = new ScopeLeases<>();

	private final Scope scope = new Scope(Scope.Kind.SCENARIO, "a scenario");

	@Test
	void everyLeaseIsGivenBackThoughAnotherOneCannotBe() {
		List<String> ended = new ArrayList<>();
		for (String source : List.of("first", "second", "third")) {
			new ScopeLeases<>().lease(this.scope, (scope) -> (ending, failed) -> {
				ended.add(source);
				throw new IllegalStateException(source);
			});
		}
		assertThatIllegalStateException().isThrownBy(() -> this.scope.end(false))
			.satisfies((failure) -> assertThat(failure.getSuppressed()).hasSize(2));
		assertThat(ended).containsExactlyInAnyOrder("first", "second", "third");
	}

	@Test
	void scopeThatHasEndedGetsNoLease() {
		this.scope.end(false);
		assertThatExceptionOfType(ScenarioException.class).isThrownBy(() -> this.leases.lease(this.scope, (scope) -> {
			throw new AssertionError("Asked for a lease");
		})).withMessageContaining("on behalf of 'a scenario', which has ended");
		assertThat(this.leases.find(this.scope)).isNull();
	}

	@Test
	void threadsThatAskForALeaseAtTheSameTimeGetTheSame() throws Exception {
		AtomicInteger opened = new AtomicInteger();
		List<ScopeLease> leases = Concurrently.run(4, (number) -> this.leases.lease(this.scope, (scope) -> {
			opened.incrementAndGet();
			return (ending, failed) -> {
			};
		}));
		assertThat(opened).hasValue(1);
		assertThat(leases).hasSize(4).containsOnly(this.leases.find(this.scope));
	}

	@Test
	void leaseThatIsOpenedWhileItsScopeEndsIsGivenBack() throws Exception {
		AtomicInteger ended = new AtomicInteger();
		Thread ending = new Thread(() -> this.scope.end(true));
		this.leases.lease(this.scope, (scope) -> {
			ending.start();
			while (ending.getState() != Thread.State.BLOCKED) {
				Thread.onSpinWait();
			}
			return (lease, failed) -> ended.incrementAndGet();
		});
		ending.join();
		assertThat(ended).hasValue(1);
		assertThat(this.leases.find(this.scope)).isNull();
	}

	@Test
	void openerThatFailedIsAskedAgain() {
		assertThatIllegalStateException().isThrownBy(() -> this.leases.lease(this.scope, (scope) -> {
			throw new IllegalStateException("Not yet");
		}));
		ScopeLease lease = (ending, failed) -> {
		};
		assertThat(this.leases.lease(this.scope, (scope) -> lease)).isSameAs(lease);
	}

}
