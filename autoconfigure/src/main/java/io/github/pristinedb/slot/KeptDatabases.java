package io.github.pristinedb.slot;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.github.pristinedb.engine.KeepRequest;
import io.github.pristinedb.engine.Kept;
import io.github.pristinedb.error.SaidOnce;
import io.github.pristinedb.event.PristineEvent.DatabaseKept;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.files.MadeFiles;
import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.OwnerOnly;
import io.github.pristinedb.scope.Scope;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The directory where databases of scenarios stay when the run is over, so that a person
 * can look into them. Those of an earlier run go when the first one of a new run comes.
 *
 * @param base the workspace's base directory, absolute, which the directory is in
 * @param policy which databases are kept
 * @param max how many databases of a run are kept at the most
 * @param run the run that this JVM is part of, with others perhaps
 * @param alive whether another run is still at work
 */
public record KeptDatabases(Path base, Keep policy, int max, String run, Predicate<String> alive) {

	private static final Log logger = LogFactory.getLog(KeptDatabases.class);

	// By directory and reason.
	private static final SaidOnce said = new SaidOnce(logger);

	// Of the scopes that end right now, by the names of the databases.
	private static final Map<Scope, Map<String, Kept>> kept = Collections.synchronizedMap(new WeakHashMap<>());

	private static final String DIRECTORY = "kept";

	// In bytes. File systems know 255, of which numbers and temporary names need some.
	private static final int LONGEST_NAME = 150;

	/**
	 * The databases of a scope that were kept when it ended.
	 * @param scope the scope
	 * @return the kept databases by their names
	 */
	public static Map<String, Kept> of(Scope scope) {
		Map<String, Kept> databases = kept.get(scope);
		return (databases != null) ? Map.copyOf(databases) : Map.of();
	}

	/**
	 * Keep the database of a scenario if it is one of those that are kept.
	 * @param scope the scenario
	 * @param failed whether it failed
	 * @param slot the slot that has its database
	 * @param database the name of the database that the slot stands for
	 */
	void keep(Scope scope, boolean failed, Slot slot, String database) {
		if (!isWanted(failed)) {
			return;
		}
		Path directory;
		try {
			directory = OwnerOnly.createPrivate(OwnerOnly.createReadable(this.base).resolve(DIRECTORY));
		}
		catch (IOException | RuntimeException ex) {
			warn(scope, ex, ". Remove it or name another directory by pristine.workspace.");
			return;
		}
		try {
			MadeFiles.use(this.base, (files) -> {
				if (!makeRoom(files)) {
					logger.debug("The database of '" + scope.name() + "' is not kept: " + this.max + " are already");
					return;
				}
				Request request = new Request(directory, nameOf(scope), this.run);
				Kept kept = slot.keep(request);
				KeptDatabases.kept.computeIfAbsent(scope, (added) -> new ConcurrentHashMap<>()).put(database, kept);
				for (Path file : request.files()) {
					files.add(DIRECTORY + "/" + file.getFileName(), this.run);
				}
				logger.info("The database of '" + scope.name() + "' is kept in " + kept.place() + ". To look into it: "
						+ kept.command());
				PristineEvents.publish(new DatabaseKept(scope.id(), database, kept.place(), kept.command()));
			});
		}
		catch (IOException | RuntimeException ex) {
			// The scenario's result stands, and its database is to be given back.
			warn(scope, ex, "");
		}
	}

	/**
	 * Say so once for each reason and directory: it is the same for all that fail.
	 */
	private void warn(Scope scope, Exception failure, String cure) {
		Path directory = this.base.resolve(DIRECTORY);
		String reason = (failure instanceof FileSystemException file) ? file.getReason() : failure.getMessage();
		said.warn(directory + ": " + ((reason != null) ? reason : failure.getClass().getName()),
				() -> "The database of '" + scope.name() + "' cannot be kept in " + directory + ": "
						+ failure.getMessage() + cure);
		logger.debug("The database of '" + scope.name() + "' cannot be kept", failure);
	}

	/**
	 * Whether the database of a scenario is one of those that are kept, if there is room.
	 * @param failed whether it failed
	 * @return whether it is
	 */
	boolean isWanted(boolean failed) {
		return this.policy == Keep.ALL || (this.policy == Keep.FAILED && failed);
	}

	/**
	 * Other JVMs of this run, and other runs that are still at work, keep theirs.
	 */
	private boolean makeRoom(MadeFiles files) throws IOException {
		int kept = 0;
		for (MadeFiles.Made each : files.in(DIRECTORY)) {
			if (each.run().equals(this.run)) {
				kept++;
			}
			else if (!this.alive.test(each.run())) {
				files.delete(each);
			}
		}
		return kept < this.max;
	}

	private static String nameOf(Scope scope) {
		String name = encodable(scope.path().strip().replaceAll("[^\\p{L}\\p{N}._-]+", "_"));
		while (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
			name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
		}
		return name;
	}

	/**
	 * Without a locale, Java can name no file but in ASCII, whatever the file system can.
	 */
	private static String encodable(String name) {
		try {
			Path.of(name);
			return name;
		}
		catch (InvalidPathException ex) {
			return name.replaceAll("[^\\p{ASCII}]+", "_");
		}
	}

	/**
	 * A request to keep one database.
	 *
	 * @param directory where files are kept
	 * @param name the scenario as a part of a name
	 * @param run the run that keeps it
	 * @param files those that the engine has asked for
	 */
	private record Request(Path directory, String name, String run, List<Path> files) implements KeepRequest {

		Request(Path directory, String name, String run) {
			this(directory, name, run, new ArrayList<>());
		}

		@Override
		public Path file(String extension) {
			Path file = this.directory.resolve(this.name + extension);
			for (int number = 2; isTaken(file); number++) {
				file = this.directory.resolve(this.name + "-" + number + extension);
			}
			this.files.add(file);
			return file;
		}

		/**
		 * Whether there is such a file, or one beside it that a tool has left. SQLite
		 * would apply the log of an earlier database to this one.
		 */
		private boolean isTaken(Path file) {
			File[] taken = this.directory.toFile()
				.listFiles((directory, each) -> each.startsWith(String.valueOf(file.getFileName())));
			return OwnFile.exists(file) || (taken != null && taken.length > 0);
		}

	}

}
