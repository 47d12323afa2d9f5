package io.github.pristinedb.recipe;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * A managed database that is used under the very name that a URL says, by contexts that
 * are started by hand. This JVM knows it once it has made it, or once a tool has brought
 * it up to date; nothing is checked from then on. Static, since each command of a
 * scenario has a context of its own. To be synchronized on, so that threads that meet a
 * database together wait for the first of them.
 */
final class LiteralDatabase {

	private static final Map<Database, LiteralDatabase> all = new ConcurrentHashMap<>();

	private final Database database;

	private boolean known;

	private @Nullable Object occupant;

	// What brought it up to date, where nobody may copy it.
	private final Set<Fingerprint> migrations = new HashSet<>();

	private LiteralDatabase(Database database) {
		this.database = database;
	}

	static LiteralDatabase of(Database database) {
		return all.computeIfAbsent(database, LiteralDatabase::new);
	}

	/**
	 * Whether this JVM knows what is there now, rather than what was there before.
	 * @param session looks what is there
	 * @return whether it does
	 */
	boolean isKnown(EngineSession session) {
		return this.known && Objects.equals(this.occupant, session.occupant(this.database));
	}

	/**
	 * A tool is about to bring the database up to date, for each context that has it.
	 * @param fingerprint what the tool does
	 * @param session looks what is there
	 * @return whether this JVM has done so
	 */
	boolean isMigrated(Fingerprint fingerprint, EngineSession session) {
		return isKnown(session) && this.migrations.contains(fingerprint);
	}

	/**
	 * The tool has done so.
	 * @param fingerprint what the tool did
	 * @param session looks what is there
	 */
	void migrated(Fingerprint fingerprint, EngineSession session) {
		if (!isKnown(session)) {
			this.migrations.clear();
			know(session);
		}
		this.migrations.add(fingerprint);
	}

	/**
	 * The database that is there now is as its tool would leave it.
	 * @param session looks what is there
	 */
	void know(EngineSession session) {
		this.occupant = session.occupant(this.database);
		this.known = true;
	}

}
