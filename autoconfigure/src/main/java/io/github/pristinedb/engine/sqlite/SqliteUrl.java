package io.github.pristinedb.engine.sqlite;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.pristinedb.engine.ReadableUrl;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * A JDBC URL as the SQLite driver reads it: {@code jdbc:sqlite:} and an address, then
 * parameters. Those that are pragmas are for the driver. What is left is for SQLite,
 * which takes it for a {@code file:} URI or, parameters and all, for a file name.
 *
 * @param name what the driver hands to SQLite
 * @param pragmas the values of the pragmas by their names in lower case
 */
record SqliteUrl(String name, SortedMap<String, String> pragmas) {

	private static final String PREFIX = "jdbc:sqlite:";

	private static final String MEMORY = ":memory:";

	private static final String RESOURCE = ":resource:";

	private static final String OPEN_MODE = SQLiteConfig.Pragma.OPEN_MODE.pragmaName;

	// Flags of sqlite3_open_v2().
	private static final int OPEN_READONLY = 0x01;

	private static final int OPEN_READWRITE = 0x02;

	private static final int OPEN_CREATE = 0x04;

	private static final int OPEN_MEMORY = 0x80;

	private static final Set<String> OFF = Set.of("0", "no", "off", "false");

	// Directories, and what of the last name is certainly a name.
	private static final Pattern PLAIN = Pattern.compile("(?:[^?]*[/\\\\])?[^?;/\\\\]+");

	// A resource can be any URL. What follows the name of the file may be meant as an
	// option, also where the driver knows none.
	private static final Pattern READABLE = Pattern.compile(
			"jdbc:sqlite:(?!:resource:)(file:[^?;#]*|(?!file:)([^?]*[/\\\\])?[^?;/\\\\]*)", Pattern.CASE_INSENSITIVE);

	private static final Pattern SLASH_DRIVE = Pattern.compile("/[A-Za-z]:.*", Pattern.DOTALL);

	private static final Set<String> PRAGMAS = Arrays.stream(SQLiteConfig.Pragma.values())
		.map((pragma) -> pragma.pragmaName.toLowerCase(Locale.ROOT))
		.collect(Collectors.toUnmodifiableSet());

	/**
	 * Read a URL.
	 * @param jdbcUrl the JDBC URL
	 * @return the URL, or {@code null} if the SQLite driver would not take it
	 */
	static @Nullable SqliteUrl parse(String jdbcUrl) {
		if (!jdbcUrl.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
			return null;
		}
		String address = jdbcUrl.trim().substring(PREFIX.length());
		int question = address.indexOf('?');
		if (question == -1) {
			return new SqliteUrl(address, Collections.emptySortedMap());
		}
		SortedMap<String, String> pragmas = new TreeMap<>();
		List<String> others = new ArrayList<>();
		List<String> parameters = Arrays.asList(address.substring(question + 1).split("&"));
		// The driver goes from the last to the first: the last of two equal pragmas is
		// in force, and what it hands on stands in reverse.
		Collections.reverse(parameters);
		for (String parameter : parameters) {
			String trimmed = parameter.trim();
			int equals = trimmed.indexOf('=');
			String name = ((equals != -1) ? trimmed.substring(0, equals) : trimmed).trim().toLowerCase(Locale.ROOT);
			if (PRAGMAS.contains(name)) {
				pragmas.putIfAbsent(name, (equals != -1) ? trimmed.substring(equals + 1).trim() : "");
			}
			else if (!trimmed.isEmpty()) {
				others.add(trimmed);
			}
		}
		address = address.substring(0, question);
		return new SqliteUrl(others.isEmpty() ? address : address + "?" + String.join("&", others),
				Collections.unmodifiableSortedMap(pragmas));
	}

	/**
	 * Why the URL names no file that could be copied to and restored.
	 * @return the reason, or {@code null} if it names such a file
	 */
	@Nullable String unmanageable() {
		if (this.name.startsWith(RESOURCE)) {
			return "it is a resource, which the driver unpacks to a place of its own";
		}
		if (this.name.equals(MEMORY) || (openMode(OPEN_READWRITE) & OPEN_MEMORY) != 0) {
			return "it lives in memory only";
		}
		try {
			if (SqliteUri.isUri(this.name)) {
				String reason = unmanageable(uri());
				if (reason != null) {
					return reason;
				}
			}
			else if (this.name.isEmpty()) {
				return "it is temporary";
			}
			file();
			return null;
		}
		catch (InvalidPathException ex) {
			return "its file name is not valid on this system: " + ex.getReason();
		}
	}

