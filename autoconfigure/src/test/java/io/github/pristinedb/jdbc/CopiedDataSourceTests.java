package io.github.pristinedb.jdbc;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import javax.sql.DataSource;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.test.Stage;
import org.apache.commons.dbcp2.BasicDataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * A copied data source never leads to the original's database. A server that only reads
 * the name of the database that a connection is to tells where it leads.
 */
@DeliberateOutput("org.apache.tomcat.jdbc.pool|com.mchange|hikari|Failed to get|Acquisition|Unable to create initial connections|refuses"
		+ "|Unable to create initial connections")
class CopiedDataSourceTests {

	// Tests of other JVMs assert that the usual file is not there.
	private static final Path BACKWARDS = Path.of("target/scenario-backwards.db");

	private static final String DATABASE = "test_app";

	private static final String SLOT = "slot_1";

	private final Map<String, Database> databases = new ConcurrentHashMap<>();

	@ParameterizedTest
	@EnumSource
	void connectionOfACopyIsToTheSlot(Kind kind) throws IOException {
		try (RefusingServer server = new RefusingServer()) {
			DataSource original = kind.create(server.url(DATABASE));
			DataSource copy = copy(original, server.url(SLOT));
			assertRefused(copy, server);
			PoolControl.of(copy).close();
			assertThat(server.databases()).containsOnly(SLOT);
		}
	}

	@ParameterizedTest
	@EnumSource
	void originalStaysWhereItIs(Kind kind) throws IOException {
		try (RefusingServer server = new RefusingServer()) {
			DataSource original = kind.create(server.url(DATABASE));
			PoolControl.of(copy(original, server.url(SLOT))).close();
			assertThat(DataSourceInspector.of(original).url()).startsWith(server.url(DATABASE));
			assertRefused(original, server);
			PoolControl.of(original).close();
			assertThat(server.databases()).containsOnly(DATABASE);
		}
	}

	@ParameterizedTest
	@EnumSource
	void copyWithoutAPoolLeadsToTheSlot(Kind kind) throws IOException {
		try (RefusingServer server = new RefusingServer()) {
			DataSource copy = DataSourceCopier.of(kind.create(server.url(DATABASE)), engine())
				.copyWithoutPoolFor(database(server.url(SLOT)), "copy", (connection) -> {
				});
			assertRefused(copy, server);
			PoolControl.of(copy).close();
			assertThat(server.databases()).containsOnly(SLOT);
		}
	}

	@ParameterizedTest
	@EnumSource
	void copyForAUserConnectsAsThatUser(Kind kind) throws IOException {
		try (RefusingServer server = new RefusingServer()) {
			DataSource copy = DataSourceCopier.of(kind.create(server.url(DATABASE)), engine())
				.as(new Credentials("you", "secret"))
				.copyFor(database(server.url(SLOT)), "copy");
			assertRefused(copy, server);
			PoolControl.of(copy).close();
			assertThat(server.users()).containsOnly("you");
			assertThat(server.databases()).containsOnly(SLOT);
		}
	}

	@Test
	void dataSourceThatHasNoUserIsNotCopiedForOne() {
		SQLiteDataSource original = new SQLiteDataSource();
		original.setUrl(Stage.URL);
		DataSourceCopier copier = DataSourceCopier.of(original, engine()).as(new Credentials("you", null));
		assertThatExceptionOfType(UnsupportedDataSourceException.class)
			.isThrownBy(() -> copier.copyFor(database("jdbc:sqlite:target/scenario-x.db"), "copy"))
			.withStackTraceContaining("None of the properties [username, userName, user]");
	}

	@ParameterizedTest
	@EnumSource
	void tableOfACopyIsNotTheOriginals(H2Kind kind) throws SQLException {
		DataSource original = kind.create("jdbc:h2:mem:test_app");
		DataSource copy = copy(original, "jdbc:h2:mem:slot_1");
		try (Connection here = original.getConnection();
				Connection there = copy.getConnection();
				Statement statement = there.createStatement()) {
			statement.execute("CREATE TABLE t (id INT)");
			assertThat(there.getMetaData().getURL()).isEqualTo("jdbc:h2:mem:slot_1");
			assertThat(here.getMetaData().getTables(null, null, "T", null).next()).isFalse();
		}
		PoolControl.of(copy).close();
		PoolControl.of(original).close();
	}

