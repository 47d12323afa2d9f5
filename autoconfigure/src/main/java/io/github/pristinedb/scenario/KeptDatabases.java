package io.github.pristinedb.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.event.PristineEvent.DatabaseKept;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.files.OwnerOnly;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.StringUtils;

/**
 * The directory where databases of scenarios stay when the run is over, so that a person
 * can look into them.
 *
 * @param directory the directory, absolute
 * @param policy which databases are kept
 * @param max how many files the directory has at the most; those of earlier runs make
 * room for new ones
 */
public record KeptDatabases(Path directory, Keep policy, int max) {

	private static final Log logger = LogFactory.getLog(KeptDatabases.class);

	// In bytes. File systems know 255, of which numbers and temporary names need some.
	private static final int LONGEST_NAME = 150;

	// The directory is the JVM's, whatever contexts it has.
	private static final Object monitor = new Object();

	private static final Instant started = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);

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
		try {
			synchronized (monitor) {
				OwnerOnly.createDirectories(this.directory);
				if (!makeRoom()) {
					logger.debug("The database of '" + scope.name() + "' is not kept: " + this.max + " are already");
					return;
				}
				Path file = fileFor(scope, slot.database().database().name());
				slot.capture(file);
				Path shown = relative(file);
				logger.info("The database of '" + scope.name() + "' is kept in " + shown + ". To look into it: "
						+ engine.openCommand(shown));
				PristineEvents.publish(new DatabaseKept(scope.name(), file.toString()));
			}
		}
		catch (IOException | RuntimeException ex) {
			// The scenario's result stands, and its database is to be given back.
			logger.warn("The database of '" + scope.name() + "' cannot be kept in " + this.directory, ex);
		}
	}

	/**
	 * Whether the database of a scenario is one of those that are kept, if there is room.
	 * @param failed whether it failed
	 * @return whether it is
	 */
	boolean isWanted(boolean failed) {
		return this.policy == Keep.ALL || (this.policy == Keep.FAILED && failed);
	}

	private boolean makeRoom() throws IOException {
		List<Path> kept;
		try (Stream<Path> files = Files.list(this.directory)) {
			kept = new ArrayList<>(files.filter(Files::isRegularFile)
				.sorted(Comparator.comparingLong((file) -> file.toFile().lastModified()))
				.toList());
		}
		while (kept.size() >= this.max && !kept.isEmpty()
				&& Files.getLastModifiedTime(kept.get(0)).toInstant().isBefore(started)) {
			Files.delete(kept.remove(0));
		}
		return kept.size() < this.max;
	}

	private Path fileFor(Scope scope, String databaseName) {
		String name = encodable(scope.name().strip().replaceAll("[^\\p{L}\\p{N}._-]+", "_"));
		while (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
			name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
		}
		String extension = StringUtils.getFilenameExtension(databaseName);
		String suffix = (extension != null) ? "." + extension : "";
		Path file = this.directory.resolve(name + suffix);
		for (int number = 2; Files.exists(file); number++) {
			file = this.directory.resolve(name + "-" + number + suffix);
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

	private static Path relative(Path file) {
		Path here = Path.of("").toAbsolutePath();
		return file.startsWith(here) ? here.relativize(file) : file;
	}

}
