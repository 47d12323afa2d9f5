package io.github.pristinedb.template.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.Sha256;
import io.github.pristinedb.files.WholeFile;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The checksums of the migrations that templates of one lineage were built with, kept in
 * the cache: a line for each version. A template whose migration has changed is just
 * built again; a database that is deployed refuses the change, and somebody should say
 * so.
 *
 * @param file where they are kept
 */
record AppliedMigrations(Path file) {

	private static final Log logger = LogFactory.getLog(AppliedMigrations.class);

	private static final Pattern LINE = Pattern.compile("(\\S+) (-?\\d{1,10})");

	private static final long MOST_BYTES = 1 << 18;

	static AppliedMigrations of(Path cache, String lineage) {
		String name = HexFormat.of().formatHex(Sha256.digest().digest(lineage.getBytes(StandardCharsets.UTF_8)));
		return new AppliedMigrations(cache.resolve(name + ".applied"));
	}

	/**
	 * Warn of migrations that have changed, and keep what was applied. Without the file,
	 * or if it cannot be read or written, nothing is said.
	 * @param checksums those of the migrations that were applied now, by version
	 */
	void compareAndKeep(Map<String, Integer> checksums) {
		if (checksums.isEmpty()) {
			return;
		}
		try {
			Map<String, Integer> known = read();
			List<String> changed = checksums.entrySet()
				.stream()
				.filter((applied) -> !applied.getValue()
					.equals(known.getOrDefault(applied.getKey(), applied.getValue())))
				.map(Map.Entry::getKey)
				.toList();
			if (!changed.isEmpty()) {
				logger.warn("Migrations have changed since the last template was built: " + String.join(", ", changed)
						+ ". The template is built again, but deployed databases refuse changed migrations. Write a new"
						+ " migration instead, unless none is deployed.");
			}
			if (!known.entrySet().containsAll(checksums.entrySet())) {
				known.putAll(checksums);
				WholeFile.write(this.file, text(known));
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("The checksums in " + this.file + " cannot be used", ex);
		}
	}

	private Map<String, Integer> read() throws IOException {
		Map<String, Integer> checksums = new TreeMap<>();
		try {
			new String(OwnFile.read(this.file, MOST_BYTES), StandardCharsets.UTF_8).lines()
				.map(LINE::matcher)
				.filter(Matcher::matches)
				.forEach((line) -> checksums.put(line.group(1), (int) Long.parseLong(line.group(2))));
		}
		catch (NoSuchFileException ex) {
			// The first template of its kind.
		}
		return checksums;
	}

	private static String text(Map<String, Integer> checksums) {
		return checksums.entrySet()
			.stream()
			.map((checksum) -> checksum.getKey() + " " + checksum.getValue() + "\n")
			.collect(Collectors.joining());
	}

}
