package io.github.pristinedb.jdbc;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A server of PostgreSQL as far as its protocol begins: it reads which database a
 * connection is to, and refuses the connection.
 */
final class RefusingServer implements AutoCloseable {

	private final ServerSocket socket;

	private final CountDownLatch refused = new CountDownLatch(1);

	private final List<String> databases = new CopyOnWriteArrayList<>();

	private final List<String> users = new CopyOnWriteArrayList<>();

	RefusingServer() throws IOException {
		this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(this::serve, "refusing-server");
		thread.setDaemon(true);
		thread.start();
	}

	String url(String database) {
		return "jdbc:postgresql://localhost:" + this.socket.getLocalPort() + "/" + database;
	}

	/**
	 * The databases that somebody wanted to connect to.
	 * @return their names
	 */
	List<String> databases() {
		return this.databases;
	}

	/**
	 * Wait until it has refused somebody. A pool may connect in a thread of its own.
	 */
	void awaitRefusal() {
		try {
			if (!this.refused.await(1, TimeUnit.MINUTES)) {
				throw new AssertionError("Nobody wanted to connect");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The users that somebody wanted to connect as.
	 * @return their names
	 */
	List<String> users() {
		return this.users;
	}

	private void serve() {
		while (!this.socket.isClosed()) {
			try (Socket client = this.socket.accept()) {
				refuse(new DataInputStream(client.getInputStream()), client.getOutputStream());
			}
			catch (IOException ex) {
				// It was closed, or the client has gone.
			}
		}
	}

	private void refuse(DataInputStream input, OutputStream output) throws IOException {
		byte[] message = read(input);
		while (message.length == Integer.BYTES) {
			// Neither TLS nor GSS.
			output.write('N');
			output.flush();
			message = read(input);
		}
		String[] parameters = new String(message, Integer.BYTES, message.length - Integer.BYTES, StandardCharsets.UTF_8)
			.split("\0");
		for (int i = 0; i + 1 < parameters.length; i += 2) {
			if (parameters[i].equals("database")) {
				this.databases.add(parameters[i + 1]);
			}
			else if (parameters[i].equals("user")) {
				this.users.add(parameters[i + 1]);
			}
		}
		byte[] error = "SFATAL\0VFATAL\0C3D000\0Mthe server refuses\0\0".getBytes(StandardCharsets.UTF_8);
		output.write('E');
		output.write(new byte[] { 0, 0, 0, (byte) (error.length + Integer.BYTES) });
		output.write(error);
		output.flush();
		this.refused.countDown();
	}

	private static byte[] read(DataInputStream input) throws IOException {
		byte[] message = new byte[input.readInt() - Integer.BYTES];
		input.readFully(message);
		return message;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
