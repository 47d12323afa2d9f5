package io.github.pristinedb.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The connection by which HikariCP checks a new pool. A pool without idle connections
 * closes it and opens another one at once. It stays open instead, and is that other one:
 * on a server each connection is a process. Safe for use by several threads.
 */
final class FirstConnection implements InvocationHandler {

	private static final Log logger = LogFactory.getLog(FirstConnection.class);

	private final Connection connection;

	private State state = State.CHECKING;

	FirstConnection(Connection connection) {
		this.connection = connection;
	}

	/**
	 * The connection as the check of the pool sees it.
	 * @return the connection, which closing leaves open
	 */
	Connection forCheck() {
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, this);
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		return switch (method.getName()) {
			case "close" -> {
				checked();
				yield null;
			}
			case "isClosed" -> isChecked() || this.connection.isClosed();
			default -> {
				try {
					yield method.invoke(this.connection, arguments);
				}
				catch (InvocationTargetException ex) {
					throw ex.getTargetException();
				}
			}
		};
	}

	private synchronized boolean isChecked() {
		return this.state != State.CHECKING;
	}

	private synchronized void checked() throws SQLException {
		if (this.state == State.CHECKING) {
			this.state = State.CHECKED;
			if (!this.connection.isClosed() && !this.connection.getAutoCommit()) {
				this.connection.rollback();
			}
		}
		else if (this.state == State.OVER) {
			this.connection.close();
		}
	}

	/**
	 * Take the connection as soon as the check is over.
	 * @return the connection, which is the caller's, or {@code null} if it is not to be
	 * had
	 * @throws SQLException if the connection does not tell whether it is open
	 */
	synchronized @Nullable Connection take() throws SQLException {
		if (this.state != State.CHECKED) {
			return null;
		}
		this.state = State.TAKEN;
		return this.connection.isClosed() ? null : this.connection;
	}

	/**
	 * Nobody takes the connection any more.
	 */
	synchronized void end() {
		boolean left = this.state == State.CHECKED;
		if (this.state != State.TAKEN) {
			this.state = State.OVER;
		}
		if (left) {
			try {
				this.connection.close();
			}
			catch (SQLException ex) {
				logger.debug("A connection cannot be closed", ex);
			}
		}
	}

	/**
	 * Who has the connection.
	 */
	private enum State {

		CHECKING, CHECKED, TAKEN, OVER

	}

}
