package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.TemplateStore;
import io.github.pristinedb.engine.TransactionRules;
import io.github.pristinedb.engine.Turn;
import io.github.pristinedb.engine.UnusableDatabaseException;
import io.github.pristinedb.error.SaidOnce;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL for a user who may create no database. Scenarios take turns on the
 * application's own databases, each in a transaction that is rolled back. Nothing of ours
 * stays there.
 */
final class OwnDatabaseSession implements EngineSession {

	private static final Log logger = LogFactory.getLog(OwnDatabaseSession.class);

	private static final SaidOnce said = new SaidOnce(logger);

	private static final String NOTHING_COPIED = "No database can be copied";

	private final Administration administration;

	private final ServerFailures failures;

	private final Turns turns;

	OwnDatabaseSession(Administration administration, ServerFailures failures) {
		this(administration, failures, Turns.PATIENCE_MILLIS);
	}

	OwnDatabaseSession(Administration administration, ServerFailures failures, long patienceMillis) {
		this.administration = administration;
		this.failures = failures;
		this.turns = new Turns(administration, failures, patienceMillis);
	}

	@Override
	public String lackOfCopies() {
		return ServerFacts.lackOfCopies(this.administration.server());
	}

	@Override
	public Turn turn(Database model, Object owner) {
		return this.turns.take(model.name(), owner);
	}

	@Override
	public SortedMap<String, String> fingerprint(Database model, @Nullable DataSource application) {
		PostgresDatabase database = (PostgresDatabase) model;
		SortedMap<String, String> values = new TreeMap<>();
		database.options().content().forEach((name, value) -> values.put("option/" + name, value));
		values.put("option/user", database.server().user());
		return values;
	}

	/**
	 * {@inheritDoc} An administrator has created the database, perhaps with extensions.
	 */
	@Override
	public DatabaseState state(Database database) {
		try (AdminConnection connection = this.administration.open(database.name())) {
			return DatabaseContent.hasObjects(connection) ? DatabaseState.PRESENT : DatabaseState.EMPTY;
		}
		catch (SQLException ex) {
			throw new UnusableDatabaseException(
					"The database " + database + " cannot be read: " + ServerFailures.reason(ex) + ".",
					this.failures.cure(ex), ex);
		}
	}

	@Override
	public @Nullable Object occupant(Database database) {
		try (AdminConnection connection = this.administration.open(database.name())) {
			return connection.row((row) -> row.getLong(1),
					"SELECT oid FROM pg_database WHERE datname = current_database()");
		}
		catch (SQLException ex) {
			logger.debug("The database " + database + " does not tell which one it is", ex);
			return null;
		}
	}

	@Override
	public ScenarioDatabase create(Database model, String purpose, @Nullable Image baseline) {
		if (said.isNew(model.toString())) {
			Server server = this.administration.server();
			logger.info("Tests take turns on the database " + model.name() + " on " + server + " itself, one at a time"
					+ " in all JVMs. Each is a transaction that is rolled back; start-ups and migrations are not. The"
					+ " reason: " + lackOfCopies() + " for copies.");
		}
		return new OwnDatabase(model, this.administration);
	}

	@Override
	public Database withOptions(Database scenario, Database model) {
		return model;
	}

	@Override
	public TransactionRules transactionRules(Connection connection) throws SQLException {
		// What another session has changed meanwhile is not the scenario's.
		PostgresTransactionRules rules = new PostgresTransactionRules(connection, new SchemaFacts.Cache());
		this.turns.begun(connection, rules);
		return rules;
	}

	@Override
	public boolean createLiteral(Database target, Image image) {
		throw new UnsupportedOperationException(NOTHING_COPIED);
	}

	@Override
	public Image copy(Database source) {
		throw new UnsupportedOperationException(NOTHING_COPIED);
	}

	@Override
	public void discard(Image image) {
		throw new UnsupportedOperationException(NOTHING_COPIED);
	}

	@Override
	public TemplateStore templates() {
		throw new UnsupportedOperationException(NOTHING_COPIED);
	}

	@Override
	public void close() {
		this.turns.close();
	}

}
