package io.github.pristinedb.slot;

import java.sql.SQLException;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The connectors that the scopes of a slot have used.
 *
 * @param connectors the connectors
 * @param loader the class loader of the thread that connected first. Pools look for
 * drivers there
 */
record UsedConnectors(Set<SlotConnector> connectors, @Nullable ClassLoader loader) {

	private static final Log logger = LogFactory.getLog(UsedConnectors.class);

	/**
	 * Whether all of them may connect before a scope asks.
	 * @return whether it is so; {@code false} if there are none
	 */
	boolean connectAhead() {
		return !this.connectors.isEmpty() && this.connectors.stream().allMatch(SlotConnector::connectsAhead);
	}

	/**
	 * Connect to the database of another slot. Whoever leases it tries again what fails.
	 * @param slot the slot
	 */
	void connect(Slot slot) {
		Thread thread = Thread.currentThread();
		ClassLoader own = thread.getContextClassLoader();
		thread.setContextClassLoader(this.loader);
		try {
			for (SlotConnector connector : this.connectors) {
				slot.inspected(connector);
			}
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("No connection to " + slot.database().database() + " can be opened ahead", ex);
		}
		finally {
			thread.setContextClassLoader(own);
		}
	}

}
