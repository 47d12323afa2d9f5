package io.github.pristinedb.benchmarks.postgresql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.benchmarks.Machine;
import io.github.pristinedb.benchmarks.MarkedSection;
import io.github.pristinedb.benchmarks.PeerDatabase;
import io.github.pristinedb.benchmarks.TimedStep;
import io.github.pristinedb.scope.TestRun;
import org.postgresql.util.DriverInfo;

import org.springframework.util.FileSystemUtils;

/**
 * Measures what a scenario pays for its database on PostgreSQL, and what other ways cost,
 * all in turn on one server.
 */
public final class PostgresBenchmark {

	private static final int WARM_UP = 3;

	private static final int TESTS = 400;

	private static final int STARTS = 5;

	private final Path directory;

	private final Server server;

	private final Options options;

	private PostgresBenchmark(Path directory, Server server, Options options) {
		this.directory = directory;
		this.server = server;
		this.options = options;
	}

	/**
	 * Run it.
	 * @param arguments the directory to work in, the document, the file for the figures
	 * in JSON, and the numbers of {@link Options}
	 * @param peer starts the other library's database
	 * @throws Exception if a step fails
	 */
	public static void run(String[] arguments, Peer peer) throws Exception {
		Path directory = Path.of(arguments[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		Options options = new Options(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]),
				Integer.parseInt(arguments[5]));
		Server server = Server.find();
		PostgresFigures figures = new PostgresBenchmark(directory, server, options).measure(peer);
		server.removeAllOf(ProcessHandle.current().pid());
		String text = Machine.current()
			.describe(server.version(), "pgjdbc " + DriverInfo.DRIVER_VERSION, peer.library()) + ". Medians of "
				+ options.rounds() + " rounds.\n\n" + figures.text();
		System.out.println(text);
		Files.writeString(Path.of(arguments[2]), figures.json());
		new MarkedSection(Path.of(arguments[1]), "postgresql").write(text);
	}

	private PostgresFigures measure(Peer peer) throws Exception {
		PostgresFixture small = PostgresFixture.generate(this.directory.resolve("migrations"), 0);
		PostgresFixture large = PostgresFixture.generate(this.directory.resolve("large-migrations"),
				PostgresFixture.MANY_ROWS);
		TestRun.begin();
		Map<String, Double> figures = new LinkedHashMap<>();
		try (DatabaseSteps others = new DatabaseSteps(this.server, small, peer.start(this.server, small));
				RawInserts raw = new RawInserts(this.server, small);
				ScenarioSteps scenarios = scenarios(small, "scenarios", Writing.SMALL).withTwoDatabases();
				ScenarioSteps alone = scenarios(small, "alone", Writing.SMALL);
				ScenarioSteps largeScenarios = scenarios(large, "large", Writing.LARGE).withTwoDatabases();
				TurnSteps turns = new TurnSteps(this.server, small, this.directory.resolve("turns"));
				ResetSteps reset = new ResetSteps(this.server, small, this.directory.resolve("reset"), Writing.SMALL);
				ResetSteps largeReset = new ResetSteps(this.server, large, this.directory.resolve("large-reset"),
						Writing.LARGE)) {
			List<TimedStep> steps = new ArrayList<>(handovers(scenarios, largeScenarios));
			steps.add(new TimedStep(PostgresFigures.HANDOVER_AT_ONCE, () -> alone.handover(true)));
			steps.add(new TimedStep(PostgresFigures.TURN, turns::handover));
			steps.add(new TimedStep(PostgresFigures.TURN_WAITED, turns::waitedHandover));
			steps.addAll(resets(reset, largeReset));
			steps.addAll(inserts(raw, scenarios));
			// They are so short that the compiler has to know them first.
			TimedStep.medians(this.options.handoverWarmUp(), 0, steps);
			steps.add(0, onceMore(steps));
			steps.add(new TimedStep(PostgresFigures.STOCK, alone::handoverFromStock));
			steps.add(new TimedStep(PostgresFigures.MIGRATE, others::cleanAndMigrate));
			steps.add(new TimedStep(PostgresFigures.RESET_COLD, reset::reset));
			steps.addAll(databases(others));
			figures.putAll(TimedStep.medians(WARM_UP, this.options.rounds(), steps));
		}
		figures.putAll(EmbeddedStart.measure(this.directory.resolve("embedded"), small, STARTS));
		if (this.options.suiteRounds() > 0) {
			figures.putAll(suite(peer));
		}
		figures.values().removeIf((value) -> value.isNaN());
		return new PostgresFigures(figures).withRatios();
	}

	private ScenarioSteps scenarios(PostgresFixture fixture, String name, Writing writing) {
		return new ScenarioSteps(this.server, fixture, this.directory.resolve(name), writing);
	}

