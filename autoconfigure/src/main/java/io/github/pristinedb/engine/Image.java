package io.github.pristinedb.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.Checksum;

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

	/**
	 * Read the image's file for a checksum. It is what is copied if the file is the same
	 * one as when the image was opened.
	 * @param checksum what the bytes are given to, from the first to the last
	 * @throws IOException if the file cannot be read
	 */
	void addTo(Checksum checksum) throws IOException;

}
