package io.github.pristinedb.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Coverage of several machines. A JaCoCo file may have others behind it, each with its
 * own header, as its agent's {@code append} makes them; who reads it adds them up. So no
 * class of JaCoCo is needed, and its Maven goals {@code report} and {@code check} do the
 * rest.
 */
final class Coverage {

	// A header block, the magic number and the version of the format.
	private static final byte[] HEADER = { 0x01, (byte) 0xC0, (byte) 0xC0, 0x10, 0x07 };

	private Coverage() {
	}

	/**
	 * Merge files.
	 * @param files the files
	 * @param shards how many shards they are from
	 * @param merged the file that comes of it, if there are any
	 * @return what is wrong, in sentences
	 * @throws IOException if a file cannot be read or written
	 */
	static List<String> merge(List<Path> files, int shards, Path merged) throws IOException {
		Files.deleteIfExists(merged);
		if (files.isEmpty()) {
			return List.of();
		}
		Files.createDirectories(merged.toAbsolutePath().getParent());
		List<String> problems = new ArrayList<>();
		if (files.size() < shards) {
			problems.add("There is coverage of fewer machines than there are shards (" + shards + "): " + files + ".");
		}
		try (OutputStream out = Files.newOutputStream(merged)) {
			for (Path file : files) {
				if (isWhole(file)) {
					Files.copy(file, out);
				}
				else {
					problems.add(file + " has no coverage in the format of JaCoCo 0.7.5 and newer: its JVM may have"
							+ " died.");
				}
			}
		}
		return problems;
	}

	private static boolean isWhole(Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			return Arrays.equals(in.readNBytes(HEADER.length), HEADER);
		}
	}

}
