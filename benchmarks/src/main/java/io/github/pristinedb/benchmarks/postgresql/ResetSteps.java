package io.github.pristinedb.benchmarks.postgresql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.github.pristinedb.benchmarks.BenchmarkPlaces;
import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.EngineSessions;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.ScenarioDatabase.Restoration;
import io.github.pristinedb.engine.postgresql.PostgresEngine;

/**
 * What the engine itself takes to bring a scenario's database back: both connections are
 * settled, the changes are found and undone.
 */
final class ResetSteps implements AutoCloseable {

	private final EngineSessions sessions;

	private final FlywayDatabase model;

	private final EngineSession session;

	private final Image baseline;

	private final ScenarioDatabase scenario;

	private final Connection one;

	private final Connection two;

	private final Optional<ServerCpu> processor;

	private final Writing writing;

	private double resetCpu;

	/**
	 * Migrate a database, and make a scenario's from it.
	 * @param server the server
	 * @param fixture the migrations
	 * @param directory where the engine may put things
	 * @param writing what a scenario does
	 * @throws SQLException if a statement fails
	 */
	ResetSteps(Server server, PostgresFixture fixture, Path directory, Writing writing) throws SQLException {
		this.writing = writing;
		this.processor = ServerCpu.of(server);
		this.model = new FlywayDatabase(server, fixture, "reset");
		this.model.disconnect();
		DatabaseEngine engine = new PostgresEngine();
		Database database = Objects.requireNonNull(
				engine.locate(new Access(server.url(this.model.name()), server.user(), server.password(), Map.of())));
		this.sessions = BenchmarkPlaces.sessions(directory);
		this.session = this.sessions.of(new ManagedDatabase(engine, database));
		this.baseline = this.session.copy(database);
		this.scenario = this.session.create(database, "reset", this.baseline);
		String url = this.scenario.database().url();
		this.one = DriverManager.getConnection(url, server.user(), server.password());
		this.two = DriverManager.getConnection(url, server.user(), server.password());
		this.scenario.inspect(this.one);
	}

	/**
	 * A reset after a scenario that wrote by two connections.
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double reset() throws SQLException {
		Server.select(this.one);
		this.writing.write(this.one, this.two);
		Map<Long, Long> before = this.processor.map(ServerCpu::now).orElse(Map.of());
		long started = System.nanoTime();
		this.scenario.settle(this.one);
		this.scenario.settle(this.two);
		Restoration restoration = this.scenario.bringBack(this.baseline, () -> this.one);
		long nanos = System.nanoTime() - started;
		if (restoration != Restoration.IN_PLACE) {
			// UNWRITTEN: the changes were not seen.
			throw new IllegalStateException("The database was not restored in place: " + restoration);
		}
		this.resetCpu = this.processor.map((cpu) -> cpu.since(before)).orElse(Double.NaN);
		return nanos;
	}

	/**
	 * The server's processor time for the latest reset.
	 * @return nanoseconds, not a number if it is not known
	 */
	double resetCpu() {
		return this.resetCpu;
	}

	@Override
	public void close() throws SQLException {
		this.one.close();
		this.two.close();
		this.scenario.close();
		this.session.discard(this.baseline);
		this.sessions.close();
		this.model.close();
	}

}
