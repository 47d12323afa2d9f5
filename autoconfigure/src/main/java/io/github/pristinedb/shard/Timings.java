package io.github.pristinedb.shard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.TabSeparated;
import io.github.pristinedb.files.WholeFile;
import io.github.pristinedb.launch.ModuleDirectory;

/**
 * The times of tests in an earlier run. A file has a line for each {@linkplain TestUnits
 * unit}, in the order of their names: milliseconds with three decimals, a tab, the unit.
 *
 * @param micros the time of each unit, in microseconds
 */
public record Timings(SortedMap<String, Long> micros) {

	/**
	 * The default file of earlier timings, relative to the {@linkplain ModuleDirectory
	 * directory of the module}.
	 */
	public static final String DEFAULT_FILE = ".pristine/timings.tsv";

	private static final long MOST_BYTES = 1 << 26;

	private static final String REPLACE = "Replace it by the timings.tsv of a run, or delete it, on all" + " shards.";

	/**
	 * Timings of some units.
	 * @param micros the time of each unit, in microseconds
	 */
	public Timings {
		micros = Collections.unmodifiableSortedMap(new TreeMap<>(micros));
	}

	/**
	 * Timings of some units.
	 * @param micros the time of each unit, in microseconds
	 * @return the timings
	 */
	public static Timings of(Map<String, Long> micros) {
		return new Timings(new TreeMap<>(micros));
	}

	/**
	 * Read a file.
	 * @param file the file
	 * @return the timings, empty without such a file
	 * @throws ShardException if the file cannot be read, or has another format
	 */
	public static Timings read(Path file) {
		SortedMap<String, Long> micros = new TreeMap<>();
		int number = 0;
		try {
			for (String line : text(file).lines().toList()) {
				number++;
				if (!line.isBlank()) {
					int tab = line.indexOf('\t');
					micros.put(TabSeparated.unescape(line.substring(tab + 1)),
							Math.round(Double.parseDouble(line.substring(0, tab)) * 1000));
				}
			}
		}
		catch (NoSuchFileException ex) {
			return new Timings(micros);
		}
		catch (CharacterCodingException ex) {
			throw new ShardException("The timings of earlier runs, " + file + ", are not UTF-8 text.", REPLACE, ex);
		}
		catch (IOException ex) {
			throw new ShardException("The timings of earlier runs, " + file + ", cannot be read: " + ex + ".",
					"Check its permissions, or name another file by pristine.timings.", ex);
		}
		catch (NumberFormatException | IndexOutOfBoundsException ex) {
			throw new ShardException("Line " + number + " of the timings of earlier runs, " + file
					+ ", is not a time in milliseconds, a tab and a test.", REPLACE, ex);
		}
		return new Timings(micros);
	}

	private static String text(Path file) throws IOException {
		ByteBuffer bytes = ByteBuffer.wrap(OwnFile.readNamed(file, MOST_BYTES));
		return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
	}

	/**
	 * Write a file, in one step.
	 * @param file the file, in a directory that exists
	 * @throws IOException if it cannot be written
	 */
	public void write(Path file) throws IOException {
		WholeFile.write(file, toText());
	}

	/**
	 * The content of a file.
	 * @return the text
	 */
	public String toText() {
		StringBuilder text = new StringBuilder();
		this.micros.forEach((unit, time) -> text
			.append(String.format(Locale.ROOT, "%d.%03d\t%s\n", time / 1000, time % 1000, TabSeparated.escape(unit))));
		return text.toString();
	}

	/**
	 * Identifies these timings, whatever the line ends of their file.
	 * @return a checksum, {@code none} if there are no timings
	 */
	String checksum() {
		if (this.micros.isEmpty()) {
			return "none";
		}
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(toText().getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest, 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
	}

}
