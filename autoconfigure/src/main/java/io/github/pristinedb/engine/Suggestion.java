package io.github.pristinedb.engine;

/**
 * A URL that a user can name to get a managed database, for messages.
 *
 * @param kind the kind of database as a noun with its article, {@code a file} for example
 * @param url a JDBC URL
 * @param needs the libraries that it needs
 */
public record Suggestion(String kind, String url, String needs) {

	@Override
	public String toString() {
		return this.kind + " such as " + this.url;
	}

}
