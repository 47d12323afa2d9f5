package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Database;
import org.h2.Driver;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory that a JDBC URL names, or a reason why it names none.
 */
final class H2Database implements Database {

	private final Access access;

	private final H2Url url;

	private H2Database(Access access, H2Url url) {
		this.access = access;
		this.url = url;
	}

	/**
	 * The database that an application connects to.
	 * @param access how it connects
	 * @return the database, or {@code null} if it is none of H2's
	 */
	static @Nullable H2Database of(Access access) {
		H2Url url = H2Url.parse(access.url());
		return (url != null) ? new H2Database(access, url) : null;
	}

	/**
	 * Another database with the same settings and the same user.
	 * @param name its name in memory
	 * @return the database
	 */
	H2Database withName(String name) {
		return Objects.requireNonNull(of(this.access.withUrl(this.url.withName(name))), "Not a URL of H2");
	}

	@Override
	public Access access() {
		return this.access;
	}

	/**
	 * The URL, taken apart.
	 * @return the URL
	 */
	H2Url options() {
		return this.url;
	}

	@Override
	public String name() {
		return this.url.name();
	}

	@Override
	public boolean isGenerated() {
		return this.url.isGenerated();
	}

	@Override
	public @Nullable String unmanageable() {
		return this.url.unmanageable();
	}

	/**
	 * The settings of the URL and of the driver's properties that decide what the content
	 * of the database becomes.
	 * @return values by name
	 */
	SortedMap<String, String> content() {
		SortedMap<String, String> content = settings();
		content.keySet().removeIf((name) -> !H2Url.decidesContent(name));
		return content;
	}

	/**
	 * The settings of the URL and of the driver's properties.
	 * @return values by name
	 */
	SortedMap<String, String> settings() {
		SortedMap<String, String> settings = new TreeMap<>();
		this.access.properties().forEach((name, value) -> settings.put(upper(name), value));
		settings.putAll(this.url.settings());
		return settings;
	}

	/**
	 * The user who creates the database, which makes an administrator of him.
	 * @return the name in upper case, empty if none is told
	 */
	String user() {
		String user = this.access.user();
		return upper((user != null) ? user : settings().getOrDefault("USER", ""));
	}

	private static String upper(String text) {
		return text.toUpperCase(Locale.ENGLISH);
	}

	/**
	 * Connect as the application does.
	 * @return the connection
	 * @throws SQLException if that is not possible
	 */
	Connection connect() throws SQLException {
		return connect(this.access.url(), true);
	}

	/**
	 * Connect as the application's user, without anything that the application does when
	 * it connects. The database is created if there is none.
	 * @return the connection
	 * @throws SQLException if that is not possible
	 */
	Connection connectAsOwner() throws SQLException {
		return connect(this.url.forOwner(this.url.nameInMemory()), false);
	}

	/**
	 * Connect to the database if there is one.
	 * @return the connection, or {@code null} if there is none
	 * @throws SQLException if that is not possible
	 */
	@Nullable Connection visit() throws SQLException {
		try {
			return connect(this.url.forVisitor(), false);
		}
		catch (SQLException ex) {
			if (ex.getErrorCode() == ErrorCode.DATABASE_NOT_FOUND_WITH_IF_EXISTS_1) {
				return null;
			}
			throw ex;
		}
	}

	private Connection connect(String url, boolean asApplication) throws SQLException {
		Properties properties = new Properties();
		this.access.properties().forEach((name, value) -> {
			if (asApplication || !H2Url.isOfConnection(upper(name))) {
				properties.setProperty(name, value);
			}
		});
		if (this.access.user() != null) {
			properties.setProperty("user", this.access.user());
		}
		if (this.access.password() != null) {
			properties.setProperty("password", this.access.password());
		}
		return Objects.requireNonNull(Driver.load().connect(url, properties), "Not a URL of H2");
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof H2Database that && this.url.unmanageable() == null
				&& this.url.place().equals(that.url.place()));
	}

	@Override
	public int hashCode() {
		return this.url.place().hashCode();
	}

	@Override
	public String toString() {
		return this.url.readable();
	}

}
