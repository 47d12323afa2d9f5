package io.github.pristinedb.transaction;

import java.lang.reflect.Method;
import java.sql.SQLException;
import java.sql.Statement;

import io.github.pristinedb.engine.StatementTraits;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a logical connection.
 */
final class StatementProxy extends SerializedProxy<Statement> implements AutoCloseable {

	private final LogicalConnection connection;

	private final @Nullable StatementTraits prepared;

	private @Nullable StatementTraits batch;

	private final Object running = new Object();

	private boolean isRunning;

	StatementProxy(Class<? extends Statement> type, ScenarioTransaction scenario, LogicalConnection connection,
			Statement delegate, @Nullable StatementTraits prepared) {
		super(type, scenario, delegate);
		this.connection = connection;
		this.prepared = prepared;
		connection.opened(this);
	}

	@Override
	public void close() throws SQLException {
		delegate().close();
	}

	/**
	 * Interrupt this statement, and none of another thread.
	 */
	@Override
	@Nullable Object interrupt(Method method) throws Throwable {
		synchronized (this.running) {
			return this.isRunning ? call(method, null) : null;
		}
	}

	@Override
	@Nullable Object inTurn(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		String name = method.getName();
		if (name.startsWith("execute")) {
			return execute(method, arguments);
		}
		switch (name) {
			case "close":
				this.connection.closed(this);
				break;
			case "addBatch":
				if (arguments != null && arguments[0] instanceof String sql) {
					addToBatch(sql);
				}
				break;
			case "clearBatch":
				this.batch = null;
				break;
			default:
				break;
		}
		return call(method, arguments);
	}

	private void addToBatch(String sql) throws SQLException {
		StatementTraits traits = scenario().rules().traits(sql);
		if (traits.command() != null) {
			throw this.connection.refused("it begins or ends a transaction as part of a batch");
		}
		this.batch = (this.batch != null) ? this.batch.and(traits) : traits;
	}

	private @Nullable Object execute(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		StatementTraits traits;
		if (arguments != null && arguments[0] instanceof String sql) {
			traits = scenario().rules().traits(sql);
		}
		else {
			traits = (this.prepared != null) ? this.prepared : this.batch;
		}
		if (traits == null) {
			// An empty batch.
			return call(method, arguments);
		}
		Object result = this.connection.execute(traits, () -> run(method, arguments));
		return (traits.command() != null) ? nothing(method.getReturnType()) : result;
	}

	private @Nullable Object run(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		isRunning(true);
		try {
			return call(method, arguments);
		}
		finally {
			isRunning(false);
			if (method.getName().endsWith("Batch")) {
				this.batch = null;
			}
		}
	}

	private void isRunning(boolean isRunning) {
		synchronized (this.running) {
			this.isRunning = isRunning;
		}
	}

	/**
	 * What a statement returns that has neither rows nor a count.
	 */
	private static @Nullable Object nothing(Class<?> type) {
		if (type == boolean.class) {
			return false;
		}
		if (type == int.class) {
			return 0;
		}
		return (type == long.class) ? 0L : null;
	}

	@Override
	LogicalConnection logical() {
		return this.connection;
	}

}
