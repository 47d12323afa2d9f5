package io.github.pristinedb.engine.h2;

import java.nio.file.Path;

import io.github.pristinedb.engine.Scratch;

/**
 * A database in memory that is migrated on the way to become a script.
 *
 * @param owned the database
 * @param directory where its file is written, which belongs to whoever builds the
 * template
 */
record H2Scratch(OwnedDatabase owned, Path directory) implements Scratch {

	@Override
	public H2Database database() {
		return this.owned.database();
	}

	@Override
	public void close() {
		this.owned.close();
	}

}
