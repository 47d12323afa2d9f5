package io.github.pristinedb.event;

/**
 * Listens to the events of a run, at once and on the thread that publishes.
 * Implementations are quick and safe for several threads. Found by
 * {@link java.util.ServiceLoader}, once in a JVM. Exceptions are logged and go no
 * further.
 */
@FunctionalInterface
public interface PristineListener {

	/**
	 * Something happened.
	 * @param event what happened
	 */
	void on(PristineEvent event);

}
