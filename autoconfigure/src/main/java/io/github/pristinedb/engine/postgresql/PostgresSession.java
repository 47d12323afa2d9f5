package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.Places;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.TemplateStore;
import io.github.pristinedb.engine.TransactionRules;
import io.github.pristinedb.engine.UnusableDatabaseException;
import io.github.pristinedb.engine.postgresql.embedded.EmbeddedServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL at work on the databases of one server.
 */
final class PostgresSession implements EngineSession {

	private static final Log logger = LogFactory.getLog(PostgresSession.class);

	private static final String AVAILABLE_EXTENSIONS = """
			SELECT name || ' ' || default_version FROM pg_available_extensions ORDER BY name""";

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

	// A connection that is closed already ends sooner.
	private static final long PATIENCE_OF_COPY_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final String IN_USE = "55006";

	private final EmbeddedServer.Hold server;

	private final Administration administration;

	private final SchemaFacts.Cache facts = new SchemaFacts.Cache();

	private final Databases databases;

	private final DatabaseNames names;

	private final ServerFailures failures;

	private final SlotDatabases slots;

	private final LiteralDatabases literals;

	private final TemplateStore templates;

	PostgresSession(PostgresDatabase model, Places places) {
		this.server = EmbeddedServer.hold(model.server().hosts());
		DatabaseNames names = new DatabaseNames(places.run());
		this.names = names;
		this.administration = new Administration(model, names, PATIENCE_NANOS);
		this.databases = new Databases(this.administration, names);
		this.failures = new ServerFailures(this.administration);
		this.slots = new SlotDatabases(this.administration, this.databases, names);
		this.literals = new LiteralDatabases(this.administration, this.databases, names);
		this.templates = new PostgresTemplateStore(this.administration, this.databases, names, places.limits());
	}

	@Override
	public @Nullable String refusal(Database model) {
		Server server = this.administration.server();
		try {
			return this.administration.facts().refusal(server);
		}
		catch (SQLException ex) {
			logger.debug("The server " + server + " cannot be asked", ex);
			return "its server cannot be asked (" + ServerFailures.reason(ex) + "). " + this.failures.cure(ex);
		}
	}

	/**
	 * {@inheritDoc} A rollback needs no right that the application has not.
	 */
	@Override
	public @Nullable EngineSession withoutCopies() {
		Server server = this.administration.server();
		try {
			return (this.administration.facts().defect(server) == null)
					? new OwnDatabaseSession(this.administration, this.failures) : null;
		}
		catch (SQLException ex) {
			logger.debug("The server " + server + " cannot be asked", ex);
			return null;
		}
	}

	@Override
	public SortedMap<String, String> fingerprint(Database model, DataSource application) {
		PostgresDatabase database = (PostgresDatabase) model;
		SortedMap<String, String> values = new TreeMap<>();
		database.options().content().forEach((name, value) -> values.put("option/" + name, value));
		values.put("option/user", database.server().user());
		try {
			ServerFacts facts = this.administration.facts();
			values.put("option/rights", facts.rights().name());
			if (facts.rights() == Rights.IN_PLACE) {
				values.put("version/baseline", String.valueOf(BaselineSchema.VERSION));
			}
			values.put("version/postgresql", String.valueOf(facts.major()));
			values.putAll(this.administration.with((connection) -> DatabaseShape.of(connection, database.name()))
				.properties());
			DatabaseTraits traits = this.administration
				.with((connection) -> DatabaseTraits.of(connection, database.name(), ""));
			if (!traits.statements().isEmpty()) {
				// A setting may be a secret.
				values.put("option/database", traits.digest());
			}
			List<String> available = this.administration
				.with((connection) -> connection.rows((row) -> row.getString(1), AVAILABLE_EXTENSIONS));
			values.put("version/extensions", String.join(", ", available));
			values.put("version/template1", String.join(", ", this.administration.usualExtensions()));
			return values;
		}
		catch (SQLException ex) {
			throw new UnusableDatabaseException(
					"The server of " + model + " cannot be asked: " + ServerFailures.reason(ex) + ".",
					this.failures.cure(ex), ex);
		}
	}

	@Override
	public DatabaseState state(Database database) {
		return this.literals.state((PostgresDatabase) database);
	}

	@Override
	public @Nullable Object occupant(Database database) {
		try {
			return this.databases.number(database.name());
		}
		catch (SQLException ex) {
			logger.debug("The database " + database + " does not tell which one it is", ex);
			return null;
		}
	}

	@Override
	public boolean createLiteral(Database target, Image image) {
		return this.literals.create((PostgresDatabase) target, (PostgresImage) image);
	}

	@Override
	public Image copy(Database source) {
		try {
			if (!this.databases.awaitUnused(source.name(), PATIENCE_OF_COPY_NANOS)) {
				throw new SQLException("somebody is connected to it", IN_USE);
			}
			return this.slots.capture(source.name());
		}
		catch (SQLException ex) {
			throw this.failures.failed("The copy of the database " + source, ex);
		}
	}

	@Override
	public void discard(Image image) {
		this.slots.discard((PostgresImage) image);
	}

	@Override
	public TemplateStore templates() {
		return this.templates;
	}

	@Override
	public ScenarioDatabase create(Database model, String purpose, @Nullable Image baseline) {
		return this.slots.create((PostgresDatabase) model, (PostgresImage) baseline);
	}

	@Override
	public Database withOptions(Database scenario, Database model) {
		return ((PostgresDatabase) model).withName(scenario.name(), PostgresScenarioDatabase.SETTINGS);
	}

	@Override
	public TransactionRules transactionRules(Connection connection) throws SQLException {
		return new PostgresTransactionRules(connection, this.facts);
	}

	@Override
	public boolean restoresAhead() {
		return true;
	}

	@Override
	public boolean isBoundToBaseline() {
		return true;
	}

	@Override
	public void sweep() {
		Sweep sweep = new Sweep(this.administration, this.names.run());
		this.administration.inBackground(sweep::dead);
	}

	@Override
	public int connectionBudget() {
		try {
			return this.administration.with(new Budget(this.administration.facts())::connections);
		}
		catch (SQLException ex) {
			logger.debug("The server does not tell how many connections are free", ex);
			return Integer.MAX_VALUE;
		}
	}

	@Override
	public int connectionsOfDatabase() {
		try {
			return this.administration.facts().countsAtOnce() ? 1 : 0;
		}
		catch (SQLException ex) {
			logger.debug("The server does not tell what the user may do", ex);
			return 0;
		}
	}

	@Override
	public void close() {
		try (this.server) {
			this.slots.close();
			this.administration.finish();
			this.databases.close();
			this.administration.close();
		}
	}

}
