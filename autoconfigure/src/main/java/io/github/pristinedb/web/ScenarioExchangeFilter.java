package io.github.pristinedb.web;

import java.net.URI;
import java.util.List;
import java.util.function.Predicate;

import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Adds the {@link ScenarioHeader} to the requests of a {@code WebClient} or a
 * {@code WebTestClient} that stay on this machine. The scenario is the one in Reactor's
 * context, else the one that the subscribing thread works for.
 */
public final class ScenarioExchangeFilter implements ExchangeFilterFunction {

	private final Predicate<URI> local;

	/**
	 * A filter for a client that a user builds.
	 */
	public ScenarioExchangeFilter() {
		this(ThisMachine::isTargetOf);
	}

	private ScenarioExchangeFilter(Predicate<URI> local) {
		this.local = local;
	}

	/**
	 * A filter for a client that may be bound to a mock server, whose requests name no
	 * host.
	 * @return the filter
	 */
	public static ScenarioExchangeFilter forTestClient() {
		return new ScenarioExchangeFilter((uri) -> uri.getRawAuthority() == null || ThisMachine.isTargetOf(uri));
	}

	/**
	 * Add such a filter to those of a client, unless there is one.
	 * @param filters the filters of a client
	 */
	public static void addTo(List<ExchangeFilterFunction> filters) {
		if (filters.stream().noneMatch(ScenarioExchangeFilter.class::isInstance)) {
			filters.add(new ScenarioExchangeFilter());
		}
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.deferContextual((context) -> {
			Scope scope = scopeOf(context);
			if (scope == null || !this.local.test(request.url())) {
				return next.exchange(request);
			}
			return next.exchange(ClientRequest.from(request)
				.headers((headers) -> headers.set(ScenarioHeader.NAME, scope.id()))
				.build());
		});
	}

	private @Nullable Scope scopeOf(ContextView context) {
		BoundScopes scopes = context.getOrDefault(BoundScopes.KEY, null);
		return (scopes != null) ? scopes.top() : ScopeBinding.forTasks();
	}

}
