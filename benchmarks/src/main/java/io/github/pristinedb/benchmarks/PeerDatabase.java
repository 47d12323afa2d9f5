package io.github.pristinedb.benchmarks;

import javax.sql.DataSource;

/**
 * A database that another library brings back after each test method. It lives as long as
 * the JVM.
 */
public interface PeerDatabase {

	/**
	 * The data source of the tests, always the same one.
	 * @return the data source
	 */
	DataSource dataSource();

	/**
	 * End a test method, and start the next one.
	 * @throws Exception if the library fails
	 */
	void nextMethod() throws Exception;

	/**
	 * Wait until the library is done with what it prepares in the background.
	 * @throws Exception if the library fails
	 */
	void awaitIdle() throws Exception;

}
