package io.github.pristinedb.flyway;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Counts the migrations that a Flyway applies, without asking it afterwards: that would
 * take a connection more, and tell the application's own callbacks of something that does
 * not happen when Pristine is absent.
 */
final class AppliedMigrations implements Callback {

	private final AtomicInteger count = new AtomicInteger();

	/**
	 * The callbacks that a Flyway needs to be counted.
	 * @param callbacks the ones it has
	 * @return those, and this one
	 */
	Callback[] besides(Callback[] callbacks) {
		return Stream.concat(Stream.of(callbacks), Stream.of(this)).toArray(Callback[]::new);
	}

	int count() {
		return this.count.get();
	}

	@Override
	public boolean supports(Event event, Context context) {
		return event == Event.AFTER_EACH_MIGRATE;
	}

	@Override
	public boolean canHandleInTransaction(Event event, Context context) {
		return true;
	}

	@Override
	public void handle(Event event, Context context) {
		this.count.incrementAndGet();
	}

	@Override
	public String getCallbackName() {
		return "pristine";
	}

}
