package io.github.pristinedb.files;

import java.io.IOException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that Pristine made under common names such as {@code report.json}. A list
 * beside them has their names. No other file is ever replaced or deleted. Using the list
 * takes a lock.
 */
public final class MadeFiles {

	private static final String LIST = "made-by-pristine.list";

	private static final String LOCK = "made-by-pristine.lock";

	private static final String HEADER = "# The files here that Pristine has made and may replace or delete. It leaves"
			+ " all others alone.";

	private static final long MOST_BYTES = 1 << 22;

	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	// A file that is written again and again has no fixed size.
	private static final long ANY = -1;

	private final Path directory;

	private final Map<String, Made> made = new LinkedHashMap<>();

	private MadeFiles(Path directory) {
		this.directory = directory;
	}

	/**
	 * Use the list of a directory, under its lock.
	 * @param directory the directory, which exists
	 * @param use the use
	 * @throws IOException if the list cannot be locked, read or written, or the use fails
	 */
	public static void use(Path directory, Use use) throws IOException {
		Path real = directory.toRealPath();
		ProcessLock lock = Uninterrupted.call(() -> lock(real.resolve(LOCK)));
		try {
			MadeFiles files = new MadeFiles(real);
			files.load();
			Map<String, Made> before = Map.copyOf(files.made);
			use.files(files);
			if (!files.made.equals(before)) {
				files.save();
			}
		}
		finally {
			lock.close();
		}
	}

	private static ProcessLock lock(Path file) throws IOException {
		try {
			return ProcessLock.acquire(file, "write to " + file.getParent(), TIMEOUT);
		}
		catch (LockTimeoutException ex) {
			throw new FileSystemException(file.toString(), null, "it was locked for too long by " + ex.holder());
		}
		catch (InterruptedException ex) {
			throw new FileLockInterruptionException();
		}
	}

	private void load() throws IOException {
		Path list = this.directory.resolve(LIST);
		String text;
		try {
			text = new String(OwnFile.readProof(list, MOST_BYTES), StandardCharsets.UTF_8);
		}
		catch (NoSuchFileException ex) {
			return;
		}
		if (!text.startsWith(HEADER)) {
			throw Found.at(list).refused("it is no list of Pristine's");
		}
		text.lines().skip(1).forEach((line) -> {
			String[] values = line.split("\t", -1);
			if (values.length == 3 && values[2].matches("-?\\d{1,18}")) {
				this.made.put(values[0], new Made(values[0], values[1], Long.parseLong(values[2])));
			}
		});
	}

	private void save() throws IOException {
		this.made.values()
			.removeIf((each) -> each.bytes() != ANY && !OwnFile.exists(this.directory.resolve(each.name())));
		StringBuilder text = new StringBuilder(HEADER).append('\n');
		this.made.values().forEach((each) -> text.append(each.name() + "\t" + each.run() + "\t" + each.bytes() + "\n"));
		WholeFile.write(this.directory.resolve(LIST), text.toString());
	}

	/**
	 * The unchanged files in a directory below.
	 * @param below the name of the directory
	 * @return the files
	 */
	public List<Made> in(String below) {
		return this.made.values()
			.stream()
			.filter((each) -> each.name().startsWith(below + "/") && isUnchanged(each))
			.toList();
	}

	/**
	 * Write a file in one step, unless a file that Pristine did not make is there.
	 * @param name its name
	 * @param content writes its content
	 * @throws IOException if the file cannot be written, or belongs to somebody else
	 */
	public void replace(String name, WholeFile.Content content) throws IOException {
		Path file = this.directory.resolve(name);
		Made listed = this.made.get(name);
		if (OwnFile.exists(file) && (listed == null || !isUnchanged(listed))) {
			throw new FileSystemException(file.toString(), null, "Pristine has not made this file: move it away");
		}
		if (listed == null) {
			this.made.put(name, new Made(name, "", ANY));
			// Listed before it is written: a process that dies in between leaves no
			// unlisted file.
			save();
		}
		WholeFile.write(file, content);
	}

	/**
	 * Add a new file to the list.
	 * @param name its name, relative to the directory, with slashes
	 * @param run the run that made it
	 * @throws IOException if it cannot be looked at
	 */
	public void add(String name, String run) throws IOException {
		this.made.put(name, new Made(name, run, Found.at(this.directory.resolve(name)).size()));
	}

	/**
	 * Delete a file that is on the list and unchanged.
	 * @param file the file
	 * @throws IOException if it cannot be deleted
	 */
	public void delete(Made file) throws IOException {
		if (file.equals(this.made.remove(file.name())) && isUnchanged(file)) {
			Removal.of(this.directory.resolve(file.name()));
		}
	}

	private boolean isUnchanged(Made each) {
		try {
			Path file = this.directory.resolve(each.name());
			Path parent = file.getParent();
			if (!file.equals(file.normalize()) || !file.startsWith(this.directory) || parent == null
					|| Found.at(parent).directoryDefect() != null) {
				return false;
			}
			Found found = Found.at(file);
			return found.fileDefect(Long.MAX_VALUE) == null && (each.bytes() == ANY || each.bytes() == found.size());
		}
		catch (IOException | InvalidPathException ex) {
			return false;
		}
	}

	/**
	 * A file that Pristine made.
	 *
	 * @param name its name, relative to the directory, with slashes
	 * @param run the run that made it
	 * @param bytes its size, negative if any size is possible
	 */
	public record Made(String name, String run, long bytes) {

	}

	/**
	 * Uses the files.
	 */
	@FunctionalInterface
	public interface Use {

		/**
		 * Do it.
		 * @param files the files
		 * @throws IOException if it fails
		 */
		void files(MadeFiles files) throws IOException;

	}

}
