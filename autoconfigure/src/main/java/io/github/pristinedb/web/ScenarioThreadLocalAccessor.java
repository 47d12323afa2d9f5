package io.github.pristinedb.web;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Lets the binding of a thread travel with Micrometer's context propagation, and so
 * through everything that is built on it. Found through {@link java.util.ServiceLoader}.
 * <p>
 * A value is the whole stack of a thread. After a snapshot's scope the earlier stack is
 * back, whatever was bound or forgotten in between.
 */
public final class ScenarioThreadLocalAccessor implements ThreadLocalAccessor<Object> {

	@Override
	public Object key() {
		return BoundScopes.KEY;
	}

	@Override
	public @Nullable Object getValue() {
		return BoundScopes.ofThisThread();
	}

	@Override
	public void setValue(Object value) {
		((BoundScopes) value).addToThisThread();
	}

	@Override
	public void setValue() {
		BoundScopes.removeFromThisThread();
	}

	@Override
	public void restore(Object previousValue) {
		BoundScopes.removeFromThisThread();
		((BoundScopes) previousValue).addToThisThread();
	}

	@Override
	public void restore() {
		BoundScopes.removeFromThisThread();
	}

}