	private Map<String, Double> suite(Peer peer) throws Exception {
		Map<String, Double> speeds = new WritingSuite(this.server, this.directory.resolve("suite"), TESTS)
			.testsPerSecond(this.options.suiteRounds(), Map.of(PostgresFigures.SUITE_ZONKY, peer.suite()));
		return Map.of(PostgresFigures.SUITE_PRISTINE, speeds.get(WritingSuite.PRISTINE), PostgresFigures.SUITE_TRUNCATE,
				speeds.get(WritingSuite.TRUNCATE), PostgresFigures.SUITE_ZONKY,
				speeds.get(PostgresFigures.SUITE_ZONKY));
	}

	/**
	 * The long steps migrate and truncate. The server's queue of invalidation messages
	 * overflows, and every session forgets its catalogs and plans. Tests do not do so: a
	 * short step follows others of its kind, whose times do not count.
	 */
	private static TimedStep onceMore(List<TimedStep> steps) {
		List<TimedStep> before = List.copyOf(steps);
		return new TimedStep("", () -> {
			for (TimedStep step : before) {
				step.operation().nanos();
			}
			return Double.NaN;
		});
	}

	private static List<TimedStep> resets(ResetSteps reset, ResetSteps largeReset) {
		return List.of(new TimedStep(PostgresFigures.RESET, reset::reset),
				new TimedStep(PostgresFigures.CPU_RESET, reset::resetCpu),
				new TimedStep(PostgresFigures.RESET_LARGE, largeReset::reset));
	}

	private static List<TimedStep> handovers(ScenarioSteps scenarios, ScenarioSteps largeScenarios) {
		return List.of(new TimedStep(PostgresFigures.HANDOVER, () -> scenarios.handover(true)),
				new TimedStep(PostgresFigures.HANDOVER_READING, () -> scenarios.handover(false)),
				new TimedStep(PostgresFigures.HANDOVER_LARGE, () -> largeScenarios.handover(true)),
				new TimedStep(PostgresFigures.HANDOVER_READING_LARGE, () -> largeScenarios.handover(false)),
				new TimedStep(PostgresFigures.TRANSACTION, scenarios::transactionHandover));
	}

	private static List<TimedStep> inserts(RawInserts raw, ScenarioSteps scenarios) {
		return List.of(new TimedStep(PostgresFigures.AUTO_COMMIT_RAW, () -> raw.insert(true)),
				new TimedStep(PostgresFigures.AUTO_COMMIT, () -> scenarios.insert(true)),
				new TimedStep(PostgresFigures.INSIDE_RAW, () -> raw.insert(false)),
				new TimedStep(PostgresFigures.INSIDE, () -> scenarios.insert(false)));
	}

	private static List<TimedStep> databases(DatabaseSteps others) {
		return List.of(new TimedStep(PostgresFigures.TEMPLATE, others::copyTemplate),
				new TimedStep(PostgresFigures.CPU_COPY, others::copyCpu),
				new TimedStep(PostgresFigures.TEMPLATE_FILES, others::copyTemplateFiles),
				new TimedStep(PostgresFigures.DELETE_ALL, others::deleteAll),
				new TimedStep(PostgresFigures.TRUNCATE_ALL, others::truncateAll),
				new TimedStep(PostgresFigures.ZONKY_PREPARED, others.peer()::prepared),
				new TimedStep(PostgresFigures.ZONKY, others.peer()::atOnce));
	}

	/**
	 * How often steps run.
	 *
	 * @param rounds how many rounds count
	 * @param handoverWarmUp how many rounds of short steps come before
	 * @param suiteRounds how many rounds the suite has
	 */
	record Options(int rounds, int handoverWarmUp, int suiteRounds) {

	}

	/**
	 * Starts the database of another library.
	 */
	public interface Peer {

		/**
		 * Which library it is.
		 * @return its name and its version
		 */
		String library();

		/**
		 * Start its database.
		 * @param server the server to use
		 * @param fixture the migrations
		 * @return the database
		 * @throws Exception if the library fails
		 */
		PeerDatabase start(Server server, PostgresFixture fixture) throws Exception;

		/**
		 * Its way to run the suite of writing tests.
		 * @return a class for each of two workers
		 */
		List<Class<?>> suite();

	}

	/**
	 * Ten inserts by a connection of the driver's.
	 */
	static final class RawInserts implements AutoCloseable {

		private final FlywayDatabase database;

		private final Connection connection;

		RawInserts(Server server, PostgresFixture fixture) throws SQLException {
			this.database = new FlywayDatabase(server, fixture, "raw");
			this.connection = server.open(this.database.name());
		}

		double insert(boolean autoCommit) throws SQLException {
			Server.select(this.connection);
			double nanos = ScenarioSteps.insert(this.connection, autoCommit);
			Server.execute(this.connection, "DELETE FROM t30");
			return nanos;
		}

		@Override
		public void close() throws SQLException {
			this.connection.close();
			this.database.close();
		}

	}

}
