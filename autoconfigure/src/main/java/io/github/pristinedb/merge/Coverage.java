package io.github.pristinedb.merge;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.pristinedb.files.OwnFile;
import org.jspecify.annotations.Nullable;

/**
 * Coverage of several machines. JaCoCo files can be put in a row, each with its own
 * header, as the agent's {@code append} does. Readers add them up. So the merge needs no
 * class of JaCoCo. Its Maven goals {@code report} and {@code check} do the rest.
 *
 * @param files the files
 */
record Coverage(List<Path> files) {

	// The blocks of a file: a header for each appended run, sessions, and classes with a
	// bit for each probe.
	private static final int HEADER = 0x01;

	private static final int SESSION = 0x10;

	private static final int CLASS = 0x11;

	// The magic number, and the version of the format since JaCoCo 0.7.5.
	private static final int FORMAT = 0xC0C01007;

	/**
	 * Write all coverage into one file.
	 * @param merged the file, which is removed if there is no coverage
	 * @return the problems, in sentences
	 * @throws IOException if the file cannot be written
	 */
	List<String> mergeInto(Path merged) throws IOException {
		OwnFile.delete(merged);
		if (this.files.isEmpty()) {
			return List.of();
		}
		List<String> problems = new ArrayList<>();
		try (OutputStream out = OwnFile.overwriteNamed(merged)) {
			for (Path file : this.files) {
				String defect = defect(file);
				if (defect == null) {
					copy(file, out);
				}
				else {
					problems.add(defect);
				}
			}
		}
		return problems;
	}

	private static void copy(Path file, OutputStream out) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			in.transferTo(out);
		}
	}

	/**
	 * Checks a file before JaCoCo does: JaCoCo fails without the name of the file.
	 */
	private static @Nullable String defect(Path file) {
		try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
			int block = in.read();
			if (block < 0) {
				throw new EOFException();
			}
			boolean whole = block == HEADER;
			while (whole && block >= 0) {
				switch (block) {
					case HEADER -> whole = in.readInt() == FORMAT;
					case SESSION -> {
						in.readUTF();
						in.skipNBytes(2 * Long.BYTES);
					}
					case CLASS -> {
						in.skipNBytes(Long.BYTES);
						in.readUTF();
						in.skipNBytes((probes(in) + 7) / 8);
					}
					default -> whole = false;
				}
				block = in.read();
			}
			return whole ? null : file + " has no coverage in the format of JaCoCo 0.7.5 and newer.";
		}
		catch (EOFException ex) {
			return file + " is cut off: its JVM may have died.";
		}
		catch (IOException ex) {
			return file + " cannot be read: " + ex + ".";
		}
	}

	/**
	 * Reads a number of variable length: seven bits in each byte, the lowest first.
	 */
	private static int probes(DataInputStream in) throws IOException {
		int probes = 0;
		for (int shift = 0; shift < Integer.SIZE; shift += 7) {
			int next = in.readUnsignedByte();
			probes |= (next & 0x7F) << shift;
			if (next < 0x80) {
				return probes;
			}
		}
		throw new IOException("A class has too many probes");
	}

	/**
	 * Find shards without coverage. A file belongs to the shard with the nearest
	 * journals. If several shards are equally near, it may belong to any of them.
	 * @param shards the shards; one that has run no test may have no coverage
	 * @return the missing coverage, in sentences
	 */
	List<String> missing(Collection<ShardRun> shards) {
		Set<Integer> missing = shards.stream()
			.filter(ShardRun::ranAny)
			.map(ShardRun::number)
			.collect(Collectors.toCollection(TreeSet::new));
		int ofAny = 0;
		for (Path file : this.files) {
			Set<Integer> near = near(file, shards);
			if (near.size() == 1) {
				missing.removeAll(near);
			}
			else {
				ofAny++;
			}
		}
		return (missing.size() <= ofAny) ? List.of() : List.of("There is no coverage of these shards: " + missing
				+ ". Keep the jacoco.exec of each shard's build beside its journal, or further up.");
	}

	private static Set<Integer> near(Path file, Collection<ShardRun> shards) {
		Path directory = file.getParent();
		Set<Integer> near = Set.of();
		while (near.isEmpty() && directory != null) {
			Path around = directory;
			near = shards.stream()
				.filter((shard) -> shard.journals().stream().anyMatch((journal) -> journal.file().startsWith(around)))
				.map(ShardRun::number)
				.collect(Collectors.toSet());
			directory = directory.getParent();
		}
		return near;
	}

}
