package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.error.SaidOnce;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the databases of slots, and the images that are captured of them. Safe for use by
 * several threads.
 */
final class SlotDatabases {

	private static final Log logger = LogFactory.getLog(SlotDatabases.class);

	private static final SaidOnce said = new SaidOnce(logger);

	private final Administration administration;

	private final Databases databases;

	private final DatabaseNames names;

	private final ServerFailures failures;

	private final Freezing freezing;

	private final Map<Demand, Stock<PostgresScenarioDatabase>> stocks = new HashMap<>();

	private final AtomicBoolean keeping = new AtomicBoolean();

	SlotDatabases(Administration administration, Databases databases, DatabaseNames names) {
		this.administration = administration;
		this.databases = databases;
		this.names = names;
		this.failures = new ServerFailures(administration);
		this.freezing = new Freezing(administration, databases);
	}

	Databases databases() {
		return this.databases;
	}

	ServerFailures failures() {
		return this.failures;
	}

	/**
	 * Create the database of a slot.
	 * @param model the application's own database
	 * @param baseline what to copy, {@code null} for a database without any content
	 * @return the database
	 */
	PostgresScenarioDatabase create(PostgresDatabase model, @Nullable PostgresImage baseline) {
		try {
			return (baseline != null) ? stock(model, baseline).take() : createEmpty(model);
		}
		catch (SQLException ex) {
			throw this.failures.failed("The creation of a database from "
					+ ((baseline != null) ? baseline.describe() : "nothing") + " for tests of " + model, ex);
		}
	}

	private Stock<PostgresScenarioDatabase> stock(PostgresDatabase model, PostgresImage baseline) throws SQLException {
		// Where nothing is put back, each scenario that writes takes one.
		int size = (this.administration.facts().rights() == Rights.IN_PLACE) ? 1 : 2;
		synchronized (this.stocks) {
			return this.stocks.computeIfAbsent(new Demand(model.access(), baseline.name()),
					(demand) -> new Stock<>(this.administration::inBackground,
							() -> copy(model.withName(this.names.slot(model.name()), PostgresScenarioDatabase.SETTINGS),
									baseline),
							size));
		}
	}

	/**
	 * Copy an image.
	 * @param slot the copy, of which nothing is there yet
	 * @param baseline the image
	 * @return the copy, which is watched from now on
	 * @throws SQLException if that is not possible
	 */
	PostgresScenarioDatabase copy(PostgresDatabase slot, PostgresImage baseline) throws SQLException {
		this.databases.copy(slot.name(), baseline.name(), Mark.Kind.SLOT);
		return new PostgresScenarioDatabase(this, slot, baseline, watch(slot, baseline));
	}

	private @Nullable Watching watch(PostgresDatabase slot, PostgresImage baseline) throws SQLException {
		if (!this.administration.facts().countsAtOnce()) {
			return null;
		}
		try {
			return Watching.over(this.administration, slot.name());
		}
		catch (SQLException ex) {
			logger.debug("The database " + slot + " cannot be watched", ex);
			if (said.isNew(baseline.name())) {
				logger.info("Copies of " + baseline.describe() + " are not brought back in place, since they cannot be"
						+ " watched: " + ServerFailures.reason(ex));
			}
			return null;
		}
	}

	private PostgresScenarioDatabase createEmpty(PostgresDatabase model) throws SQLException {
		String name = this.names.slot(model.name());
		DatabaseShape shape = this.administration.with((connection) -> DatabaseShape.of(connection, model.name()));
		this.databases.create(name, shape.clauses(), model.name(), Mark.Kind.SLOT);
		return new PostgresScenarioDatabase(this, model.withName(name, PostgresScenarioDatabase.SETTINGS), null, null);
	}

	/**
	 * Do something with a copy of an image, which is dropped afterwards.
	 * @param <T> what comes of it
	 * @param slot a database whose name the copy's is like
	 * @param image the image
	 * @param work what to do by a connection to the copy
	 * @return what came of it
	 * @throws SQLException if that is not possible
	 */
	<T> T withCopy(PostgresDatabase slot, PostgresImage image, Administration.Work<T> work) throws SQLException {
		String name = this.names.slot(slot.name());
		this.databases.copy(name, image.name(), Mark.Kind.SLOT);
		try (AdminConnection connection = this.administration.open(name)) {
			return work.by(connection);
		}
		finally {
			this.databases.dropLater(name);
		}
	}

	/**
	 * Do something by a new connection to a database.
	 * @param <T> what comes of it
	 * @param name the name of the database
	 * @param work what to do
	 * @return what came of it
	 * @throws SQLException if that is not possible
	 */
	<T> T with(String name, Administration.Work<T> work) throws SQLException {
		try (AdminConnection connection = this.administration.open(name)) {
			return work.by(connection);
		}
	}

	/**
	 * Copy a database to which nobody is connected.
	 * @param source its name
	 * @return the copy, from which others are made
	 * @throws SQLException if it cannot be copied
	 */
	PostgresImage capture(String source) throws SQLException {
		String name = this.names.baseline();
		this.databases.copy(name, source, Mark.Kind.BASELINE);
		return this.freezing.freeze(name);
	}

	/**
	 * Drop a captured image, and what was made of it ahead.
	 * @param image the image
	 */
	void discard(PostgresImage image) {
		List<Stock<PostgresScenarioDatabase>> useless = new ArrayList<>();
		synchronized (this.stocks) {
			this.stocks.entrySet()
				.removeIf((stock) -> stock.getKey().image().equals(image.name()) && useless.add(stock.getValue()));
		}
		useless.forEach(Stock::close);
		this.databases.dropLater(image.name());
	}

	/**
	 * Let a database stay when the run is over.
	 * @param database the database, to which nobody is connected
	 * @param scenario the name of its scenario
	 * @param place where this run keeps databases
	 * @return the database under its new name
	 * @throws SQLException if that is not possible
	 */
	PostgresDatabase keep(PostgresDatabase database, String scenario, String place) throws SQLException {
		String name = this.names.kept(scenario);
		String comment = new KeptMark(this.names.run(), place, LocalDate.now(ZoneOffset.UTC)).toString();
		this.administration.run((connection) -> {
			connection.execute("ALTER DATABASE " + AdminConnection.quoted(database.name()) + " RENAME TO "
					+ AdminConnection.quoted(name) + "; COMMENT ON DATABASE " + AdminConnection.quoted(name) + " IS "
					+ AdminConnection.literal(comment));
		});
		this.databases.release(database.name());
		if (this.keeping.compareAndSet(false, true)) {
			Sweep sweep = new Sweep(this.administration, this.names.run());
			this.administration.inBackground(() -> sweep.kept(place));
		}
		return database.withName(name);
	}

	boolean isEmpty(String name) throws SQLException {
		try (AdminConnection connection = this.administration.open(name)) {
			return DatabaseContent.isEmpty(connection, this.administration.usualExtensions());
		}
	}

	/**
	 * Make nothing ahead any more.
	 */
	void close() {
		List<Stock<PostgresScenarioDatabase>> all;
		synchronized (this.stocks) {
			all = List.copyOf(this.stocks.values());
			this.stocks.clear();
		}
		all.forEach(Stock::close);
	}

	/**
	 * What copies are made for.
	 *
	 * @param model access to the application's own database
	 * @param image the name of the image
	 */
	private record Demand(Access model, String image) {

	}

}
