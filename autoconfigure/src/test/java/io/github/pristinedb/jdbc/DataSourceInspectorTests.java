package io.github.pristinedb.jdbc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.console.DeliberateOutput;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.JDBC;
import org.sqlite.SQLiteDataSource;
import org.sqlite.javax.SQLiteConnectionPoolDataSource;

import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@DeliberateOutput("Timed-out waiting for add connection executor")
class DataSourceInspectorTests {

	@TempDir
	Path directory;

	private Path file;

	private Path other;

	private String url;

	private String otherUrl;

	@BeforeEach
	void nameFiles() {
		this.file = this.directory.resolve("scenario.db");
		this.other = this.directory.resolve("other.db");
		this.url = "jdbc:sqlite:" + this.file + "?journal_mode=WAL";
		this.otherUrl = "jdbc:sqlite:" + this.other + "?journal_mode=WAL";
	}

	@ParameterizedTest
	@EnumSource
	void urlIsFoundWithoutAConnection(Kind kind) {
		DataSource dataSource = kind.create(this.url);
		assertThat(DataSourceInspector.of(dataSource).url()).isEqualTo(this.url);
		assertThat(DataSourceInspector.of(dataSource).connectionSettings().toString()).doesNotContain("scenario.db")
			.doesNotContain("geheim");
		DataSourceInspector.of(dataSource).target();
		assertThat(this.directory).isEmptyDirectory();
	}

	@ParameterizedTest
	@EnumSource
	void urlIsFoundWhileTheDataSourceIsInUse(Kind kind) throws SQLException {
		DataSource dataSource = kind.create(this.url);
		execute(dataSource, "CREATE TABLE t (a)");
		assertThat(DataSourceInspector.of(dataSource).url()).isEqualTo(this.url);
		DataSourceInspector.of(dataSource).close();
	}

	@ParameterizedTest
	@EnumSource
	void copyLeadsToTheOtherDatabaseAndTheOriginalStaysWhereItIs(Kind kind) throws SQLException {
		DataSource original = kind.create(this.url);
		execute(original, "CREATE TABLE t (name TEXT)", "INSERT INTO t VALUES ('original')");
		DataSource copy = DataSourceInspector.of(original).copyFor(this.otherUrl, "copy");
		assertThat(copy).isNotSameAs(original).isInstanceOf(original.getClass());
		assertThat(this.other).doesNotExist();
		assertThat(DataSourceInspector.of(copy).url()).isEqualTo(this.otherUrl);
		assertThat(DataSourceInspector.of(original).url()).isEqualTo(this.url);
		execute(copy, "CREATE TABLE t (name TEXT)", "INSERT INTO t VALUES ('copy')");
		assertThat(this.other).isNotEmptyFile();
		assertThat(query(original, "SELECT name FROM t")).isEqualTo("original");
		DataSourceInspector.of(copy).close();
		assertThat(query(original, "SELECT name FROM t")).isEqualTo("original");
		DataSourceInspector.of(original).close();
	}

	@ParameterizedTest
	@EnumSource
	void copyOfADataSourceThatWasNeverUsedOpensNothing(Kind kind) {
		DataSource copy = DataSourceInspector.of(kind.create(this.url)).copyFor(this.otherUrl, "copy");
		assertThat(this.directory).isEmptyDirectory();
		DataSourceInspector.of(copy).close();
		assertThat(this.directory).isEmptyDirectory();
	}

	@ParameterizedTest
	@EnumSource
	void connectionsOfACopyAreSetUpLikeTheOriginals(Kind kind) throws SQLException {
		DataSource copy = DataSourceInspector.of(kind.create(this.url)).copyFor(this.otherUrl, "copy");
		try (Connection connection = copy.getConnection()) {
			assertThat(query(connection, "PRAGMA cache_size")).isEqualTo(kind.setUp ? "77" : "-2000");
		}
		DataSourceInspector.of(copy).close();
	}

