package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.h2.TrialDatabase.End;

/**
 * Random programs on databases of H2, each of which starts from the baseline.
 */
final class H2Trial implements AutoCloseable {

	private static final List<String> MODES = List.of("", ";MODE=MySQL", ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE");

	private static final int STEPS = 14;

	// By mode, for all trials of this JVM: a baseline is never written to.
	private static final Map<String, Baseline> BASELINES = new ConcurrentHashMap<>();

	/**
	 * Which programs are run.
	 */
	enum Kind {

		ALL(1),

		/**
		 * Those that change the schema, settings or what sticks to a connection.
		 */
		WITH_SCHEMA(4);

		private final int step;

		Kind(int step) {
			this.step = step;
		}

	}

	private final BiFunction<H2Database, H2Image, ScenarioDatabase> creation;

	private final boolean closesConnections;

	private final Map<String, TrialDatabase> databases = new HashMap<>();

	private final Map<End, Integer> ends = new EnumMap<>(End.class);

	private final List<String> violations = new ArrayList<>();

	/**
	 * A trial.
	 * @param creation creates a scenario's database
	 */
	H2Trial(BiFunction<H2Database, H2Image, ScenarioDatabase> creation) {
		this(creation, true);
	}

	/**
	 * A trial.
	 * @param creation creates a scenario's database
	 * @param closesConnections whether connections are closed that have settings of their
	 * own by now
	 */
	H2Trial(BiFunction<H2Database, H2Image, ScenarioDatabase> creation, boolean closesConnections) {
		this.creation = creation;
		this.closesConnections = closesConnections;
	}

	/**
	 * Run programs.
	 * @param first the number of the first one
	 * @param count how many
	 */
	void run(long first, int count) throws SQLException {
		for (long program = first; program < first + count; program++) {
			run(program);
		}
	}

	/**
	 * Run programs until one of them does not end at the baseline.
	 * @param kind which programs
	 * @param limit the number of the last one at most
	 */
	void runToFirstViolation(Kind kind, long limit) throws SQLException {
		for (long program = kind.step; program <= limit && this.violations.isEmpty(); program += kind.step) {
			run(program);
		}
	}

	private void run(long number) throws SQLException {
		// After a change of the schema there is a new database. The programs without one
		// share a database that lives for long.
		boolean withSchema = number % Kind.WITH_SCHEMA.step == 0;
		String mode = MODES.get((int) (number % MODES.size()));
		String name = mode + withSchema;
		TrialDatabase database = this.databases.get(name);
		if (database == null) {
			database = create(mode);
			this.databases.put(name, database);
		}
		List<String> done = new ArrayList<>();
		new Program(database, number, withSchema, done).run();
		End end = database.end();
		database.giveBackForgotten();
		this.ends.merge(end, 1, Integer::sum);
		String difference = (end != End.REFUSED) ? database.difference() : null;
		if (difference == null && end != End.REFUSED && number % 2 == 0) {
			difference = database.probe();
		}
		if (difference != null) {
			this.violations.add("Program " + number + mode + " ended " + end + ": " + difference + " after " + done);
		}
		if (difference != null || end == End.REFUSED) {
			database.close();
			this.databases.remove(name);
		}
	}

	private TrialDatabase create(String mode) throws SQLException {
		H2Database model = H2Memory.database(mode + ";LOCK_TIMEOUT=1");
		Baseline baseline = BASELINES.get(mode);
		if (baseline == null) {
			try (ScenarioDatabase source = H2Memory.scenario(model, null)) {
				H2Memory.execute((H2Database) source.database(), TrialSchema.statements().toArray(String[]::new));
				baseline = new Baseline((H2Image) source.capture(), queries((H2Database) source.database()));
				BASELINES.put(mode, baseline);
			}
		}
		return new TrialDatabase(this.creation.apply(H2Memory.NAMES.next(model, "trial"), baseline.image()),
				baseline.image(), baseline.queries(), this.closesConnections);
	}

	static Map<String, String> queries(H2Database database) throws SQLException {
		try (Connection connection = database.connect()) {
			return TrialContent.queries(connection);
		}
	}

	List<String> violations() {
		return this.violations;
	}

	Map<End, Integer> ends() {
		return this.ends;
	}

	@Override
	public void close() throws SQLException {
		for (TrialDatabase database : this.databases.values()) {
			database.close();
		}
	}

	/**
	 * What programs start from.
	 *
	 * @param image the content
	 * @param queries the queries that read it
	 */
	private record Baseline(H2Image image, Map<String, String> queries) {

	}

	/**
	 * One program over all connections of a database.
	 */
	private static final class Program {

		private final TrialDatabase database;

		private final Random random;

		private final TrialSteps steps;

		private final List<String> done;

		private final boolean withSchema;

		private final boolean reads;

		Program(TrialDatabase database, long number, boolean withSchema, List<String> done) {
			this.database = database;
			this.random = new Random(number * 7919);
			this.steps = new TrialSteps(this.random, number);
			this.done = done;
			this.withSchema = withSchema;
			this.reads = this.random.nextInt(12) == 0;
		}

		void run() {
			int count = 1 + this.random.nextInt(STEPS);
			for (int i = 0; i < count; i++) {
				int index = this.random.nextInt(TrialDatabase.CONNECTIONS);
				TrialConnection connection = this.database.connection(index);
				try {
					step(index, connection);
					if (this.random.nextInt(4) == 0) {
						connection.prepared();
					}
				}
				catch (SQLException ex) {
					this.done.add("failed");
				}
			}
			boolean forgets = this.withSchema && this.random.nextInt(8) == 0;
			if (forgets) {
				forget();
			}
			for (int i = 0; i < TrialDatabase.CONNECTIONS; i++) {
				this.database.giveBack(i, forgets, this.random.nextInt(3) == 0);
			}
		}

		/**
		 * Leave a transaction open that has changed what another one has committed.
		 */
		private void forget() {
			try {
				for (int i = 0; i < TrialDatabase.CONNECTIONS; i++) {
					end(i, this.database.connection(i), true);
				}
				this.database.connection(0).jdbc().setAutoCommit(true);
				execute(0, this.database.connection(0), TrialStep.of("INSERT INTO journal VALUES (9, 'forgotten')"));
				this.database.connection(1).jdbc().setAutoCommit(false);
				execute(1, this.database.connection(1), TrialStep.of("UPDATE journal SET at = at + 1"));
			}
			catch (SQLException ex) {
				this.done.add("failed");
			}
		}

		private void step(int index, TrialConnection connection) throws SQLException {
			switch (this.random.nextInt(14)) {
				case 0 -> {
					this.done.add(index + ": begin");
					connection.jdbc().setAutoCommit(false);
				}
				case 1 -> end(index, connection, true);
				case 2 -> end(index, connection, false);
				case 3 -> savepoint(index, connection);
				default -> execute(index, connection, next());
			}
		}

		private TrialStep next() {
			return this.reads ? this.steps.read()
					: (this.withSchema && this.random.nextInt(6) == 0) ? this.steps.schema() : this.steps.rows();
		}

		private void execute(int index, TrialConnection connection, TrialStep step) throws SQLException {
			for (int other = 0; other < TrialDatabase.CONNECTIONS; other++) {
				if (other != index && this.database.connection(other).isUndoneInPart()) {
					end(other, this.database.connection(other), true);
				}
			}
			this.done.add(index + ": " + step.sql());
			connection.execute(step);
		}

		private void end(int index, TrialConnection connection, boolean commit) throws SQLException {
			this.done.add(index + (commit ? ": commit" : ": rollback"));
			connection.end(commit);
		}

		private void savepoint(int index, TrialConnection connection) throws SQLException {
			if (!connection.jdbc().getAutoCommit()) {
				Savepoint savepoint = connection.jdbc().setSavepoint();
				execute(index, connection, this.steps.rows());
				execute(index, connection, this.steps.rows());
				if (this.random.nextBoolean()) {
					this.done.add(index + ": rollback to the savepoint");
					connection.rollBackTo(savepoint);
				}
				else {
					connection.jdbc().releaseSavepoint(savepoint);
				}
			}
		}

	}

	/**
	 * Run programs in a JVM of its own.
	 * @param arguments the number of the first program and how many there are
	 */
	public static void main(String... arguments) throws SQLException {
		long start = System.nanoTime();
		try (H2Trial trial = new H2Trial(H2Memory::scenario)) {
			trial.run(Long.parseLong(arguments[0]), Integer.parseInt(arguments[1]));
			trial.violations().forEach(System.out::println);
			System.out.println("H2 " + org.h2.engine.Constants.VERSION + ": " + trial.ends() + ", "
					+ trial.violations().size() + " violations, " + (System.nanoTime() - start) / 1_000_000 + " ms");
		}
	}

}
