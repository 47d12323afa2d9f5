package io.github.pristinedb.engine.postgresql;

import io.github.pristinedb.engine.Image;

/**
 * A database of the server from which others are made. Nobody is connected to it.
 *
 * @param name its name
 * @param bytes its size in bytes
 */
record PostgresImage(String name, long bytes) implements Image {

	@Override
	public String describe() {
		return this.name;
	}

}
