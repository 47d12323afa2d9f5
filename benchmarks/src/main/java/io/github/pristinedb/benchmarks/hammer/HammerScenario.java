package io.github.pristinedb.benchmarks.hammer;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

import io.github.pristinedb.benchmarks.generator.GeneratedScenario;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.transaction.TransactionIsolationException;

/**
 * One scenario: checks that it starts from the template, does something at random, checks
 * that it sees what it did and nothing else, and leaves. The order in which it asks for
 * random numbers is part of what a seed means.
 */
final class HammerScenario {

	// One scenario of so many counts the connections to the server.
	private static final int SAMPLE = 25;

	private final HammerRun run;

	private final GeneratedScenario plan;

	private final ApplicationAccess access;

	private final Witness witness;

	private final RandomGenerator random;

	private final Isolation isolation;

	HammerScenario(HammerRun run, GeneratedScenario plan, ApplicationAccess access) {
		this.run = run;
		this.plan = plan;
		this.access = access;
		this.witness = new Witness(run, "scenario " + plan.number());
		this.random = new Random(plan.seed());
		this.isolation = run.options().mode().isolation(plan.number());
	}

	void run() throws Exception {
		if (this.isolation == Isolation.NONE && this.run.options().mode() != HammerMode.NONE) {
			disturb();
			this.run.finished();
			return;
		}
		try {
			Model model = new Model(checkStart());
			act(model);
			meddle();
			checkEnd(model.content());
			leave(model);
		}
		catch (TransactionIsolationException ex) {
			if (!isInterleaving()) {
				this.witness.violated(ex.toString());
				throw ex;
			}
			this.run.conflicted();
		}
		catch (SQLException | RuntimeException ex) {
			this.witness.violated(ex.toString());
			throw ex;
		}
		finally {
			this.witness.left();
			this.run.finished();
		}
		if (this.random.nextInt(12) == 0) {
			throw new ExpectedFailure();
		}
	}

	private boolean isInterleaving() {
		return this.isolation == Isolation.TRANSACTION && this.run.options().mode().isInterleaving();
	}

	/**
	 * Write to the database that all scenarios have in common which are not kept apart.
	 */
	private void disturb() throws SQLException {
		synchronized (this.run) {
			this.access
				.execute("INSERT INTO item (name, amount) VALUES ('" + this.witness.scenario() + " disturbs', 1)");
		}
	}

	/**
	 * Look at the database by up to three connections, all of which stay open meanwhile.
	 * @return what is in it
	 */
	private Content checkStart() throws SQLException, IOException {
		List<Connection> connections = new ArrayList<>();
		try {
			int more = this.random.nextInt(3);
			Content content;
			do {
				Connection connection = this.access.connection();
				connections.add(connection);
				if (connections.size() == 1) {
					lookAround(connection);
				}
				content = checkStart(connection, "start, connection " + connections.size());
			}
			while (connections.size() <= more);
			return content;
		}
		finally {
			for (Connection connection : connections) {
				connection.close();
			}
		}
	}

	private Content checkStart(Connection connection, String when) throws SQLException {
		Content content = Content.read(connection);
		this.witness.expect(this.run.template(content), content, when);
		ConnectionState state = ConnectionState.of(connection);
		this.witness.expect(this.run.connection(state), state, when);
		return content;
	}

	/**
	 * See where the database is, who had it before, and what other slots there are.
	 */
	private void lookAround(Connection connection) throws SQLException, IOException {
		String place = this.access.database().place(connection);
		this.witness.entered(place);
		this.run.slots(this.access.database().slots(place));
		if (this.plan.number() % SAMPLE == 0) {
			this.run.connections(this.access.database().connections());
		}
	}

	private void act(Model model) throws SQLException {
		Deed[] deeds = Deed.values();
		Deeds performed = new Deeds(this.access, this.witness, model, this.random, isInterleaving(),
				this.isolation == Isolation.TRANSACTION);
		for (int i = this.plan.writes() ? this.plan.steps() : 0; i > 0; i--) {
			performed.perform(deeds[this.random.nextInt(deeds.length)]);
		}
	}

	/**
	 * Try to reach this scenario's database by what earlier ones left behind.
	 */
	private void meddle() {
		HammerRun.Late late = (this.random.nextInt(4) == 0) ? this.run.postponed(this.access.port()) : null;
		if (late != null) {
			late.finish();
		}
		Connection abandoned = (this.random.nextInt(4) == 0) ? this.run.abandoned() : null;
		if (abandoned != null) {
			try (Statement statement = abandoned.createStatement()) {
				statement.executeUpdate("INSERT INTO item (name, amount) VALUES ('by a connection left behind', 1)");
			}
			catch (SQLException ex) {
				// So it should be.
			}
		}
	}

	private void checkEnd(Content expected) throws SQLException {
		try (Connection connection = this.access.connection()) {
			this.witness.expect(expected, Content.read(connection), "end");
			switch (this.random.nextInt(4)) {
				case 0 -> {
					try (Connection other = this.access.connection()) {
						this.witness.expect(expected, Content.read(other), "end, by another connection");
					}
				}
				case 1 -> this.witness.expectChecksum(expected, this.access.background().checksum().join(),
						"end, by an asynchronous method");
				case 2 -> this.witness.expectChecksum(expected, this.access.get("/checksum"), "end, over HTTP");
				default -> {
				}
			}
		}
	}

	/**
	 * Not everything that is nasty is possible in one transaction.
	 */
	private void leave(Model model) throws SQLException, InterruptedException {
		Parting parting = parting();
		this.run.parted(parting);
		this.witness.did(parting.name());
		try {
			new Partings(this.run, this.access, this.witness.scenario(), model, this.random).leave(parting);
		}
		catch (TransactionIsolationException ex) {
			if (this.isolation != Isolation.TRANSACTION) {
				throw ex;
			}
			this.run.refused();
		}
	}

	private Parting parting() {
		List<Parting> partings = this.access.database().partings();
		Parting parting = (this.random.nextInt(3) > 0) ? Parting.TIDY
				: partings.get(this.random.nextInt(partings.size()));
		return (this.run.options().mild() && !parting.isMild()) ? Parting.TIDY : parting;
	}

}
