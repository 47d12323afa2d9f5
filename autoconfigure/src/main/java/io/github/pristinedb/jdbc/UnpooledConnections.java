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
		catch (SQLException | RuntimeException ex) {
			connection.close();
			throw ex;
		}
	}

	private void prepare(Connection connection) throws SQLException {
		HikariConfig settings = this.settings;
		if (connection.isReadOnly() != settings.isReadOnly()) {
			apply("read-only", () -> connection.setReadOnly(settings.isReadOnly()));
		}
		apply("auto-commit", () -> connection.setAutoCommit(settings.isAutoCommit()));
		String isolation = settings.getTransactionIsolation();
		if (isolation != null) {
			apply("transaction-isolation",
					() -> connection.setTransactionIsolation(UtilityElf.getTransactionIsolation(isolation)));
		}
		if (settings.getCatalog() != null) {
			apply("catalog", () -> connection.setCatalog(settings.getCatalog()));
		}
		if (settings.getSchema() != null) {
			apply("schema", () -> connection.setSchema(settings.getSchema()));
		}
		if (settings.getConnectionInitSql() != null) {
			apply("connection-init-sql", () -> execute(connection, settings.getConnectionInitSql()));
			if (!settings.isAutoCommit()) {
				connection.commit();
			}
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static void apply(String setting, Step step) {
		try {
			step.run();
		}
		catch (SQLException | IllegalArgumentException ex) {
			throw new PoolSettingException(setting, ex);
		}
	}

	/**
	 * Applies a setting.
	 */
	@FunctionalInterface
	private interface Step {

		void run() throws SQLException;

	}

}
