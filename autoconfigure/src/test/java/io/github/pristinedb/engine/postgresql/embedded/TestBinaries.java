package io.github.pristinedb.engine.postgresql.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.pristinedb.launch.CacheDirectory;

/**
 * The unpacked binaries of the tests' own server. To unpack them takes seconds.
 */
final class TestBinaries {

	private TestBinaries() {
	}

	static Path cache() {
		return CacheDirectory.ofThisProcess().resolve(System.getProperty(CacheDirectory.PROPERTY));
	}

	static Path unpacked() throws IOException {
		EmbeddedServer.in(cache());
		try (var stores = Files.newDirectoryStream(cache().resolve("postgresql"), new Binaries().key() + "-*")) {
			return stores.iterator().next().resolve("dist").toRealPath();
		}
	}

}
