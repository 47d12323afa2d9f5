package io.github.pristinedb.scope;

import java.util.UUID;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.scope.Scope.Kind;
import org.junit.jupiter.api.Test;

import org.springframework.context.support.StaticApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is found of a scenario by its id, as an HTTP request names it.
 */
@DeliberateOutput("asks for a connection on behalf of")
class LateScopeTests {

	private final ScopeLeases<ScopeLease> leases = new ScopeLeases<>();

	@Test
	void scenarioThatRunsIsFound() {
		Scope scope = new Scope(Kind.SCENARIO, "one");
		ScopeBinding.start(scope);
		try {
			assertThat(ScopeBinding.find(scope.id())).isSameAs(scope);
		}
		finally {
			ScopeBinding.end(scope, false);
		}
	}

	@Test
	void scenarioThatHasEndedGetsNoConnectionInAnyContext() {
		Scope scope = new Scope(Kind.SCENARIO, "one");
		ScopeBinding.start(scope);
		ScopeBinding.end(scope, false);
		Scope late = ScopeBinding.find(scope.id());
		assertThat(late).isNotNull().isNotSameAs(scope);
		try (StaticApplicationContext context = new StaticApplicationContext()) {
			assertThat(late.isIn(context)).isTrue();
		}
		assertThatExceptionOfType(ScenarioException.class)
			.isThrownBy(() -> this.leases.lease(late, (opened) -> (ended, failed) -> {
			}))
			.withMessageContaining("which has ended")
			.withMessageContaining(scope.id());
	}

	@Test
	void scenarioOfAnotherProcessIsNotFound() {
		assertThat(ScopeBinding.find(UUID.randomUUID() + "-1")).isNull();
	}

}
