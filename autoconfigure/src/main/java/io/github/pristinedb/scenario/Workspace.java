package io.github.pristinedb.scenario;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.pristinedb.files.OwnerOnly;
import io.github.pristinedb.files.Uninterrupted;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * The directory of this JVM's run: what is in it is gone when the run ends. Each run
 * holds a lock in its directory as long as its process lives, so the directories of dead
 * processes can be told and are swept when the next run starts.
 */
public final class Workspace {

	private static final Log logger = LogFactory.getLog(Workspace.class);

	private static final String RUN_PREFIX = "run-";

	private static final String LOCK = "run.lock";

	// How long a run may take to be created, by far.
	private static final Duration CREATION = Duration.ofHours(1);

	// A run is the JVM's, whatever contexts it has.
	private static final ConcurrentMap<Path, Workspace> workspaces = new ConcurrentHashMap<>();

	// The clocks of processes and of file systems differ a little.
	private static final Instant earliest = ProcessHandle.current()
		.info()
		.startInstant()
		.map((started) -> started.minusSeconds(60))
		.orElse(Instant.MIN);

	private final Path base;

	private final Set<Path> claimed = new HashSet<>();

	private @Nullable Path run;

	private Workspace(Path base) {
		this.base = base;
	}

	/**
	 * The workspace of this JVM in a directory.
	 * @param base the absolute path of the directory that the workspaces of all runs are
	 * in
	 * @return the workspace; nothing is created yet
	 */
	public static Workspace in(Path base) {
		return workspaces.computeIfAbsent(base.normalize(), Workspace::new);
	}

	/**
	 * The workspace of this JVM in a directory that is named by nobody, and whose name
	 * can be guessed: if somebody else has been there, it is in a fresh one beside it.
	 * @param base the absolute path of that directory
	 * @return the workspace; nothing but a fresh directory is created yet
	 * @throws WorkspaceException if a fresh directory is needed and cannot be created
	 */
	public static Workspace inTemporary(Path base) {
		return workspaces.computeIfAbsent(base.normalize(), (key) -> new Workspace(trusted(key)));
	}

	private static Path trusted(Path base) {
		try {
			String reason = OwnerOnly.distrustAmongOthers(base);
			if (reason == null) {
				return base;
			}
			Path fresh = Files.createTempDirectory(base.getParent(), base.getFileName() + "-");
			// If nothing was kept in it.
			fresh.toFile().deleteOnExit();
			logger.warn("The workspace " + base + " is not used because " + reason + ". This run uses " + fresh
					+ ". Name a directory by pristine.workspace.");
			return fresh;
		}
		catch (IOException ex) {
			throw unusable(base, ex);
		}
	}

	/**
	 * The directory that the workspaces of all runs are in.
	 * @return its absolute path; it need not exist yet
	 */
	public Path base() {
		return this.base;
	}

	/**
	 * The directory of this run, which is created when it is first asked for.
	 * @return an existing directory that only the owner can read
	 * @throws WorkspaceException if it cannot be created
	 */
	public synchronized Path run() {
		if (this.run == null) {
			try {
				OwnerOnly.createDirectories(this.base);
				check();
				sweep();
				this.run = create();
			}
			catch (IOException ex) {
				throw unusable(this.base, ex);
			}
		}
		return this.run;
	}

	private void check() throws IOException {
		String reason = OwnerOnly.distrustAmongOthers(this.base);
		if (reason != null) {
			throw new WorkspaceException(
					"The workspace " + this.base + " cannot be used because " + reason
							+ ", and test data is to be read by nobody else.",
					"Let it belong to this user alone (chown, chmod go-w), or name another directory by"
							+ " pristine.workspace.",
					null);
		}
	}

	/**
	 * A directory in this run that nobody else uses for a file of that name.
	 * @param prefix how the directory's name starts; a number follows, the lowest that is
	 * free
	 * @param fileName the name of the file that it is for
	 * @return an existing directory
	 */
	public synchronized Path claim(String prefix, String fileName) {
		for (int number = 1;; number++) {
			Path directory = run().resolve(prefix + "-" + number);
			if (this.claimed.add(directory.resolve(fileName))) {
				try {
					OwnerOnly.createDirectories(directory);
				}
				catch (IOException ex) {
					throw unusable(this.base, ex);
				}
				return directory;
			}
		}
	}

