package io.github.pristinedb.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineListener;

/**
 * What happened in this JVM, as Pristine tells it.
 */
public final class RecordedEvents implements PristineListener {

	private static final List<PristineEvent> events = new CopyOnWriteArrayList<>();

	@Override
	public void on(PristineEvent event) {
		events.add(event);
	}

	/**
	 * Forget everything.
	 */
	public static void clear() {
		events.clear();
	}

	/**
	 * What happened since.
	 * @param <T> the type of the events
	 * @param type their class
	 * @return the events, in order
	 */
	public static <T extends PristineEvent> List<T> of(Class<T> type) {
		return events.stream().filter(type::isInstance).map(type::cast).toList();
	}

}
