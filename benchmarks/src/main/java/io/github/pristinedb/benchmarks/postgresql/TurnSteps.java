package io.github.pristinedb.benchmarks.postgresql;

import java.nio.file.Path;
import java.sql.SQLException;

/**
 * What a scenario pays for its database if the user may create none: scenarios take turns
 * on the user's own database, in a transaction each.
 */
final class TurnSteps implements AutoCloseable {

	private final Server server;

	private final String user;

	private final ScenarioSteps scenarios;

	TurnSteps(Server server, PostgresFixture fixture, Path directory) throws SQLException {
		this.server = server;
		this.user = server.newName("turn");
		server.administer("CREATE ROLE " + this.user + " LOGIN PASSWORD '" + this.user + "'");
		String database = server.newName("scenario");
		server.administer("CREATE DATABASE " + database + " OWNER " + this.user);
		this.scenarios = ScenarioSteps.inTurns(new Server(server.url(), this.user, this.user), database, fixture,
				directory);
	}

	/**
	 * The handover of a scenario that finds nobody at work.
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double handover() throws SQLException {
		return this.scenarios.transactionHandover();
	}

	/**
	 * The handover of a scenario that waits, from the end of the scenario before it.
	 * @return nanoseconds
	 * @throws Exception if a statement fails
	 */
	double waitedHandover() throws Exception {
		return this.scenarios.waitedHandover();
	}

	@Override
	public void close() throws SQLException {
		this.scenarios.close();
		this.server.administer("DROP ROLE " + this.user);
	}

}
