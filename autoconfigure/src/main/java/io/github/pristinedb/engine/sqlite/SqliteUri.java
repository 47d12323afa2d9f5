package io.github.pristinedb.engine.sqlite;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A {@code file:} URI as SQLite reads it.
 *
 * @param path the path, decoded: {@code file:path}, {@code file:///path} or
 * {@code file://localhost/path}
 * @param parameters the parameters in order, as they stand in the URI
 * @see <a href="https://www.sqlite.org/uri.html">Uniform Resource Identifiers</a>
 */
record SqliteUri(String path, List<String> parameters) {

	private static final String SCHEME = "file:";

	/**
	 * Whether SQLite takes a name for a URI.
	 * @param name the name
	 * @return whether it does, which depends on upper and lower case
	 */
	static boolean isUri(String name) {
		return name.startsWith(SCHEME);
	}

	/**
	 * Read a URI.
	 * @param uri the URI
	 * @return the URI, or {@code null} if SQLite refuses it because it names another host
	 * @throws InvalidPathException if the bytes of its path are no text
	 */
	static @Nullable SqliteUri parse(String uri) {
		String rest = uri.substring(SCHEME.length());
		if (rest.startsWith("//")) {
			int slash = rest.indexOf('/', 2);
			String host = rest.substring(2, (slash != -1) ? slash : rest.length());
			if (!host.isEmpty() && !host.equals("localhost")) {
				return null;
			}
			rest = rest.substring(2 + host.length());
		}
		// A fragment ends the path and the parameters alike.
		int fragment = rest.indexOf('#');
		if (fragment != -1) {
			rest = rest.substring(0, fragment);
		}
		int question = rest.indexOf('?');
		if (question == -1) {
			return new SqliteUri(decode(rest), List.of());
		}
		List<String> parameters = new ArrayList<>();
		for (String parameter : rest.substring(question + 1).split("&")) {
			if (!rawName(parameter).isEmpty()) {
				parameters.add(parameter);
			}
		}
		return new SqliteUri(decode(rest.substring(0, question)), List.copyOf(parameters));
	}

	/**
	 * The values of a parameter.
	 * @param name the name, in which upper and lower case differ
	 * @return the values in order, decoded
	 */
	Stream<String> values(String name) {
		return this.parameters.stream()
			.filter((parameter) -> decode(rawName(parameter)).equals(name))
			.map((parameter) -> decode(
					parameter.substring(Math.min(rawName(parameter).length() + 1, parameter.length()))));
	}

	/**
	 * All parameters but one.
	 * @param name the name of that one
	 * @return the parameters in order, as they stand in the URI
	 */
	List<String> parametersWithout(String name) {
		return this.parameters.stream().filter((parameter) -> !decode(rawName(parameter)).equals(name)).toList();
	}

	private static String rawName(String parameter) {
		int equals = parameter.indexOf('=');
		return (equals != -1) ? parameter.substring(0, equals) : parameter;
	}

	/**
	 * Decode a part of a URI. A plus sign and a broken escape stand for themselves, and
	 * {@code %00} ends the part.
	 */
	private static String decode(String part) {
		byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
		for (int i = 0; i < bytes.length; i++) {
			int octet = bytes[i];
			if (octet == '%' && i + 2 < bytes.length && hex(bytes[i + 1]) != -1 && hex(bytes[i + 2]) != -1) {
				octet = (hex(bytes[i + 1]) << 4) + hex(bytes[i + 2]);
				if (octet == 0) {
					break;
				}
				i += 2;
			}
			decoded.write(octet);
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded.toByteArray())).toString();
		}
		catch (CharacterCodingException ex) {
			throw new InvalidPathException(part, "Its bytes are not UTF-8");
		}
	}

	private static int hex(byte digit) {
		// Only ASCII digits: Character.digit knows those of other scripts too.
		return (digit > 0) ? Character.digit((char) digit, 16) : -1;
	}

}
