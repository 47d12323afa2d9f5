package io.github.pristinedb.engine.postgresql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import javax.net.SocketFactory;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.console.OnTheSharedServer;
import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.jdbc.DataSourceCopier;
import io.github.pristinedb.jdbc.DataSourceInspector;
import io.github.pristinedb.jdbc.PoolControl;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.Driver;
import org.postgresql.ds.PGPoolingDataSource;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each way to name a database of a server, on a real one: the guard knows the database by
 * its name, and a copy of the data source leads to another one of the same server.
 */
@OnTheSharedServer
class PostgresDataSourcesTests {

	// The user has the same name: the database is theirs by default.
	private static final String NAME = "slots_forms";

	private static final String OTHER = "slots_forms_other";

	private final PostgresEngine engine = new PostgresEngine();

	private final Guard guard = new Guard(List.of(this.engine), List.of("slots"));

	@BeforeAll
	static void create() throws SQLException {
		drop();
		try (Connection connection = PostgresServer.connect("postgres");
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE ROLE " + NAME + " LOGIN SUPERUSER PASSWORD '" + NAME + "'");
			for (String name : List.of(NAME, OTHER)) {
				statement.execute("CREATE DATABASE " + name + " STRATEGY FILE_COPY");
			}
		}
	}

	@AfterAll
	static void drop() throws SQLException {
		try (Connection connection = PostgresServer.connect("postgres");
				Statement statement = connection.createStatement()) {
			for (String name : List.of(NAME, OTHER)) {
				statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
			}
			statement.execute("DROP ROLE IF EXISTS " + NAME);
		}
	}

	@ParameterizedTest
	@EnumSource
	void copyLeadsToAnotherDatabaseAndTheOriginalStays(Form form) throws SQLException {
		DataSource original = form.create();
		Access access = DataSourceInspector.of(original).access();
		ManagedDatabase managed = this.guard.admit(access);
		assertThat(managed).isNotNull().extracting((found) -> found.database().name()).isEqualTo(NAME);
		PostgresDatabase model = (PostgresDatabase) managed.database();
		DataSource copy = DataSourceCopier.of(original, this.engine).copyFor(model.withName(OTHER), "copy");
		DataSource unpooled = DataSourceCopier.of(original, this.engine)
			.copyWithoutPoolFor(model.withName(OTHER), "copy", (connection) -> {
			});
		assertThat(whereAndWho(copy)).isEqualTo(OTHER + " as " + NAME);
		assertThat(whereAndWho(unpooled)).isEqualTo(OTHER + " as " + NAME);
		assertThat(whereAndWho(original)).isEqualTo(NAME + " as " + NAME);
		form.check();
		List.of(copy, unpooled, original).forEach((dataSource) -> PoolControl.of(dataSource).close());
	}

	@ParameterizedTest
	@EnumSource
	void connectionTellsTheDatabaseThatItIsTo(Form form) throws SQLException {
		DataSource original = form.create();
		Access access = Objects.requireNonNull(DataSourceInspector.of(original).access());
		try (Connection connection = original.getConnection()) {
			String url = connection.getMetaData().getURL();
			assertThat(this.engine.locate(access.withUrl(url))).isEqualTo(this.engine.locate(access));
		}
		PoolControl.of(original).close();
	}

