package io.github.pristinedb.engine.sqlite;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * A JDBC URL as the SQLite driver reads it: {@code jdbc:sqlite:} and an address, which is
 * a file name or a {@code file:} URI, then parameters. Parameters that are pragmas are
 * for the driver; the others belong to the URI, or, behind a plain file name, to the file
 * name itself.
 *
 * @param address the file name or URI, without parameters
 * @param pragmas the parameters that are pragmas, in order
 * @param others all other parameters, in order
 * @see <a href="https://www.sqlite.org/uri.html">Uniform Resource Identifiers</a>
 */
record SqliteUrl(String address, List<String> pragmas, List<String> others) {

	private static final String PREFIX = "jdbc:sqlite:";

	private static final String MEMORY = ":memory:";

	private static final Set<String> PRAGMAS = Arrays.stream(SQLiteConfig.Pragma.values())
		.map((pragma) -> pragma.pragmaName.toLowerCase(Locale.ROOT))
		.collect(Collectors.toUnmodifiableSet());

	/**
	 * Read a URL.
	 * @param jdbcUrl the JDBC URL
	 * @return the URL, or {@code null} if the SQLite driver would not take it
	 */
	static @Nullable SqliteUrl parse(String jdbcUrl) {
		String url = jdbcUrl.trim();
		if (!url.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
			return null;
		}
		String address = url.substring(PREFIX.length());
		int question = address.indexOf('?');
		if (question == -1) {
			return new SqliteUrl(address, List.of(), List.of());
		}
		List<String> pragmas = new ArrayList<>();
		List<String> others = new ArrayList<>();
		for (String parameter : address.substring(question + 1).split("&")) {
			if (!parameter.isBlank()) {
				(PRAGMAS.contains(name(parameter)) ? pragmas : others).add(parameter.trim());
			}
		}
		return new SqliteUrl(address.substring(0, question), pragmas, others);
	}

	/**
	 * Why the URL names no file that could be copied to and restored.
	 * @return the reason, or {@code null} if it names such a file
	 */
	@Nullable String unmanageable() {
		if (this.address.isEmpty()) {
			return this.others.isEmpty() && this.pragmas.isEmpty() ? "it lives in memory only" : "it is temporary";
		}
		if (this.address.equals(MEMORY) || uriParameter("mode").equals("memory")) {
			return "it lives in memory only";
		}
		if (this.address.startsWith(":resource:")) {
			return "it is a resource, which the driver unpacks to a place of its own";
		}
		if (isUri()) {
			String path = uriPath();
			if (path == null) {
				return "its URI names another host";
			}
			if (path.isEmpty()) {
				return "it is temporary";
			}
			if (path.equals(MEMORY)) {
				return "it lives in memory only";
			}
			if (uriParameter("mode").equals("ro") || isOn(uriParameter("immutable"))) {
				return "its URL says that it is only read";
			}
			if (!uriParameter("vfs").isEmpty()) {
				return "its URL names a VFS, which may keep it anywhere";
			}
		}
		try {
			file();
		}
		catch (InvalidPathException ex) {
			return "its file name is not valid on this system: " + ex.getMessage();
		}
		return null;
	}

	/**
	 * The file that the URL names.
	 * @return the absolute path
	 * @throws InvalidPathException if it is none on this system
	 */
	Path file() {
		String name = this.address;
		if (isUri()) {
			name = String.valueOf(uriPath());
			// As in file:///C:/data/scenario.db
			if (name.matches("/[A-Za-z]:/.*") && Path.of("/").getFileSystem().getSeparator().equals("\\")) {
				name = name.substring(1);
			}
		}
		else if (!this.others.isEmpty()) {
			// The driver takes them off from the last to the first, and puts them back
			// so.
			List<String> reversed = new ArrayList<>(this.others);
			Collections.reverse(reversed);
			name = name + "?" + String.join("&", reversed);
		}
		return Path.of(name).toAbsolutePath();
	}

	/**
	 * A URL with the same options for another file.
	 * @param file the file
	 * @param defaults pragmas that are added unless this URL has them
	 * @param overrides pragmas that are added and replace those that this URL has
	 * @return the JDBC URL
	 */
	String withFile(Path file, Map<String, String> defaults, Map<String, String> overrides) {
		Map<String, String> settings = new LinkedHashMap<>();
		this.pragmas.forEach((pragma) -> settings.put(name(pragma), pragma));
		defaults.forEach((name, value) -> settings.putIfAbsent(name, name + "=" + value));
		overrides.forEach((name, value) -> settings.put(name, name + "=" + value));
		String path = file.toAbsolutePath().toString();
		boolean uri = isUri() || path.indexOf('?') != -1;
		List<String> parameters = new ArrayList<>(settings.values());
		if (uri) {
			path = "file://" + rawPath(file.toAbsolutePath().toUri());
			if (isUri()) {
				parameters.addAll(this.others);
			}
		}
		return PREFIX + path + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
	}

	private static String rawPath(URI uri) {
		return uri.getRawPath();
	}

	private boolean isUri() {
		return this.address.startsWith("file:");
	}

	/**
	 * The decoded path of the URI: {@code file:path}, {@code file:///path} or
	 * {@code file://localhost/path}, up to a fragment.
	 */
	private @Nullable String uriPath() {
		String path = this.address.substring("file:".length());
		int fragment = path.indexOf('#');
		if (fragment != -1) {
			path = path.substring(0, fragment);
		}
		if (path.startsWith("//")) {
			int slash = path.indexOf('/', 2);
			String host = (slash != -1) ? path.substring(2, slash) : path.substring(2);
			if (!host.isEmpty() && !host.equals("localhost")) {
				return null;
			}
			path = (slash != -1) ? path.substring(slash) : "";
		}
		return decode(path);
	}

	private String uriParameter(String name) {
		return this.others.stream()
			.filter((parameter) -> name(parameter).equals(name))
			.map((parameter) -> decode(parameter.substring(parameter.indexOf('=') + 1)))
			.findFirst()
			.orElse("");
	}

	private static String decode(String text) {
		try {
			// A plus sign stands for itself in a URI, unlike in a form.
			return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			// SQLite takes a broken escape literally.
			return text;
		}
	}

	private static boolean isOn(String value) {
		return value.equals("1") || value.equals("true") || value.equals("yes") || value.equals("on");
	}

	private static String name(String parameter) {
		int equals = parameter.indexOf('=');
		return ((equals != -1) ? parameter.substring(0, equals) : parameter).trim().toLowerCase(Locale.ROOT);
	}

}
