package io.github.pristinedb.slot;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pristinedb.files.OwnerOnly;
import io.github.pristinedb.files.Removal;
import io.github.pristinedb.files.RunLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

/**
 * The directory of this JVM's run: what is in it is gone when the run ends. Each run
 * holds a lock in its directory as long as its process lives. The next run sweeps the
 * directories of dead processes.
 */
public final class Workspace {

	private static final Log logger = LogFactory.getLog(Workspace.class);

	private static final String RUN_PREFIX = "run-";

	// The process, and the number of a fresh directory.
	private static final Pattern RUN = Pattern.compile(RUN_PREFIX + "(\\d{1,18})-\\d+");

	private static final String LOCK = "run.lock";

	// A run is the JVM's, whatever contexts it has.
	private static final ConcurrentMap<Path, Workspace> workspaces = new ConcurrentHashMap<>();

	private final Path base;

	private final Set<Path> claimed = new HashSet<>();

	private final List<Runnable> atEnd = new ArrayList<>();

	// Process numbers of two machines can be the same, and two JVMs can be in containers.
	private final String name = ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);

	private final RunEnd end = new RunEnd(this::end, this::endAtExit);

	private @Nullable Path run;

	private @Nullable RunLock alive;

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
	 * The workspace of this JVM in a directory that nobody has named, and whose name can
	 * be guessed. If another user has put one there, a fresh directory beside it is used.
	 * @param base the absolute path of that directory
	 * @return the workspace; nothing but a fresh directory is created yet
	 * @throws WorkspaceException if a fresh directory is needed and cannot be created
	 */
	public static Workspace inTemporary(Path base) {
		return workspaces.computeIfAbsent(base.normalize(), (key) -> new Workspace(trusted(key)));
	}

	private static Path trusted(Path base) {
		try {
			String reason = reasonAgainst(base);
			if (reason == null) {
				return base;
			}
			Path fresh = OwnerOnly.createUntilExit(Objects.requireNonNull(base.getParent()), base.getFileName() + "-");
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
				check();
				OwnerOnly.createReadable(this.base);
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
		String reason = reasonAgainst(this.base);
		if (reason != null) {
			throw new WorkspaceException("The workspace " + this.base + " cannot be used because " + reason + ".",
					"Use a directory that belongs to this user alone (no link; chown, chmod go-w), or name another"
							+ " one by pristine.workspace. Other users must not read test data.",
					null);
		}
	}

	private static @Nullable String reasonAgainst(Path base) throws IOException {
		String reason = OwnerOnly.distrustAmongOthers(base);
		return (reason != null) ? reason : OwnerOnly.defect(base);
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
		Path run = OwnerOnly.createFresh(this.base, RUN_PREFIX + ProcessHandle.current().pid() + "-");
		try {
			this.alive = RunLock.create(run.resolve(LOCK));
			return run;
		}
		catch (IOException | RuntimeException ex) {
			remove(run);
			throw ex;
		}
	}

	/**
	 * The name of this run, on this machine and others.
	 * @return a name of digits, letters and a hyphen
	 */
	String name() {
		return this.name;
	}

	/**
	 * Do something when the run ends, after its contexts are closed and before its
	 * directory is removed.
	 * @param action what to do
	 */
	synchronized void atEnd(Runnable action) {
		this.atEnd.add(action);
	}

	private synchronized void end() {
		this.atEnd.forEach(Runnable::run);
		if (this.run == null || this.alive == null) {
			return;
		}
		try {
			// Windows removes no open file.
			this.alive.close();
		}
		catch (IOException ex) {
			logger.debug("The lock of the workspace " + this.run + " cannot be closed", ex);
		}
		remove(this.run);
	}

	private synchronized void endAtExit() {
		if (this.run != null) {
			try {
				Removal.atExit(this.run);
			}
			catch (IOException ex) {
				logger.debug("The workspace " + this.run + " cannot be listed", ex);
			}
		}
	}

	/**
	 * A context has a database here from now on.
	 * @param user what uses the database
	 * @param context the context
	 */
	void opened(Object user, ApplicationContext context) {
		this.end.opened(user, context);
	}

	/**
	 * A context has closed a database here.
	 * @param user what used the database
	 */
	void closed(Object user) {
		this.end.closed(user);
	}

	private void sweep() throws IOException {
		try (DirectoryStream<Path> runs = Files.newDirectoryStream(this.base, RUN_PREFIX + "*")) {
			for (Path other : runs) {
				if (isDead(other)) {
					logger.debug("Sweeping the workspace of a process that is gone: " + other);
					remove(other);
				}
			}
		}
	}

	/**
	 * Whether a directory belongs to a run whose process is gone. It has a name that only
	 * Pristine gives. The lock's file in it names the same process, which no longer holds
	 * the lock. A directory without the file may be anybody's.
	 */
	private static boolean isDead(Path run) {
		Matcher name = RUN.matcher(run.getFileName().toString());
		return name.matches() && Files.isDirectory(run, LinkOption.NOFOLLOW_LINKS)
				&& RunLock.isOfDeadProcess(run.resolve(LOCK), Long.parseLong(name.group(1)));
	}

	private static void remove(Path run) {
		try (DirectoryStream<Path> content = Files.newDirectoryStream(run, (entry) -> !entry.endsWith(LOCK))) {
			for (Path entry : content) {
				Removal.of(entry);
			}
			// Last, since a directory without it is not swept.
			Removal.of(run.resolve(LOCK));
			Removal.of(run);
		}
		catch (IOException ex) {
			// An open file on Windows, say. The next run sweeps it.
			logger.debug("The workspace " + run + " cannot be removed yet", ex);
		}
	}

}
