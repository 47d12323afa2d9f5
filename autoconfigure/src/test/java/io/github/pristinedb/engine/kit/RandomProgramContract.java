package io.github.pristinedb.engine.kit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import javax.sql.DataSource;

import io.github.pristinedb.engine.kit.Deed.Kind;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random programs: each scenario starts from the whole content of the template, and does
 * what it would do to a database that nobody manages.
 */
abstract class RandomProgramContract extends EngineContract {

	private static final int PROGRAMS = 32;

	private static final int STEPS = 25;

	private static final int CONNECTIONS = 3;

	RandomProgramContract(EngineFixture fixture) {
		super(fixture);
	}

	@Test
	void eachScenarioStartsFromTheWholeTemplateAndDoesWhatItWouldDoToAPlainDatabase() throws Exception {
		List<Deed> rows = Deeds.of(this.fixture, Kind.READ, Kind.ROWS);
		List<Deed> withSchema = Deeds.of(this.fixture, Kind.READ, Kind.ROWS, Kind.SCHEMA);
		List<Deed> forGood = Deeds.of(this.fixture, Kind.READ, Kind.ROWS, Kind.FOR_GOOD);
		RecordedEvents.clear();
		inContext(Isolation.DATABASE, (context) -> {
			for (long seed = KitRounds.first(); seed < KitRounds.end(this.fixture.programs(PROGRAMS)); seed++) {
				run(context, seed, (seed % 4 == 0) ? withSchema : (seed % 8 == 1) ? forGood : rows, true);
			}
		});
		if (this.fixture.restoresInPlace()) {
			// Else the next one has a new database, which shows nothing.
			assertThat(RecordedEvents.of(SlotRetired.class))
				.hasSizeLessThan((int) (KitRounds.end(this.fixture.programs(PROGRAMS)) - KitRounds.first()) / 2);
		}
	}

	@Test
	void eachScenarioStartsFromTheWholeTemplateWhateverTheOneBeforeDidToItsConnections() throws Exception {
		List<Deed> deeds = Deeds.of(this.fixture, Kind.values());
		inContext(Isolation.DATABASE, (context) -> {
			for (long seed = KitRounds.first(); seed < KitRounds.end(this.fixture.programs(15)); seed++) {
				run(context, seed, deeds, false);
			}
		});
	}

	private void run(ApplicationContext context, long seed, List<Deed> deeds, boolean compared) throws Exception {
		DataSource dataSource = KitContext.dataSource(context);
		Stage.scenario(context, () -> {
			int connections = 1 + new Random(seed).nextInt(CONNECTIONS);
			for (Connection connection : connect(dataSource, connections)) {
				assertThat(KitContext.content(this.fixture, connection).differencesFrom(pristine()))
					.as("start of program %d", seed)
					.isEmpty();
				connection.close();
			}
			if (!compared) {
				runAlone(new Program(deeds, seed, Collections.nCopies(connections, dataSource::getConnection), false));
				return;
			}
			try (PlainDatabase plain = new PlainDatabase(this.fixture, this.directory, "plain-" + seed)) {
				compare(seed, new Program(deeds, seed, Collections.nCopies(connections, plain::connectByPool), true),
						new Program(deeds, seed, Collections.nCopies(connections, dataSource::getConnection), true));
			}
		});
	}

	private static List<Connection> connect(DataSource dataSource, int count) throws Exception {
		List<Connection> connections = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			connections.add(dataSource.getConnection());
		}
		return connections;
	}

	private static void runAlone(Program program) {
		try {
			for (int step = 0; step < STEPS; step++) {
				program.step();
			}
		}
		catch (SQLException ex) {
			// A connection may be of no more use.
		}
		program.close();
	}

	private void compare(long seed, Program plain, Program own) throws Exception {
		List<String> done = new ArrayList<>();
		for (int step = 0; step < STEPS; step++) {
			String expected = plain.step();
			done.add(expected);
			assertThat(own.step()).as("step %d of program %d: %s", step, seed, done).isEqualTo(expected);
		}
		plain.end();
		own.end();
		assertThat(content(own).differencesFrom(content(plain))).as("end of program %d: %s", seed, done).isEmpty();
		own.close();
	}

	private Content content(Program program) throws SQLException {
		return KitContext.content(this.fixture, program.first());
	}

}
