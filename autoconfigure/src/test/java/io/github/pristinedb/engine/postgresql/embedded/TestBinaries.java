package io.github.pristinedb.engine.postgresql.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.pristinedb.engine.postgresql.PostgresServer;

/**
 * The unpacked binaries of the tests' own server. To unpack them takes seconds.
 */
final class TestBinaries {

	private TestBinaries() {
	}

	static Path unpacked() throws IOException {
		EmbeddedServer.in(PostgresServer.CACHE);
		try (var stores = Files.newDirectoryStream(PostgresServer.CACHE.resolve("postgresql"),
				new Binaries().key() + "-*")) {
			return stores.iterator().next().resolve("dist").toRealPath();
		}
	}

}