	private @Nullable String unmanageable(@Nullable SqliteUri uri) {
		if (uri == null) {
			return "its URI names another host";
		}
		String mode = uri.values("mode").reduce("", (earlier, later) -> later);
		if (mode.equals("memory") || uri.path().equals(MEMORY)) {
			return "it lives in memory only";
		}
		if (uri.path().isEmpty()) {
			return "it is temporary";
		}
		if (uri.values("immutable").anyMatch((value) -> !isOff(value))) {
			return "its URL says that nobody changes it";
		}
		if (uri.values("vfs").findAny().isPresent()) {
			return "its URL names a VFS, which may keep it anywhere";
		}
		return null;
	}

	/**
	 * Whether connections can write nothing.
	 */
	private boolean isReadOnly() {
		SqliteUri uri = uri();
		return (openMode(OPEN_READWRITE) & OPEN_READWRITE) == 0
				|| (uri != null && uri.values("mode").reduce("", (earlier, later) -> later).equals("ro"));
	}

	/**
	 * The URI, if the name is one and SQLite would not refuse it.
	 */
	private @Nullable SqliteUri uri() {
		return SqliteUri.isUri(this.name) ? SqliteUri.parse(this.name) : null;
	}

	private static boolean isOff(String value) {
		return OFF.contains(value.toLowerCase(Locale.ROOT));
	}

	private int openMode(int fallback) {
		try {
			return Integer.parseInt(this.pragmas.getOrDefault(OPEN_MODE, String.valueOf(fallback)));
		}
		catch (NumberFormatException ex) {
			// For the driver to complain about.
			return fallback;
		}
	}

	/**
	 * The file that the URL names.
	 * @return the absolute path
	 * @throws InvalidPathException if it is none on this system
	 */
	Path file() {
		SqliteUri uri = uri();
		String file = local((uri != null) ? uri.path() : this.name, File.separatorChar);
		String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
		if (File.separatorChar == '/' && !encoding.equalsIgnoreCase("UTF-8")
				&& !StandardCharsets.US_ASCII.newEncoder().canEncode(file)) {
			throw new InvalidPathException(file,
					"SQLite writes it in UTF-8, but this Java in " + encoding + " (set LC_ALL to a UTF-8 locale)");
		}
		return Path.of(file).toAbsolutePath();
	}

	/**
	 * The file as it may stand in messages and in names of other files. The driver hands
	 * an unknown parameter to SQLite as a part of the file name, and other products'
	 * drivers want theirs after a semicolon: either may be a password.
	 * @return the absolute path, without what follows the name
	 * @throws InvalidPathException if it is none on this system
	 */
	Path readableFile() {
		if (SqliteUri.isUri(this.name)) {
			return file();
		}
		Matcher plain = PLAIN.matcher(this.name);
		return Path.of(local(plain.lookingAt() ? plain.group() : "", File.separatorChar)).toAbsolutePath();
	}

	/**
	 * A file name without the slash that stands before the drive in
	 * {@code file:///C:/data/scenario.db}. SQLite drops it on Windows only.
	 * @param file the file name
	 * @param separator what parts directories on this system
	 * @return the file name as this system knows it
	 */
	static String local(String file, char separator) {
		return (separator == '\\' && SLASH_DRIVE.matcher(file).matches()) ? file.substring(1) : file;
	}

	/**
	 * Make a URL fit for everybody to read.
	 * @param url the JDBC URL
	 * @return the URL without what may be secret
	 */
	static String readable(String url) {
		Matcher readable = READABLE.matcher(url);
		return readable.lookingAt() ? readable.group() : ReadableUrl.of(url);
	}

	/**
	 * The parameters that SQLite reads itself, which only a URI has.
	 * @return the parameters in order, as they stand in the URI
	 */
	List<String> uriParameters() {
		SqliteUri uri = uri();
		return (uri != null) ? uri.parameters() : List.of();
	}

