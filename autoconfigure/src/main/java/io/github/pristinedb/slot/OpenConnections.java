package io.github.pristinedb.slot;

import java.sql.Connection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.scope.Refusals;
import io.github.pristinedb.scope.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a lease that are open or are being opened. Each comes with a stack
 * trace of its opening: an exception notes the stack in a form that only the JVM can
 * read, which costs less than to look for the application's frame. Safe for use by
 * several threads.
 */
final class OpenConnections {

	// In a warning.
	private static final int MAX_PLACES = 3;

	// With the thread that opened it, and its stack.
	private final Map<Connection, Map.Entry<Thread, Throwable>> open = new IdentityHashMap<>();

	private int opening;

	private @Nullable Scope ended;

	/**
	 * A connection is about to be opened.
	 */
	synchronized void opening() {
		if (this.ended != null) {
			throw Refusals.ended(this.ended);
		}
		this.opening++;
	}

	/**
	 * A connection was opened, or could not be.
	 * @param connection the connection to be watched, {@code null} if there is none
	 * @return the scope if it has ended meanwhile, so that nobody may use the connection
	 */
	@Nullable Scope opened(@Nullable Connection connection) {
		Throwable stack = new Throwable();
		synchronized (this) {
			this.opening--;
			if (this.ended == null && connection != null) {
				this.open.put(connection, Map.entry(Thread.currentThread(), stack));
			}
			return this.ended;
		}
	}

	synchronized void closed(Connection connection) {
		this.open.remove(connection);
	}

	/**
	 * Whether threads have connections, or open some.
	 * @param threads threads of the scope
	 * @return whether one of them has, or any thread opens one
	 */
	synchronized boolean areUsedBy(List<Thread> threads) {
		return this.opening > 0 || areOpenOn(threads);
	}

	private boolean areOpenOn(List<Thread> threads) {
		return this.open.values().stream().map(Map.Entry::getKey).anyMatch(threads::contains);
	}

	/**
	 * Refuse all further connections.
	 * @param scope the scope that ends
	 * @return what is left open
	 */
	synchronized Left end(Scope scope) {
		this.ended = scope;
		List<String> places = this.open.values()
			.stream()
			.map(OpenConnections::place)
			.distinct()
			.limit(MAX_PLACES)
			.toList();
		return new Left(List.copyOf(this.open.keySet()), this.open.size() + this.opening, places,
				areOpenOn(scope.tasks()));
	}

	private static String place(Map.Entry<Thread, Throwable> opening) {
		String thread = "on the thread '" + opening.getKey().getName() + "'";
		String frame = OpeningPlace.of(opening.getValue());
		if (frame == null) {
			return thread;
		}
		return (opening.getKey() == Thread.currentThread()) ? "at " + frame : "at " + frame + " " + thread;
	}

	/**
	 * The connections that the calling thread has opened, and not closed.
	 * @return the connections
	 */
	synchronized List<Connection> ofThisThread() {
		Thread thread = Thread.currentThread();
		return this.open.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().getKey() == thread)
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * What a scope left open.
	 *
	 * @param connections the connections that are open
	 * @param number how many are open or being opened
	 * @param places where some of them were opened
	 * @param byTasks whether a thread that opened one works for the scope at this moment
	 */
	record Left(List<Connection> connections, int number, List<String> places, boolean byTasks) {

	}

}
