package io.github.pristinedb.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * The refresh of a peer's database, from the end of one test method to the first select
 * of the next.
 */
public final class PeerRefresh {

	private static final int METHODS = 12;

	// What the peer has prepared in the background before they start.
	private static final int PREPARED_METHODS = 4;

	private final PeerDatabase peer;

	private final Action<DataSource> method;

	private final Action<Connection> select;

	/**
	 * Nothing is done as yet.
	 * @param peer the database
	 * @param method what a test method does
	 * @param select the first select of a method
	 */
	public PeerRefresh(PeerDatabase peer, Action<DataSource> method, Action<Connection> select) {
		this.peer = peer;
		this.method = method;
		this.select = select;
	}

	/**
	 * The refresh where one test method follows the other.
	 * @return nanoseconds, of one method
	 * @throws Exception if the peer fails
	 */
	public double atOnce() throws Exception {
		double nanos = 0;
		for (int method = 0; method < METHODS; method++) {
			double one = nextMethod();
			nanos += (method < PREPARED_METHODS) ? 0 : one;
		}
		this.peer.awaitIdle();
		return nanos / (METHODS - PREPARED_METHODS);
	}

	/**
	 * The refresh where a method comes so late that its database is ready.
	 * @return nanoseconds
	 * @throws Exception if the peer fails
	 */
	public double prepared() throws Exception {
		double nanos = nextMethod();
		this.peer.awaitIdle();
		return nanos;
	}

	private double nextMethod() throws Exception {
		this.method.by(this.peer.dataSource());
		long started = System.nanoTime();
		this.peer.nextMethod();
		try (Connection next = this.peer.dataSource().getConnection()) {
			this.select.by(next);
		}
		return System.nanoTime() - started;
	}

	/**
	 * Works on a database.
	 *
	 * @param <T> what it is reached by
	 */
	@FunctionalInterface
	public interface Action<T> {

		/**
		 * Do it.
		 * @param database what the database is reached by
		 * @throws SQLException if it fails
		 */
		void by(T database) throws SQLException;

	}

}
