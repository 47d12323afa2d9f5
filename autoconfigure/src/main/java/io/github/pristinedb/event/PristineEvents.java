package io.github.pristinedb.event;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells the {@linkplain PristineListener listeners} of this JVM what happens. Static,
 * because a run is the JVM's: it has many application contexts, and parts that JUnit
 * creates and that know of none.
 */
public final class PristineEvents {

	private static final Log logger = LogFactory.getLog(PristineEvents.class);

	private PristineEvents() {
	}

	/**
	 * Tell all listeners.
	 * @param event what happened
	 */
	public static void publish(PristineEvent event) {
		for (PristineListener listener : Listeners.ALL) {
			try {
				listener.on(event);
			}
			catch (Exception | LinkageError | AssertionError ex) {
				logger.warn("The listener " + listener + " failed on " + event, ex);
			}
		}
	}

	/**
	 * Loaded with the first event, not with the class.
	 */
	private static final class Listeners {

		static final List<PristineListener> ALL = load();

		private static List<PristineListener> load() {
			List<PristineListener> listeners = new ArrayList<>();
			Iterator<PristineListener> found = ServiceLoader
				.load(PristineListener.class, PristineListener.class.getClassLoader())
				.iterator();
			while (loadNext(found, listeners)) {
				continue;
			}
			return List.copyOf(listeners);
		}

		private static boolean loadNext(Iterator<PristineListener> found, List<PristineListener> listeners) {
			try {
				return found.hasNext() && listeners.add(found.next());
			}
			catch (ServiceConfigurationError ex) {
				logger.warn("A listener to Pristine's events cannot be loaded", ex);
				return true;
			}
		}

	}

}
