package io.github.pristinedb.engine;

import org.jspecify.annotations.Nullable;

/**
 * One database, as a JDBC URL names it. Looking at it opens no connection and writes
 * nothing. Two databases are equal if they are the same place, whatever else their URLs
 * say.
 */
public interface Database {

	/**
	 * The JDBC URL that connects to this database, with all the options it was given, a
	 * password among them perhaps. Messages have what {@link #toString()} says instead.
	 * @return the URL
	 */
	String url();

	/**
	 * The database's own name, which the {@link Guard} judges: for SQLite the file name
	 * without its directory, for a server the database name without host and options.
	 * @return the name, empty if the database has none
	 */
	String name();

	/**
	 * Why this database can never be managed, whatever its name: it lives in memory only,
	 * say, or is reached through a symbolic link.
	 * @return the reason, as the end of the sentence "is not managed because …", or
	 * {@code null} if there is none
	 */
	@Nullable String unmanageable();

	/**
	 * Look what is there.
	 * @return the state
	 * @throws UnusableDatabaseException if something is there that is not a database of
	 * this product, or that cannot be read
	 */
	DatabaseState state();

	/**
	 * What tells the database that is there now from another one that took its place. For
	 * SQLite the key of the file; a server has its own number for each database.
	 * @return the identity, or {@code null} if nothing is there or nothing tells
	 */
	default @Nullable Object identity() {
		return null;
	}

	/**
	 * Make this database, which is {@link DatabaseState#MISSING missing} or
	 * {@link DatabaseState#EMPTY empty}, a copy of the given image. Whoever looks at the
	 * database meanwhile sees either nothing (or an empty database) or the whole copy;
	 * and of several threads and processes that do this at the same time, one makes the
	 * copy and the others leave it alone. Leftovers of an earlier database of that name
	 * are removed first.
	 * <p>
	 * SQLite copies the file beside the target and gives it the target's name. A server
	 * creates the database from its template ({@code CREATE DATABASE … TEMPLATE …}),
	 * which it does in one transaction and only if the name is free.
	 * @param image what to copy
	 * @return whether the copy was made, {@code false} if the database has content by now
	 * @throws DatabaseCopyException if it cannot be copied; the database is then as it
	 * was before
	 */
	boolean createFrom(Image image);

	/**
	 * This database as it stands in messages and logs.
	 * @return its {@linkplain ReadableUrl readable URL}
	 */
	@Override
	String toString();

}
