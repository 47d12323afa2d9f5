package io.github.pristinedb.engine.h2;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A JDBC URL as H2's driver reads it: {@code jdbc:h2:}, a place, and settings that follow
 * semicolons. A backslash in a setting escapes the character after it.
 *
 * @param place what stands before the first semicolon, {@code mem:testdb} for example
 * @param settings the values of the settings by their names in upper case
 * @param defect why the driver would refuse the settings, {@code null} if it would not
 */
record H2Url(String place, SortedMap<String, String> settings, @Nullable String defect) {

	static final String INIT = "INIT";

	private static final String PREFIX = "jdbc:h2:";

	private static final String MEMORY = "mem:";

	// What is done by a connection or to it, and need not be possible before there is any
	// content.
	private static final Set<String> OF_CONNECTION = Set.of(INIT, "IFEXISTS", "FORBID_CREATION", "CATALOG", "SCHEMA",
			"SCHEMA_SEARCH_PATH", "QUERY_TIMEOUT", "LAZY_QUERY_EXECUTION", "OLD_INFORMATION_SCHEMA");

	// What has no say in the content of a database.
	private static final Set<String> OUTSIDE = Set.of("USER", "PASSWORD", "PASSWORD_HASH", "IFEXISTS",
			"FORBID_CREATION", "DB_CLOSE_DELAY", "DB_CLOSE_ON_EXIT", "LOCK_TIMEOUT", "QUERY_TIMEOUT",
			"TRACE_LEVEL_FILE", "TRACE_LEVEL_SYSTEM_OUT", "TRACE_MAX_FILE_SIZE");

	// What a password could follow, in the manner of another product's URL.
	private static final Pattern READABLE = Pattern.compile("[^?&;]*");

	private static final Pattern SERVER = Pattern.compile("(tcp|ssl):.*", Pattern.DOTALL);

	// As Spring makes it up. The slots of such a database have it behind a slash.
	private static final Pattern GENERATED = Pattern
		.compile("(mem:(?:.*/)?)\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}", Pattern.DOTALL);

	// In the place of a name that is another one for each context.
	private static final String GENERATED_NAME = "generated";

	// As H2 finds the catalog's name in the place.
	private static final Pattern SEPARATORS = Pattern.compile("[/\\\\:,;]");

	/**
	 * Read a URL.
	 * @param jdbcUrl the JDBC URL
	 * @return the URL, or {@code null} if it is another product's
	 */
	static @Nullable H2Url parse(String jdbcUrl) {
		// The driver takes no other case.
		if (!jdbcUrl.startsWith(PREFIX)) {
			return null;
		}
		String address = jdbcUrl.substring(PREFIX.length());
		int semicolon = address.indexOf(';');
		if (semicolon == -1) {
			return new H2Url(address, Collections.emptySortedMap(), null);
		}
		SortedMap<String, String> settings = new TreeMap<>();
		String defect = null;
		for (String setting : split(address.substring(semicolon + 1))) {
			int equals = setting.indexOf('=');
			if (setting.isEmpty()) {
				continue;
			}
			if (equals == -1) {
				defect = "its URL has a setting without a value";
				continue;
			}
			String name = setting.substring(0, equals).toUpperCase(Locale.ENGLISH);
			String value = setting.substring(equals + 1);
			String earlier = settings.put(name, value);
			if (earlier != null && !earlier.equals(value)) {
				defect = "its URL has two values of " + name;
			}
		}
		return new H2Url(address.substring(0, semicolon), Collections.unmodifiableSortedMap(settings), defect);
	}

	private static List<String> split(String settings) {
		List<String> parts = new ArrayList<>();
		StringBuilder part = new StringBuilder();
		for (int i = 0; i < settings.length(); i++) {
			char c = settings.charAt(i);
			if (c == ';') {
				parts.add(part.toString());
				part.setLength(0);
			}
			else {
				boolean escapes = c == '\\' && i < settings.length() - 1;
				part.append(escapes ? settings.charAt(++i) : c);
			}
		}
		parts.add(part.toString());
		return parts;
	}