	@ParameterizedTest
	@EnumSource
	void closedCopyHasNoConnectionLeft(Kind kind) throws SQLException {
		DataSource copy = DataSourceInspector.of(kind.create(this.url)).copyFor(this.otherUrl, "copy");
		execute(copy, "CREATE TABLE t (a)");
		DataSourceInspector.of(copy).close();
		// The last connection in WAL mode removes the log when it is closed.
		assertThat(this.directory.toFile().list()).containsExactly("other.db");
	}

	@ParameterizedTest
	@EnumSource
	void connectionsWithoutAPoolAreSetUpLikeTheOriginals(Kind kind) throws SQLException {
		DataSource copy = DataSourceInspector.of(kind.create(this.url))
			.copyWithoutPoolFor(this.otherUrl, "copy", (connection) -> {
			});
		try (Connection connection = copy.getConnection()) {
			assertThat(query(connection, "PRAGMA cache_size")).isEqualTo(kind.setUp ? "77" : "-2000");
			execute(copy, "CREATE TABLE t (a)");
		}
		assertThat(this.other).isNotEmptyFile();
		DataSourceInspector.of(copy).close();
		assertThat(this.directory.toFile().list()).containsExactly("other.db");
	}

	@Test
	void connectionsWithoutAHikariPoolAreWhatItWouldHandOut() throws SQLException {
		HikariDataSource pool = (HikariDataSource) Kind.HIKARI.create(this.url);
		pool.setAutoCommit(false);
		pool.setTransactionIsolation("TRANSACTION_READ_UNCOMMITTED");
		pool.setConnectionInitSql("CREATE TABLE IF NOT EXISTS opened (a)");
		pool.setUsername("me");
		pool.addDataSourceProperty("foreign_keys", "true");
		DataSource copy = DataSourceInspector.of(pool).copyWithoutPoolFor(this.otherUrl, "copy", (connection) -> {
		});
		assertThat(copy).isNotInstanceOf(HikariDataSource.class);
		try (Connection connection = copy.getConnection()) {
			assertThat(connection.getAutoCommit()).isFalse();
			assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_UNCOMMITTED);
			assertThat(query(connection, "PRAGMA foreign_keys")).isEqualTo("1");
			connection.rollback();
			assertThat(query(connection, "SELECT count(*) FROM opened")).isEqualTo("0");
		}
	}

	@Test
	void connectionWithoutAPoolThatCannotBeSetUpIsClosed() throws SQLException {
		try (Connection connection = DriverManager.getConnection(this.otherUrl);
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE t (a)");
		}
		HikariDataSource pool = (HikariDataSource) Kind.HIKARI.create(this.url);
		pool.setConnectionInitSql("SELECT a FROM nowhere");
		DataSource copy = DataSourceInspector.of(pool).copyWithoutPoolFor(this.otherUrl, "copy", (connection) -> {
		});
		assertThatExceptionOfType(PoolSettingException.class).isThrownBy(copy::getConnection)
			.withMessageContaining("nowhere");
		assertThat(this.directory.toFile().list()).containsExactly("other.db");
	}

	@Test
	void copyOfAHikariPoolKeepsItsSettings() throws SQLException {
		HikariDataSource pool = (HikariDataSource) Kind.HIKARI.create(this.url);
		pool.setMaximumPoolSize(3);
		pool.setAutoCommit(false);
		pool.setTransactionIsolation("TRANSACTION_READ_UNCOMMITTED");
		pool.setConnectionTimeout(7_000);
		pool.setUsername("me");
		pool.addDataSourceProperty("foreign_keys", "true");
		pool.setRegisterMbeans(true);
		pool.setKeepaliveTime(60_000);
		pool.setMetricsTrackerFactory((name, statistics) -> new com.zaxxer.hikari.metrics.IMetricsTracker() {
		});
		execute(pool, "SELECT 1");
		try (HikariDataSource copy = (HikariDataSource) DataSourceInspector.of(pool).copyFor(this.otherUrl, "copy")) {
			assertThat(copy.getMaximumPoolSize()).isEqualTo(3);
			assertThat(copy.getConnectionTimeout()).isEqualTo(7_000);
			assertThat(copy.getUsername()).isEqualTo("me");
			assertThat(copy.getPoolName()).isEqualTo("copy");
			assertThat(copy.isRegisterMbeans()).isFalse();
			assertThat(copy.getMetricsTrackerFactory()).isNull();
			try (Connection connection = copy.getConnection()) {
				assertThat(connection.getAutoCommit()).isFalse();
				assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_UNCOMMITTED);
				assertThat(query(connection, "PRAGMA foreign_keys")).isEqualTo("1");
				assertThat(copy.getHikariPoolMXBean().getIdleConnections()).isZero();
				connection.rollback();
			}
		}
		pool.close();
	}

	@Test
	void copyOfADbcpPoolKeepsItsSettings() throws SQLException {
		BasicDataSource pool = (BasicDataSource) Kind.DBCP.create(this.url);
		pool.setMaxTotal(3);
		pool.setDefaultAutoCommit(false);
		try (BasicDataSource copy = (BasicDataSource) DataSourceInspector.of(pool).copyFor(this.otherUrl, "copy")) {
			assertThat(copy.getMaxTotal()).isEqualTo(3);
			try (Connection connection = copy.getConnection()) {
				assertThat(connection.getAutoCommit()).isFalse();
			}
		}
	}

	@Test
	void copyOfATomcatPoolKeepsItsSettings() {
		org.apache.tomcat.jdbc.pool.DataSource pool = (org.apache.tomcat.jdbc.pool.DataSource) Kind.TOMCAT
			.create(this.url);
		pool.setMaxActive(3);
		pool.setMaxIdle(3);
		pool.setMinIdle(1);
		pool.setInitialSize(1);
		org.apache.tomcat.jdbc.pool.DataSource copy = (org.apache.tomcat.jdbc.pool.DataSource) DataSourceInspector
			.of(pool)
			.copyFor(this.otherUrl, "copy");
		assertThat(copy.getMaxActive()).isEqualTo(3);
		copy.getDbProperties().setProperty("foreign_keys", "true");
		assertThat(pool.getDbProperties()).doesNotContainKey("foreign_keys");
	}

	@Test
	void copyOfTheDriversDataSourceKeepsItsSettings() throws SQLException {
		SQLiteDataSource original = new SQLiteDataSource();
		original.setUrl(this.url);
		original.setEnforceForeignKeys(true);
		DataSource copy = DataSourceInspector.of(original).copyFor(this.otherUrl, "copy");
		assertThat(query(copy, "PRAGMA foreign_keys")).isEqualTo("1");
	}

	@ParameterizedTest
	@EnumSource
	void springsWrappersAreLookedThrough(Kind kind) {
		DataSource dataSource = kind.create(this.url);
		DataSource wrapped = new TransactionAwareDataSourceProxy(
				new DelegatingDataSource(new LazyConnectionDataSourceProxy(dataSource)));
		assertThat(DataSourceInspector.of(wrapped).url()).isEqualTo(this.url);
		assertThat(DataSourceInspector.of(wrapped).target()).isSameAs(DataSourceInspector.of(dataSource).target());
		assertThat(DataSourceInspector.of(wrapped).copyFor(this.otherUrl, "copy")).isInstanceOf(dataSource.getClass());
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void targetIsTheDriversOwnDataSourceAlsoInAPool() {
		SQLiteDataSource driver = new SQLiteDataSource();
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSource(new DelegatingDataSource(driver));
		assertThat(DataSourceInspector.of(pool).target()).isSameAs(driver);
		assertThat(DataSourceInspector.of(driver).target()).isSameAs(driver);
		DataSource alone = Kind.HIKARI.create(this.url);
		assertThat(DataSourceInspector.of(alone).target()).isSameAs(alone);
	}

	@Test
	void onlyWhatOpensNothingByItselfIsQuiet() {
		assertThat(Kind.values()).filteredOn((kind) -> DataSourceInspector.of(kind.create(this.url)).isQuiet())
			.containsExactlyInAnyOrder(Kind.HIKARI, Kind.HIKARI_WITH_A_CLASS_NAME, Kind.HIKARI_WITH_A_DATA_SOURCE,
					Kind.HIKARI_AROUND_A_WRAPPER, Kind.DRIVER, Kind.DRIVER_FOR_POOLS, Kind.SIMPLE_DRIVER,
					Kind.DRIVER_MANAGER);
	}

	@Test
	void wrapperAroundNothingDoesNotTell() {
		assertThat(DataSourceInspector.of(new DelegatingDataSource()).url()).isNull();
	}

	@Test
	void dataSourceThatDoesNotTellHasNoUrlAndNoCopy() {
		DataSourceInspector inspector = DataSourceInspector.of(new SilentDataSource());
		assertThat(inspector.url()).isNull();
		assertThat(inspector.connectionSettings()).isEmpty();
		inspector.closeIdleConnections();
		inspector.close();
		assertThatExceptionOfType(UnsupportedDataSourceException.class)
			.isThrownBy(() -> inspector.copyFor(this.otherUrl, "copy"))
			.withMessageContaining(SilentDataSource.class.getName())
			.withMessageContaining("Use HikariCP");
	}

	@Test
	void dataSourceThatFailsWhenAskedForItsUrlDoesNotTell() {
		assertThat(DataSourceInspector.of(new FailingDataSource()).url()).isNull();
	}

	@Test
	void hikariPoolWithoutAUrlDoesNotTell() {
		assertThat(DataSourceInspector.of(new HikariDataSource()).url()).isNull();
		HikariDataSource jndi = new HikariDataSource();
		jndi.setDataSourceJNDI("java:comp/env/jdbc/db");
		assertThat(DataSourceInspector.of(jndi).url()).isNull();
		HikariDataSource silent = new HikariDataSource();
		silent.setDataSource(new SilentDataSource());
		assertThat(DataSourceInspector.of(silent).url()).isNull();
	}

	@Test
	void connectionSettingsAreWhatDecidesWhatAMigrationWrites() {
		HikariDataSource hikari = (HikariDataSource) Kind.HIKARI.create(this.url);
		hikari.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
		hikari.addDataSourceProperty("page_size", "512");
		hikari.addDataSourceProperty("password", "geheim");
		assertThat(DataSourceInspector.of(hikari).connectionSettings()).containsOnly(
				Map.entry("connectionInitSql", "PRAGMA cache_size = 77"),
				Map.entry("transactionIsolation", "TRANSACTION_SERIALIZABLE"), Map.entry("property-page_size", "512"));
		assertThat(DataSourceInspector.of(Kind.DBCP.create(this.url)).connectionSettings())
			.containsEntry("connectionInitSqls", "[PRAGMA cache_size = 77]");
		assertThat(DataSourceInspector.of(Kind.TOMCAT.create(this.url)).connectionSettings()).containsEntry("initSQL",
				"PRAGMA cache_size = 77");
		assertThat(DataSourceInspector.of(Kind.SIMPLE_DRIVER.create(this.url)).connectionSettings())
			.containsEntry("property-cache_size", "77");
	}

	@Test
	void idleConnectionsToAReplacedFileAreClosed() throws Exception {
		String plain = "jdbc:sqlite:" + this.file;
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl(plain);
			DataSourceInspector inspector = DataSourceInspector.of(pool);
			inspector.closeIdleConnections();
			execute(pool, "CREATE TABLE t (name TEXT)", "INSERT INTO t VALUES ('old')");
			try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + this.other);
					Statement statement = connection.createStatement()) {
				statement.execute("CREATE TABLE t (name TEXT)");
				statement.execute("INSERT INTO t VALUES ('new')");
			}
			Files.move(this.other, this.file, StandardCopyOption.REPLACE_EXISTING);
			inspector.closeIdleConnections();
			assertThat(query(pool, "SELECT name FROM t")).isEqualTo("new");
		}
	}

	@Test
	void poolThatCannotBeClosedIsAnError() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> DataSourceInspector.of(new FailingDataSource()).close())
			.withMessageContaining("cannot be closed");
	}

	private static void execute(DataSource dataSource, String... statements) throws SQLException {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
			if (!connection.getAutoCommit()) {
				connection.commit();
			}
		}
	}

	private static String query(DataSource dataSource, String sql) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			return query(connection, sql);
		}
	}

	private static String query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			return rows.getString(1);
		}
	}

	/**
	 * The kinds of data sources, set up so that a connection has a cache of 77 pages
	 * where the kind can do such a thing.
	 */
	enum Kind {

		HIKARI(true, (url) -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(url);
			pool.setConnectionInitSql("PRAGMA cache_size = 77");
			return pool;
		}),

		HIKARI_WITH_A_CLASS_NAME(true, (url) -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSourceClassName(SQLiteDataSource.class.getName());
			pool.addDataSourceProperty("url", url);
			pool.addDataSourceProperty("cacheSize", 77);
			return pool;
		}),

		HIKARI_WITH_A_DATA_SOURCE(true, (url) -> {
			SQLiteDataSource driver = new SQLiteDataSource();
			driver.setUrl(url);
			driver.setCacheSize(77);
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSource(driver);
			return pool;
		}),

		HIKARI_AROUND_A_WRAPPER(true, (url) -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSource(new LazyConnectionDataSourceProxy(Kind.valueOf("SIMPLE_DRIVER").create(url)));
			return pool;
		}),

		DRIVER(true, (url) -> {
			SQLiteDataSource driver = new SQLiteDataSource();
			driver.setUrl(url);
			driver.setCacheSize(77);
			return driver;
		}),

		DRIVER_FOR_POOLS(true, (url) -> {
			SQLiteConnectionPoolDataSource driver = new SQLiteConnectionPoolDataSource();
			driver.setUrl(url);
			driver.setCacheSize(77);
			return driver;
		}),

		SIMPLE_DRIVER(true, (url) -> new SimpleDriverDataSource(new JDBC(), url, properties())),

		DRIVER_MANAGER(true, (url) -> {
			DriverManagerDataSource dataSource = new DriverManagerDataSource(url, properties());
			dataSource.setUsername("me");
			dataSource.setPassword("geheim");
			return dataSource;
		}),

		SINGLE_CONNECTION(false, (url) -> new SingleConnectionDataSource(url, "me", "geheim", true)),

		TOMCAT(true, (url) -> {
			org.apache.tomcat.jdbc.pool.DataSource pool = new org.apache.tomcat.jdbc.pool.DataSource();
			pool.setDriverClassName(JDBC.class.getName());
			pool.setUrl(url);
			pool.setUsername("me");
			pool.setPassword("geheim");
			pool.setInitialSize(1);
			pool.setInitSQL("PRAGMA cache_size = 77");
			return pool;
		}),

		DBCP(true, (url) -> {
			BasicDataSource pool = new BasicDataSource();
			pool.setUrl(url);
			pool.setUsername("me");
			pool.setPassword("geheim");
			pool.setConnectionInitSqls(List.of("PRAGMA cache_size = 77"));
			return pool;
		});

		private final boolean setUp;

		private final Function<String, DataSource> factory;

		Kind(boolean setUp, Function<String, DataSource> factory) {
			this.setUp = setUp;
			this.factory = factory;
		}

		DataSource create(String url) {
			return this.factory.apply(url);
		}

		private static Properties properties() {
			Properties properties = new Properties();
			properties.setProperty("cache_size", "77");
			properties.setProperty("password", "geheim");
			return properties;
		}

	}

	/**
	 * Leads somewhere, but does not say where.
	 */
	static class SilentDataSource extends AbstractDataSource {

		@Override
		public Connection getConnection() throws SQLException {
			throw new SQLException("No connection is to be opened");
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return getConnection();
		}

	}

	/**
	 * Fails whatever it is asked.
	 */
	public static class FailingDataSource extends SilentDataSource {

		public String getUrl() {
			throw new IllegalStateException("not configured");
		}

		public void close() {
			throw new IllegalStateException("busy");
		}

	}

}
