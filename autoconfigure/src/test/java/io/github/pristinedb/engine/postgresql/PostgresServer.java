package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import io.github.pristinedb.engine.postgresql.embedded.EmbeddedServer;
import io.github.pristinedb.launch.CacheDirectory;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server of the tests: the one that the system property
 * {@code pristine.test.postgresql} names, as a JDBC URL that ends with a slash, with
 * {@code postgres} as a superuser who needs no password. Without the property, the
 * embedded server.
 */
public final class PostgresServer {

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
		EmbeddedServer server = EmbeddedServer
			.in(CacheDirectory.ofThisProcess().resolve(System.getProperty(CacheDirectory.PROPERTY)));
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
