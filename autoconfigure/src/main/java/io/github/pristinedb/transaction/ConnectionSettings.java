package io.github.pristinedb.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What logical connections have set on the physical one: an isolation, a catalog, client
 * info. Each connection finds what it has set itself, and else what the physical one
 * started with. Not for use by several threads.
 */
final class ConnectionSettings {

	private final Connection physical;

	private final Map<String, Setting<?>> originals = new LinkedHashMap<>();

	private Map<String, Setting<?>> current = Map.of();

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
	 * The physical connection was rolled back to a savepoint. Some servers roll settings
	 * back, too.
	 */
	void rolledBack() {
		this.active = null;
	}

	/**
	 * Let the physical connection be as it was in the beginning.
	 */
	void restore() throws SQLException {
		apply(Map.of());
		this.active = null;
	}

	private void apply(Map<String, Setting<?>> wanted) throws SQLException {
		List<String> others = new ArrayList<>(this.current.keySet());
		others.removeAll(wanted.keySet());
		for (String name : others) {
			Setting<?> original = this.originals.get(name);
			if (original != null) {
				original.apply(this.physical);
			}
		}
		for (Setting<?> setting : wanted.values()) {
			setting.apply(this.physical);
		}
		this.current = wanted;
	}

	/**
	 * Set something by the active connection.
	 * @param <V> the type of the value
	 * @param connection the active connection
	 * @param setting what to set
	 * @param getter asks the physical connection for the present value
	 */
	<V extends @Nullable Object> void set(LogicalConnection connection, Setting<V> setting, Setting.Getter<V> getter)
			throws SQLException {
		if (!this.originals.containsKey(setting.name())) {
			this.originals.put(setting.name(),
					new Setting<>(setting.name(), getter.of(this.physical), setting.setter()));
		}
		setting.apply(this.physical);
		connection.settings().put(setting.name(), setting);
		this.current = connection.settings();
	}

	/**
	 * A value of a connection's.
	 *
	 * @param <V> the type of the value
	 * @param name names what is set
	 * @param value the value
	 * @param setter sets it
	 */
	record Setting<V extends @Nullable Object>(String name, V value, Setter<V> setter) {

		void apply(Connection connection) throws SQLException {
			this.setter.set(connection, this.value);
		}

		/**
		 * Asks a connection for a value.
		 *
		 * @param <V> the type of the value
		 */
		@FunctionalInterface
		interface Getter<V extends @Nullable Object> {

			V of(Connection connection) throws SQLException;

		}

		/**
		 * Sets a value on a connection.
		 *
		 * @param <V> the type of the value
		 */
		@FunctionalInterface
		interface Setter<V extends @Nullable Object> {

			void set(Connection connection, V value) throws SQLException;

		}

	}

}
