package io.github.pristinedb.jdbc;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.Guard;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Warns of an application context in whose tests nothing is isolated, since none of its
 * databases has a name that is managed. Beside a managed one, others are most likely
 * meant to be left alone.
 */
final class PassedOverDatabases {

	private static final Log logger = LogFactory.getLog(PassedOverDatabases.class);

	// A run has many contexts, and one warning of a database is enough for it.
	private static final Set<String> warned = ConcurrentHashMap.newKeySet();

	private final Set<Database> databases = ConcurrentHashMap.newKeySet();

	private volatile boolean managed;

	void add(Database database) {
		this.databases.add(database);
	}

	void managed() {
		this.managed = true;
	}

	/**
	 * All data sources were seen.
	 * @param guard says which databases are managed
	 */
	void warnIfNothingIsManaged(Supplier<Guard> guard) {
		if (this.managed) {
			return;
		}
		for (Database database : this.databases) {
			if (warned.add(database.toString())) {
				logger.warn("All tests share the database " + database + ": it is not managed, since its name '"
						+ database.name() + "' starts with none of pristine.scenario-prefixes ("
						+ String.join(", ", guard.get().prefixes())
						+ "). Let the configuration of the tests name another one, and see that its profile is active"
						+ " (@ActiveProfiles); or set pristine.enabled=false if it is to be shared.");
			}
		}
	}

}
