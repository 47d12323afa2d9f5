package io.github.pristinedb.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;

/**
 * Copies a directory, and computes a checksum of what it copies. Only the owner can read
 * the copy. A directory with symbolic links is not copied.
 */
public final class DirectoryCopy {

	private final Set<String> omitted;

	private final BooleanSupplier late;

	private final byte[] buffer = new byte[1 << 16];

	private final Map<String, Long> checksums = new TreeMap<>();

	private DirectoryCopy(Set<String> omitted, BooleanSupplier late) {
		this.omitted = omitted;
		this.late = late;
	}

	/**
	 * Copy a directory.
	 * @param from the directory, which nobody changes meanwhile
	 * @param to the copy: an existing, empty directory
	 * @param omitted the names of files at the top that are not copied
	 * @return a checksum over the names and the content of the copied files
	 * @throws IOException if it cannot be copied, or has symbolic links
	 */
	public static String copy(Path from, Path to, Set<String> omitted) throws IOException {
		return copy(from, to, omitted, () -> false);
	}

	/**
	 * Copy a directory, unless it takes too long.
	 * @param from the directory, which nobody changes meanwhile
	 * @param to the copy: an existing, empty directory
	 * @param omitted the names of files at the top that are not copied
	 * @param late whether it has taken too long by now
	 * @return a checksum over the names and the content of the copied files
	 * @throws IOException if it cannot be copied, has symbolic links, or takes too long
	 */
	public static String copy(Path from, Path to, Set<String> omitted, BooleanSupplier late) throws IOException {
		DirectoryCopy copy = new DirectoryCopy(omitted, late);
		copy.copy(from, to);
		return copy.checksum();
	}

	/**
	 * The sum of the sizes of the files in a directory.
	 * @param directory the directory, which others may change meanwhile
	 * @return the size in bytes
	 * @throws IOException if it cannot be told
	 */
	public static long size(Path directory) throws IOException {
		long[] size = new long[1];
		Files.walkFileTree(directory, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				size[0] += attributes.size();
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
				if (ex instanceof NoSuchFileException) {
					return FileVisitResult.CONTINUE;
				}
				throw ex;
			}

		});
		return size[0];
	}

	private void copy(Path from, Path to) throws IOException {
		Files.walkFileTree(from, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
					throws IOException {
				if (!directory.equals(from)) {
					OwnerOnly.createNew(to.resolve(from.relativize(directory).toString()));
				}
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				if (!attributes.isRegularFile()) {
					throw new FileSystemException(file.toString(), null, "not copied because it is no regular file");
				}
				String name = from.relativize(file).toString();
				if (!DirectoryCopy.this.omitted.contains(name)) {
					DirectoryCopy.this.checksums.put(name.replace('\\', '/'), copyFile(file, to.resolve(name)));
				}
				return FileVisitResult.CONTINUE;
			}

		});
	}

	private long copyFile(Path from, Path to) throws IOException {
		return Uninterrupted.call(() -> {
			CRC32C checksum = new CRC32C();
			try (InputStream in = Files.newInputStream(from); OutputStream out = OwnerOnly.writeSecret(to)) {
				for (int count = in.read(this.buffer); count >= 0; count = in.read(this.buffer)) {
					if (this.late.getAsBoolean()) {
						throw new IOException("copying " + from.getParent() + " takes too long");
					}
					checksum.update(this.buffer, 0, count);
					out.write(this.buffer, 0, count);
				}
			}
			return checksum.getValue();
		});
	}

	private String checksum() {
		CRC32C all = new CRC32C();
		this.checksums.forEach((name, checksum) -> {
			all.update(name.getBytes(StandardCharsets.UTF_8));
			all.update(ByteBuffer.allocate(Long.BYTES).putLong(checksum).array());
		});
		return this.checksums.size() + "-" + Long.toHexString(all.getValue());
	}

}
