package io.github.pristinedb.engine.postgresql;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Random programs on databases of PostgreSQL, each of which starts from the baseline.
 * Several workers run them on one server at the same time.
 */
public final class ResetTrial {

	private static final int STEPS = 14;

	private final ResetTrialTemplate template;

	private final ResetTrialMutant mutant;

	private final int schemaChanges;

	private final Map<String, Integer> ends = Collections.synchronizedMap(new TreeMap<>());

	private final List<String> violations = Collections.synchronizedList(new ArrayList<>());

	private final AtomicLong steps = new AtomicLong();

	private final AtomicLong failures = new AtomicLong();

	/**
	 * A trial.
	 * @param template what its databases are copies of
	 * @param mutant the fault that it should find
	 * @param schemaChanges one of how many programs changes more than rows
	 */
	ResetTrial(ResetTrialTemplate template, ResetTrialMutant mutant, int schemaChanges) {
		this.mutant = mutant;
		this.schemaChanges = schemaChanges;
		this.template = template;
	}

	/**
	 * Run programs.
	 * @param first the number of the first one
	 * @param count how many
	 * @param workers how many threads share them
	 * @param toFirstViolation whether to end at the first violation
	 */
	void run(long first, int count, int workers, boolean toFirstViolation) {
		AtomicLong next = new AtomicLong(first);
		ExecutorService threads = Executors.newFixedThreadPool(workers);
		List<Future<?>> futures = new ArrayList<>();
		for (int worker = 0; worker < workers; worker++) {
			futures.add(threads.submit(() -> {
				work(next, first + count, toFirstViolation);
				return null;
			}));
		}
		threads.shutdown();
		for (Future<?> future : futures) {
			try {
				future.get();
			}
			catch (ExecutionException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private void work(AtomicLong next, long end, boolean toFirstViolation) throws SQLException {
		ResetTrialSlot slot = null;
		for (long program = next.getAndIncrement(); program < end; program = next.getAndIncrement()) {
			if (toFirstViolation && !this.violations.isEmpty()) {
				break;
			}
			if (slot == null) {
				slot = new ResetTrialSlot(this.template, this.mutant);
			}
			if (!run(program, slot)) {
				slot.close();
				slot = null;
			}
		}
		if (slot != null) {
			slot.close();
		}
	}

	/**
	 * Run a program.
	 * @return whether the slot can be used on
	 */
	private boolean run(long number, ResetTrialSlot slot) throws SQLException {
		List<String> done = new ArrayList<>();
		new Program(slot, number, done).run();
		String end = slot.end();
		boolean refused = end != null && !end.equals("clean");
		this.ends.merge((end == null) ? "in place" : end.replaceAll("\\d+", "…"), 1, Integer::sum);
		String difference = refused ? null : slot.difference();
		if (difference != null) {
			this.violations.add("Program " + number + " ended " + end + ": " + difference + " after\n  "
					+ String.join("\n  ", done));
		}
		return !refused && difference == null;
	}

	List<String> violations() {
		return this.violations;
	}

	Map<String, Integer> ends() {
		return this.ends;
	}

	/**
	 * One program over all connections of a slot.
	 */
	private final class Program {

		private final ResetTrialSlot slot;

		private final Random random;

		private final ResetTrialSteps statements;

		private final List<String> done;

		private final boolean changesSchema;

		private final boolean leaves;

		private final boolean reads;

		Program(ResetTrialSlot slot, long number, List<String> done) {
			this.slot = slot;
			this.random = new Random(number * 7919);
			this.statements = new ResetTrialSteps(this.random, number);
			this.done = done;
			this.changesSchema = this.random.nextInt(ResetTrial.this.schemaChanges) == 0;
			this.leaves = this.random.nextInt(3) == 0;
			this.reads = this.random.nextInt(8) == 0;
		}

		void run() throws SQLException {
			int count = 1 + this.random.nextInt(STEPS);
			for (int i = 0; i < count; i++) {
				int index = this.random.nextInt(ResetTrialSlot.CONNECTIONS);
				ResetTrial.this.steps.incrementAndGet();
				try {
					step(index, this.slot.connection(index));
				}
				catch (SQLException ex) {
					failed(ex, this.slot.connection(index));
				}
			}
			for (int i = 0; i < ResetTrialSlot.CONNECTIONS; i++) {
				giveBack(i, this.slot.connection(i));
			}
		}

		private void failed(SQLException ex, Connection connection) throws SQLException {
			ResetTrial.this.failures.incrementAndGet();
			this.done.add("failed: " + String.valueOf(ex.getMessage()).split("\n")[0]);
			if (!connection.isClosed() && this.random.nextBoolean()) {
				Sql.execute(connection, "rollback");
			}
		}

		private void giveBack(int index, Connection connection) {
			try {
				if (!connection.getAutoCommit()) {
					end(index, connection, this.random.nextInt(3) > 0);
				}
			}
			catch (SQLException ex) {
				this.done.add(index + ": the end failed");
			}
			try {
				Sql.execute(connection, "rollback");
				if (!connection.getAutoCommit()) {
					connection.rollback();
					connection.setAutoCommit(true);
				}
				if (this.random.nextInt(12) == 0) {
					this.done.add(index + ": close");
					connection.close();
				}
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private void step(int index, Connection connection) throws SQLException {
			switch (this.random.nextInt(15)) {
				case 0 -> {
					if (connection.getAutoCommit()) {
						this.done.add(index + ": begin");
						connection.setAutoCommit(false);
					}
				}
				case 1 -> end(index, connection, true);
				case 2 -> end(index, connection, false);
				case 3 -> savepoint(index, connection);
				case 4 -> copy(index, connection);
				case 5 -> {
					if (this.random.nextInt(3) == 0) {
						this.done.add(index + ": close");
						connection.close();
					}
				}
				default -> execute(index, connection, statement());
			}
		}

		private String statement() {
			if (this.reads) {
				return this.statements.read();
			}
			if (this.changesSchema && this.random.nextInt(5) == 0) {
				return this.statements.schema();
			}
			return (this.leaves && this.random.nextInt(4) == 0) ? this.statements.session() : this.statements.rows();
		}

		private void execute(int index, Connection connection, String sql) throws SQLException {
			this.done.add(index + ": " + sql);
			Sql.execute(connection, "set lock_timeout = 20");
			Sql.execute(connection, sql);
		}

		private void end(int index, Connection connection, boolean commit) throws SQLException {
			if (connection.getAutoCommit()) {
				return;
			}
			this.done.add(index + (commit ? ": commit" : ": rollback"));
			if (commit) {
				connection.commit();
			}
			else {
				connection.rollback();
			}
			connection.setAutoCommit(true);
		}

		private void savepoint(int index, Connection connection) throws SQLException {
			if (connection.getAutoCommit()) {
				return;
			}
			Savepoint savepoint = connection.setSavepoint();
			this.done.add(index + ": savepoint");
			try {
				execute(index, connection, this.statements.rows());
			}
			catch (SQLException ex) {
				connection.rollback(savepoint);
				throw ex;
			}
			if (this.random.nextBoolean()) {
				this.done.add(index + ": rollback to the savepoint");
				connection.rollback(savepoint);
			}
		}

		private void copy(int index, Connection connection) throws SQLException {
			if (this.reads) {
				return;
			}
			this.done.add(index + ": copy");
			try {
				connection.unwrap(PGConnection.class)
					.getCopyAPI()
					.copyIn("copy nopk_many from stdin", new StringReader("77\tcopied\n78\tcopied\n"));
			}
			catch (IOException ex) {
				throw new SQLException(ex);
			}
		}

	}

	/**
	 * Run programs in a JVM of its own, on the server that the system property
	 * {@code pristine.test.postgresql} names.
	 * @param arguments the number of the first program, how many there are, and how many
	 * workers run them
	 */
	public static void main(String... arguments) throws SQLException {
		long first = Long.parseLong(arguments[0]);
		int count = Integer.parseInt(arguments[1]);
		int workers = Integer.parseInt(arguments[2]);
		@Nullable String mutant = (arguments.length > 3) ? arguments[3] : null;
		ResetTrialMutant fault = (mutant != null) ? ResetTrialMutant.valueOf(mutant) : ResetTrialMutant.NONE;
		long start = System.nanoTime();
		try (ResetTrialTemplate template = new ResetTrialTemplate(fault.isUnlogged())) {
			ResetTrial trial = new ResetTrial(template, fault, 4);
			trial.run(first, count, workers, mutant != null);
			trial.violations().forEach(System.out::println);
			trial.ends().forEach((end, programs) -> System.out.println(programs + " " + end));
			System.out.println(count + " programs, " + trial.steps + " steps, " + trial.failures + " failed; "
					+ trial.violations().size() + " violations, " + (System.nanoTime() - start) / 1_000_000 + " ms");
		}
	}

}
