package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server of the tests: the one that the system property
 * {@code pristine.test.postgresql} names, as a JDBC URL that ends with a slash.
 */
public final class PostgresServer {

	private static final String PROPERTY = "pristine.test.postgresql";

	private PostgresServer() {
	}

	/**
	 * The URL of a database, with its user.
	 * @param database its name
	 * @return the JDBC URL
	 */
	public static String url(String database) {
		return base() + database + "?user=postgres";
	}

	private static String base() {
		@Nullable String base = System.getProperty(PROPERTY);
		if (base == null) {
			throw new IllegalStateException("Set -D" + PROPERTY + "=jdbc:postgresql://localhost:5432/");
		}
		return base;
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
