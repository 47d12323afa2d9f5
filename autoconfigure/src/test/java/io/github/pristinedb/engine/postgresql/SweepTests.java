package io.github.pristinedb.engine.postgresql;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.KeepRequest;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.TemplateStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What dead runs have left on a server.
 */
@ExtendWith(OutputCaptureExtension.class)
class SweepTests {

	@TempDir
	private Path directory;

	private TestServer server;

	private PostgresDatabase model;

	// That of a run whose process was killed.
	private DatabaseNames dead;

	@BeforeEach
	void open() {
		this.server = new TestServer(this.directory);
		this.model = this.server.model();
		this.dead = new DatabaseNames(System.nanoTime() + "-1");
	}

	@AfterEach
	void close() throws SQLException {
		this.server.close();
	}

	private void sweep() {
		try (PostgresSession session = this.server.session()) {
			session.sweep();
		}
	}

	private String create(String name, Object comment) throws SQLException {
		this.server.execute("CREATE DATABASE " + AdminConnection.quoted(name) + " STRATEGY FILE_COPY");
		if (comment != null) {
			this.server.execute("COMMENT ON DATABASE " + AdminConnection.quoted(name) + " IS "
					+ AdminConnection.literal(comment.toString()));
		}
		return name;
	}

	@Test
	void whatADeadRunHasLeftIsDropped() throws SQLException {
		String run = this.dead.run();
		String slot = create(this.dead.slot(this.model.name()), new Mark(Mark.Kind.SLOT, run));
		String scratch = create(this.dead.scratch(), new Mark(Mark.Kind.SCRATCH, run));
		String baseline = create(this.dead.baseline(), new Mark(Mark.Kind.BASELINE, run));
		String literal = create(this.dead.literal(), new Mark(Mark.Kind.LITERAL, run));
		String unfinished = create(DatabaseNames.template(this.server.fingerprint()), new Mark(Mark.Kind.SCRATCH, run));
		this.server.execute("ALTER DATABASE " + unfinished + " IS_TEMPLATE true ALLOW_CONNECTIONS false");
		sweep();
		assertThat(new String[] { slot, scratch, baseline, literal, unfinished })
			.allSatisfy((name) -> assertThat(this.server.exists(name)).isFalse());
	}

	@Test
	void unfinishedTemplateThatAnotherRunBuildsIsLeftToThatRun() throws SQLException {
		Fingerprint fingerprint = this.server.fingerprint();
		String unfinished = create(DatabaseNames.template(fingerprint), new Mark(Mark.Kind.SCRATCH, this.dead.run()));
		PostgresSession building = this.server.session(this.server.places("building"));
		try (TemplateStore.Claim claim = building.templates().claim(fingerprint, Duration.ofMinutes(1))) {
			assertThat(claim.store()).isNotNull();
			sweep();
			assertThat(this.server.exists(unfinished)).isTrue();
		}
		sweep();
		assertThat(this.server.exists(unfinished)).isFalse();
	}

	@Test
	void whatALiveRunHasStays() throws SQLException {
		PostgresSession living = this.server.session(this.server.places(this.dead.run()));
		ScenarioDatabase scenario = living.create(this.model, "worker", null);
		sweep();
		assertThat(this.server.exists(scenario.database().name())).isTrue();
	}

	@Test
	void databaseOfAUsersOwnStaysWhateverItsName(CapturedOutput output) throws SQLException {
		String empty = create(this.dead.slot(this.model.name()), null);
		String full = create(this.dead.slot(this.model.name()), "my own");
		String odd = create(this.model.name() + "-mine", new Mark(Mark.Kind.SLOT, this.dead.run()));
		TestServer.execute(TestServer.database(full), "CREATE TABLE precious AS SELECT 1 AS id");
		sweep();
		sweep();
		assertThat(TestServer.column(TestServer.database(full), "SELECT id FROM precious")).containsExactly("1");
		assertThat(this.server.exists(empty)).isTrue();
		assertThat(this.server.exists(odd)).isTrue();
		assertThat(output.getOut()).containsOnlyOnce("DROP DATABASE \"" + empty + "\"").doesNotContain("\"" + full);
	}

	@Test
	void keptDatabasesOfEarlierRunsGoWithTheFirstOfANewOne() throws SQLException {
		String here = KeptMark.placeOf(this.directory);
		String run = this.dead.run();
		String earlier = create(this.dead.kept(this.model.name()), new KeptMark(run, here, LocalDate.now()));
		String others = create(this.dead.kept(this.model.name()), new KeptMark(run, "0".repeat(16), LocalDate.now()));
		String old = create(this.dead.kept(this.model.name()),
				new KeptMark(run, "0".repeat(16), LocalDate.now().minusDays(100)));
		sweep();
		assertThat(this.server.exists(earlier)).isTrue();
		String kept;
		try (PostgresSession session = this.server.session()) {
			ScenarioDatabase scenario = session.create(this.model, "worker", null);
			kept = scenario.keep(new Request(this.model.name(), this.directory.resolve("kept.txt")))
				.place()
				.replaceAll(".*/", "");
		}
		assertThat(this.server.exists(kept)).isTrue();
		assertThat(this.server.exists(earlier)).isFalse();
		assertThat(this.server.exists(old)).isFalse();
		assertThat(this.server.exists(others)).isTrue();
		this.server.drop(kept);
		this.server.drop(others);
	}

	/**
	 * A request to keep a database.
	 *
	 * @param name the name of the scenario
	 * @param file the file
	 */
	private record Request(String name, Path file) implements KeepRequest {

		@Override
		public String run() {
			return "run";
		}

		@Override
		public Path file(String extension) {
			return this.file;
		}

	}

}
