package io.github.pristinedb.transaction;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * What logical connections have set on the physical one: an isolation, a catalog, client
 * info. Each connection finds what it has set itself, and else what the physical one
 * started with. Not for use by several threads.
 */
final class ConnectionSettings {

	private final Connection physical;

	private final Map<String, Setting> originals = new LinkedHashMap<>();

	private Map<String, Setting> current = Map.of();

	private @Nullable LogicalConnection active;

	ConnectionSettings(Connection physical) {
		this.physical = physical;
	}

	/**
	 * Let the physical connection be as a logical one has it.
	 * @param connection the logical connection
	 */
	void activate(LogicalConnection connection) throws SQLException {
		if (this.active != connection) {
			apply(connection.settings());
			this.active = connection;
			this.physical.clearWarnings();
		}
	}

	/**
	 * Let the physical connection be as it was in the beginning.
	 */
	void restore() throws SQLException {
		apply(Map.of());
		this.active = null;
	}

	private void apply(Map<String, Setting> wanted) throws SQLException {
		List<String> others = new ArrayList<>(this.current.keySet());
		others.removeAll(wanted.keySet());
		for (String name : others) {
			Setting original = this.originals.get(name);
			if (original != null) {
				original.apply(this.physical);
			}
		}
		for (Setting setting : wanted.values()) {
			setting.apply(this.physical);
		}
		this.current = wanted;
	}

	/**
	 * Set something by the active connection.
	 * @param connection the active connection
	 * @param setter the method of {@link Connection}
	 * @param arguments its arguments
	 */
	void set(LogicalConnection connection, Method setter, Object[] arguments) throws SQLException {
		String name = setter.getName();
		if (arguments[0] instanceof String key && arguments.length == 2) {
			name += " " + key;
		}
		if (!this.originals.containsKey(name)) {
			this.originals.put(name, new Setting(setter, original(setter, arguments)));
		}
		Setting setting = new Setting(setter, arguments.clone());
		setting.apply(this.physical);
		connection.settings().put(name, setting);
		this.current = connection.settings();
	}

	private @Nullable Object[] original(Method setter, Object[] arguments) throws SQLException {
		return switch (setter.getName()) {
			case "setClientInfo" -> (arguments.length == 2)
					? new Object[] { arguments[0], this.physical.getClientInfo((String) arguments[0]) }
					: new Object[] { copy(this.physical.getClientInfo()) };
			case "setNetworkTimeout" -> new Object[] { arguments[0], this.physical.getNetworkTimeout() };
			case "setTransactionIsolation" -> new Object[] { this.physical.getTransactionIsolation() };
			case "setReadOnly" -> new Object[] { this.physical.isReadOnly() };
			case "setHoldability" -> new Object[] { this.physical.getHoldability() };
			case "setCatalog" -> new Object[] { this.physical.getCatalog() };
			case "setSchema" -> new Object[] { this.physical.getSchema() };
			case "setTypeMap" -> new Object[] { this.physical.getTypeMap() };
			default -> throw new IllegalArgumentException(setter.getName() + " is no setting that is known");
		};
	}

	private static @Nullable Properties copy(@Nullable Properties properties) {
		return (properties != null) ? (Properties) properties.clone() : null;
	}

	/**
	 * Something that was set.
	 *
	 * @param setter the method of {@link Connection}
	 * @param arguments its arguments
	 */
	record Setting(Method setter, @Nullable Object[] arguments) {

		void apply(Connection connection) throws SQLException {
			try {
				this.setter.invoke(connection, this.arguments);
			}
			catch (InvocationTargetException ex) {
				if (ex.getTargetException() instanceof SQLException failure) {
					throw failure;
				}
				throw new IllegalStateException(ex.getTargetException());
			}
			catch (IllegalAccessException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