	/**
	 * Why the URL names no database that could be made anew.
	 * @return the reason, or {@code null} if it names such a database
	 */
	@Nullable String unmanageable() {
		if (SERVER.matcher(this.place).matches()) {
			return "it is on a server, and only databases of H2 that live in the memory of the tests are managed";
		}
		if (!isInMemory()) {
			return "it is a file, and only databases of H2 that live in memory are managed";
		}
		if (this.place.equals(MEMORY)) {
			return "its URL has no name, so that each connection gets a database of its own";
		}
		if (name().isEmpty()) {
			return "its URL has no name";
		}
		if (this.defect != null) {
			return this.defect;
		}
		return this.settings.getOrDefault("ACCESS_MODE_DATA", "rw").equalsIgnoreCase("r") ? "its URL makes it read-only"
				: null;
	}

	/**
	 * Whether the database lives in the memory of this JVM.
	 * @return whether it does
	 */
	boolean isInMemory() {
		return this.place.startsWith(MEMORY);
	}

	/**
	 * The name that H2 gives the catalog, but for its case: the last part of the place.
	 * @return the name, empty if there is none; {@code generated} if nobody has chosen it
	 */
	String name() {
		return isGenerated() ? GENERATED_NAME : lastPart(readablePlace());
	}

	/**
	 * The name of the catalog, with what {@link #name()} leaves out of messages.
	 * @return the name
	 */
	String catalog() {
		return lastPart(this.place);
	}

	private String lastPart(String place) {
		return SEPARATORS.splitAsStream(isInMemory() ? place.substring(MEMORY.length()) : place)
			.filter((part) -> !part.isEmpty())
			.reduce("", (earlier, later) -> later);
	}

	/**
	 * The URL as it stands in messages: without settings, which may be passwords.
	 * @return the URL, of a server its kind alone
	 */
	String readable() {
		Matcher server = SERVER.matcher(this.place);
		return PREFIX + (server.matches() ? server.group(1) + ":" : readablePlace());
	}

	/**
	 * Whether nobody has chosen the name: Spring and Spring Boot make up a UUID.
	 * @return whether it is so
	 */
	boolean isGenerated() {
		return GENERATED.matcher(this.place).matches();
	}

	private String readablePlace() {
		Matcher generated = GENERATED.matcher(this.place);
		if (generated.matches()) {
			return generated.group(1) + "<" + GENERATED_NAME + ">";
		}
		Matcher readable = READABLE.matcher(this.place);
		return readable.lookingAt() ? readable.group() : "";
	}

	/**
	 * Whether a setting has a say in what the content of a database becomes.
	 * @param setting the setting's name, in upper case
	 * @return whether it has; not if it tells a user or a password
	 */
	static boolean decidesContent(String setting) {
		return !OUTSIDE.contains(setting);
	}

	/**
	 * Whether a setting is about a connection alone.
	 * @param setting the setting's name, in upper case
	 * @return whether it is
	 */
	static boolean isOfConnection(String setting) {
		return OF_CONNECTION.contains(setting);
	}

	/**
	 * A URL with the same settings for another database in memory.
	 * @param name the other database's name
	 * @return the JDBC URL
	 */
	String withName(String name) {
		return write(name, this.settings);
	}

	/**
	 * A URL for a connection that does to a database in memory nothing but what its
	 * settings are.
	 * @param name the database's name
	 * @return the JDBC URL, without what the application does when it connects
	 */
	String forOwner(String name) {
		return write(name, ofDatabase());
	}

	/**
	 * A URL for a connection that takes this database as it finds it, and fails if there
	 * is none.
	 * @return the JDBC URL
	 */
	String forVisitor() {
		SortedMap<String, String> visiting = ofDatabase();
		visiting.put("IFEXISTS", "TRUE");
		return write(nameInMemory(), visiting);
	}

	/**
	 * What stands between the prefix and the settings.
	 * @return the name
	 */
	String nameInMemory() {
		return this.place.substring(MEMORY.length());
	}

	private SortedMap<String, String> ofDatabase() {
		SortedMap<String, String> kept = new TreeMap<>(this.settings);
		kept.keySet().removeIf(H2Url::isOfConnection);
		return kept;
	}

	static String write(String name, Map<String, String> settings) {
		StringBuilder url = new StringBuilder(PREFIX).append(MEMORY).append(name);
		settings.forEach((key, value) -> url.append(';')
			.append(key)
			.append('=')
			.append(value.replace("\\", "\\\\").replace(";", "\\;")));
		return url.toString();
	}

}
