package io.github.pristinedb.engine.postgresql.embedded;

import java.sql.SQLException;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * How an application context connects to a database of its own on the embedded server.
 * The database is dropped when the context is closed.
 */
final class EmbeddedConnectionDetails implements JdbcConnectionDetails, DisposableBean {

	private final EmbeddedServer server;

	private final EmbeddedServer.Hold hold;

	private final String database;

	/**
	 * Create the database.
	 * @param server the server
	 * @throws SQLException if the database cannot be created
	 */
	EmbeddedConnectionDetails(EmbeddedServer server) throws SQLException {
		this.server = server;
		this.database = server.createDatabase();
		this.hold = server.hold();
	}

	@Override
	public String getUsername() {
		return this.server.user();
	}

	@Override
	public String getPassword() {
		return this.server.password();
	}

	@Override
	public String getJdbcUrl() {
		return this.server.url(this.database);
	}

	@Override
	public void destroy() {
		this.server.dropLater(this.database);
		this.hold.close();
	}

}
