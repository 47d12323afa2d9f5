package io.github.pristinedb.slot;

import java.util.Map;

import io.github.pristinedb.engine.Database;

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
	 * How the data source sets its connections up.
	 * @return the settings by name, equal to those of another one whose connections are
	 * set up alike
	 */
	Map<String, String> settings();

}
