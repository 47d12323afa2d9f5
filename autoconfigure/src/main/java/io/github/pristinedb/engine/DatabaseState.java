package io.github.pristinedb.engine;

/**
 * The state of the place where a {@link Database} should be.
 */
public enum DatabaseState {

	/**
	 * Nothing is there. Leftovers of an earlier database of that name, such as a journal,
	 * do not count.
	 */
	MISSING,

	/**
	 * A database without any content, as a driver leaves it that was only asked to
	 * connect.
	 */
	EMPTY,

	/**
	 * A database with content.
	 */
	PRESENT

}
