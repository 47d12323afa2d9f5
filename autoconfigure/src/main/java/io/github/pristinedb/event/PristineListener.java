package io.github.pristinedb.event;

/**
 * Is told what happens in a run, on the thread on which it happens and at once, so an
 * implementation is quick and may be called by several threads. Found by
 * {@link java.util.ServiceLoader}, once in a JVM; what it throws is logged and goes no
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
