package io.github.pristinedb.scope;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Warns once for each pool of threads that a thread without a scenario got the database
 * of the only one that runs. A poller writes into whatever test runs, and gets an error
 * with several workers.
 */
public final class StrangerWarning {

	private static final Log logger = LogFactory.getLog(StrangerWarning.class);

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	/**
	 * This thread gets a scenario's database.
	 * @param scenario the scenario
	 */
	public void log(Scope scenario) {
		String thread = Thread.currentThread().getName();
		if (!this.told.add(ThreadOrigin.pool(thread))) {
			return;
		}
		ThreadOrigin origin = ThreadOrigin.of(thread);
		String message = "The thread '" + thread + "' works for no scenario. It got the database of '" + scenario.name()
				+ "', the only one that runs in its application context. " + origin.cure();
		if (!origin.isWaitedFor()) {
			logger.warn(message);
		}
		else if (this.told.add(origin.name())) {
			logger.info(message);
		}
	}

}
