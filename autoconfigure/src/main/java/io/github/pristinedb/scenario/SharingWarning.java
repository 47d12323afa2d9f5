package io.github.pristinedb.scenario;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Says once that tests run side by side that share the database of their class or
 * feature.
 */
final class SharingWarning {

	private static final Log logger = LogFactory.getLog(SharingWarning.class);

	private final AtomicBoolean said = new AtomicBoolean();

	/**
	 * A scenario starts.
	 * @param shared the class or feature whose database it has
	 * @param running the scenarios that have that database too and run now
	 */
	void started(Scope shared, List<Scope> running) {
		if (running.size() > 1 && this.said.compareAndSet(false, true)) {
			logger.warn("The tests of '" + shared.name() + "' share one database, but run side by side: " + running
					+ ". Let them run one after the other: @Execution(SAME_THREAD) on the class, or"
					+ " cucumber.execution.execution-mode.feature=same_thread in junit-platform.properties.");
		}
	}

}
