package io.github.pristinedb.flyway;

import java.util.Set;

import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Event;

/**
 * When a callback runs, seen from the last versioned migration.
 */
enum CallbackTime {

	/**
	 * With each migration.
	 */
	EACH,

	/**
	 * After the last versioned migration, or never while something is built.
	 */
	LATE,

	/**
	 * After it, but only if anything was migrated.
	 */
	LATE_IF_MIGRATED,

	/**
	 * Before the first one: a second run on the same database would call it once more.
	 */
	EARLY;

	private static final Set<Event> EARLY_EVENTS = Set.of(Event.BEFORE_MIGRATE, Event.BEFORE_VALIDATE,
			Event.AFTER_VALIDATE, Event.AFTER_VALIDATE_ERROR, Event.AFTER_VALIDATE_OPERATION_FINISH,
			Event.BEFORE_BASELINE, Event.AFTER_BASELINE, Event.AFTER_BASELINE_ERROR,
			Event.AFTER_BASELINE_OPERATION_FINISH, Event.BEFORE_INFO, Event.AFTER_INFO, Event.AFTER_INFO_ERROR,
			Event.AFTER_INFO_OPERATION_FINISH, Event.CREATE_SCHEMA, Event.BEFORE_CREATE_SCHEMA, Event.BEFORE_CONNECT,
			Event.AFTER_CONNECT);

	private static final Set<Event> EACH_EVENTS = Set.of(Event.BEFORE_EACH_MIGRATE, Event.AFTER_EACH_MIGRATE,
			Event.BEFORE_EACH_MIGRATE_STATEMENT, Event.AFTER_EACH_MIGRATE_STATEMENT,
			Event.AFTER_EACH_MIGRATE_STATEMENT_ERROR, Event.AFTER_EACH_MIGRATE_ERROR);

	private static final Set<Event> LATE_EVENTS = Set.of(Event.AFTER_VERSIONED, Event.BEFORE_REPEATABLES,
			Event.AFTER_MIGRATE, Event.AFTER_MIGRATE_ERROR, Event.AFTER_MIGRATE_OPERATION_FINISH);

	/**
	 * When an event happens.
	 * @param event the event
	 * @return the time
	 */
	static CallbackTime of(Event event) {
		if (EACH_EVENTS.contains(event)) {
			return EACH;
		}
		if (event == Event.AFTER_MIGRATE_APPLIED) {
			return LATE_IF_MIGRATED;
		}
		// What later versions of Flyway bring is early until it is known not to be.
		return LATE_EVENTS.contains(event) || isOfAnotherCommand(event) ? LATE : EARLY;
	}

	private static boolean isOfAnotherCommand(Event event) {
		return !EARLY_EVENTS.contains(event)
				&& (event.name().contains("CLEAN") || event.name().contains("UNDO") || event.name().contains("REPAIR"));
	}

	/**
	 * Whether an object only wants to know of what happens late. It may keep what it was
	 * told before, so one that wants to know of each migration does not qualify.
	 * @param callback the callback
	 * @return whether it is known to be so
	 */
	static boolean isLate(Callback callback) {
		try {
			for (Event event : Event.values()) {
				CallbackTime time = of(event);
				// Flyway, too, asks without a context whether there is a callback for
				// the creation of schemas.
				if ((time == EARLY || time == EACH || time == LATE_IF_MIGRATED) && callback.supports(event, null)) {
					return false;
				}
			}
			return true;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

}
