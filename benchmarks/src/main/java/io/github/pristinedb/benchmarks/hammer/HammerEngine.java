package io.github.pristinedb.benchmarks.hammer;

import java.util.Locale;

/**
 * The engines whose databases are hammered.
 */
enum HammerEngine {

	/**
	 * SQLite, on files.
	 */
	SQLITE(new SqliteHammerDatabase(false)),

	/**
	 * SQLite, on files with a write-ahead log.
	 */
	SQLITE_WAL(new SqliteHammerDatabase(true)),

	/**
	 * H2, in memory.
	 */
	H2(new H2HammerDatabase()),

	/**
	 * PostgreSQL, on the server that is named, or the embedded one.
	 */
	POSTGRESQL(new PostgresHammerDatabase());

	private final HammerDatabase database;

	HammerEngine(HammerDatabase database) {
		this.database = database;
	}

	/**
	 * What only this engine knows.
	 * @return the engine's part
	 */
	HammerDatabase database() {
		return this.database;
	}

	/**
	 * As it is written on a command line.
	 * @return the name
	 */
	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static HammerEngine of(String label) {
		for (HammerEngine engine : values()) {
			if (engine.label().equals(label)) {
				return engine;
			}
		}
		throw new IllegalArgumentException("No engine '" + label + "'. Choose sqlite, sqlite-wal, h2 or postgresql.");
	}

}
