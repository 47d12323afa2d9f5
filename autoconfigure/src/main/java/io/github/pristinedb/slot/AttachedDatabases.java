package io.github.pristinedb.slot;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.error.SaidOnce;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Warns of files that connections attach: Pristine isolates the database of the data
 * source, and no file beside it.
 */
final class AttachedDatabases {

	private static final Log logger = LogFactory.getLog(AttachedDatabases.class);

	private static final String CURE = " Let the tests attach ':memory:', or a file for each test. Or make the file a data source"
			+ " whose name starts with one of pristine.scenario-prefixes.";

	private static final SaidOnce said = new SaidOnce(logger);

	// A file that one scope alone attaches is shared with nobody.
	private static final Map<String, Owner> attachedBy = new ConcurrentHashMap<>();

	private AttachedDatabases() {
	}

	/**
	 * Connections attach a file, whoever asks for one.
	 * @param file the file
	 * @param database the database that they are to
	 */
	static void ofEachConnection(String file, Database database) {
		said.warn(file, () -> "All scenarios share the database " + file + ": connections to " + database.name()
				+ " attach it, and attached files are not isolated." + CURE);
	}

	/**
	 * A scope has attached a file to a connection of its own.
	 * @param file the file
	 * @param lease what the scope has
	 * @param scope the scope's name
	 */
	static void ofScope(String file, DatabaseLease lease, String scope) {
		Owner owner = new Owner(System.identityHashCode(lease), scope);
		Owner other = attachedBy.putIfAbsent(file, owner);
		if (other != null && !other.equals(owner)) {
			said.warn(file, () -> "'" + other.scope + "' and '" + scope + "' share the database " + file
					+ ": both attach it, and attached files are not isolated." + CURE);
		}
	}

	/**
	 * Who has attached a file.
	 *
	 * @param lease what tells scopes of one name apart
	 * @param scope the scope's name
	 */
	private record Owner(int lease, String scope) {

	}

}
