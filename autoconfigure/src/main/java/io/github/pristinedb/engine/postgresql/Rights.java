package io.github.pristinedb.engine.postgresql;

/**
 * What the application's user may do on its server.
 */
enum Rights {

	/**
	 * A superuser: databases are brought back in place.
	 */
	IN_PLACE,

	/**
	 * The user may create databases: each scenario that writes gets a new copy.
	 */
	COPIES,

	/**
	 * Nothing that helps.
	 */
	NONE

}
