package io.github.pristinedb.engine;

/**
 * An immutable database from which others are made: a template, or the baseline of a
 * scope. Only its engine knows where it is: a file, a template database on a server, or
 * memory.
 */
public interface Image {

	/**
	 * How much a copy of it weighs.
	 * @return the size in bytes, 0 if it is not known
	 */
	long bytes();

	/**
	 * Where it is, as it stands in messages.
	 * @return the path of a file, or the name of a database
	 */
	String describe();

}
