package io.github.pristinedb.scope;

import java.util.ArrayList;
import java.util.List;

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

	private final Scope scope = new Scope(Scope.Kind.SCENARIO, "a scenario");

	@Test
	void everyLeaseIsGivenBackThoughAnotherOneCannotBe() {
		List<String> ended = new ArrayList<>();
		for (String source : List.of("first", "second", "third")) {
			this.scope.lease(source, (scope) -> (ending, failed) -> {
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
		assertThatExceptionOfType(ScenarioException.class).isThrownBy(() -> this.scope.lease("a source", (scope) -> {
			throw new AssertionError("Asked for a lease");
		})).withMessageContaining("on behalf of 'a scenario', which has ended");
	}

}
