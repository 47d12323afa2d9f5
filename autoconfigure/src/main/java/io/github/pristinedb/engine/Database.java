package io.github.pristinedb.engine;

import org.jspecify.annotations.Nullable;

/**
 * One database, as a JDBC URL names it: a value, which opens no connection. Two databases
 * are equal if they are the same place, whatever else their URLs say.
 */
public interface Database {

	/**
	 * Connects to this database: the URL with all the options it was given, the user and
	 * the driver's properties.
	 * @return the access
	 */
	Access access();

	/**
	 * The JDBC URL that connects to this database, with all the options it was given, a
	 * password among them perhaps. Messages have {@link #toString()} instead.
	 * @return the URL
	 */
	default String url() {
		return access().url();
	}

	/**
	 * The database's own name, which the {@link Guard} judges: a file name without its
	 * directory, or a server's database name without host and options.
	 * @return the name, empty if the database has none
	 */
	String name();

	/**
	 * Why this database can never be managed, whatever its name: its place ends with its
	 * last connection, say, or is reached through a symbolic link.
	 * @return the reason, as the end of the sentence "is not managed because …", or
	 * {@code null} if there is none
	 */
	@Nullable String unmanageable();

	/**
	 * Whether somebody has made the name up for this JVM alone, at random. Such a
	 * database lives in the memory of this JVM and is nobody else's, so the {@link Guard}
	 * asks for no prefix. Its {@link #name()} is the same whatever was made up.
	 * @return whether it is so
	 */
	default boolean isGenerated() {
		return false;
	}

	/**
	 * This database as it stands in messages and logs, without anything that may be
	 * secret.
	 * @return its {@linkplain ReadableUrl readable URL}
	 */
	@Override
	String toString();

}
