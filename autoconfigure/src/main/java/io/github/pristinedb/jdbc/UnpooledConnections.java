package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.util.Credentials;
import com.zaxxer.hikari.util.UtilityElf;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections as a pool of HikariCP would hand them out, without the pool.
 */
final class UnpooledConnections extends DelegatingDataSource {

	private final HikariConfig settings;

	/**
	 * Create a new data source.
	 * @param driver opens the connections
	 * @param settings what the pool would do to each of them
	 */
	UnpooledConnections(DataSource driver, HikariConfig settings) {
		super(driver);
		this.settings = settings;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Credentials credentials = this.settings.getCredentials();
		Connection connection = (credentials.getUsername() != null)
				? super.getConnection(credentials.getUsername(), credentials.getPassword()) : super.getConnection();
		try {
			prepare(connection);
			return connection;
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

	private void prepare(Connection connection) throws SQLException {
		if (connection.isReadOnly() != this.settings.isReadOnly()) {
			connection.setReadOnly(this.settings.isReadOnly());
		}
		connection.setAutoCommit(this.settings.isAutoCommit());
		if (this.settings.getTransactionIsolation() != null) {
			connection
				.setTransactionIsolation(UtilityElf.getTransactionIsolation(this.settings.getTransactionIsolation()));
		}
		if (this.settings.getCatalog() != null) {
			connection.setCatalog(this.settings.getCatalog());
		}
		if (this.settings.getSchema() != null) {
			connection.setSchema(this.settings.getSchema());
		}
		if (this.settings.getConnectionInitSql() != null) {
			try (Statement statement = connection.createStatement()) {
				statement.execute(this.settings.getConnectionInitSql());
			}
			if (!this.settings.isAutoCommit()) {
				connection.commit();
			}
		}
	}

}
