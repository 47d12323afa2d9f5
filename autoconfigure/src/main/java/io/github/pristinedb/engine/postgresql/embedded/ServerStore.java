package io.github.pristinedb.engine.postgresql.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

import io.github.pristinedb.files.Discarded;
import io.github.pristinedb.files.LockTimeoutException;
import io.github.pristinedb.files.NewDirectory;
import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.OwnerOnly;
import io.github.pristinedb.files.ProcessLock;
import io.github.pristinedb.files.Removal;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one version of the server: its binaries, its snapshot, and who uses
 * the running server. All of it is read and changed under one lock.
 */
final class ServerStore {

	/**
	 * The server's log in its data directory, where its account can write.
	 */
	static final String LOG = "server.log";

	private static final Log logger = LogFactory.getLog(ServerStore.class);

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private static final int PORTS = 20;

	// What a copy on a memory file system leaves to others.
	private static final long ROOM = 2L << 30;

	private static final int ROOM_FACTOR = 8;

	private static final long MEGABYTE = 1L << 20;

	// The most that is kept for the next server.
	private static final long MOST = 4L << 30;

	static final String UNPACKING = "unpacking-";

	private static final String INITIALISING = "initialising-";

	private static final String DISTRIBUTION = "dist";

	private static final String DATA = "data";

	private static final String PORT = "port";

	private static final String DATA_PREFIX = "pristine-postgresql-";

	private final Path directory;

	private final Account account;

	private final @Nullable Binaries binaries;

	private final Surroundings surroundings;

	private final Discarded discarded;

	private final Snapshot snapshot;

	private final Users users;

	/**
	 * The store in a directory.
	 * @param directory the directory, which is created if need be
	 * @param account who runs the server
	 * @param binaries the binaries, {@code null} if they are unpacked already
	 * @param surroundings the machine
	 */
	ServerStore(Path directory, Account account, @Nullable Binaries binaries, Surroundings surroundings) {
		this.directory = directory;
		this.account = account;
		this.binaries = binaries;
		this.surroundings = surroundings;
		this.discarded = new Discarded(directory);
		this.snapshot = new Snapshot(directory, this.discarded);
		this.users = new Users(directory.resolve("users"));
	}

	Path directory() {
		return this.directory;
	}

	/**
	 * Where the server's programs are, as soon as they are unpacked.
	 */
	Path programs() {
		return this.directory.resolve(DISTRIBUTION).resolve("bin");
	}

	/**
	 * Use the running server from now on. If there is none, start one.
	 * @return where it listens
	 */
	ServerAddress enter() {
		return locked("start the embedded PostgreSQL server", PATIENCE, () -> {
			ServerAddress address = running();
			if (address == null) {
				address = startNew();
			}
			else if (this.users.isEmpty()) {
				logger.info("The PostgreSQL server on port " + address.port()
						+ " was left by processes that were killed. Pristine uses it again.");
			}
			this.users.enter();
			return address;
		});
	}

	/**
	 * No longer use the server. If nobody else does, stop it, and keep what outlives it.
	 * Whatever is not done in time is for the next build: it uses a server that still
	 * runs, and removes what is left.
	 * @param limit until when it has to be done
	 */
	void leave(TimeLimit limit) {
		locked("stop the embedded PostgreSQL server", limit.left(), () -> {
			if (this.users.leave()) {
				stop(limit);
			}
			return true;
		});
	}

