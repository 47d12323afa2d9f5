package io.github.pristinedb.engine.postgresql;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.SocketFactory;

/**
 * Makes the driver's sockets, and counts how often something is sent by one of them. Each
 * sending is a round trip.
 */
public final class CountedSockets extends SocketFactory {

	private static final ThreadLocal<AtomicInteger> sent = ThreadLocal.withInitial(AtomicInteger::new);

	/**
	 * The option of a URL that lets the driver use it.
	 */
	static final String OPTION = "socketFactory=" + CountedSockets.class.getName();

	/**
	 * How often this thread has sent something.
	 */
	static int sent() {
		return sent.get().get();
	}

	@Override
	public Socket createSocket() {
		return new CountedSocket();
	}

	@Override
	public Socket createSocket(String host, int port) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Socket createSocket(String host, int port, InetAddress local, int localPort) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Socket createSocket(InetAddress host, int port) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
		throw new UnsupportedOperationException();
	}

	private static final class CountedSocket extends Socket {

		@Override
		public OutputStream getOutputStream() throws IOException {
			return new FilterOutputStream(super.getOutputStream()) {
				@Override
				public void write(byte[] bytes, int start, int length) throws IOException {
					sent.get().incrementAndGet();
					this.out.write(bytes, start, length);
				}
			};
		}

	}

}
