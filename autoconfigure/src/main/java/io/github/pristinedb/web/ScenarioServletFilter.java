package io.github.pristinedb.web;

import java.io.IOException;

import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Binds the thread that handles a request to the scenario that the request names, for
 * each of its dispatches. A request keeps its scenario: a dispatch after the scenario's
 * end works for the ended one, not for another.
 */
public final class ScenarioServletFilter implements Filter {

	static final String SCOPE = ScenarioServletFilter.class.getName() + ".scope";

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		Scope scope = scopeOf(request);
		if (scope == null) {
			chain.doFilter(request, response);
			return;
		}
		ScopeBinding.bind(scope);
		try {
			chain.doFilter(request, response);
		}
		finally {
			ScopeBinding.unbind(scope);
		}
	}

	private @Nullable Scope scopeOf(ServletRequest request) {
		if (request.getAttribute(SCOPE) instanceof Scope known) {
			return known;
		}
		Scope scope = (request instanceof HttpServletRequest http)
				? ScenarioHeader.scopeOf(http.getHeader(ScenarioHeader.NAME)) : null;
		if (scope != null) {
			request.setAttribute(SCOPE, scope);
		}
		return scope;
	}

}
