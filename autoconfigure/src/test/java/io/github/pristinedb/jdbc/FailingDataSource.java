package io.github.pristinedb.jdbc;

/**
 * Fails whatever it is asked.
 */
public class FailingDataSource extends SilentDataSource {

	public String getUrl() {
		throw new IllegalStateException("not configured");
	}

	public void close() {
		throw new IllegalStateException("busy");
	}

}
