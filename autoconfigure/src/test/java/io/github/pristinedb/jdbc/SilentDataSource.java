package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Leads somewhere, but does not say where.
 */
class SilentDataSource extends AbstractDataSource {

	@Override
	public Connection getConnection() throws SQLException {
		throw new SQLException("No connection is to be opened");
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return getConnection();
	}

}
