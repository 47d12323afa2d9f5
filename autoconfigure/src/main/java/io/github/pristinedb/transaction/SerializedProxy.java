package io.github.pristinedb.transaction;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.github.pristinedb.engine.StatementTraits;
import io.github.pristinedb.proxy.JdbcProxy;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of an object of the physical connection's, and lets it be called in
 * turn only.
 *
 * @param <T> the type of the object
 */
abstract class SerializedProxy<T> extends JdbcProxy<T> {

	private final ScenarioTransaction scenario;

	/**
	 * Stand in front of an object.
	 * @param type the interface that the application sees
	 * @param scenario whose turn it is
	 * @param delegate the object
	 */
	SerializedProxy(Class<? extends T> type, ScenarioTransaction scenario, T delegate) {
		super(type, delegate);
		this.scenario = scenario;
	}

	final ScenarioTransaction scenario() {
		return this.scenario;
	}

	@Override
	protected final @Nullable Object answer(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		return switch (method.getName()) {
			case "toString" -> getClass().getSimpleName() + " of '" + this.scenario.scenario() + "' on " + delegate();
			case "cancel" -> interrupt(method);
			default -> this.scenario.inTurn(() -> inTurn(method, arguments));
		};
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
	 * The connection that the object belongs to.
	 * @return the logical connection
	 */
	abstract LogicalConnection logical();

	@Override
	protected final Connection connection() {
		return logical().proxy();
	}

	@Override
	protected Object represent(Class<?> type, Object returned) {
		if (returned instanceof Statement statement && Statement.class.isAssignableFrom(type)) {
			return statement(type.asSubclass(Statement.class), statement, null);
		}
		if (returned instanceof ResultSet rows && type == ResultSet.class) {
			return new ResultSetProxy(this.scenario, logical(), rows,
					(proxy() instanceof Statement statement) ? statement : null)
				.proxy();
		}
		return new ValueProxy(type, this.scenario, logical(), returned).proxy();
	}

	final Statement statement(Class<? extends Statement> type, Statement delegate, @Nullable StatementTraits traits) {
		return new StatementProxy(type, this.scenario, logical(), delegate, traits).proxy();
	}

	@Override
	protected final void stuck() {
		this.scenario.observer().stuck();
	}

	@Override
	protected final void failed(SQLException failure) {
		this.scenario.observer().failed(failure);
	}

}
