package io.github.pristinedb.engine.sqlite;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A {@code PRAGMA}.
 *
 * @param name its name in lower case
 * @param value the value that it is given, empty if there is none
 */
record SqlitePragma(String name, String value) {

	/**
	 * What changes nothing inside a transaction, without a word or with an error.
	 */
	private static final Set<String> OUTSIDE_ONLY = Set.of("foreign_keys", "journal_mode", "synchronous", "page_size",
			"auto_vacuum", "encoding", "locking_mode", "temp_store");

	private static final Set<String> READING = Set.of("table_info", "table_xinfo", "table_list", "index_list",
			"index_info", "index_xinfo", "foreign_key_list", "foreign_key_check", "integrity_check", "quick_check");

	private static final Set<String> WRITING = Set.of("optimize", "incremental_vacuum");

	private static final Set<String> ON = Set.of("1", "on", "yes", "true");

	private static final Set<String> OFF = Set.of("0", "off", "no", "false");

	/**
	 * Read the first tokens of a statement.
	 * @param head {@code PRAGMA}, perhaps a schema, a name, and perhaps a value
	 * @return the pragma
	 */
	static SqlitePragma of(List<String> head) {
		int name = (head.size() > 3 && head.get(2).equals(".")) ? 3 : 1;
		String called = (head.size() > name) ? head.get(name).toLowerCase(Locale.ROOT) : "";
		int value = name + 2;
		String given = (head.size() > value) ? head.get(value).toLowerCase(Locale.ROOT) : "";
		return new SqlitePragma(called, given);
	}

	/**
	 * Whether it can be given its value only while no transaction is open.
	 * @return whether it is so
	 */
	boolean isOutsideOnly() {
		return !this.value.isEmpty() && OUTSIDE_ONLY.contains(this.name);
	}

	boolean isCheckpoint() {
		return this.name.equals("wal_checkpoint");
	}

	boolean writes() {
		return WRITING.contains(this.name) || (!this.value.isEmpty() && !READING.contains(this.name));
	}

	boolean defersConstraints() {
		return this.name.equals("defer_foreign_keys") && ON.contains(this.value);
	}

	/**
	 * Whether a value means the same as that of this one.
	 * @param other the value, as SQLite tells it
	 * @return whether it does
	 */
	boolean is(String other) {
		String present = other.toLowerCase(Locale.ROOT);
		return present.equals(this.value) || (ON.contains(present) && ON.contains(this.value))
				|| (OFF.contains(present) && OFF.contains(this.value));
	}

}
