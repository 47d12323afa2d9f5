package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;

import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.slot.DatabaseLease;
import io.github.pristinedb.slot.ScenarioDatabases;
import io.github.pristinedb.slot.SlotConnector;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Stands in front of a managed data source: each connection is to the database of the
 * scenario that asks for it. All other calls are answered by the pool of that database.
 */
public final class ScenarioDataSource extends AbstractDataSource {

	private final ScenarioDatabases databases;

	private final DataSource original;

	private final SlotConnector connector;

	private final Supplier<DatabaseLease> lease;

	private final boolean owner;

	private final Predicate<String> sticks;

	private final @Nullable Predicate<String> spends;

	private ScenarioDataSource(ScenarioDatabases databases, DataSource original, SlotConnector connector,
			Supplier<DatabaseLease> lease, boolean owner) {
		this.databases = databases;
		this.original = original;
		this.connector = connector;
		this.lease = lease;
		this.owner = owner;
		this.sticks = databases.model().engine().dialect()::sticksToConnection;
		this.spends = databases.model().engine().dialect().outlivesSettling();
	}

	/**
	 * In front of a data source of a context that scenarios run in.
	 * @param databases the databases that stand for the one it names
	 * @param original the data source, which is never connected to
	 * @param connector connects it to those databases
	 * @return the data source
	 */
	static ScenarioDataSource of(ScenarioDatabases databases, DataSource original, SlotConnector connector) {
		databases.add(connector);
		return new ScenarioDataSource(databases, original, connector, databases::current, true);
	}

	/**
	 * Stands before a data source of a context that was started by hand inside a
	 * scenario. The data source names a database of the scenario's own context.
	 * @param scope the scenario
	 * @param databases the databases of the scenario's context
	 * @param original the data source, which is never connected to
	 * @param settings how it sets its connections up
	 * @return the data source
	 */
	static ScenarioDataSource joining(Scope scope, ScenarioDatabases databases, DataSource original,
			Map<String, String> settings) {
		return new ScenarioDataSource(databases, original, databases.connectorLike(settings),
				() -> databases.currentOr(scope), false);
	}

	/**
	 * The database that the application names, which is never used itself.
	 * @return the database
	 */
	public ManagedDatabase model() {
		return this.databases.model();
	}

	/**
	 * The application's own data source, which is never connected to.
	 * @return the data source
	 */
	public DataSource original() {
		return this.original;
	}

	/**
	 * Whether it stands for the database of a context that was started by hand inside a
	 * scenario: the scenario's, which is there already.
	 * @return whether it does
	 */
	public boolean isJoining() {
		return !this.owner;
	}

	/**
	 * Whether scenarios run on the application's own database, since nobody may copy it.
	 * @return whether they do
	 */
	public boolean isWithoutCopies() {
		return this.databases.session().lackOfCopies() != null;
	}

	/**
	 * Wait until the start-up of the context has its database to itself.
	 */
	public void awaitTurn() {
		this.databases.currentOrContexts();
	}

	/**
	 * Whether the context's own database has content.
	 * @return whether it has
	 */
	public boolean hasContent() {
		return this.databases.hasContent();
	}

	/**
	 * Make the context's own database a copy of a template.
	 * @param template the template
	 * @return whether it was made, {@code false} if there is one with content already
	 */
	public boolean createFrom(Image template) {
		return this.databases.createContextDatabase(template);
	}

	@Override
	public Connection getConnection() throws SQLException {
		return connect(this.lease.get(), this.connector);
	}

	/**
	 * A connection by a user, whose roles and row-level security count in the scenario's
	 * database too.
	 * @param username the user
	 * @param password the user's password
	 * @return the connection
	 * @throws SQLException if there is none to be had
	 */
	@Override
	public Connection getConnection(@Nullable String username, @Nullable String password) throws SQLException {
		DatabaseLease lease = this.lease.get();
		SlotConnector connector = this.connector.as(username, password);
		if (lease.isTransactional() && connector != this.connector) {
			throw lease.refusal("The user '" + username
					+ "' asks for a connection, but the scenario runs in one transaction, on a connection of the data"
					+ " source's own user.");
		}
		return connect(lease, connector);
	}

	private Connection connect(DatabaseLease lease, SlotConnector connector) throws SQLException {
		return lease.isTransactional() ? lease.open(connector)
				: ScenarioConnection.open(lease, connector, this.sticks, this.spends);
	}

	/**
	 * What answers for this data source.
	 * @return the pool of the database that this thread would get, or the application's
	 * own data source as long as there is none
	 */
	DataSource current() {
		DatabaseLease leased = this.databases.currentIfLeased();
		DataSource dataSource = (leased != null) ? leased.dataSource(this.connector) : null;
		return (dataSource != null) ? dataSource : this.original;
	}

	/**
	 * Answers for this data source when code asks where it leads. That code may connect
	 * there, and the application's own database is never used.
	 * @return the pool of the database that this thread would get
	 */
	DataSource located() {
		DatabaseLease leased = this.owner ? this.databases.currentOrContexts() : this.lease.get();
		DataSource dataSource = leased.dataSource(this.connector);
		return (dataSource != null) ? dataSource : this.original;
	}

	/**
	 * What answers for this data source where connections are opened that nobody watches:
	 * whatever is done by them, no other scenario gets the database.
	 * @return the pool of the database that this thread gets
	 */
	DataSource unwatched() {
		DatabaseLease leased = this.lease.get();
		leased.stuck();
		DataSource dataSource = leased.dataSource(this.connector);
		return (dataSource != null) ? dataSource : this.original;
	}

	@Override
	public <T> T unwrap(Class<T> type) throws SQLException {
		if (type.isInstance(this)) {
			return type.cast(this);
		}
		DatabaseLease leased = this.databases.currentIfLeased();
		if (leased != null) {
			// Whoever has the driver's own data source can do anything by it.
			leased.stuck();
		}
		DataSource current = current();
		return type.isInstance(current) ? type.cast(current) : current.unwrap(type);
	}

	@Override
	public boolean isWrapperFor(Class<?> type) throws SQLException {
		return type.isInstance(this) || type.isInstance(current()) || current().isWrapperFor(type);
	}

	/**
	 * Close all databases, if this data source is theirs.
	 */
	void close() {
		if (this.owner) {
			this.databases.close();
		}
	}

	/**
	 * The scenario data source behind one of a context.
	 * @param dataSource a data source, {@code null} where a bean has none
	 * @return the scenario data source, or {@code null} if it is not managed
	 */
	public static @Nullable ScenarioDataSource find(@Nullable DataSource dataSource) {
		if (dataSource == null) {
			return null;
		}
		try {
			return dataSource.isWrapperFor(ScenarioDataSource.class) ? dataSource.unwrap(ScenarioDataSource.class)
					: null;
		}
		catch (SQLException | UnsupportedOperationException | AbstractMethodError ex) {
			return null;
		}
	}

}
