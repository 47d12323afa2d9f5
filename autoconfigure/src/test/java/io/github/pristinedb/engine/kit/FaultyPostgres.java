package io.github.pristinedb.engine.kit;

import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.ScenarioDatabase;

/**
 * PostgreSQL with a deliberate fault.
 */
abstract class FaultyPostgres extends PostgresFixture {

	private final DatabaseEngine engine;

	FaultyPostgres(UnaryOperator<EngineSession> fault) {
		this.engine = Faults.withSessions(super.engine(), fault);
	}

	@Override
	public DatabaseEngine engine() {
		return this.engine;
	}

	/**
	 * Whatever a scenario has written, its database counts as clean.
	 */
	static final class MissedChange extends FaultyPostgres {

		MissedChange() {
			super((session) -> Faults.withDatabases(session,
					(database) -> Faults.in(ScenarioDatabase.class, database, Map.of("isClean", (arguments, right) -> {
						right.get();
						return true;
					}, "bringBack", (arguments, right) -> ScenarioDatabase.Restoration.UNWRITTEN))));
		}

	}

	/**
	 * A template is found while it is built.
	 */
	static final class PublishedEarly extends FaultyPostgres {

		PublishedEarly() {
			super(Faults::publishedEarly);
		}

	}

	/**
	 * The URL of a slot is a copy of the application's own.
	 */
	static final class CopiedUrl extends FaultyPostgres {

		CopiedUrl() {
			super(Faults::copiedUrl);
		}

	}

}