	@Test
	void catalogIsThatOfTheSlotWhereItIsTheDatabase() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:other://localhost/test_app");
		pool.setCatalog("TEST_APP");
		BasicDataSource dbcp = new BasicDataSource();
		dbcp.setUrl("jdbc:other://localhost/test_app");
		dbcp.setDefaultCatalog("other");
		assertThat(((HikariDataSource) copy(pool, "jdbc:other://localhost/slot_1")).getCatalog()).isEqualTo(SLOT);
		assertThat(((BasicDataSource) copy(dbcp, "jdbc:other://localhost/slot_1")).getDefaultCatalog())
			.isEqualTo("other");
	}

	@Test
	void copyThatLeadsElsewhereIsRefused() {
		Stubborn stubborn = new Stubborn();
		stubborn.setUrl("jdbc:other://localhost/test_app");
		assertThatExceptionOfType(UnsupportedDataSourceException.class)
			.isThrownBy(() -> copy(stubborn, "jdbc:other://localhost/slot_1"))
			.withMessageContaining("was made for the database slot_1, but leads to test_app")
			.withMessageContaining("Let the URL alone name");
		assertThat(Stubborn.closed).isTrue();
	}

	@Test
	void copyThatDoesNotTellWhereItLeadsIsRefused() {
		PGSimpleDataSource original = new PGSimpleDataSource();
		original.setUrl("jdbc:postgresql://localhost/test_app");
		DatabaseEngine other = mock(DatabaseEngine.class);
		assertThatExceptionOfType(UnsupportedDataSourceException.class)
			.isThrownBy(() -> DataSourceCopier.of(original, other)
				.copyFor(database("jdbc:postgresql://localhost/slot_1"), "copy"))
			.withMessageContaining("leads to a place that cannot be told");
	}

	@Test
	void dataSourceThatConnectsInItsOwnWayIsRefusedByItsFirstConnection() {
		Sql.execute(BACKWARDS, "CREATE TABLE IF NOT EXISTS note (text)");
		Backwards backwards = new Backwards();
		backwards.setUrl("jdbc:sqlite:" + BACKWARDS);
		Stage.contextWithoutUrl()
			.withPropertyValues("spring.flyway.enabled=false")
			.withBean("mine", DataSource.class, () -> backwards)
			.run((context) -> Stage.scenario(context,
					() -> assertThatExceptionOfType(UnsupportedDataSourceException.class)
						.isThrownBy(() -> context.getBean(DataSource.class).getConnection())
						.withMessageContaining("leads to")
						.withMessageContaining("scenario-backwards.db")));
	}

	private static void assertRefused(DataSource dataSource, RefusingServer server) {
		assertThat(catchThrowable(() -> dataSource.getConnection().close())).isNotNull();
		server.awaitRefusal();
	}

	private DataSource copy(DataSource original, String url) {
		return DataSourceCopier.of(original, engine()).copyFor(database(url), "copy");
	}

	private DatabaseEngine engine() {
		DatabaseEngine engine = mock(DatabaseEngine.class);
		given(engine.locate(any())).willAnswer((invocation) -> database(((Access) invocation.getArgument(0)).url()));
		return engine;
	}

	/**
	 * Databases of servers are told apart by what is before the options of a URL.
	 */
	private Database database(String url) {
		String place = url.split("[?;]")[0];
		return this.databases.computeIfAbsent(place, (key) -> {
			Database database = mock(Database.class);
			String name = place.substring(Math.max(place.lastIndexOf('/'), place.lastIndexOf(':')) + 1);
			given(database.url()).willReturn(url);
			given(database.access()).willReturn(Access.to(url));
			given(database.name()).willReturn(name);
			given(database.toString()).willReturn(name);
			return database;
		});
	}

	/**
	 * The pools and data sources that lead to a server.
	 */
	enum Kind {

		DRIVER(Kind::driver),

		DRIVER_BY_NAME(Kind::driverByName),

		DRIVER_MANAGER((url) -> new DriverManagerDataSource(url, "me", "secret")),

		SIMPLE_DRIVER((url) -> new SimpleDriverDataSource(new Driver(), url, "me", "secret")),

		HIKARI((url) -> {
			HikariDataSource pool = hikari();
			pool.setJdbcUrl(url);
			pool.addDataSourceProperty("PGDBNAME", DATABASE);
			return pool;
		}),

		HIKARI_WITH_A_DATA_SOURCE((url) -> {
			HikariDataSource pool = hikari();
			pool.setDataSource(new LazyConnectionDataSourceProxy(driver(url)));
			return pool;
		}),

		HIKARI_WITH_A_DATA_SOURCE_BY_NAME((url) -> {
			HikariDataSource pool = hikari();
			pool.setDataSource(driverByName(url));
			return pool;
		}),

		HIKARI_WITH_A_DATA_SOURCE_AND_A_URL((url) -> {
			HikariDataSource pool = hikari();
			pool.setJdbcUrl(url);
			pool.setDataSource(driver(url));
			return pool;
		}),

		HIKARI_WITH_A_CLASS_NAME((url) -> {
			HikariDataSource pool = hikari();
			pool.setDataSourceClassName(PGSimpleDataSource.class.getName());
			pool.addDataSourceProperty("url", url);
			return pool;
		}),

		HIKARI_WITH_A_CLASS_AND_A_DATABASE_NAME((url) -> {
			PGSimpleDataSource named = driverByName(url);
			HikariDataSource pool = hikari();
			pool.setDataSourceClassName(PGSimpleDataSource.class.getName());
			pool.addDataSourceProperty("serverName", "localhost");
			pool.addDataSourceProperty("portNumber", named.getPortNumbers()[0]);
			pool.addDataSourceProperty("databaseName", named.getDatabaseName());
			return pool;
		}),

		DBCP((url) -> {
			BasicDataSource pool = new BasicDataSource();
			pool.setUrl(url);
			pool.setUsername("me");
			pool.setConnectionProperties("PGDBNAME=" + DATABASE);
			return pool;
		}),

		TOMCAT((url) -> {
			org.apache.tomcat.jdbc.pool.DataSource pool = tomcat();
			pool.setUrl(url);
			pool.setDriverClassName(Driver.class.getName());
			return pool;
		}),

		TOMCAT_WITH_A_DATA_SOURCE((url) -> {
			org.apache.tomcat.jdbc.pool.DataSource pool = tomcat();
			pool.setUrl(url);
			pool.setDataSource(driver(url));
			return pool;
		}),

		C3P0((url) -> {
			ComboPooledDataSource pool = new ComboPooledDataSource();
			pool.setJdbcUrl(url);
			pool.setUser("me");
			pool.setAcquireRetryAttempts(1);
			pool.setAcquireRetryDelay(1);
			// One thread connects, and none tries again while the pool is closed.
			pool.setBreakAfterAcquireFailure(true);
			pool.setAcquireIncrement(1);
			pool.setInitialPoolSize(0);
			pool.setMinPoolSize(0);
			return pool;
		});

		private final Function<String, DataSource> factory;

		Kind(Function<String, DataSource> factory) {
			this.factory = factory;
		}

		DataSource create(String url) {
			return this.factory.apply(url);
		}

		private static PGSimpleDataSource driver(String url) {
			PGSimpleDataSource driver = new PGSimpleDataSource();
			driver.setUrl(url);
			driver.setUser("me");
			return driver;
		}

		private static PGSimpleDataSource driverByName(String url) {
			PGSimpleDataSource parsed = driver(url);
			PGSimpleDataSource driver = new PGSimpleDataSource();
			driver.setServerNames(parsed.getServerNames());
			driver.setPortNumbers(parsed.getPortNumbers());
			driver.setDatabaseName(Objects.requireNonNull(parsed.getDatabaseName()));
			driver.setUser("me");
			return driver;
		}

		private static HikariDataSource hikari() {
			HikariDataSource pool = new HikariDataSource();
			pool.setUsername("me");
			pool.setConnectionTimeout(250);
			// The check at the start would sleep for a second.
			pool.setInitializationFailTimeout(-1);
			return pool;
		}

		private static org.apache.tomcat.jdbc.pool.DataSource tomcat() {
			org.apache.tomcat.jdbc.pool.DataSource pool = new org.apache.tomcat.jdbc.pool.DataSource();
			pool.setUsername("me");
			pool.setInitialSize(1);
			return pool;
		}

	}

	/**
	 * The ways to a database of H2, whose driver has two properties for its URL.
	 */
	enum H2Kind {

		DRIVER(H2Kind::driver),

		HIKARI((url) -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSource(driver(url));
			return pool;
		}),

		HIKARI_WITH_A_CLASS_NAME((url) -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSourceClassName(JdbcDataSource.class.getName());
			pool.addDataSourceProperty("URL", url);
			return pool;
		}),

		C3P0((url) -> {
			ComboPooledDataSource pool = new ComboPooledDataSource();
			pool.setJdbcUrl(url);
			pool.setInitialPoolSize(1);
			pool.setMinPoolSize(1);
			return pool;
		});

		private final Function<String, DataSource> factory;

		H2Kind(Function<String, DataSource> factory) {
			this.factory = factory;
		}

		DataSource create(String url) {
			return this.factory.apply(url);
		}

		private static JdbcDataSource driver(String url) {
			JdbcDataSource driver = new JdbcDataSource();
			driver.setURL(url);
			return driver;
		}

	}

	/**
	 * Stays at the first URL that it is given.
	 */
	public static class Stubborn extends SilentDataSource {

		private static boolean closed;

		public String getUrl() {
			return "jdbc:other://localhost/test_app";
		}

		public void setUrl(String url) {
		}

		public void close() {
			closed = true;
		}

	}

	/**
	 * Tells another URL than it connects to.
	 */
	public static class Backwards extends SQLiteDataSource {

		@Override
		public Connection getConnection() throws SQLException {
			SQLiteDataSource other = new SQLiteDataSource();
			other.setUrl("jdbc:sqlite:" + BACKWARDS);
			return other.getConnection();
		}

	}

}
