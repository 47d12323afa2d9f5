package io.github.pristinedb.engine.kit;

import java.util.concurrent.atomic.AtomicInteger;

import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

/**
 * Counts the migrations in this JVM, and stops before the second one. All is static,
 * since the state of a callback may decide what it does, and so is part of a template's
 * fingerprint.
 */
final class KitCallback implements Callback {

	private static final AtomicInteger migrations = new AtomicInteger();

	private static volatile @Nullable Runnable beforeSecond;

	/**
	 * Do something once, when the first migration is done.
	 * @param action what
	 */
	static void beforeSecond(Runnable action) {
		beforeSecond = action;
	}

	/**
	 * How many migrations were run in this JVM.
	 * @return the number
	 */
	static int migrations() {
		return migrations.get();
	}

	@Override
	public boolean supports(Event event, Context context) {
		return event == Event.BEFORE_EACH_MIGRATE;
	}

	@Override
	public boolean canHandleInTransaction(Event event, Context context) {
		return true;
	}

	@Override
	public void handle(Event event, Context context) {
		migrations.incrementAndGet();
		Runnable action = beforeSecond;
		if (action != null && context.getMigrationInfo().getVersion().getVersion().equals("2")) {
			beforeSecond = null;
			action.run();
		}
	}

	@Override
	public String getCallbackName() {
		return "kit";
	}

}
