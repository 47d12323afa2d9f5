package io.github.pristinedb.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.pristinedb.scenario.Scope;
import io.github.pristinedb.scenario.ScopeBinding;
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
	 * @return the scopes, {@code null} if it is bound to none
	 */
	static @Nullable BoundScopes ofThisThread() {
		BoundScopes scopes = removeFromThisThread();
		if (scopes != null) {
			scopes.addToThisThread();
		}
		return scopes;
	}

	/**
	 * Let this thread be bound to none.
	 * @return what it was bound to, {@code null} if to none
	 */
	static @Nullable BoundScopes removeFromThisThread() {
		Scope top = ScopeBinding.current();
		if (top == null) {
			return null;
		}
		List<Scope> scopes = new ArrayList<>();
		for (Scope scope = top; scope != null; scope = ScopeBinding.current()) {
			ScopeBinding.unbind(scope);
			scopes.add(scope);
		}
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
