package io.github.pristinedb.web;

import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScenarioThreadLocalAccessor}.
 */
class ScenarioThreadLocalAccessorTests {

	private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder().build();

	private final ContextSnapshotFactory clearingSnapshots = ContextSnapshotFactory.builder()
		.clearMissing(true)
		.build();

	private final Scope outer = ScopesAtOnce.scope("outer");

	private final Scope inner = ScopesAtOnce.scope("inner");

	private final Scope other = ScopesAtOnce.scope("other");

	@Test
	void isFoundByTheContextRegistry() {
		assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
			.anyMatch((accessor) -> accessor.key().equals("pristine.scenario"));
	}

	@Test
	void snapshotOfABoundThreadBindsAnotherOneUntilItIsClosed() throws Exception {
		ScopesAtOnce.eachSeesItself(() -> {
			ContextSnapshot snapshot = this.snapshots.captureAll();
			return ScopesAtOnce.unbound(() -> {
				String bound = snapshot.<String>wrap(ScopesAtOnce::current).call();
				assertThat(ScopesAtOnce.current()).isEqualTo(ScopesAtOnce.NONE);
				return bound;
			});
		});
	}

	@Test
	void wholeStackIsThereAgainAfterASnapshotOfAnotherScenario() throws Exception {
		ContextSnapshot snapshot = snapshotOf(this.other);
		onThreadBoundToOuterAndInner(() -> {
			snapshot.wrap(() -> {
				assertThat(ScopeBinding.current()).isSameAs(this.other);
			}).run();
		});
	}

	@Test
	void wholeStackIsThereAgainAfterASnapshotOfTheSameScenario() throws Exception {
		onThreadBoundToOuterAndInner(() -> {
			ContextSnapshot snapshot = this.snapshots.captureAll();
			snapshot.wrap(() -> {
				assertThat(ScopeBinding.current()).isSameAs(this.inner);
			}).run();
		});
	}

	@Test
	void wholeStackIsThereAgainAfterAnUnboundSnapshotThatClears() throws Exception {
		ContextSnapshot snapshot = ScopesAtOnce.unbound(this.clearingSnapshots::captureAll);
		onThreadBoundToOuterAndInner(() -> {
			snapshot.wrap(() -> {
				assertThat(ScopeBinding.current()).isNull();
			}).run();
		});
	}

	@Test
	void unboundSnapshotLeavesTheThreadAsItIs() throws Exception {
		ContextSnapshot snapshot = ScopesAtOnce.unbound(this.snapshots::captureAll);
		onThreadBoundToOuterAndInner(() -> {
			snapshot.wrap(() -> {
				assertThat(ScopeBinding.current()).isSameAs(this.inner);
			}).run();
		});
	}

	@Test
	void nestedSnapshotsAreUndoneInTurn() throws Exception {
		ContextSnapshot first = snapshotOf(this.outer);
		ContextSnapshot second = snapshotOf(this.other);
		ScopesAtOnce.unbound(() -> {
			first.wrap(() -> {
				second.wrap(() -> ScopeBinding.bind(this.inner)).run(); // and forgotten
				assertThat(ScopeBinding.current()).isSameAs(this.outer);
			}).run();
			assertThat(ScopeBinding.current()).isNull();
			return true;
		});
	}

	private ContextSnapshot snapshotOf(Scope scope) throws Exception {
		return ScopesAtOnce.unbound(() -> ScopesAtOnce.in(scope, this.snapshots::captureAll));
	}

	private void onThreadBoundToOuterAndInner(Runnable work) throws Exception {
		ScopesAtOnce.unbound(() -> {
			ScopeBinding.bind(this.outer);
			ScopeBinding.bind(this.inner);
			work.run();
			assertThat(ScopeBinding.current()).isSameAs(this.inner);
			ScopeBinding.unbind(this.inner);
			assertThat(ScopeBinding.current()).isSameAs(this.outer);
			ScopeBinding.unbind(this.outer);
			assertThat(ScopeBinding.current()).isNull();
			return true;
		});
	}

}
