package io.github.pristinedb.engine.kit;

import java.util.function.UnaryOperator;

import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.DatabaseEngine;

/**
 * Engines that find the changed rows, and tell one thing of them otherwise.
 */
final class FaultyChanges {

	private FaultyChanges() {
	}

	private static DatabaseEngine engine(DatabaseEngine engine, UnaryOperator<DatabaseChanges> fault) {
		return Faults.withSessions(engine, (session) -> Faults.otherChanges(session, fault));
	}

	/**
	 * H2 with a fault.
	 */
	static final class OfH2 extends H2Fixture {

		private final DatabaseEngine engine;

		OfH2(UnaryOperator<DatabaseChanges> fault) {
			this.engine = FaultyChanges.engine(super.engine(), fault);
		}

		@Override
		public DatabaseEngine engine() {
			return this.engine;
		}

	}

	/**
	 * PostgreSQL with a fault.
	 */
	static final class OfPostgres extends PostgresFixture {

		private final DatabaseEngine engine;

		OfPostgres(UnaryOperator<DatabaseChanges> fault) {
			this.engine = FaultyChanges.engine(super.engine(), fault);
		}

		@Override
		public DatabaseEngine engine() {
			return this.engine;
		}

	}

}
