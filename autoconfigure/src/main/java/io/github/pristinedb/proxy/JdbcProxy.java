package io.github.pristinedb.proxy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Wrapper;
import java.util.Arrays;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Stands in front of an object that belongs to a connection. Each object that one of its
 * methods returns gets a proxy, too: by the type that the method declares, so that no
 * method can be forgotten, not even one that a later JDK brings.
 *
 * @param <T> the type of the object
 */
public abstract class JdbcProxy<T> implements InvocationHandler {

	private final T delegate;

	private final T proxy;

	/**
	 * Stand in front of an object.
	 * @param type the interface that the application sees
	 * @param delegate the object
	 */
	protected JdbcProxy(Class<? extends T> type, T delegate) {
		this.delegate = delegate;
		this.proxy = type.cast(Proxy.newProxyInstance(JdbcProxy.class.getClassLoader(), new Class<?>[] { type }, this));
	}

	/**
	 * The object as the application sees it.
	 * @return the proxy
	 */
	public final T proxy() {
		return this.proxy;
	}

	/**
	 * The object itself.
	 * @return the object
	 */
	protected final T delegate() {
		return this.delegate;
	}

	@Override
	public final @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		switch (method.getName()) {
			case "equals":
				return arguments != null && proxy == arguments[0];
			case "hashCode":
				return System.identityHashCode(proxy);
			case "isWrapperFor":
				return (arguments != null && ((Class<?>) arguments[0]).isInstance(proxy))
						|| Boolean.TRUE.equals(call(method, arguments));
			case "unwrap":
				return (arguments != null) ? unwrap((Class<?>) arguments[0]) : null;
			default:
				return (method.getReturnType() == Connection.class) ? connection() : answer(method, arguments);
		}
	}

	private @Nullable Object unwrap(Class<?> type) throws SQLException {
		if (type.isInstance(this.proxy)) {
			return this.proxy;
		}
		// Whoever has the driver's own object can do anything to the connection.
		stuck();
		return ((Wrapper) this.delegate).unwrap(type);
	}

	/**
	 * Answer a method, mostly by {@linkplain #call calling} it.
	 * @param method the method of the interface
	 * @param arguments its arguments
	 * @return its result
	 * @throws Throwable what the method throws
	 */
	protected abstract @Nullable Object answer(Method method, @Nullable Object @Nullable [] arguments) throws Throwable;

	/**
	 * The connection that the object belongs to.
	 * @return the connection as the application sees it
	 */
	protected abstract Connection connection();

	/**
	 * Stand in front of an object that this one has returned.
	 * @param type the interface that the application is to see
	 * @param returned the object
	 * @return the proxy
	 */
	protected abstract Object represent(Class<?> type, Object returned);

	/**
	 * Something was done that may stick to the physical connection.
	 */
	protected abstract void stuck();

	/**
	 * A method failed.
	 * @param failure why
	 */
	protected abstract void failed(SQLException failure);

	/**
	 * Call a method of the object.
	 * @param method the method
	 * @param arguments its arguments; where a proxy is among them, the object gets what
	 * is behind it, since a driver knows its own objects only
	 * @return its result, which is a proxy if it belongs to the connection
	 * @throws Throwable what the method throws
	 */
	protected final @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		Object result;
		try {
			result = method.invoke(this.delegate, (arguments != null) ? replace(arguments, JdbcProxy::behind) : null);
		}
		catch (InvocationTargetException ex) {
			if (ex.getTargetException() instanceof SQLException failure) {
				failed(failure);
			}
			throw ex.getTargetException();
		}
		return (result != null) ? inFront(method.getReturnType(), wanted(arguments), result) : null;
	}

	/**
	 * The class that a caller wants the result to be of, as the last argument of
	 * {@code getObject} tells.
	 */
	private static @Nullable Class<?> wanted(@Nullable Object @Nullable [] arguments) {
		return (arguments != null && arguments.length > 0 && arguments[arguments.length - 1] instanceof Class<?> wanted)
				? wanted : null;
	}

	private Object inFront(Class<?> declared, @Nullable Class<?> wanted, Object result) {
		Class<?> type = JdbcTypes.of(declared, wanted, result);
		if (type == null) {
			return (result instanceof Object[] elements) ? inFront(elements) : result;
		}
		if (wanted != null && !wanted.isAssignableFrom(type)) {
			// A class of the driver's.
			stuck();
			return result;
		}
		return represent(type, result);
	}

	private Object[] inFront(Object[] elements) {
		return replace(elements, (element) -> inFront(Object.class, null, element));
	}

	private static Object behind(Object argument) {
		if (argument instanceof Object[] elements) {
			return replace(elements, JdbcProxy::behind);
		}
		return (Proxy.isProxyClass(argument.getClass())
				&& Proxy.getInvocationHandler(argument) instanceof JdbcProxy<?> known) ? known.delegate : argument;
	}

	/**
	 * Replace some elements of an array that is not ours.
	 */
	private static @Nullable Object[] replace(@Nullable Object[] elements, UnaryOperator<Object> replacement) {
		@Nullable Object[] replaced = elements;
		for (int i = 0; i < elements.length; i++) {
			Object element = elements[i];
			Object other = (element != null) ? replacement.apply(element) : null;
			if (other != element) {
				if (replaced == elements) {
					replaced = Arrays.copyOf(elements, elements.length, Object[].class);
				}
				replaced[i] = other;
			}
		}
		return replaced;
	}

}
