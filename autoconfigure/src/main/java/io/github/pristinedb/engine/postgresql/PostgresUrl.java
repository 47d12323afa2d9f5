package io.github.pristinedb.engine.postgresql;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.pristinedb.engine.Access;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * A JDBC URL as PostgreSQL's driver reads it, together with the driver's properties that
 * are set beside it.
 *
 * @param text the JDBC URL
 * @param properties all that the driver connects by, the place included; names as the
 * driver has them. Some are secret
 * @param defect why the URL names no database, {@code null} if it names one
 */
record PostgresUrl(String text, SortedMap<String, String> properties, @Nullable String defect) {

	private static final String PREFIX = "jdbc:postgresql:";

	// The product, and the database behind a host that is empty.
	private static final Pattern CONTAINER = Pattern
		.compile("jdbc:tc:(?:postgresql|postgis|pgvector|timescaledb)\\b[^?]*?/([^/?]*)(?:\\?.*)?", Pattern.DOTALL);

	// What a password could follow, in the manner of another product's URL.
	private static final Pattern READABLE = Pattern.compile("[^?&;]*");

	private static final String DATABASE = PGProperty.PG_DBNAME.getName();

	// As the driver and its service files name the database among the URL's parameters.
	private static final Set<String> DATABASES = Set.of(DATABASE, "dbname");

	// What leads to the server, proves who connects, or limits how long that takes. By
	// name, since a driver has some of these constants only from a later version on.
	static final Set<String> OF_ACCESS = Set.of("user", "password", "ssl", "sslcert", "sslfactory", "sslfactoryarg",
			"sslhostnameverifier", "sslkey", "sslmode", "sslNegotiation", "sslpassword", "sslpasswordcallback",
			"sslResponseTimeout", "sslrootcert", "socketFactory", "socketFactoryArg", "localSocketAddress",
			"tcpKeepAlive", "tcpNoDelay", "connectTimeout", "loginTimeout", "gssEncMode", "gsslib",
			"gssResponseTimeout", "gssUseDefaultCreds", "jaasApplicationName", "jaasLogin", "kerberosServerName",
			"sspiServiceClass", "useSpnego", "authenticationPluginClassName", "channelBinding", "requireAuth");

	// What the application's connections bring along that a migration's result can depend
	// on.
	private static final Set<PGProperty> OF_CONTENT = Set.of(PGProperty.CURRENT_SCHEMA, PGProperty.OPTIONS,
			PGProperty.STRING_TYPE);

	/**
	 * Read a URL.
	 * @param access the URL, and what is set beside it
	 * @return the URL, or {@code null} if it is another product's
	 */
	static @Nullable PostgresUrl parse(Access access) {
		String url = access.url();
		Matcher container = CONTAINER.matcher(url);
		if (container.matches()) {
			return new PostgresUrl(url, withDatabase(Collections.emptySortedMap(), container.group(1)),
					"each pool would start a container of its own. Start one for the tests, by a container bean with"
							+ " @ServiceConnection for example");
		}
		// The driver takes no other case.
		if (!url.startsWith(PREFIX)) {
			return null;
		}
		SortedMap<String, String> properties = properties(access, url);
		if (properties == null) {
			return new PostgresUrl(url, Collections.emptySortedMap(), "the driver cannot read its URL");
		}
		String name = properties.getOrDefault(DATABASE, "");
		PostgresUrl parsed = new PostgresUrl(url,
				name.isEmpty() ? withDatabase(properties, user(properties)) : properties, null);
		SortedMap<String, String> other = properties(access, parsed.withDatabase("other"));
		return (other != null && "other".equals(other.get(DATABASE))) ? parsed
				: new PostgresUrl(url, parsed.properties, "its URL can name no other database of the server");
	}

	private static SortedMap<String, String> withDatabase(SortedMap<String, String> properties, String name) {
		SortedMap<String, String> named = new TreeMap<>(properties);
		named.put(DATABASE, name);
		return named;
	}

	private static @Nullable SortedMap<String, String> properties(Access access, String url) {
		Properties beside = new Properties();
		access.properties().forEach(beside::setProperty);
		if (access.user() != null) {
			beside.setProperty(PGProperty.USER.getName(), access.user());
		}
		if (access.password() != null) {
			beside.setProperty(PGProperty.PASSWORD.getName(), access.password());
		}
		Properties parsed = Driver.parseURL(url, beside);
		if (parsed == null) {
			return null;
		}
		SortedMap<String, String> properties = new TreeMap<>();
		parsed.stringPropertyNames()
			.forEach((name) -> properties.put(name, Objects.requireNonNull(parsed.getProperty(name))));
		return properties;
	}

