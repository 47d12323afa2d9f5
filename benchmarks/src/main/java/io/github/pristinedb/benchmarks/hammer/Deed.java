package io.github.pristinedb.benchmarks.hammer;

/**
 * What a scenario does to its database on the way. The scenario knows what its database
 * contains afterwards.
 */
enum Deed {

	READ, INSERT_ITEM, UPDATE_ITEM, DELETE_ITEM, INSERT_MANY_PARTS, DELETE_ALL_PARTS, COMMIT, ROLL_BACK, SAVEPOINT,
	ROLL_BACK_DDL, CREATE_TABLE, DROP_TABLE, CREATE_INDEX, CREATE_TRIGGER, DROP_VIEW, ADD_COLUMN, HTTP, HTTP_READ,
	ASYNC, ASYNC_OVER_HTTP, SEVERAL_CONNECTIONS, METADATA, INTERLEAVE

}
