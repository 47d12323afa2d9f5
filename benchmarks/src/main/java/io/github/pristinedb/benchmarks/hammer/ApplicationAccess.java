package io.github.pristinedb.benchmarks.hammer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;

/**
 * The ways in which a scenario reaches the application, and its database.
 *
 * @param database what only the engine knows of that database
 * @param dataSource the application's data source
 * @param background its asynchronous methods
 * @param client what sends requests to it
 * @param port the port of its server
 */
record ApplicationAccess(HammerDatabase database, DataSource dataSource, HammerApplication.Background background,
		RestClient client, int port) {

	Connection connection() throws SQLException {
		return this.dataSource.getConnection();
	}

	/**
	 * Execute statements on one connection, which is closed then.
	 * @param statements the statements
	 * @throws SQLException if one of them fails
	 */
	void execute(String... statements) throws SQLException {
		try (Connection connection = connection()) {
			execute(connection, statements);
		}
	}

	static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	String get(String path) {
		return String.valueOf(this.client.get().uri(address(path)).retrieve().body(String.class));
	}

	/**
	 * Send a form.
	 * @param path where to
	 * @param namesAndValues the name of each field, and its value
	 */
	void post(String path, Object... namesAndValues) {
		MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			form.add(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
		}
		this.client.post().uri(address(path)).body(form).retrieve().toBodilessEntity();
	}

	void delete(String path) {
		this.client.delete().uri(address(path)).retrieve().toBodilessEntity();
	}

	private String address(String path) {
		return "http://localhost:" + this.port + path;
	}

}
