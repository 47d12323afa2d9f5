package io.github.pristinedb.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.github.pristinedb.engine.LayerSupport;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

/**
 * Watches a Flyway at work. It counts the applied migrations, and notices the end of the
 * versioned ones. To ask Flyway afterwards would take another connection, and call the
 * application's callbacks once more than without Pristine.
 */
final class BuildWatch implements Callback {

	private final @Nullable LayerSupport layers;

	private final Runnable afterVersioned;

	private final Map<String, Integer> checksums = new LinkedHashMap<>();

	private int versioned;

	private int repeatable;

	private @Nullable Connection connection;

	private @Nullable String stateAtFirst;

	private boolean over;

	/**
	 * Create a new watch.
	 * @param layers knows what sticks to connections, {@code null} if there are none
	 * @param afterVersioned runs once, between two transactions, after the last versioned
	 * migration and before everything that comes after those; not if the migrations have
	 * left something in their connection that decides what later ones do
	 */
	BuildWatch(@Nullable LayerSupport layers, Runnable afterVersioned) {
		this.layers = layers;
		this.afterVersioned = afterVersioned;
	}

	/**
	 * The callbacks that a Flyway needs to be watched.
	 * @param callbacks the ones it has
	 * @return this one, and those
	 */
	Callback[] besides(Callback[] callbacks) {
		return Stream.concat(Stream.of(this), Stream.of(callbacks)).toArray(Callback[]::new);
	}

	/**
	 * How many versioned migrations have been applied.
	 * @return the number
	 */
	int versioned() {
		return this.versioned;
	}

	/**
	 * The checksums of the versioned migrations that have been applied.
	 * @return the checksums by version, without those of Java migrations that have none
	 */
	Map<String, Integer> checksums() {
		return this.checksums;
	}

	/**
	 * How many migrations have been applied.
	 * @return the number
	 */
	int count() {
		return this.versioned + this.repeatable;
	}

	/**
	 * Flyway asks before each event. To handle those of a whole run it would open one
	 * connection more, which a pool may not have to give and a lock may keep waiting; to
	 * be asked is enough.
	 */
	@Override
	public boolean supports(Event event, @Nullable Context context) {
		if (event == Event.AFTER_VERSIONED && !this.over) {
			this.over = true;
			if (this.connection != null && isAsAtFirst(this.connection)) {
				this.afterVersioned.run();
			}
		}
		return event == Event.BEFORE_EACH_MIGRATE || event == Event.AFTER_EACH_MIGRATE;
	}

	private boolean isAsAtFirst(Connection connection) {
		try {
			return this.layers != null && this.layers.connectionState(connection).equals(this.stateAtFirst);
		}
		catch (SQLException ex) {
			// Flyway will meet it too.
			return false;
		}
	}

	@Override
	public boolean canHandleInTransaction(Event event, Context context) {
		return true;
	}

	@Override
	public void handle(Event event, Context context) {
		if (event == Event.BEFORE_EACH_MIGRATE) {
			if (this.connection == null) {
				this.connection = context.getConnection();
				this.stateAtFirst = state(this.connection);
			}
		}
		else if (context.getMigrationInfo().getVersion() != null) {
			this.versioned++;
			Integer checksum = context.getMigrationInfo().getChecksum();
			if (checksum != null) {
				this.checksums.put(context.getMigrationInfo().getVersion().getVersion(), checksum);
			}
		}
		else {
			this.repeatable++;
		}
	}

	private @Nullable String state(Connection connection) {
		try {
			return (this.layers != null) ? this.layers.connectionState(connection) : null;
		}
		catch (SQLException ex) {
			return null;
		}
	}

	/**
	 * Flyway sorts callbacks by their names, and asks this one first.
	 */
	@Override
	public String getCallbackName() {
		return "";
	}

}
