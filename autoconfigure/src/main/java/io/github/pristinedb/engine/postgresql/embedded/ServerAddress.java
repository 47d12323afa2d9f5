package io.github.pristinedb.engine.postgresql.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Where a server listens, and what lets a superuser in.
 *
 * @param port the port on the loopback address
 * @param password the password of the superuser
 */
record ServerAddress(int port, String password) {

	private static final Log logger = LogFactory.getLog(ServerAddress.class);

	static final String HOST = "127.0.0.1";

	private static final String MAINTENANCE = "postgres";

	// SQLSTATE of a server that is there: it has too many clients, or starts or stops.
	private static final String INSUFFICIENT = "53";

	private static final String INTERVENTION = "57";

	/**
	 * Load what the first connection of a JVM needs, while a server starts. Half of the
	 * time of that connection would be the driver's classes.
	 */
	static void prepareDriver() {
		Thread thread = new Thread(ServerAddress::loadDriver, "pristine-postgresql-driver");
		thread.setDaemon(true);
		thread.start();
	}

	private static void loadDriver() {
		try {
			SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
			Mac.getInstance("HmacSHA256");
			new ServerAddress(freePort(), "").connect().close();
		}
		catch (SQLException | IOException | GeneralSecurityException ex) {
			// Nobody listens there.
			logger.trace("The driver is loaded", ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
			return free.getLocalPort();
		}
	}

	String url(String database) {
		return "jdbc:postgresql://" + HOST + ":" + this.port + "/" + database;
	}

	/**
	 * Connect to the maintenance database as the superuser.
	 * @return the connection
	 * @throws SQLException if it fails
	 */
	Connection connect() throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("user", Installation.SUPERUSER);
		properties.setProperty("password", this.password);
		properties.setProperty("connectTimeout", "10");
		properties.setProperty("loginTimeout", "10");
		// The class loader of DriverManager's caller may not see the driver.
		@Nullable Connection connection = new Driver().connect(url(MAINTENANCE), properties);
		if (connection == null) {
			throw new SQLException("The driver of PostgreSQL does not accept its own URL");
		}
		return connection;
	}

	/**
	 * Whether the server is there. A server of another user refuses the password.
	 */
	boolean answers() {
		try (Connection connection = connect()) {
			return !connection.isClosed();
		}
		catch (SQLException ex) {
			String state = ex.getSQLState();
			return state != null && (state.startsWith(INSUFFICIENT) || state.startsWith(INTERVENTION));
		}
	}

}
