package io.github.pristinedb.benchmarks.hammer;

/**
 * What the hammer uses of a server.
 *
 * @param connections how many connections to its databases are open
 * @param databases how many databases of slots and baselines there are
 */
record ServerUse(int connections, int databases) {

	/**
	 * Of an engine without a server.
	 */
	static final ServerUse NONE = new ServerUse(0, 0);

}
