package io.github.pristinedb.engine.postgresql.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * What a server takes of its machine: memory and a port.
 *
 * @param memory the directory of a file system in memory, {@code null} if there is none
 * @param ports names ports that are probably free
 */
record Surroundings(@Nullable Path memory, Ports ports) {

	/**
	 * This machine. Linux has a file system in memory for all.
	 */
	static Surroundings ofThisMachine() {
		Path memory = Path.of("/dev/shm");
		return new Surroundings(Files.isDirectory(memory) ? memory : null, Surroundings::freePort);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(ServerAddress.HOST))) {
			return socket.getLocalPort();
		}
	}

	/**
	 * A directory in memory.
	 * @param room how many bytes have to be free there
	 * @return the directory, {@code null} if there is none, or not as much room
	 */
	@Nullable Path memory(long room) {
		try {
			return (this.memory != null && Files.isWritable(this.memory)
					&& Files.getFileStore(this.memory).getUsableSpace() >= room) ? this.memory : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	int port() throws IOException {
		return this.ports.next();
	}

	/**
	 * Names ports.
	 */
	@FunctionalInterface
	interface Ports {

		int next() throws IOException;

	}

}
