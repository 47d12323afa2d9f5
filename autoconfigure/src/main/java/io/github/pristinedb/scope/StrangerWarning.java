package io.github.pristinedb.scope;

import io.github.pristinedb.error.SaidOnce;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Warns once for each pool of threads that a thread without a scenario got the database
 * of the only one that runs. A poller writes into whatever test runs, and gets an error
 * with several workers.
 */
public final class StrangerWarning {

	private static final Log logger = LogFactory.getLog(StrangerWarning.class);

	private final SaidOnce said = new SaidOnce(logger);

	/**
	 * This thread gets a scenario's database.
	 * @param scenario the scenario
	 */
	public void log(Scope scenario) {
		String thread = Thread.currentThread().getName();
		if (!this.said.isNew(ThreadOrigin.pool(thread))) {
			return;
		}
		ThreadOrigin origin = ThreadOrigin.of(thread);
		String message = "The thread '" + thread + "' works for no scenario. It got the database of '" + scenario.name()
				+ "', the only one that runs in its application context. " + origin.cure();
		if (!origin.isWaitedFor()) {
			logger.warn(message);
		}
		else if (this.said.isNew(origin.name())) {
			logger.info(message);
		}
	}

}
