package io.github.pristinedb.slot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.event.PristineEvent.DatabaseKept;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.files.MadeFiles;
import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.OwnerOnly;
import io.github.pristinedb.scope.Scope;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.StringUtils;

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

	// By directory and reason, in this JVM.
	private static final Set<String> warned = ConcurrentHashMap.newKeySet();

	private static final String DIRECTORY = "kept";

	// In bytes. File systems know 255, of which numbers and temporary names need some.
	private static final int LONGEST_NAME = 150;

	/**
	 * Keep the database of a scenario if it is one of those that are kept.
	 * @param scope the scenario
	 * @param failed whether it failed
	 * @param engine the database's engine
	 * @param slot the slot that has its database
	 */
	void keep(Scope scope, boolean failed, DatabaseEngine engine, Slot slot) {
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
				Path file = fileFor(directory, scope, slot.database().database().name());
				slot.capture(file);
				files.add(DIRECTORY + "/" + file.getFileName(), this.run);
				logger.info("The database of '" + scope.name() + "' is kept in " + file + ". To look into it: "
						+ engine.openCommand(file));
				PristineEvents.publish(new DatabaseKept(scope.name(), file.toString()));
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
		if (warned.add(directory + ": " + ((reason != null) ? reason : failure.getClass().getName()))) {
			logger.warn("The database of '" + scope.name() + "' cannot be kept in " + directory + ": "
					+ failure.getMessage() + cure);
		}
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

	private static Path fileFor(Path directory, Scope scope, String databaseName) {
		String name = encodable(scope.path().strip().replaceAll("[^\\p{L}\\p{N}._-]+", "_"));
		while (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
			name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
		}
		String extension = StringUtils.getFilenameExtension(databaseName);
		String suffix = (extension != null) ? "." + extension : "";
		Path file = directory.resolve(name + suffix);
		for (int number = 2; OwnFile.exists(file); number++) {
			file = directory.resolve(name + "-" + number + suffix);
		}
		return file;
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

}
