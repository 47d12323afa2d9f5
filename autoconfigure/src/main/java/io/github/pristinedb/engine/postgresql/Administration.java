package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The engine's own connections to a server, and the threads that work by them while
 * nobody waits. A connection that stays open as long as the session holds the advisory
 * lock of the run, so that everybody can tell that the run is alive. Safe for use by
 * several threads.
 */
final class Administration implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Administration.class);

	// Whatever the server or the user is configured for: creating a database takes time,
	// and waiting is limited by whoever waits.
	private static final String SETTINGS = "-c statement_timeout=0 -c lock_timeout=0 -c idle_session_timeout=0"
			+ " -c default_transaction_read_only=off -c client_min_messages=error";

	// What Pristine does to the server is no change that a test has made.
	private static final String UNCOUNTED = "SET track_counts = off";

	// Databases that are nobody's own, the most usual one first. Advisory locks are those
	// of one database, so all runs have to choose the same one.
	private static final List<String> MAINTENANCE = List.of("postgres", "defaultdb");

	// invalid_catalog_name, insufficient_privilege, invalid_authorization: no entry in
	// pg_hba.conf
	private static final Set<String> NOT_THERE = Set.of("3D000", "42501", "28000");

	// too_many_connections, cannot_connect_now
	private static final Set<String> BUSY = Set.of("53300", "57P03");

	private static final int MOST_CONNECTIONS = 4;

	// A user may have few connections, and tests need them more.
	private static final int MOST_IDLE = 2;

	private static final int THREADS = 2;

	private static final long LAST_PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final PostgresDatabase model;

	private final DatabaseNames names;

	private final long patienceNanos;

	private final Semaphore permits = new Semaphore(MOST_CONNECTIONS, true);

	private final Deque<AdminConnection> idle = new ArrayDeque<>();

	private final ExecutorService background = Executors.newFixedThreadPool(THREADS, (task) -> {
		Thread thread = new Thread(task, "pristine-postgresql");
		thread.setDaemon(true);
		return thread;
	});

	private final Set<AdvisoryKey> held = new HashSet<>();

	private String maintenance = MAINTENANCE.get(0);

	private @Nullable AdminConnection alive;

	private @Nullable ServerFacts facts;

	private @Nullable Set<String> usualExtensions;

	private boolean closed;

	/**
	 * Opens no connection as yet.
	 * @param model a database of the server
	 * @param names names that carry the run
	 * @param patienceNanos how long to wait for a connection that the server refuses for
	 * now
	 */
	Administration(PostgresDatabase model, DatabaseNames names, long patienceNanos) {
		this.model = model;
		this.names = names;
		this.patienceNanos = patienceNanos;
	}

	Server server() {
		return this.model.server();
	}

	/**
	 * What the server tells of itself. It is asked once.
	 * @return the facts
	 * @throws SQLException if the server cannot be asked
	 */
	synchronized ServerFacts facts() throws SQLException {
		if (this.facts == null) {
			// It finds the maintenance database.
			AdminConnection first = alive();
			AdminConnection other = open(this.maintenance, SETTINGS);
			boolean useful = false;
			try {
				useful = ask(first, other);
			}
			finally {
				giveBack(other, useful);
			}
		}
		return Objects.requireNonNull(this.facts);
	}

	private boolean ask(AdminConnection first, AdminConnection other) throws SQLException {
		ServerFacts facts = ServerFacts.ask(first, other);
		this.facts = facts;
		if (facts.refusal(server()) != null) {
			// Nothing will be done there.
			first.close();
			this.alive = null;
			return false;
		}
		this.facts = facts.withProbe(first);
		logger.info(this.facts.way(server()));
		if (facts.superuser()) {
			other.execute(UNCOUNTED);
		}
		return true;
	}

	/**
	 * The extensions that each new database of the server has. They are asked once.
	 * @return their names with their versions
	 * @throws SQLException if the server does not tell
	 */
	synchronized Set<String> usualExtensions() throws SQLException {
		if (this.usualExtensions == null) {
			// Whoever creates a database meanwhile waits: the server does that by itself.
			try (AdminConnection connection = open("template1", SETTINGS)) {
				this.usualExtensions = Collections
					.unmodifiableSet(new TreeSet<>(DatabaseContent.extensions(connection)));
			}
		}
		return this.usualExtensions;
	}

	/**
	 * The connection by which the run is alive.
	 */
	private synchronized AdminConnection alive() throws SQLException {
		if (this.closed) {
			throw new SQLException("The session is closed", "08003");
		}
		AdminConnection present = this.alive;
		if (present == null || present.connection().isClosed()) {
			present = openMaintenance();
			try {
				present.execute("SELECT pg_advisory_lock_shared" + AdvisoryKey.ofRun(this.names.run()));
				for (AdvisoryKey key : this.held) {
					present.execute("SELECT pg_advisory_lock_shared" + key);
				}
			}
			catch (SQLException ex) {
				// Other products have no such locks. They are refused for another reason.
				logger.debug("The run cannot be registered with " + server(), ex);
			}
			this.alive = present;
		}
		return present;
	}

	private AdminConnection openMaintenance() throws SQLException {
		SQLException failure = null;
		for (String name : Stream.concat(MAINTENANCE.stream(), Stream.of(this.model.name())).distinct().toList()) {
			try {
				AdminConnection opened = open(name, SETTINGS);
				this.maintenance = name;
				return opened;
			}
			catch (SQLException ex) {
				if (!NOT_THERE.contains(ex.getSQLState())) {
					throw ex;
				}
				failure = (failure != null) ? failure : ex;
			}
		}
		throw Objects.requireNonNull(failure);
	}

	/**
	 * Hold a shared lock as long as the session is open.
	 * @param key the key of the lock
	 * @return whether it is held, {@code false} if another run has it for itself
	 * @throws SQLException if that cannot be told
	 */
	synchronized boolean hold(AdvisoryKey key) throws SQLException {
		AdminConnection connection = alive();
		if (this.held.contains(key)) {
			return true;
		}
		boolean got = connection.is("SELECT pg_try_advisory_lock_shared" + key);
		if (got) {
			this.held.add(key);
		}
		return got;
	}

	/**
	 * Connect to a database of the server, for as long as the caller likes.
	 * @param database the name of the database
	 * @param settings the settings that the session starts with
	 * @return the connection, to be closed by the caller
	 * @throws SQLException if that is not possible, although it was waited for
	 */
	AdminConnection open(String database, String settings) throws SQLException {
		long deadline = System.nanoTime() + this.patienceNanos;
		for (long millis = 10;; millis = Math.min(2 * millis, 250)) {
			try {
				return new AdminConnection(this.model.connect(database, settings));
			}
			catch (SQLException ex) {
				if (!BUSY.contains(ex.getSQLState()) || System.nanoTime() >= deadline) {
					throw ex;
				}
			}
			pause(millis);
		}
	}

	/**
	 * Connect to a database of the server for a short piece of work.
	 * @param database the name of the database
	 * @return the connection, to be closed by the caller
	 * @throws SQLException if that is not possible
	 */
	AdminConnection open(String database) throws SQLException {
		// The database may have a role for all of its sessions.
		return open(database, SETTINGS + " -c role=none");
	}

	/**
	 * Connect to the maintenance database, for as long as the caller likes.
	 * @return the connection, to be closed by the caller
	 * @throws SQLException if that is not possible
	 */
	AdminConnection openMaintained() throws SQLException {
		alive();
		return open(this.maintenance, maintaining());
	}

	private synchronized String maintaining() {
		return (this.facts != null && this.facts.superuser()) ? SETTINGS + " -c track_counts=off" : SETTINGS;
	}

	/**
	 * Wait, whoever interrupts.
	 */
	static void pause(long millis) {
		boolean interrupted = false;
		long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		for (long left = millis; left > 0; left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
			try {
				Thread.sleep(left);
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Do some work by a connection to the maintenance database.
	 * @param <T> what it results in
	 * @param work the work, which does not call this method again
	 * @return its result
	 * @throws SQLException if it fails
	 */
	<T> T with(Work<T> work) throws SQLException {
		this.permits.acquireUninterruptibly();
		try {
			AdminConnection connection = borrow();
			try {
				return work.by(connection);
			}
			finally {
				giveBack(connection);
			}
		}
		finally {
			this.permits.release();
		}
	}

	/**
	 * Do some work without a result by a connection to the maintenance database.
	 * @param deed the work, which does not call this method again
	 * @throws SQLException if it fails
	 */
	void run(Deed deed) throws SQLException {
		with((connection) -> {
			deed.by(connection);
			return true;
		});
	}

	/**
	 * Take a connection to the maintenance database, for as long as the caller likes: one
	 * that is idle, or else a new one.
	 * @return the connection, to be {@linkplain #giveBack given back} or closed
	 * @throws SQLException if that is not possible
	 */
	AdminConnection borrow() throws SQLException {
		while (true) {
			AdminConnection connection;
			synchronized (this) {
				connection = this.idle.poll();
			}
			if (connection == null) {
				return openMaintained();
			}
			if (isUsable(connection)) {
				return connection;
			}
			// The server has ended it, and perhaps all others.
			reviveIfNeeded();
		}
	}

	private synchronized void reviveIfNeeded() {
		AdminConnection present = this.alive;
		if (present != null && !isUsable(present)) {
			close(present);
			this.alive = null;
		}
	}

	/**
	 * The driver closes a connection that has failed. One that the server has ended
	 * meanwhile tells it only when it is asked.
	 */
	private static boolean isUsable(AdminConnection connection) {
		try {
			Connection jdbc = connection.connection();
			return !jdbc.isClosed() && jdbc.isValid(5);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	/**
	 * Give a connection to the maintenance database back, or close it.
	 * @param connection the connection
	 * @param useful whether it is as it was
	 * @throws SQLException if it cannot be closed
	 */
	void giveBack(AdminConnection connection, boolean useful) throws SQLException {
		if (useful) {
			giveBack(connection);
		}
		else {
			connection.close();
		}
	}

	/**
	 * Give a connection to the maintenance database back.
	 * @param connection the connection, as it was
	 * @throws SQLException if it is not kept, and cannot be closed
	 */
	void giveBack(AdminConnection connection) throws SQLException {
		synchronized (this) {
			if (!this.closed && this.idle.size() < MOST_IDLE && !connection.connection().isClosed()) {
				this.idle.push(connection);
				return;
			}
		}
		connection.close();
	}

	/**
	 * Do something while nobody waits for it.
	 * @param task what to do; a failure is logged
	 */
	void inBackground(Task task) {
		this.background.execute(() -> {
			try {
				task.run();
			}
			catch (SQLException | RuntimeException ex) {
				logger.debug("Some work on " + server() + " failed", ex);
			}
		});
	}

	/**
	 * Wait for what is done in the background, and take no more. A server that does not
	 * answer is not waited for without end.
	 */
	void finish() {
		this.background.shutdown();
		boolean interrupted = false;
		long deadline = System.nanoTime() + LAST_PATIENCE_NANOS;
		for (long left = LAST_PATIENCE_NANOS; left > 0; left = deadline - System.nanoTime()) {
			try {
				if (!this.background.awaitTermination(left, TimeUnit.NANOSECONDS)) {
					logger.debug("Some work on " + server() + " is not done");
				}
				break;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		finish();
		synchronized (this) {
			this.closed = true;
			close(this.alive);
			this.alive = null;
			this.idle.forEach(Administration::close);
			this.idle.clear();
		}
	}

	private static void close(@Nullable AdminConnection connection) {
		try {
			if (connection != null) {
				connection.close();
			}
		}
		catch (SQLException ex) {
			logger.debug("A connection cannot be closed", ex);
		}
	}

	/**
	 * Work by a connection.
	 *
	 * @param <T> what it results in
	 */
	interface Work<T> {

		T by(AdminConnection connection) throws SQLException;

	}

	/**
	 * Work by a connection, without a result.
	 */
	interface Deed {

		void by(AdminConnection connection) throws SQLException;

	}

	/**
	 * Work without a result.
	 */
	interface Task {

		void run() throws SQLException;

	}

}