	private static String whereAndWho(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("SELECT current_database() || ' as ' || current_user")) {
			result.next();
			return result.getString(1);
		}
	}

	/**
	 * The ways.
	 */
	enum Form {

		URL((server) -> hikari(server.url(NAME))),

		URL_WITH_THE_USER((server) -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(server.url(NAME) + "?user=" + NAME + "&password=" + NAME);
			return pool;
		}),

		DATABASE_OF_THE_USERS_NAME((server) -> hikari(server.url(""))),

		SEVERAL_HOSTS((server) -> hikari(
				"jdbc:postgresql://" + server.host() + ":1," + server.host() + ":" + server.port() + "/" + NAME)),

		SEVERAL_HOSTS_AND_ROLES((server) -> hikari("jdbc:postgresql://" + server.host() + ":1," + server.host() + ":"
				+ server.port() + "/" + NAME + "?targetServerType=preferPrimary&loadBalanceHosts=true")),

		SOCKET_FACTORY((server) -> hikari(server.url(NAME) + "?socketFactory=" + CountedSockets.class.getName())) {

			@Override
			void check() {
				assertThat(CountedSockets.opened.getAndSet(0)).isGreaterThanOrEqualTo(3);
			}

		},

		TLS((server) -> hikari(server.url(NAME) + "?sslmode=prefer&sslrootcert=/nowhere/root.crt")),

		OPTIONS((server) -> hikari(server.url(NAME) + "?currentSchema=a,b&options=-c%20statement_timeout=7s")),

		PROPERTIES_OF_THE_DRIVER((server) -> {
			HikariDataSource pool = hikari(server.url(NAME));
			pool.addDataSourceProperty("ApplicationName", "forms");
			pool.addDataSourceProperty("PGDBNAME", "elsewhere");
			return pool;
		}),

		DRIVER_BY_URL((server) -> {
			PGSimpleDataSource driver = new PGSimpleDataSource();
			driver.setUrl(server.url(NAME));
			driver.setUser(NAME);
			driver.setPassword(NAME);
			return driver;
		}),

		DRIVER_BY_PARTS(Form::parts),

		DRIVER_WITHOUT_A_DATABASE((server) -> {
			PGSimpleDataSource driver = parts(server);
			driver.setDatabaseName(null);
			return driver;
		}),

		DRIVER_WITH_SEVERAL_HOSTS((server) -> {
			PGSimpleDataSource driver = parts(server);
			driver.setServerNames(new String[] { server.host(), server.host() });
			driver.setPortNumbers(new int[] { 1, server.port() });
			return driver;
		}),

		POOL_AROUND_A_DRIVER((server) -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSource(parts(server));
			return pool;
		}),

		POOL_AROUND_A_WRAPPER((server) -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSource(new LazyConnectionDataSourceProxy(parts(server)));
			return pool;
		}),

		POOL_WITH_A_CLASS_AND_A_URL((server) -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSourceClassName(PGSimpleDataSource.class.getName());
			pool.addDataSourceProperty("url", server.url(NAME));
			pool.addDataSourceProperty("user", NAME);
			pool.addDataSourceProperty("password", NAME);
			return pool;
		}),

		POOL_WITH_A_CLASS_AND_PARTS((server) -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSourceClassName(PGSimpleDataSource.class.getName());
			pool.addDataSourceProperty("serverName", server.host());
			pool.addDataSourceProperty("portNumber", server.port());
			pool.addDataSourceProperty("databaseName", NAME);
			pool.setUsername(NAME);
			pool.setPassword(NAME);
			return pool;
		}),

		@SuppressWarnings("deprecation")
		POOL_OF_THE_DRIVER((server) -> {
			PGPoolingDataSource pool = new PGPoolingDataSource();
			pool.setDataSourceName("forms");
			// One is for whoever connects first.
			pool.setInitialConnections(0);
			pool.setServerNames(new String[] { server.host() });
			pool.setPortNumbers(new int[] { server.port() });
			pool.setDatabaseName(NAME);
			pool.setUser(NAME);
			pool.setPassword(NAME);
			return pool;
		}),

		SIMPLE_DRIVER((server) -> new SimpleDriverDataSource(new Driver(), server.url(NAME), NAME, NAME)),

		SIMPLE_DRIVER_WITH_PROPERTIES(
				(server) -> new SimpleDriverDataSource(new Driver(), server.url(NAME), properties())),

		DRIVER_MANAGER((server) -> new DriverManagerDataSource(server.url(NAME), NAME, NAME)),

		DRIVER_MANAGER_WITH_PROPERTIES((server) -> new DriverManagerDataSource(server.url(NAME), properties())),

		TOMCAT((server) -> {
			org.apache.tomcat.jdbc.pool.DataSource pool = new org.apache.tomcat.jdbc.pool.DataSource();
			pool.setUrl(server.url(NAME));
			pool.setDriverClassName(Driver.class.getName());
			pool.setUsername(NAME);
			pool.setPassword(NAME);
			pool.setInitialSize(0);
			return pool;
		}),

		DBCP((server) -> {
			BasicDataSource pool = new BasicDataSource();
			pool.setUrl(server.url(NAME));
			pool.setUsername(NAME);
			pool.setPassword(NAME);
			return pool;
		});

		private final Function<Place, DataSource> factory;

		Form(Function<Place, DataSource> factory) {
			this.factory = factory;
		}

		DataSource create() {
			return this.factory.apply(Place.ofTheServer());
		}

		void check() {
		}

		private static HikariDataSource hikari(String url) {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(url);
			pool.setUsername(NAME);
			pool.setPassword(NAME);
			return pool;
		}

		private static PGSimpleDataSource parts(Place server) {
			PGSimpleDataSource driver = new PGSimpleDataSource();
			driver.setServerNames(new String[] { server.host() });
			driver.setPortNumbers(new int[] { server.port() });
			driver.setDatabaseName(NAME);
			driver.setUser(NAME);
			driver.setPassword(NAME);
			return driver;
		}

		private static Properties properties() {
			Properties properties = new Properties();
			properties.setProperty("user", NAME);
			properties.setProperty("password", NAME);
			properties.setProperty("ApplicationName", "forms");
			return properties;
		}

	}

	/**
	 * Where the server of the tests is.
	 *
	 * @param host its host
	 * @param port its port
	 */
	record Place(String host, int port) {

		static Place ofTheServer() {
			PGSimpleDataSource parsed = new PGSimpleDataSource();
			parsed.setUrl(PostgresServer.url("postgres"));
			return new Place(parsed.getServerNames()[0], parsed.getPortNumbers()[0]);
		}

		String url(String database) {
			return "jdbc:postgresql://" + this.host + ":" + this.port + "/" + database;
		}

	}

	/**
	 * Counts the sockets that it opens.
	 */
	public static final class CountedSockets extends SocketFactory {

		private static final AtomicInteger opened = new AtomicInteger();

		@Override
		public Socket createSocket() {
			opened.incrementAndGet();
			return new Socket();
		}

		@Override
		public Socket createSocket(String host, int port) throws IOException {
			return new Socket(host, port);
		}

		@Override
		public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
			return new Socket(host, port, local, localPort);
		}

		@Override
		public Socket createSocket(InetAddress host, int port) throws IOException {
			return new Socket(host, port);
		}

		@Override
		public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
			return new Socket(host, port, local, localPort);
		}

	}

}
