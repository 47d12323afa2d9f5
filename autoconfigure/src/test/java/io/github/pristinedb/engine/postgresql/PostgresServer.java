package io.github.pristinedb.engine.postgresql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import io.github.pristinedb.engine.postgresql.embedded.EmbeddedServer;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server of the tests: the one that the system property
 * {@code pristine.test.postgresql} names, as a JDBC URL that ends with a slash, with
 * {@code postgres} as a superuser who needs no password. Without the property, the
 * embedded server.
 */
public final class PostgresServer {

	/**
	 * The cache of the embedded server. That of the person who builds gets no templates
	 * of tests.
	 */
	public static final Path CACHE = Path.of("target/embedded").toAbsolutePath();

	private static final String PROPERTY = "pristine.test.postgresql";

	private PostgresServer() {
	}

	/**
	 * The URL of a database, with its user and password.
	 * @param database its name
	 * @return the JDBC URL
	 */
	public static String url(String database) {
		@Nullable String base = System.getProperty(PROPERTY);
		if (base != null) {
			return base + database + "?user=postgres";
		}
		EmbeddedServer server = EmbeddedServer.in(CACHE);
		return server.url(database) + "?user=" + server.user() + "&password=" + server.password();
	}

	/**
	 * Connect to a database.
	 * @param database its name
	 * @return a connection of a superuser
	 * @throws SQLException if it fails
	 */
	public static Connection connect(String database) throws SQLException {
		return DriverManager.getConnection(url(database));
	}

}
