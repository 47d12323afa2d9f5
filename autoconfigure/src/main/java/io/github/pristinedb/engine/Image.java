package io.github.pristinedb.engine;

import java.nio.file.Path;

/**
 * An immutable database from which others are made: a template, or the baseline of a
 * scope. An image is kept as one file whose content only its engine understands: SQLite's
 * is the database itself; a server's would name the template database on that server.
 */
public interface Image {

	/**
	 * The file that this image is kept in.
	 * @return the absolute path
	 */
	Path file();

	/**
	 * How much a copy of it weighs.
	 * @return the size in bytes
	 */
	long bytes();

}
