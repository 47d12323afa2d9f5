package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.github.pristinedb.engine.ScenarioDatabase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Copies of one image that were made ahead. Nothing is made for an image that is asked
 * for once. Safe for use by several threads.
 */
final class Stock<D extends ScenarioDatabase> {

	private static final Log logger = LogFactory.getLog(Stock.class);

	private final Consumer<Administration.Task> background;

	private final Maker<D> maker;

	private final int size;

	private final Deque<D> ready = new ArrayDeque<>();

	private int asked;

	private int coming;

	private boolean closed;

	/**
	 * Nothing is made as yet.
	 * @param background works while nobody waits
	 * @param maker makes a copy
	 * @param size how many copies are kept ready
	 */
	Stock(Consumer<Administration.Task> background, Maker<D> maker, int size) {
		this.background = background;
		this.maker = maker;
		this.size = size;
	}

	/**
	 * Take a copy, which is the caller's from then on.
	 * @return the copy
	 * @throws SQLException if there is none ready, and none can be made
	 */
	D take() throws SQLException {
		D taken = poll();
		refill();
		return (taken != null) ? taken : this.maker.make();
	}

	private synchronized @Nullable D poll() {
		this.asked++;
		return this.ready.poll();
	}

	private synchronized void refill() {
		while (!this.closed && this.asked > 1 && this.ready.size() + this.coming < this.size) {
			try {
				this.background.accept(this::makeOne);
				this.coming++;
			}
			catch (RejectedExecutionException ex) {
				// The session ends.
				return;
			}
		}
	}

	private void makeOne() {
		D made = null;
		try {
			made = this.maker.make();
		}
		catch (SQLException | RuntimeException ex) {
			// Whoever needs one makes it, and is told if that is not possible.
			logger.debug("A copy cannot be made ahead", ex);
		}
		if (!keep(made) && made != null) {
			made.close();
		}
	}

	private synchronized boolean keep(@Nullable D made) {
		this.coming--;
		return made != null && !this.closed && this.ready.add(made);
	}

	/**
	 * Drop what is ready, and make no more.
	 */
	void close() {
		Deque<D> left;
		synchronized (this) {
			this.closed = true;
			left = new ArrayDeque<>(this.ready);
			this.ready.clear();
		}
		left.forEach(ScenarioDatabase::close);
	}

	/**
	 * Makes a copy.
	 *
	 * @param <D> the type of the copy
	 */
	interface Maker<D> {

		D make() throws SQLException;

	}

}
