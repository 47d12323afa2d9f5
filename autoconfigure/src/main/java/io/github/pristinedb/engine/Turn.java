package io.github.pristinedb.engine;

/**
 * The right to use a database that all scenarios share, until it is closed.
 */
public interface Turn extends AutoCloseable {

	/**
	 * Let the next one have its turn. What is still open on the database is undone first.
	 */
	@Override
	void close();

}
