package io.github.pristinedb.engine.postgresql;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.Places;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.TemplateFacts;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.engine.TemplateStore;
import io.github.pristinedb.engine.TestPlaces;

/**
 * The server of the tests, with an application's database and sessions for one test. What
 * the test leaves is dropped.
 */
final class TestServer implements AutoCloseable {

	private static final AtomicInteger last = new AtomicInteger();

	private final Connection administrator;

	private final Path directory;

	private final String name = "test-server-" + ProcessHandle.current().pid() + "-" + last.incrementAndGet();

	private final List<PostgresSession> sessions = new ArrayList<>();

	private final List<Fingerprint> fingerprints = new ArrayList<>();

	TestServer(Path directory) {
		this.directory = directory;
		try {
			this.administrator = PostgresServer.connect("postgres");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The application's own database, which is missing.
	 */
	PostgresDatabase model() {
		return database(this.name);
	}

	/**
	 * The application's own database, as a user sees it.
	 */
	PostgresDatabase model(String user, String password) {
		return PostgresDatabase.of(new Access(model().options().forEngine(this.name), user, password, Map.of()));
	}

	/**
	 * Create a role that may nothing.
	 * @param password its password
	 * @return its name, which is that of the {@link #model()}
	 */
	String createRole(String password) throws SQLException {
		execute("CREATE ROLE \"" + this.name + "\" LOGIN PASSWORD '" + password + "'");
		return this.name;
	}

	static PostgresDatabase database(String name) {
		return PostgresDatabase.of(Access.to(PostgresServer.url(name)));
	}

	Places places() {
		return places(this.name);
	}

	/**
	 * Places of a run.
	 */
	Places places(String run) {
		return places(run, TemplateLimits.DEFAULTS);
	}

	Places places(String run, TemplateLimits limits) {
		TestPlaces places = new TestPlaces(this.directory, this.directory, () -> this.directory, limits);
		return new RunOf(run, places);
	}

	PostgresSession session() {
		return session(places());
	}

	PostgresSession session(Places places) {
		return session(model(), places);
	}

	PostgresSession session(PostgresDatabase model, Places places) {
		PostgresSession session = new PostgresSession(model, places);
		this.sessions.add(session);
		return session;
	}

	/**
	 * A fingerprint that nobody else has.
	 */
	Fingerprint fingerprint() {
		byte[] bytes = new byte[32];
		new SecureRandom().nextBytes(bytes);
		Fingerprint fingerprint = new Fingerprint(HexFormat.of().formatHex(bytes));
		this.fingerprints.add(fingerprint);
		return fingerprint;
	}

	/**
	 * The image of a template that the first session builds.
	 */
	Image image(String... statements) throws SQLException {
		return build(this.sessions.get(0), model(), fingerprint(), statements).image();
	}

	static Template build(PostgresSession session, PostgresDatabase model, Fingerprint fingerprint,
			String... statements) throws SQLException {
		try (TemplateStore.Claim claim = session.templates().claim(fingerprint, Duration.ofMinutes(1))) {
			Template found = claim.find();
			if (found != null) {
				return found;
			}
			try (Scratch scratch = claim.scratch(model, null)) {
				execute(scratch.database(), statements);
				return claim.publish(scratch, new TemplateFacts("Test 1", statements.length, 1, null));
			}
		}
	}

	static Connection connect(Database database) throws SQLException {
		Access access = database.access();
		return (access.user() != null) ? DriverManager.getConnection(access.url(), access.user(), access.password())
				: DriverManager.getConnection(access.url());
	}

	static void execute(Database database, String... statements) throws SQLException {
		try (Connection connection = connect(database); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	static List<String> column(Database database, String query) throws SQLException {
		try (Connection connection = connect(database)) {
			return column(connection, query);
		}
	}

	private static List<String> column(Connection connection, String query) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
			List<String> values = new ArrayList<>();
			while (rows.next()) {
				values.add(rows.getString(1));
			}
			return values;
		}
	}

	/**
	 * Execute a statement as an administrator.
	 */
	void execute(String sql) throws SQLException {
		try (Statement statement = this.administrator.createStatement()) {
			statement.execute(sql);
		}
	}

	List<String> column(String query) throws SQLException {
		return column(this.administrator, query);
	}

	boolean exists(String database) throws SQLException {
		return !column("SELECT 1 FROM pg_database WHERE datname = " + AdminConnection.literal(database)).isEmpty();
	}

	String comment(String database) throws SQLException {
		return column("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = "
				+ AdminConnection.literal(database))
			.get(0);
	}

	void drop(String database) throws SQLException {
		if (exists(database)) {
			execute("ALTER DATABASE " + AdminConnection.quoted(database) + " IS_TEMPLATE false");
			execute("DROP DATABASE " + AdminConnection.quoted(database) + " WITH (FORCE)");
		}
	}

	/**
	 * Drop a role with all of its databases.
	 */
	void dropAllOf(String role) throws SQLException {
		for (String database : column("SELECT datname FROM pg_database WHERE datdba = (SELECT oid FROM pg_roles"
				+ " WHERE rolname = " + AdminConnection.literal(role) + ")")) {
			drop(database);
		}
		execute("DROP ROLE " + AdminConnection.quoted(role));
	}

	/**
	 * End all runs.
	 */
	void closeSessions() {
		this.sessions.forEach(PostgresSession::close);
	}

	@Override
	public void close() throws SQLException {
		try (this.administrator) {
			closeSessions();
			for (Fingerprint fingerprint : this.fingerprints) {
				drop(DatabaseNames.template(fingerprint));
			}
			for (String left : column("SELECT datname FROM pg_database WHERE starts_with(datname, "
					+ AdminConnection.literal(this.name) + ")")) {
				drop(left);
			}
		}
	}

	/**
	 * Places of a run with a name.
	 *
	 * @param run the name of the run
	 * @param places the places
	 */
	private record RunOf(String run, Places places) implements Places {

		@Override
		public Path claim(String purpose, String fileName) {
			return this.places.claim(purpose, fileName);
		}

		@Override
		public void release(Path directory, String fileName) {
			this.places.release(directory, fileName);
		}

		@Override
		public Path templates() {
			return this.places.templates();
		}

		@Override
		public Path spareTemplates() {
			return this.places.spareTemplates();
		}

		@Override
		public TemplateLimits limits() {
			return this.places.limits();
		}

		@Override
		public void atEnd(Runnable action) {
			this.places.atEnd(action);
		}

	}

}
