package io.github.pristinedb.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link EngineSessions}.
 */
class EngineSessionsTests {

	private final DatabaseEngine engine = mock(DatabaseEngine.class);

	private final List<Runnable> atEnd = new ArrayList<>();

	private final Places places = places("templates");

	EngineSessionsTests() {
		given(this.engine.name()).willReturn("server");
		given(this.engine.open(any(), any())).willAnswer((invocation) -> mock(EngineSession.class));
	}

	@Test
	void databasesOfOneServerShareASession() {
		EngineSessions sessions = new EngineSessions(this.places);
		EngineSession session = sessions.of(database("here"));
		assertThat(sessions.of(database("here"))).isSameAs(session);
		assertThat(sessions.of(database("there"))).isNotSameAs(session);
		then(this.engine).should(times(2)).open(any(), any());
	}

	@Test
	void sessionSweepsOnceWhenItIsOpened() {
		EngineSessions sessions = new EngineSessions(this.places);
		EngineSession session = sessions.of(database("here"));
		sessions.of(database("here"));
		then(session).should().sweep();
	}

	@Test
	void serverIsAskedOnceWhetherItsDatabasesCanBeManaged() {
		EngineSession session = mock(EngineSession.class);
		given(session.refusal(any())).willReturn("its server is too old. Use a newer one");
		given(this.engine.open(any(), any())).willReturn(session);
		EngineSessions sessions = new EngineSessions(this.places);
		for (int i = 0; i < 2; i++) {
			assertThat(sessions.refusal(database("here"))).isNotNull().satisfies((refusal) -> {
				assertThat(refusal.reason()).isEqualTo("its server is too old");
				assertThat(refusal.cure()).isEqualTo("Use a newer one.");
			});
		}
		then(session).should(times(1)).refusal(any());
		then(session).should(never()).sweep();
	}

	@Test
	void scenariosThatAreRolledBackNeedNoCopies() {
		EngineSession session = mock(EngineSession.class);
		EngineSession withoutCopies = mock(EngineSession.class);
		given(session.refusal(any())).willReturn("the user may not create databases");
		given(session.withoutCopies()).willReturn(withoutCopies);
		given(this.engine.open(any(), any())).willReturn(session);
		EngineSessions sessions = new EngineSessions(this.places);
		ManagedDatabase copied = database("here");
		ManagedDatabase rolledBack = new ManagedDatabase(this.engine, copied.database(), true);
		assertThat(sessions.refusal(rolledBack)).isNull();
		assertThat(sessions.of(rolledBack)).isSameAs(withoutCopies);
		assertThat(sessions.refusal(copied)).isNotNull();
		assertThat(sessions.of(copied)).isSameAs(session);
		then(session).should(never()).sweep();
		sessions.close();
		then(withoutCopies).should().close();
	}

	@Test
	void reasonMayComeWithoutACure() {
		EngineSession session = mock(EngineSession.class);
		given(session.refusal(any())).willReturn("it is version 9.6. of 2016");
		given(this.engine.open(any(), any())).willReturn(session);
		assertThat(new EngineSessions(this.places).refusal(database("here"))).isNotNull().satisfies((refusal) -> {
			assertThat(refusal.reason()).isEqualTo("it is version 9.6. of 2016");
			assertThat(refusal.cure()).isNull();
		});
	}

	@Test
	void serverWithoutAReasonIsNotRefused() {
		EngineSessions sessions = new EngineSessions(this.places);
		assertThat(sessions.refusal(database("here"))).isNull();
		then(sessions.of(database("here"))).should().sweep();
	}

	@Test
	void contextsOfARunShareSessionsThatEndWithIt() {
		EngineSession session = EngineSessions.of(this.places).of(database("here"));
		assertThat(EngineSessions.of(places("templates")).of(database("here"))).isSameAs(session);
		assertThat(EngineSessions.of(places("others")).of(database("here"))).isNotSameAs(session);
		then(session).should(never()).close();
		this.atEnd.forEach(Runnable::run);
		then(session).should().close();
	}

	@Test
	void sessionThatCannotBeClosedIsNoReasonToKeepOthersOpen() {
		EngineSessions sessions = new EngineSessions(this.places);
		List<EngineSession> all = List.of(sessions.of(database("here")), sessions.of(database("there")));
		all.forEach((session) -> willThrow(new IllegalStateException("The server is gone")).given(session).close());
		sessions.close();
		all.forEach((session) -> then(session).should().close());
	}

	private ManagedDatabase database(String server) {
		Database database = mock(Database.class);
		given(this.engine.server(database)).willReturn(server);
		return new ManagedDatabase(this.engine, database);
	}

	private Places places(String templates) {
		return new Run(this.atEnd, Path.of(templates));
	}

	private record Run(List<Runnable> ends, Path templates) implements Places {

		@Override
		public String run() {
			return "run";
		}

		@Override
		public Path claim(String purpose, String fileName) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void release(Path directory, String fileName) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Path spareTemplates() {
			throw new UnsupportedOperationException();
		}

		@Override
		public TemplateLimits limits() {
			return TemplateLimits.DEFAULTS;
		}

		@Override
		public void atEnd(Runnable action) {
			this.ends.add(action);
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Run run && run.templates.equals(this.templates) && run.ends == this.ends;
		}

		@Override
		public int hashCode() {
			return this.templates.hashCode();
		}

	}

}
