package io.github.pristinedb.benchmarks.postgresql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.engine.postgresql.embedded.EmbeddedServer;

/**
 * The server that all is measured on.
 *
 * @param url the URL of its databases, up to their names
 * @param user a superuser
 * @param password the user's password, which may be empty
 */
public record Server(String url, String user, String password) {

	/**
	 * The system property with the URL of a server's databases, up to their names.
	 */
	public static final String URL = "pristine.test.postgresql";

	/**
	 * The system property that names its superuser, {@code postgres} if it is not set.
	 */
	public static final String USER = "pristine.test.postgresql-user";

	/**
	 * The system property with the superuser's password.
	 */
	public static final String PASSWORD = "pristine.test.postgresql-password";

	// The binaries are unpacked once for the whole build. The cache of the person who
	// builds gets no templates of benchmarks.
	private static final Path CACHE = Path.of("../autoconfigure/target/embedded");

	private static final AtomicInteger last = new AtomicInteger();

	/**
	 * The server that is asked for, or the embedded one. From then on the system
	 * properties name it, so that application contexts and other JVMs find it too.
	 * @return the server
	 */
	public static synchronized Server find() {
		if (System.getProperty(URL, "").isEmpty()) {
			EmbeddedServer server = EmbeddedServer.in(CACHE);
			System.setProperty(URL, server.url(""));
			System.setProperty(USER, server.user());
			System.setProperty(PASSWORD, server.password());
		}
		return new Server(System.getProperty(URL), System.getProperty(USER, "postgres"),
				System.getProperty(PASSWORD, ""));
	}

	/**
	 * The system properties that name the server to other JVMs.
	 * @return options of a JVM
	 */
	public List<String> options() {
		return List.of("-D" + URL + "=" + this.url, "-D" + USER + "=" + this.user,
				"-D" + PASSWORD + "=" + this.password);
	}

	/**
	 * The URL of a database.
	 * @param database its name
	 * @return the URL, without the user
	 */
	public String url(String database) {
		return this.url + database;
	}

	/**
	 * Connect to a database.
	 * @param database its name
	 * @return the connection
	 * @throws SQLException if it fails
	 */
	public Connection open(String database) throws SQLException {
		return DriverManager.getConnection(url(database), this.user, this.password);
	}

	/**
	 * Execute a statement in the maintenance database.
	 * @param sql the statement
	 * @throws SQLException if it fails
	 */
	void administer(String sql) throws SQLException {
		try (Connection connection = open("postgres")) {
			execute(connection, sql);
		}
	}

	/**
	 * The name of a database that is not there yet.
	 * @param what what it is for
	 * @return the name
	 */
	public String newName(String what) {
		return "bench_" + what + "_" + ProcessHandle.current().pid() + "_" + last.incrementAndGet();
	}

	/**
	 * Create an empty database.
	 * @param what what it is for
	 * @return its name
	 * @throws SQLException if it fails
	 */
	public String create(String what) throws SQLException {
		String name = newName(what);
		administer("CREATE DATABASE " + name);
		return name;
	}

	/**
	 * Remove a database, whoever uses it.
	 * @param database its name
	 * @throws SQLException if it fails
	 */
	void drop(String database) throws SQLException {
		administer("DROP DATABASE IF EXISTS \"" + database + "\" WITH (FORCE)");
	}

	/**
	 * Create empty databases in the place of those of these names.
	 * @param databases their names
	 * @throws SQLException if it fails
	 */
	public void recreate(String... databases) throws SQLException {
		remove(databases);
		for (String database : databases) {
			administer("CREATE DATABASE " + database);
		}
	}

	/**
	 * Remove databases that may be there.
	 * @param databases their names
	 * @throws SQLException if it fails
	 */
	public void remove(String... databases) throws SQLException {
		for (String database : databases) {
			drop(database);
		}
	}

	/**
	 * Remove the databases that a JVM has left, by their {@linkplain #newName names}.
	 * @param pid the JVM's process
	 * @throws SQLException if it fails
	 */
	public void removeAllOf(long pid) throws SQLException {
		List<String> left = new ArrayList<>();
		try (Connection connection = open("postgres");
				PreparedStatement select = connection
					.prepareStatement("SELECT datname FROM pg_database WHERE datname LIKE ?")) {
			select.setString(1, "bench\\_%\\_" + pid + "\\_%");
			try (ResultSet names = select.executeQuery()) {
				while (names.next()) {
					left.add(names.getString(1));
				}
			}
		}
		remove(left.toArray(String[]::new));
	}

	/**
	 * What the server is.
	 * @return product and version
	 * @throws SQLException if it cannot be asked
	 */
	String version() throws SQLException {
		try (Connection connection = open("postgres")) {
			return "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion();
		}
	}

	/**
	 * Execute a statement, or several.
	 * @param connection by which connection
	 * @param sql the statements
	 * @throws SQLException if one fails
	 */
	public static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * A select that every step ends with, and whose result every step depends on.
	 * @param connection a connection to the step's database
	 * @throws SQLException if it fails
	 */
	public static void select(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT count(*) FROM t1")) {
			rows.next();
			if (rows.getInt(1) != PostgresFixture.ROWS) {
				throw new IllegalStateException("Not a fresh database: " + rows.getInt(1) + " rows");
			}
		}
	}

}
