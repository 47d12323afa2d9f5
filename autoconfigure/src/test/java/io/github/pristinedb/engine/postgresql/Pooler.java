package io.github.pristinedb.engine.postgresql;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Stands between a client and a server, and makes up the number of the backend that it
 * tells the client, as poolers do.
 */
final class Pooler implements AutoCloseable {

	private static final int KEY_DATA = 'K';

	private final ServerSocket socket;

	private final String host;

	private final int port;

	Pooler(String host, int port) throws IOException {
		this.host = host;
		this.port = port;
		this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start(this::accept);
	}

	int port() {
		return this.socket.getLocalPort();
	}

	private static void start(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// One of both has closed its connection.
			}
		}, "pooler");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.socket.accept();
			Socket server = new Socket(this.host, this.port);
			start(() -> forward(client, server));
			start(() -> answer(server, client));
		}
	}

	private static void forward(Socket from, Socket to) throws IOException {
		try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
			in.transferTo(out);
		}
	}

	private static void answer(Socket from, Socket to) throws IOException {
		try (from;
				to;
				DataInputStream in = new DataInputStream(from.getInputStream());
				DataOutputStream out = new DataOutputStream(to.getOutputStream())) {
			while (true) {
				int type = in.readUnsignedByte();
				byte[] content = in.readNBytes(in.readInt() - Integer.BYTES);
				if (type == KEY_DATA) {
					content[3] ^= 0x55;
				}
				out.writeByte(type);
				out.writeInt(content.length + Integer.BYTES);
				out.write(content);
				out.flush();
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * Work with sockets.
	 */
	private interface Work {

		void run() throws IOException;

	}

}
