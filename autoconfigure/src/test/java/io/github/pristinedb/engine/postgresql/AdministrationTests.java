package io.github.pristinedb.engine.postgresql;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import io.github.pristinedb.Concurrently;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The engine's own connections.
 */
class AdministrationTests {

	@TempDir
	private Path directory;

	private TestServer server;

	private DatabaseNames names;

	private Administration administration;

	@BeforeEach
	void open() {
		this.server = new TestServer(this.directory);
		this.names = new DatabaseNames(System.nanoTime() + "-1");
		this.administration = new Administration(this.server.model(), this.names, TimeUnit.SECONDS.toNanos(30));
	}

	@AfterEach
	void close() throws SQLException {
		this.administration.close();
		this.server.close();
	}

	private List<String> alive() throws SQLException {
		return this.server
			.column("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid::bigint = "
					+ AdvisoryKey.ofRun(this.names.run()).objectId());
	}

	private String backend() throws SQLException {
		return this.administration
			.with((connection) -> connection.row((row) -> row.getString(1), "SELECT pg_backend_pid()"));
	}

	@Test
	void runIsAliveFromTheFirstConnectionToTheEnd() throws SQLException {
		assertThat(alive()).isEmpty();
		backend();
		assertThat(alive()).hasSize(1);
		this.administration.close();
		String left = "SELECT 1 FROM pg_stat_activity WHERE pid = ";
		for (String backend : alive()) {
			while (!this.server.column(left + backend).isEmpty()) {
				Administration.pause(1);
			}
		}
		assertThat(alive()).isEmpty();
	}

	@Test
	void connectionIsUsedAgain() throws SQLException {
		assertThat(backend()).isEqualTo(backend());
	}

	@Test
	void connectionsThatWorkAtTheSameTimeAreUsedAgain() throws Exception {
		Set<String> first = Set.copyOf(backendsOfTwo());
		assertThat(first).hasSize(2);
		assertThat(backendsOfTwo()).containsExactlyInAnyOrderElementsOf(first);
	}

	private List<String> backendsOfTwo() throws Exception {
		CyclicBarrier all = new CyclicBarrier(2);
		return Concurrently.run(2, (number) -> this.administration.with((connection) -> {
			try {
				all.await(1, TimeUnit.MINUTES);
			}
			catch (Exception ex) {
				throw new SQLException(ex);
			}
			return connection.row((row) -> row.getString(1), "SELECT pg_backend_pid()");
		}));
	}

	@Test
	void connectionThatTheFactsWereAskedByDoesTheFirstWork() throws SQLException {
		assertThat(this.administration.facts().superuser()).isTrue();
		String after = this.server.column("SELECT clock_timestamp()").get(0);
		assertThat(this.server
			.column("SELECT backend_start < '" + after + "' FROM pg_stat_activity WHERE pid = " + backend()))
			.containsExactly("t");
		String counting = this.administration
			.with((connection) -> connection.row((row) -> row.getString(1), "SHOW track_counts"));
		assertThat(counting).isEqualTo("off");
	}

	@Test
	void runIsAliveAgainAfterTheServerHasEndedItsConnections() throws SQLException {
		String idle = backend();
		AdvisoryKey held = AdvisoryKey.ofUse(this.server.fingerprint());
		assertThat(this.administration.hold(held)).isTrue();
		List<String> before = alive();
		for (String backend : List.of(idle, before.get(0))) {
			this.server.column("SELECT pg_terminate_backend(" + backend + ", 10000)");
		}
		assertThat(backend()).isNotEqualTo(idle);
		assertThat(alive()).hasSize(1).doesNotContainAnyElementsOf(before);
		assertThat(this.server
			.column("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = " + held.objectId()))
			.isEqualTo(alive());
	}

	@Test
	void lockThatAnotherOneHasForItselfIsNotHeld() throws SQLException {
		AdvisoryKey key = AdvisoryKey.ofUse(this.server.fingerprint());
		this.server.column("SELECT pg_advisory_lock" + key);
		assertThat(this.administration.hold(key)).isFalse();
		this.server.column("SELECT pg_advisory_unlock" + key);
		assertThat(this.administration.hold(key)).isTrue();
		assertThat(this.administration.hold(key)).isTrue();
	}

	@Test
	void endWaitsForWhatIsDoneInTheBackground() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		this.administration.inBackground(() -> {
			begun.countDown();
			Administration.pause(20);
			done.countDown();
		});
		begun.await();
		Thread.currentThread().interrupt();
		this.administration.finish();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(done.getCount()).isZero();
	}

	@Test
	void failureInTheBackgroundEndsNoThread() throws Exception {
		this.administration.inBackground(() -> {
			throw new SQLException("gone");
		});
		CountDownLatch done = new CountDownLatch(1);
		this.administration.inBackground(done::countDown);
		assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
	}

	@Test
	void closedSessionHasNoConnection() {
		this.administration.close();
		assertThatExceptionOfType(SQLException.class).isThrownBy(this::backend).withMessageContaining("closed");
	}

}