	/**
	 * A URL for a connection that takes the database as it finds it: it changes no
	 * journal mode, which may be that of a write-ahead log, and locks no longer than it
	 * has to.
	 * @param file the file
	 * @param patience how long it waits for a lock, in milliseconds
	 * @return the JDBC URL
	 */
	String forObserver(Path file, int patience) {
		SortedMap<String, String> settings = new TreeMap<>(this.pragmas);
		settings.remove(SQLiteConfig.Pragma.JOURNAL_MODE.pragmaName);
		settings.remove(SQLiteConfig.Pragma.LOCKING_MODE.pragmaName);
		settings.remove(SQLiteConfig.Pragma.TRANSACTION_MODE.pragmaName);
		return new SqliteUrl(this.name, settings).withFile(file, Map.of(),
				Map.of(SQLiteConfig.Pragma.BUSY_TIMEOUT.pragmaName, String.valueOf(patience)), false);
	}

	/**
	 * A URL for a connection that reads the database and can write nothing to it.
	 * @param file the file
	 * @param patience how long it waits for a lock, in milliseconds
	 * @return the JDBC URL
	 */
	String forReader(Path file, int patience) {
		return new SqliteUrl(this.name, Collections.emptySortedMap()).withFile(file, Map.of(), Map.of(OPEN_MODE,
				String.valueOf(OPEN_READONLY), SQLiteConfig.Pragma.BUSY_TIMEOUT.pragmaName, String.valueOf(patience)));
	}

	/**
	 * A URL for a connection that reads an image, which nobody writes. SQLite puts no
	 * lock on it, and no write-ahead log beside it.
	 * @param image the image's file
	 * @return the JDBC URL
	 */
	static String forImage(Path image) {
		return new SqliteUrl("file:image?immutable=1", Collections.emptySortedMap()).withFile(image, Map.of(),
				Map.of(OPEN_MODE, String.valueOf(OPEN_READONLY)));
	}

	/**
	 * Whether it says how the connection journals.
	 * @return whether it does
	 */
	boolean hasJournalMode() {
		return this.pragmas.containsKey(SQLiteConfig.Pragma.JOURNAL_MODE.pragmaName);
	}

	/**
	 * A URL for a database that becomes an image. If each connection says how it
	 * journals, those to copies of the image will, too, so that this one need not leave a
	 * trace of it.
	 * @param file the file
	 * @param overrides pragmas that are added and replace those that this URL has
	 * @return the JDBC URL
	 */
	String forScratch(Path file, Map<String, String> overrides) {
		Map<String, String> settings = new TreeMap<>(overrides);
		if (hasJournalMode()) {
			settings.put(SQLiteConfig.Pragma.JOURNAL_MODE.pragmaName, "MEMORY");
		}
		return withFile(file, Map.of(), settings, false);
	}

	/**
	 * A URL with the same options for another file, which need not be there yet unless
	 * the connections can only read.
	 * @param file the file
	 * @param defaults pragmas that are added unless this URL has them
	 * @param overrides pragmas that are added and replace those that this URL has
	 * @return the JDBC URL
	 */
	String withFile(Path file, Map<String, String> defaults, Map<String, String> overrides) {
		return withFile(file, defaults, overrides, isReadOnly());
	}

	private String withFile(Path file, Map<String, String> defaults, Map<String, String> overrides, boolean readOnly) {
		SortedMap<String, String> settings = new TreeMap<>(defaults);
		settings.putAll(this.pragmas);
		int mode = openMode(OPEN_READWRITE) & ~(OPEN_READONLY | OPEN_READWRITE | OPEN_CREATE);
		if (readOnly) {
			settings.put(OPEN_MODE, String.valueOf(mode | OPEN_READONLY));
		}
		else {
			settings.computeIfPresent(OPEN_MODE, (name, value) -> String.valueOf(mode | OPEN_READWRITE | OPEN_CREATE));
		}
		settings.putAll(overrides);
		List<String> parameters = new ArrayList<>();
		settings.forEach((name, value) -> parameters.add(name + "=" + value));
		String path = file.toAbsolutePath().toString();
		// The driver would take parameters off a file name, and blanks off its end.
		if (SqliteUri.isUri(this.name) || path.indexOf('?') != -1 || !path.equals(path.trim())) {
			path = "file://" + file.toAbsolutePath().toUri().getRawPath();
			// mode=rw would not let the file be created, and the open mode says mode=ro.
			SqliteUri uri = uri();
			List<String> kept = new ArrayList<>((uri != null) ? uri.parametersWithout("mode") : List.of());
			Collections.reverse(kept);
			parameters.addAll(kept);
		}
		return PREFIX + path + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
	}

}