	private static String user(SortedMap<String, String> properties) {
		String user = properties.getOrDefault(PGProperty.USER.getName(), "");
		// As the driver does it.
		return user.isEmpty() ? System.getProperty("user.name", "") : user;
	}

	/**
	 * The name of the database.
	 * @return the name, empty if there is none
	 */
	String database() {
		return this.properties.getOrDefault(DATABASE, "");
	}

	/**
	 * The user who connects.
	 * @return the user
	 */
	String user() {
		return user(this.properties);
	}

	/**
	 * The hosts with their ports.
	 * @return at least one host, unless the driver cannot read the URL
	 */
	List<String> hosts() {
		String[] hosts = this.properties.getOrDefault(PGProperty.PG_HOST.getName(), "").split(",", -1);
		String[] ports = this.properties.getOrDefault(PGProperty.PG_PORT.getName(), "5432").split(",", -1);
		List<String> all = new ArrayList<>();
		for (int i = 0; i < hosts.length; i++) {
			String host = hosts[i].isEmpty() ? "localhost" : hosts[i].toLowerCase(Locale.ROOT);
			all.add(host + ":" + ports[Math.min(i, ports.length - 1)]);
		}
		return all;
	}

	/**
	 * A driver's property.
	 * @param property the property
	 * @return its value, empty if it is not set
	 */
	String value(PGProperty property) {
		return this.properties.getOrDefault(property.getName(), "");
	}

	/**
	 * What the content of a database can depend on.
	 * @return values by name
	 */
	SortedMap<String, String> content() {
		return OF_CONTENT.stream()
			.filter((property) -> !value(property).isEmpty())
			.collect(Collectors.toMap(PGProperty::getName, this::value, (one, other) -> one, TreeMap::new));
	}

	/**
	 * The same URL for another database of the server.
	 * @param name the other database's name
	 * @return the JDBC URL
	 */
	String withDatabase(String name) {
		return write(name, DATABASES, "");
	}

	/**
	 * The same URL for another database, and with settings that its sessions start with.
	 * @param name the other database's name
	 * @param settings the settings, as the server's command line has them
	 * @return the JDBC URL
	 */
	String withDatabase(String name, String settings) {
		String options = PGProperty.OPTIONS.getName();
		String before = value(PGProperty.OPTIONS);
		return write(name, Set.of(DATABASE, "dbname", options),
				options + "=" + encode(before.isEmpty() ? settings : before + " " + settings));
	}

	private String write(String name, Set<String> without, String parameter) {
		int question = this.text.indexOf('?');
		String place = (question != -1) ? this.text.substring(0, question) : this.text;
		String parameters = (question != -1) ? this.text.substring(question + 1) : "";
		int start = place.startsWith(PREFIX + "//") ? place.lastIndexOf('/') + 1 : PREFIX.length();
		List<String> kept = Arrays.stream(parameters.split("&"))
			.filter((each) -> !each.isEmpty() && !without.contains(decode(each.split("=", 2)[0])))
			.collect(Collectors.toCollection(ArrayList::new));
		if (!parameter.isEmpty()) {
			kept.add(parameter);
		}
		return place.substring(0, start) + encode(name) + (kept.isEmpty() ? "" : "?" + String.join("&", kept));
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private static String decode(String text) {
		return URLDecoder.decode(text, StandardCharsets.UTF_8);
	}

	/**
	 * The driver's properties for a connection of the engine's own: as the application
	 * gets to the server, but without what it sets up for its own sessions. A property
	 * that is not the driver's may be read by a socket factory.
	 * @return properties without the place
	 */
	Properties forEngine() {
		Properties own = new Properties();
		this.properties.forEach((name, value) -> {
			PGProperty known = PGProperty.forName(name);
			if (known == null || OF_ACCESS.contains(known.getName())) {
				own.setProperty(name, value);
			}
		});
		if (hosts().size() > 1) {
			PGProperty.TARGET_SERVER_TYPE.set(own, "primary");
		}
		return own;
	}

	/**
	 * The URL for a connection of the engine's own.
	 * @param name the name of a database
	 * @return the JDBC URL, without any parameter
	 */
	String forEngine(String name) {
		return PREFIX + "//" + String.join(",", hosts()) + "/" + encode(name);
	}

	/**
	 * The URL as it stands in messages: without parameters, some of which are secret.
	 * @return the URL
	 */
	String readable() {
		if (!this.text.startsWith(PREFIX)) {
			return "jdbc:tc:postgresql:///" + readableName();
		}
		return this.properties.isEmpty() ? PREFIX : PREFIX + "//" + String.join(",", hosts()) + "/" + readableName();
	}

	private String readableName() {
		Matcher readable = READABLE.matcher(database());
		return readable.lookingAt() ? readable.group() : "";
	}

}
