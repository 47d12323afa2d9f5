package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database with the schema {@code pristine}, from which others are copied for a test.
 */
final class ResetFixture implements AutoCloseable {

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private final Connection server;

	private final String template;

	private final List<String> databases = new ArrayList<>();

	private final List<Connection> connections = Collections.synchronizedList(new ArrayList<>());

	ResetFixture(String... content) throws SQLException {
		this((connection) -> Sql.execute(connection, String.join(";\n", content)));
	}

	ResetFixture(Content content) throws SQLException {
		this.server = PostgresServer.connect("postgres");
		this.template = newName();
		create(this.template, " strategy file_copy");
		try (Connection connection = PostgresServer.connect(this.template)) {
			content.create(connection);
			BaselineSchema.install(connection);
			Sql.execute(connection, "vacuum (freeze, analyze)");
		}
	}

	private static String newName() {
		return "reset_" + ProcessHandle.current().pid() + "_" + NUMBERS.incrementAndGet();
	}

	private void create(String name, String options) throws SQLException {
		this.databases.add(name);
		Sql.execute(this.server, "create database " + name + options);
	}

	/**
	 * Copy the template.
	 * @return the name of the copy
	 */
	synchronized String copy() throws SQLException {
		String name = newName();
		create(name, " template " + this.template + " strategy file_copy");
		return name;
	}

	String template() {
		return this.template;
	}

	Connection server() {
		return this.server;
	}

	Connection connect(String database) throws SQLException {
		Connection connection = PostgresServer.connect(database);
		this.connections.add(connection);
		return connection;
	}

	Connection control(String database) throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("options", SlotReset.controlOptions());
		Connection connection = DriverManager.getConnection(PostgresServer.url(database), properties);
		this.connections.add(connection);
		return connection;
	}

	/**
	 * Drop a copy.
	 */
	synchronized void drop(String database) throws SQLException {
		Sql.execute(this.server, "drop database " + database + " with (force)");
		this.databases.remove(database);
	}

	@Override
	public void close() throws SQLException {
		for (Connection connection : this.connections) {
			connection.close();
		}
		for (String database : this.databases) {
			Sql.execute(this.server, "drop database if exists " + database + " with (force)");
		}
		this.server.close();
	}

	/**
	 * The content of a template.
	 */
	@FunctionalInterface
	interface Content {

		void create(Connection connection) throws SQLException;

	}

}
