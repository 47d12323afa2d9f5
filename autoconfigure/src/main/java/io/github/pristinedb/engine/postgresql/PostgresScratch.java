package io.github.pristinedb.engine.postgresql;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.pristinedb.engine.Scratch;

/**
 * A database of the server that is migrated on the way to become a template.
 *
 * @param database the database
 * @param databases drops it
 * @param published whether it has become a template
 */
record PostgresScratch(PostgresDatabase database, Databases databases, AtomicBoolean published) implements Scratch {

	@Override
	public void close() {
		if (this.published.compareAndSet(false, true)) {
			this.databases.dropLater(this.database.name());
		}
	}

}