	private <T> T locked(String purpose, Duration patience, Work<T> work) {
		try {
			create();
			Path lock = this.directory.toRealPath().resolve("lock");
			ProcessLock held = ProcessLock.acquire(lock, purpose, patience);
			try {
				return work.call();
			}
			finally {
				held.close();
			}
		}
		catch (LockTimeoutException ex) {
			throw new EmbeddedServerException(
					"The embedded PostgreSQL server in " + this.directory + " is locked by " + ex.getMessage() + ".",
					"Wait for that process, or end it.", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failed(ex);
		}
		catch (IOException | SQLException ex) {
			throw failed(ex);
		}
	}

	/**
	 * Another account has to find the binaries and its data, which only it can read.
	 */
	private void create() throws IOException {
		if (this.account.user() != null) {
			OwnerOnly.createReadable(this.directory);
		}
		else {
			OwnerOnly.createPrivate(this.directory);
		}
	}

	private EmbeddedServerException failed(Exception ex) {
		return new EmbeddedServerException(
				"The embedded PostgreSQL server in " + this.directory + " cannot be used: " + ex.getMessage() + ".",
				"Check the free space and the permissions of that directory. It can be deleted while no tests run."
						+ " Another place is named by pristine.template.cache-dir.",
				ex);
	}

	private @Nullable ServerAddress running() {
		String port = PropertyFile.read(serverFile()).get(PORT);
		String password = this.snapshot.password();
		if (port == null || password == null) {
			return null;
		}
		ServerAddress address = new ServerAddress(Integer.parseInt(port), password);
		return address.answers() ? address : null;
	}

	private Path serverFile() {
		return this.directory.resolve("server");
	}

	private ServerAddress startNew() throws IOException {
		ServerAddress.prepareDriver();
		removeData();
		sweep();
		Installation installation = installation();
		for (int attempt = 1;; attempt++) {
			boolean made = this.snapshot.password() == null;
			if (made) {
				initialise(installation);
			}
			Path data = createData();
			if (this.snapshot.copyTo(data)) {
				FormerStores.touch(this.directory);
				return start(installation, data);
			}
			removeData();
			if (made || attempt > 2) {
				throw new IOException("The data directory is damaged again and again");
			}
		}
	}

	/**
	 * Whatever has such a name under the lock was left by a process that was killed.
	 */
	private void sweep() throws IOException {
		try (DirectoryStream<Path> left = Files.newDirectoryStream(this.directory,
				"{" + UNPACKING + "," + INITIALISING + "," + Snapshot.COPYING + "," + DATA_PREFIX + "}*")) {
			for (Path each : left) {
				this.discarded.add(each);
			}
		}
		this.snapshot.discardFormer();
		this.discarded.removeInBackground();
	}

	private Installation installation() throws IOException {
		Path distribution = this.directory.resolve(DISTRIBUTION);
		if (!OwnFile.exists(distribution)) {
			if (this.binaries == null) {
				throw new IOException("It has no binaries");
			}
			logger.info("Unpacking the binaries of PostgreSQL to " + distribution);
			this.binaries.unpack(distribution);
		}
		return new Installation(distribution, this.account);
	}

	private void initialise(Installation installation) throws IOException {
		logger.info("Initialising data of PostgreSQL in " + this.directory);
		byte[] random = new byte[24];
		new SecureRandom().nextBytes(random);
		String password = HexFormat.of().formatHex(random);
		try (NewDirectory fresh = NewDirectory.in(this.directory, INITIALISING)) {
			fresh.addSecret("password", password);
			String user = this.account.user();
			if (user != null) {
				OwnerOnly.giveTo(fresh.path(), user);
			}
			Path data = fresh.path().resolve(DATA);
			installation.initialise(data, fresh.path().resolve("password"), this.directory.resolve("output.log"));
			fresh.append(DATA + "/postgresql.conf", Installation.settings());
			this.snapshot.publish(data, password, "", TimeLimit.in(PATIENCE));
		}
	}

	/**
	 * A directory for the data of a server, in memory if there is room.
	 */
	private Path createData() throws IOException {
		long room = Math.max(ROOM, ROOM_FACTOR * this.snapshot.size());
		Path memory = this.surroundings.memory(room);
		if (memory == null && this.surroundings.memory() != null) {
			logger.info("The data of the embedded PostgreSQL server are on the disk, where databases are copied more"
					+ " slowly: " + this.surroundings.memory() + " has less than " + room / MEGABYTE + " MB free.");
		}
		Path data = OwnerOnly.createFresh((memory != null) ? memory : this.directory, DATA_PREFIX);
		PropertyFile.write(serverFile(), Map.of(DATA, data.toString()));
		return data;
	}

	private ServerAddress start(Installation installation, Path data) throws IOException {
		String user = this.account.user();
		if (user != null) {
			OwnerOnly.giveTo(data, user);
		}
		Path log = data.resolve(LOG);
		for (int attempt = 0; attempt < PORTS; attempt++) {
			int port = this.surroundings.port();
			if (installation.start(data, port, log, this.directory.resolve("output.log"))) {
				ServerAddress address = new ServerAddress(port, Objects.requireNonNull(this.snapshot.password()));
				PropertyFile.write(serverFile(), Map.of(DATA, data.toString(), PORT, Integer.toString(port), "pid",
						Long.toString(ServerLog.pid(data))));
				logger.debug("PostgreSQL listens on port " + port + ", its data are in " + data);
				return address;
			}
			if (!ServerLog.end(log).contains("could not bind")) {
				break;
			}
		}
		String end = ServerLog.end(log);
		removeData();
		throw new IOException("The server does not start: " + end);
	}

	private void removeData() throws IOException {
		String data = PropertyFile.read(serverFile()).get(DATA);
		if (data != null && Path.of(data).getFileName().toString().startsWith(DATA_PREFIX)) {
			// A server that still runs there ends itself: it misses its lock file.
			if (this.directory.equals(Path.of(data).getParent())) {
				this.discarded.add(Path.of(data));
			}
			else {
				// In memory, which is short.
				Removal.of(Path.of(data));
			}
		}
		OwnFile.delete(serverFile());
	}

	private void stop(TimeLimit limit) throws IOException {
		Map<String, String> running = PropertyFile.read(serverFile());
		ServerAddress address = running();
		if (address == null) {
			removeData();
			return;
		}
		Path data = Path.of(running.getOrDefault(DATA, ""));
		String former = this.snapshot.databases();
		String databases = former;
		try (Connection connection = address.connect()) {
			databases = new Leftovers(connection).lasting();
			if (!databases.equals(former)) {
				databases = new Leftovers(connection).reduce(MOST, limit);
			}
		}
		catch (SQLException ex) {
			logger.debug("What outlives the server cannot be told", ex);
		}
		boolean clean = installation().stop(data, this.directory.resolve("output.log"), limit.left());
		try {
			if (clean && !databases.equals(former)) {
				this.snapshot.publish(data, address.password(), databases, limit);
			}
		}
		catch (IOException ex) {
			logger.warn("The templates of the embedded PostgreSQL server cannot be kept in " + this.directory + ": "
					+ ex.getMessage() + ". The next build builds them again.");
		}
		// Memory first. The next server removes what is left on the disk.
		removeData();
		this.snapshot.discardFormer();
		this.discarded.remove(limit::isOver);
	}

	/**
	 * Works under the lock.
	 *
	 * @param <T> what it results in
	 */
	private interface Work<T> {

		T call() throws IOException, SQLException;

	}

}
