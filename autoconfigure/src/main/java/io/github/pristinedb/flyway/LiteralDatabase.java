package io.github.pristinedb.flyway;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.github.pristinedb.engine.Database;
import org.jspecify.annotations.Nullable;

/**
 * A managed database that is used under the very name that a URL says, by contexts that
 * are started by hand. This JVM knows it once it has made it, or once Flyway has brought
 * it up to date; nothing is checked from then on. Static, since each command of a
 * scenario has a context of its own. To be synchronized on, so that threads that meet a
 * database together wait for the first of them.
 */
final class LiteralDatabase {

	private static final Map<Database, LiteralDatabase> all = new ConcurrentHashMap<>();

	private final Database database;

	private boolean known;

	private @Nullable Object identity;

	private LiteralDatabase(Database database) {
		this.database = database;
	}

	static LiteralDatabase of(Database database) {
		return all.computeIfAbsent(database, LiteralDatabase::new);
	}

	/**
	 * Whether this JVM knows what is there now, rather than what was there before.
	 * @return whether it does
	 */
	boolean isKnown() {
		return this.known && Objects.equals(this.identity, this.database.identity());
	}

	/**
	 * The database that is there now is as Flyway would leave it.
	 */
	void know() {
		this.identity = this.database.identity();
		this.known = true;
	}

}
