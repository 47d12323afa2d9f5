package io.github.pristinedb.benchmarks.postgresql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.github.pristinedb.benchmarks.PeerDatabase;
import io.github.pristinedb.scope.TestRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each step finds a fresh database, or it fails.
 */
class PostgresStepsTests {

	private final Server server = Server.find();

	@TempDir
	private Path directory;

	@AfterEach
	void removeDatabases() throws Exception {
		this.server.removeAllOf(ProcessHandle.current().pid());
	}

	@Test
	void otherWaysLeadToFreshDatabases() throws Exception {
		try (DatabaseSteps steps = new DatabaseSteps(this.server, fixture(), new NoPeer())) {
			assertThat(steps.cleanAndMigrate()).isPositive();
			assertThat(steps.copyTemplate()).isPositive();
			assertThat(steps.copyTemplateFiles()).isPositive();
			assertThat(steps.deleteAll()).isPositive();
			assertThat(steps.truncateAll()).isPositive();
		}
	}

	@Test
	void scenariosGetFreshDatabases() throws Exception {
		TestRun.begin();
		try (ScenarioSteps steps = new ScenarioSteps(this.server, fixture(), this.directory, Writing.SMALL)
			.withTwoDatabases()) {
			assertThat(steps.handover(true)).isPositive();
			assertThat(steps.handover(false)).isPositive();
			assertThat(steps.handoverFromStock()).isPositive();
			assertThat(steps.transactionHandover()).isPositive();
			assertThat(steps.insert(true)).isPositive();
			assertThat(steps.insert(false)).isPositive();
		}
	}

	/**
	 * On a thread of its own: the scenario of this test would have a turn too.
	 */
	@Test
	void scenariosOfAUserWithoutARightTakeTurns() throws Exception {
		TestRun.begin();
		FutureTask<Void> turns = new FutureTask<>(() -> {
			try (TurnSteps steps = new TurnSteps(this.server, fixture(), this.directory)) {
				assertThat(steps.handover()).isPositive();
				assertThat(steps.waitedHandover()).isPositive();
				assertThat(steps.handover()).isPositive();
			}
			return null;
		});
		new Thread(turns, "turns").start();
		turns.get(2, TimeUnit.MINUTES);
	}

	@Test
	void databaseIsResetInPlace() throws Exception {
		try (ResetSteps steps = new ResetSteps(this.server, fixture(), this.directory, Writing.SMALL)) {
			for (int round = 0; round < 3; round++) {
				assertThat(steps.reset()).isPositive();
			}
		}
	}

	@Test
	void suitePasses() throws Exception {
		Map<String, Double> speeds = new WritingSuite(this.server, this.directory, 8).testsPerSecond(1, Map.of());
		assertThat(speeds).containsOnlyKeys(WritingSuite.PRISTINE, WritingSuite.TRUNCATE);
	}

	private PostgresFixture fixture() throws IOException {
		return PostgresFixture.generate(this.directory.resolve("migrations"), 0);
	}

	/**
	 * Zonky's library is on the class path of its profile alone.
	 */
	private static final class NoPeer implements PeerDatabase {

		@Override
		public DataSource dataSource() {
			throw new IllegalStateException("No peer");
		}

		@Override
		public void nextMethod() {
			throw new IllegalStateException("No peer");
		}

		@Override
		public void awaitIdle() {
			throw new IllegalStateException("No peer");
		}

	}

}
