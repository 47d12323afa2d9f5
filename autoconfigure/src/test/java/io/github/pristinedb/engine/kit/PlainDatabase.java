package io.github.pristinedb.engine.kit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;

/**
 * A database that nobody manages: the model of what a scenario is to see.
 */
final class PlainDatabase implements AutoCloseable {

	private final EngineFixture fixture;

	private final String url;

	private final List<Connection> connections = new ArrayList<>();

	private final HikariDataSource pool = new HikariDataSource();

	/**
	 * Create the database, with the fixture's schema.
	 * @param fixture the fixture
	 * @param directory where the database is
	 * @param name a name that the directory does not have yet
	 * @throws SQLException if it cannot be created
	 */
	PlainDatabase(EngineFixture fixture, Path directory, String name) throws SQLException {
		this.fixture = fixture;
		this.url = fixture.url(directory, name);
		this.connections.add(fixture.create(this.url));
	}

	/**
	 * Open a connection, which is closed with the database at the latest.
	 * @return the connection
	 * @throws SQLException if it fails
	 */
	Connection connect() throws SQLException {
		Connection connection = this.fixture.connect(this.url);
		this.connections.add(connection);
		return connection;
	}

	/**
	 * Get a connection as an application does.
	 * @return a connection of a pool, which is closed with the database at the latest
	 * @throws SQLException if it fails
	 */
	Connection connectByPool() throws SQLException {
		if (this.pool.getJdbcUrl() == null) {
			this.pool.setJdbcUrl(this.url);
			this.pool.setUsername(this.fixture.access(this.url).user());
			this.pool.setMinimumIdle(0);
		}
		return this.pool.getConnection();
	}

	/**
	 * The whole content.
	 * @return the content
	 * @throws SQLException if it cannot be read
	 */
	Content content() throws SQLException {
		return KitContext.content(this.fixture, connect());
	}

	/**
	 * Close all connections, of those products whose databases are not gone with them.
	 * @throws SQLException if it fails
	 */
	void disconnect() throws SQLException {
		for (Connection connection : this.connections) {
			connection.close();
		}
		this.connections.clear();
	}

	/**
	 * Close all connections and remove the database.
	 * @throws SQLException if it fails
	 */
	@Override
	public void close() throws SQLException {
		this.pool.close();
		disconnect();
		this.fixture.drop(this.url);
	}

}
