package io.github.pristinedb.web;

import java.util.concurrent.ExecutionException;

import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.WebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ScenarioWebFilter}.
 */
class ScenarioWebFilterTests {

	private final Scope scope = ScopesAtOnce.scope("a");

	@Test
	void threadIsUnboundAfterAHandlerThatThrows() throws Exception {
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> handle(this.scope, (exchange) -> Mono.defer(() -> {
				assertThat(ScopeBinding.current()).isSameAs(this.scope);
				throw new IllegalStateException("of the test");
			})))
			.havingRootCause()
			.withMessage("of the test");
	}

	@Test
	void scenarioIsInTheContextOfReactor() throws Exception {
		handle(this.scope, (exchange) -> Mono.deferContextual((context) -> {
			assertThat(context.<BoundScopes>get("pristine.scenario").top()).isSameAs(this.scope);
			return Mono.empty();
		}));
	}

	@Test
	void requestThatComesAfterItsScenarioIsBoundToNoOther() throws Exception {
		Scope ended = ScopesAtOnce.ended();
		handle(ended, (exchange) -> Mono.deferContextual((context) -> {
			assertThat(context.<BoundScopes>get("pristine.scenario").top().id()).isEqualTo(ended.id());
			return Mono.empty();
		}));
	}

	private void handle(Scope named, WebFilterChain chain) throws Exception {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.get("/").header(ScenarioHeader.NAME, named.id()));
		ScopesAtOnce.unbound(() -> ScopesAtOnce.in(this.scope, () -> ScopesAtOnce.unbound(() -> {
			try {
				new ScenarioWebFilter().filter(exchange, chain).block();
			}
			finally {
				assertThat(ScopeBinding.current()).isNull();
			}
			return true;
		})));
	}

}
