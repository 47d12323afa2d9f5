package io.github.pristinedb.slot;

import java.util.Map;

import io.github.pristinedb.engine.Database;
import org.jspecify.annotations.Nullable;

/**
 * Connects one data source of an application context to the databases of slots. Several
 * data sources may name the same database, each with options and a pool of its own.
 */
public interface SlotConnector {

	/**
	 * Connect to the database of a slot. No connection is opened as yet.
	 * @param database the database
	 * @return the connections
	 */
	SlotConnections connect(Database database);

	/**
	 * Whether connections may be opened before a scope asks for one, on another thread.
	 * @return whether no code of the application's runs then, and enough connections are
	 * left for the pools that scopes use
	 */
	boolean connectsAhead();

	/**
	 * A connector of the same data source for a user.
	 * @param user the user
	 * @param password the user's password
	 * @return the connector, always the same one for the same user; this one if it is the
	 * data source's own user, or if it does not matter who connects
	 */
	SlotConnector as(@Nullable String user, @Nullable String password);

	/**
	 * How the data source sets its connections up.
	 * @return the settings by name, equal to those of another one whose connections are
	 * set up alike
	 */
	Map<String, String> settings();

}
