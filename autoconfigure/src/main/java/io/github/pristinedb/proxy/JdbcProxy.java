package io.github.pristinedb.proxy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.Arrays;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Stands in front of an object that belongs to a connection. There is a class for each
 * interface of JDBC that leads to a connection. Each calls the driver's object in the
 * open, method by method: a method that JDBC adds fails {@code JdbcProxyTests} on the
 * first JDK that has it. Until then its default is carried out on the proxy itself, so it
 * leads nowhere else.
 *
 * @param <T> the type of the object
 */
abstract class JdbcProxy<T> {

	private final T delegate;

	private final ConnectionGate gate;

	/**
	 * Stand in front of an object.
	 * @param delegate the driver's object
	 * @param gate passes each call
	 */
	JdbcProxy(T delegate, ConnectionGate gate) {
		this.delegate = delegate;
		this.gate = gate;
	}

	/**
	 * The driver's object.
	 * @return the object
	 */
	protected final T delegate() {
		return this.delegate;
	}

	final ConnectionGate gate() {
		return this.gate;
	}

	/**
	 * The object is about to be called.
	 * @throws SQLException if it may not be called any more
	 */
	protected void ensureUsable() throws SQLException {
	}

	/**
	 * Call the object.
	 * @param call calls one of its methods
	 * @return the result
	 */
	protected final <R> R call(JdbcCall<T, R> call) throws SQLException {
		return pass(call, false);
	}

	/**
	 * Call the object.
	 * @param action calls one of its methods
	 */
	protected final void run(JdbcAction<T> action) throws SQLException {
		pass(action, false);
	}

	/**
	 * Call the object, even if it is not usable any more.
	 */
	protected final <R> R callAlways(JdbcCall<T, R> call) throws SQLException {
		return pass(call, true);
	}

	/**
	 * Call the object, even if it is not usable any more.
	 */
	protected final void runAlways(JdbcAction<T> action) throws SQLException {
		pass(action, true);
	}

	private <R> R pass(JdbcCall<T, R> call, boolean always) throws SQLException {
		this.gate.enter();
		try {
			if (!always) {
				ensureUsable();
			}
			return call.of(this.delegate);
		}
		catch (SQLException ex) {
			this.gate.failed(ex);
			throw ex;
		}
		finally {
			this.gate.leave();
		}
	}

	/**
	 * Call a method that returns rows.
	 */
	@Nullable ResultSet rows(JdbcCall<T, @Nullable ResultSet> call) throws SQLException {
		return inFrontOf(call(call));
	}

	/**
	 * Stand in front of rows that the object has returned.
	 */
	final @Nullable ResultSet inFrontOf(@Nullable ResultSet rows) {
		return (rows != null) ? new ResultSetProxy(rows, this.gate, statement(), null) : null;
	}

	@Nullable Statement statement() {
		return (this instanceof Statement statement) ? statement : null;
	}

	/**
	 * Call a method that may return anything.
	 */
	final @Nullable Object value(JdbcCall<T, @Nullable Object> call) throws SQLException {
		return JdbcProxies.value(this, null, call(call));
	}

	/**
	 * Call a method that returns what the caller wants.
	 */
	@SuppressWarnings("unchecked")
	final <R> @Nullable R value(Class<R> wanted, JdbcCall<T, R> call) throws SQLException {
		return (R) JdbcProxies.value(this, wanted, call(call));
	}

	/**
	 * Call a method that returns an array of anything.
	 */
	final Object[] values(JdbcCall<T, Object[]> call) throws SQLException {
		return JdbcProxies.values(this, call(call));
	}

	/**
	 * The driver's own object behind an argument, or behind each element of it: a driver
	 * knows its own objects only.
	 */
	@SuppressWarnings("unchecked")
	static <X> X behind(X argument) {
		if (argument instanceof JdbcProxy<?> proxy) {
			return (X) proxy.delegate;
		}
		return (argument instanceof Object[] elements) ? (X) replace(elements, JdbcProxy::behind) : argument;
	}

	/**
	 * Replace some elements of an array that is not ours.
	 */
	static @Nullable Object[] replace(@Nullable Object[] elements, UnaryOperator<Object> replacement) {
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

	/**
	 * As {@link Wrapper#isWrapperFor} says.
	 * @param type an interface
	 * @return whether {@link #unwrap} answers for it
	 * @throws SQLException if the driver cannot tell
	 */
	public final boolean isWrapperFor(Class<?> type) throws SQLException {
		return type.isInstance(this) || ((Wrapper) this.delegate).isWrapperFor(type);
	}

	/**
	 * As {@link Wrapper#unwrap} says: the proxy itself wherever it can be.
	 * @param <U> the type
	 * @param type an interface
	 * @return an object that implements it
	 * @throws SQLException if there is none
	 */
	public final <U> U unwrap(Class<U> type) throws SQLException {
		if (type.isInstance(this)) {
			return type.cast(this);
		}
		this.gate.unwrapping();
		return ((Wrapper) this.delegate).unwrap(type);
	}

	@Override
	public final String toString() {
		return this.gate.describe(this.delegate);
	}

}
