package io.github.pristinedb.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import org.jspecify.annotations.Nullable;

/**
 * The scopes that a thread is bound to.
 *
 * @param scopes the scopes, the one that the thread works for last; never empty
 */
record BoundScopes(List<Scope> scopes) {

	/**
	 * The key in snapshots and in Reactor's context.
	 */
	static final String KEY = "pristine.scenario";

	static BoundScopes of(Scope scope) {
		return new BoundScopes(List.of(scope));
	}

	/**
	 * What this thread is bound to.
	 * @return the scopes, {@code null} if it works for none
	 */
	static @Nullable BoundScopes ofThisThread() {
		return (ScopeBinding.current() != null) ? all() : null;
	}

	/**
	 * Let this thread be bound to none.
	 */
	static void removeFromThisThread() {
		ScopeBinding.all().forEach(ScopeBinding::unbind);
	}

	private static BoundScopes all() {
		List<Scope> scopes = new ArrayList<>(ScopeBinding.all());
		Collections.reverse(scopes);
		return new BoundScopes(List.copyOf(scopes));
	}

	void addToThisThread() {
		this.scopes.forEach(ScopeBinding::bind);
	}

	Scope top() {
		return this.scopes.get(this.scopes.size() - 1);
	}

}
