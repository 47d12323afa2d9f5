package io.github.pristinedb.engine;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How an application reaches a database. The URL and the properties may hold passwords
 * too. No component of this record belongs into a message or a log, which have
 * {@link Database#toString()} instead.
 *
 * @param url the JDBC URL
 * @param user the user, {@code null} if none is configured beside the URL
 * @param password the password, {@code null} if none is configured beside the URL
 * @param properties the properties for the driver, by name
 */
public record Access(String url, @Nullable String user, @Nullable String password, Map<String, String> properties) {

	public Access {
		properties = Map.copyOf(properties);
	}

	/**
	 * Access by a URL alone.
	 * @param url the JDBC URL
	 * @return the access
	 */
	public static Access to(String url) {
		return new Access(url, null, null, Map.of());
	}

	/**
	 * Access to another database by the same user, with the same properties.
	 * @param url the other database's JDBC URL
	 * @return the access
	 */
	public Access withUrl(String url) {
		return new Access(url, this.user, this.password, this.properties);
	}

	/**
	 * Shows no component.
	 */
	@Override
	public String toString() {
		return "Access";
	}

}