	/**
	 * Let others use a directory for a file of that name.
	 * @param directory the directory
	 * @param fileName the name of the file that it was for
	 */
	public synchronized void release(Path directory, String fileName) {
		this.claimed.remove(directory.resolve(fileName));
	}

	private static WorkspaceException unusable(Path base, IOException ex) {
		return new WorkspaceException("The workspace " + base + " cannot be used: " + ex + ".",
				"Check its permissions and its disk, or name another directory by pristine.workspace.", ex);
	}

	private Path create() throws IOException {
		Path run = Files.createTempDirectory(this.base, RUN_PREFIX + ProcessHandle.current().pid() + "-");
		try {
			Path lock = run.resolve(LOCK + ".new");
			FileChannel alive = Uninterrupted.call(() -> locked(lock));
			// Under the name that others look at it is never seen without its lock.
			Files.move(lock, run.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
			Runtime.getRuntime().addShutdownHook(new Thread(() -> end(run, alive), "pristine-workspace"));
			return run;
		}
		catch (IOException | RuntimeException ex) {
			remove(run);
			throw ex;
		}
	}

	private static FileChannel locked(Path file) throws IOException {
		FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		boolean locked = false;
		try {
			channel.lock();
			locked = true;
			return channel;
		}
		finally {
			if (!locked) {
				channel.close();
			}
		}
	}

	private static void end(Path run, FileChannel alive) {
		try {
			// Windows removes no open file.
			alive.close();
		}
		catch (IOException ex) {
			logger.debug("The lock of the workspace " + run + " cannot be closed", ex);
		}
		remove(run);
	}

	private void sweep() throws IOException {
		try (DirectoryStream<Path> runs = Files.newDirectoryStream(this.base, RUN_PREFIX + "*")) {
			for (Path other : runs) {
				if (Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS) && isDead(other)) {
					logger.debug("Sweeping the workspace of a process that is gone: " + other);
					remove(other);
				}
			}
		}
	}

	/**
	 * Whether nobody holds the lock. A run that has none yet is being created, unless it
	 * has had the time for that. The lock of this very process is not looked at: closing
	 * the file again would drop it. There is one if this class was loaded twice, for two
	 * modules that are tested in one JVM.
	 */
	private static boolean isDead(Path run) {
		if (isOfThisProcess(run)) {
			return false;
		}
		try (FileChannel channel = FileChannel.open(run.resolve(LOCK), StandardOpenOption.WRITE,
				LinkOption.NOFOLLOW_LINKS); FileLock lock = channel.tryLock()) {
			return lock != null;
		}
		catch (NoSuchFileException ex) {
			return isOlderThan(run, Instant.now().minus(CREATION));
		}
		catch (IOException | OverlappingFileLockException ex) {
			return false;
		}
	}

	/**
	 * Whether this process created a run. In another container, or before, another one
	 * may have had its number.
	 */
	private static boolean isOfThisProcess(Path run) {
		if (!run.getFileName().toString().startsWith(RUN_PREFIX + ProcessHandle.current().pid() + "-")) {
			return false;
		}
		return !isOlderThan(run, earliest);
	}

	private static boolean isOlderThan(Path run, Instant instant) {
		try {
			return Files.getLastModifiedTime(run, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(instant);
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static void remove(Path run) {
		try (DirectoryStream<Path> content = Files.newDirectoryStream(run, (entry) -> !entry.endsWith(LOCK))) {
			for (Path entry : content) {
				FileSystemUtils.deleteRecursively(entry);
			}
			// Last, since a directory without it is not swept.
			Files.deleteIfExists(run.resolve(LOCK));
			Files.deleteIfExists(run);
		}
		catch (IOException ex) {
			// An open file on Windows, say. The next run sweeps it.
			logger.debug("The workspace " + run + " cannot be removed yet", ex);
		}
	}

}
