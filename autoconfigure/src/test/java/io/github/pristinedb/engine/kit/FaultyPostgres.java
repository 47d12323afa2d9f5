package io.github.pristinedb.engine.kit;

import java.sql.Connection;
import java.sql.Statement;
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
	 * A connection is brought back to how it was opened, but the server is not told what
	 * was done by it.
	 */
	static final class MissedFlush extends FaultyPostgres {

		MissedFlush() {
			super((session) -> Faults.withDatabases(session, (database) -> Faults.in(ScenarioDatabase.class, database,
					Map.of("settle", (arguments, right) -> reset((Connection) arguments[0])))));
		}

		private static Object reset(Connection used) throws Exception {
			try (Statement statement = used.createStatement()) {
				statement.execute("DISCARD TEMP; RESET ALL; CLOSE ALL; UNLISTEN *");
			}
			return null;
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
