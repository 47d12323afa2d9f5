package io.github.pristinedb.web;

import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Lets the handling of a reactive request work for the scenario that the request names.
 * The thread that starts the handling is bound while it does so. Where the handling goes
 * on on other threads, Reactor binds them if its automatic context propagation is on
 * ({@code spring.reactor.context-propagation=auto}); without, they stay unbound.
 */
public final class ScenarioWebFilter implements WebFilter, Ordered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		Mono<Void> handling = chain.filter(exchange);
		Scope scope = ScenarioHeader.scopeOf(exchange.getRequest().getHeaders().getFirst(ScenarioHeader.NAME));
		if (scope == null) {
			return handling;
		}
		return Mono.from(boundWhileSubscribing(handling, scope))
			.contextWrite((context) -> context.put(BoundScopes.KEY, BoundScopes.of(scope)));
	}

	private Publisher<Void> boundWhileSubscribing(Mono<Void> handling, Scope scope) {
		return (subscriber) -> {
			ScopeBinding.bind(scope);
			try {
				handling.subscribe(subscriber);
			}
			finally {
				ScopeBinding.unbind(scope);
			}
		};
	}

}
