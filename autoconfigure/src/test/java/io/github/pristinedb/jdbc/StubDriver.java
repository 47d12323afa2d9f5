package io.github.pristinedb.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A driver that implements all of JDBC: each method returns an object of the type that it
 * declares.
 */
public final class StubDriver extends AbstractDataSource {

	private static final ThreadLocal<Object[]> lastArguments = new ThreadLocal<>();

	private String url = "";

	public String getUrl() {
		return this.url;
	}

	public void setUrl(String url) {
		this.url = url;
	}

	@Override
	public Connection getConnection() {
		return (Connection) object(Connection.class);
	}

	@Override
	public Connection getConnection(String username, String password) {
		return getConnection();
	}

	/**
	 * Whether an object is the driver's own.
	 * @param object an object
	 * @return whether it is
	 */
	static boolean isOwn(Object object) {
		return Proxy.isProxyClass(object.getClass()) && Proxy.getInvocationHandler(object) instanceof Own;
	}

	/**
	 * With what the driver was called last.
	 * @param action calls it
	 * @return the arguments of the last method that had any
	 * @throws SQLException if it fails
	 */
	static Object[] lastArguments(SqlAction action) throws SQLException {
		action.run();
		return Objects.requireNonNull(lastArguments.get());
	}

	private static Object object(Class<?> type) {
		return Proxy.newProxyInstance(StubDriver.class.getClassLoader(), new Class<?>[] { type, Internal.class },
				new Own());
	}

	/**
	 * Calls the driver.
	 */
	@FunctionalInterface
	interface SqlAction {

		void run() throws SQLException;

	}

	/**
	 * What a class of the driver's has beyond JDBC.
	 */
	interface Internal {

	}

	/**
	 * Answers for an object of the driver's.
	 */
	private static final class Own implements InvocationHandler {

		@Override
		public @Nullable Object invoke(Object object, Method method, @Nullable Object @Nullable [] arguments) {
			Class<?> type = method.getReturnType();
			if (arguments != null) {
				lastArguments.set(arguments);
			}
			return switch (method.getName()) {
				case "hashCode" -> System.identityHashCode(object);
				case "equals" -> arguments != null && arguments[0] == object;
				case "toString" -> "an object of the driver's";
				case "next" -> false;
				case "unwrap" -> object;
				default -> (type == Object.class) ? ofAnyType(arguments) : ofType(type);
			};
		}

		private static Object ofAnyType(@Nullable Object @Nullable [] arguments) {
			if (arguments != null && arguments[arguments.length - 1] instanceof Class<?> wanted && wanted.isInterface()
					&& wanted != Internal.class) {
				return object(wanted);
			}
			// As a function of a server returns a cursor.
			return object(ResultSet.class);
		}

		private static @Nullable Object ofType(Class<?> type) {
			if (type == Object[].class) {
				return new Object[] { object(Array.class), "text" };
			}
			if (type.isInterface() && type.getPackageName().equals("java.sql")) {
				return object(type);
			}
			if (type == boolean.class) {
				return false;
			}
			if (type == long.class) {
				return 0L;
			}
			if (type == int.class) {
				return 0;
			}
			return (type == int[].class) ? new int[0] : null;
		}

	}

}
