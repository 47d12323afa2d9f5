package io.github.pristinedb.scope;

import java.util.concurrent.atomic.AtomicReference;

import io.github.pristinedb.scope.Scope.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;
import org.springframework.context.support.StaticApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Scope}.
 */
class ScopeTests {

	private final StaticApplicationContext parent = new StaticApplicationContext();

	private final StaticApplicationContext child = new StaticApplicationContext(this.parent);

	private final Scope testClass = new Scope(Kind.TEST_CLASS, "OrderTests");

	private final Scope scenario = new Scope(ScopePlace.of(Kind.SCENARIO, "places an order").in(this.testClass));

	@AfterEach
	void close() {
		this.child.close();
		this.parent.close();
	}

	@Test
	void scopeStartsOnceOnly() {
		this.scenario.start(2);
		assertThat(this.scenario.worker()).isEqualTo(2);
		assertThatIllegalStateException().isThrownBy(() -> this.scenario.start(3));
		this.scenario.end(false);
		assertThatIllegalStateException().isThrownBy(() -> this.scenario.start(3));
		assertThat(this.scenario.worker()).isEqualTo(2);
	}

	@Test
	void contextIsJoinedOnceWithItsAncestors() {
		assertThat(this.scenario.join(this.child)).isTrue();
		assertThat(this.scenario.join(this.child)).isFalse();
		assertThat(this.scenario.isIn(this.child)).isTrue();
		assertThat(this.scenario.isIn(this.parent)).isTrue();
		assertThat(this.testClass.isJoined()).isFalse();
	}

	@Test
	void groupJoinsForTheClassAroundToo() {
		Scope group = new Scope(ScopePlace.of(Kind.GROUP, "a factory").in(this.testClass));
		group.join(this.child);
		assertThat(this.testClass.isIn(this.child)).isTrue();
	}

	@Test
	void expectedContextIsJoinedWhenItHasArrived() {
		AtomicReference<@Nullable ApplicationContext> loaded = new AtomicReference<>();
		this.scenario.expect(loaded::get);
		assertThat(this.scenario.lacksContext()).isTrue();
		assertThat(this.scenario.isIn(this.child)).isFalse();
		loaded.set(this.child);
		assertThat(this.scenario.lacksContext()).isFalse();
		assertThat(this.scenario.isJoined()).isFalse();
		assertThat(this.scenario.isIn(this.child)).isTrue();
		assertThat(this.scenario.isJoined()).isTrue();
	}

	@Test
	void contextThatIsStartedForATestIsThatOfItsClassToo() {
		this.scenario.join(this.parent);
		this.scenario.leaveContextsFor(this.child);
		assertThat(this.scenario.isJoined()).isFalse();
		assertThat(this.scenario.lacksContext()).isTrue();
		assertThat(this.testClass.lacksContext()).isTrue();
		assertThat(this.testClass.attempted()).isSameAs(this.child);
	}

	@Test
	void isolationOfItsOwnCountsBeforeThatOfTheClass() {
		this.testClass.isolate(Isolation.TRANSACTION);
		assertThat(this.scenario.isolation()).isEqualTo(Isolation.TRANSACTION);
		this.scenario.isolate(Isolation.NONE);
		assertThat(this.scenario.isolation()).isEqualTo(Isolation.NONE);
		assertThat(this.testClass.isolation()).isEqualTo(Isolation.TRANSACTION);
	}

	@Test
	void longestWaitForTheContextCounts() {
		long now = System.nanoTime();
		this.scenario.contextReadyAt(now + 2000);
		long waited = this.scenario.contextNanos();
		this.scenario.contextReadyAt(now + 1000);
		assertThat(this.scenario.contextNanos()).isEqualTo(waited).isPositive();
	}

}
