package io.github.pristinedb.web;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether a request stays on this machine. No name is ever looked up: what is
 * neither {@code localhost} nor an address counts as another machine.
 */
final class ThisMachine {

	private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

	// InetAddress would look up what is not the full form of an address.
	private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

	private ThisMachine() {
	}

	/**
	 * Whether a URI names this machine.
	 * @param uri the URI
	 * @return {@code true} if its host is {@code localhost}, a loopback address or an
	 * address of one of this machine's network interfaces
	 */
	static boolean isTargetOf(URI uri) {
		String host = uri.getHost();
		if (host == null) {
			return false;
		}
		return isLocalhost(host.toLowerCase(Locale.ROOT)) || isOwnAddress(host);
	}

	/**
	 * Localhost and the names below it are loopback by definition (RFC 6761, 6.3).
	 */
	private static boolean isLocalhost(String host) {
		String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
		return name.equals("localhost") || name.endsWith(".localhost");
	}

	private static boolean isOwnAddress(String host) {
		try {
			InetAddress address = address(host);
			return address != null && (address.isLoopbackAddress() || address.isAnyLocalAddress()
					|| NetworkInterface.getByInetAddress(address) != null);
		}
		catch (UnknownHostException | SocketException ex) {
			return false;
		}
	}

	private static @Nullable InetAddress address(String host) throws UnknownHostException {
		boolean literal = host.startsWith("[") || IPV4.matcher(host).matches();
		return literal ? InetAddress.getByName(host) : null;
	}

}
