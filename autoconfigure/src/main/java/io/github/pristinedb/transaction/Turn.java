package io.github.pristinedb.transaction;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.Wrapper;

import org.jspecify.annotations.Nullable;

/**
 * Stands in front of an object of the physical connection's, and lets it be called in
 * turn only.
 *
 * @param <T> the type of the object
 */
abstract class Turn<T> implements InvocationHandler {

	private final ScenarioTransaction scenario;

	private final T delegate;

	private final T proxy;

	/**
	 * Stand in front of an object.
	 * @param type the interface that the application sees
	 * @param scenario whose turn it is
	 * @param delegate the object
	 */
	Turn(Class<? extends T> type, ScenarioTransaction scenario, T delegate) {
		this.scenario = scenario;
		this.delegate = delegate;
		this.proxy = type.cast(Proxy.newProxyInstance(Turn.class.getClassLoader(), new Class<?>[] { type }, this));
	}

	final T proxy() {
		return this.proxy;
	}

	final T delegate() {
		return this.delegate;
	}

	final ScenarioTransaction scenario() {
		return this.scenario;
	}

	@Override
	public final @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		switch (method.getName()) {
			case "equals":
				return arguments != null && proxy == arguments[0];
			case "hashCode":
				return System.identityHashCode(proxy);
			case "toString":
				return getClass().getSimpleName() + " of '" + this.scenario.scenario() + "' on " + this.delegate;
			case "isWrapperFor":
				return (arguments != null && ((Class<?>) arguments[0]).isInstance(proxy))
						|| Boolean.TRUE.equals(call(method, arguments));
			case "unwrap":
				return (arguments != null) ? unwrap((Class<?>) arguments[0]) : null;
			case "cancel":
				return interrupt(method);
			default:
				return this.scenario.inTurn(() -> inTurn(method, arguments));
		}
	}

	private @Nullable Object unwrap(Class<?> type) throws SQLException {
		if (type.isInstance(this.proxy)) {
			return this.proxy;
		}
		// Whoever has the driver's own object can do anything to the connection.
		this.scenario.observer().stuck();
		return ((Wrapper) this.delegate).unwrap(type);
	}

	/**
	 * What does not wait for its turn.
	 */
	@Nullable Object interrupt(Method method) throws Throwable {
		return call(method, null);
	}

	/**
	 * Call a method when it is the turn of this thread.
	 * @param method the method of the interface
	 * @param arguments its arguments
	 * @return its result
	 */
	abstract @Nullable Object inTurn(Method method, @Nullable Object @Nullable [] arguments) throws Throwable;

	/**
	 * Call a method of the object.
	 * @param method the method
	 * @param arguments its arguments
	 * @return its result
	 */
	final @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(this.delegate, arguments);
		}
		catch (InvocationTargetException ex) {
			if (ex.getTargetException() instanceof SQLException failure) {
				this.scenario.observer().failed(failure);
			}
			throw ex.getTargetException();
		}
	}

}
