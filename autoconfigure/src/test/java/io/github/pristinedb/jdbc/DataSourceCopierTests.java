package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

import javax.sql.DataSource;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Sql;
import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DataSourceCopier}.
 */
class DataSourceCopierTests extends TwoFiles {

	private static final DatabaseEngine engine = new SqliteEngine();

	@ParameterizedTest
	@EnumSource
	void copyLeadsToTheOtherDatabaseAndTheOriginalStaysWhereItIs(DataSourceKind kind) throws SQLException {
		DataSource original = kind.create(this.url);
		Sql.execute(original, "CREATE TABLE t (name TEXT)", "INSERT INTO t VALUES ('original')");
		DataSource copy = copy(original);
		assertThat(copy).isNotSameAs(original).isInstanceOf(original.getClass());
		assertThat(this.other).doesNotExist();
		assertThat(DataSourceInspector.of(copy).url()).isEqualTo(this.otherUrl);
		assertThat(DataSourceInspector.of(original).url()).isEqualTo(this.url);
		Sql.execute(copy, "CREATE TABLE t (name TEXT)", "INSERT INTO t VALUES ('copy')");
		assertThat(this.other).isNotEmptyFile();
		assertThat(Sql.query(original, "SELECT name FROM t")).containsExactly("original");
		PoolControl.of(copy).close();
		assertThat(Sql.query(original, "SELECT name FROM t")).containsExactly("original");
		PoolControl.of(original).close();
	}

	@ParameterizedTest
	@EnumSource
	void copyOfADataSourceThatWasNeverUsedOpensNothing(DataSourceKind kind) {
		DataSource copy = copy(kind.create(this.url));
		assertThat(this.directory).isEmptyDirectory();
		PoolControl.of(copy).close();
		assertThat(this.directory).isEmptyDirectory();
	}

	@ParameterizedTest
	@EnumSource
	void connectionsOfACopyAreSetUpLikeTheOriginals(DataSourceKind kind) throws SQLException {
		DataSource copy = copy(kind.create(this.url));
		try (Connection connection = copy.getConnection()) {
			assertThat(Sql.query(connection, "PRAGMA cache_size")).containsExactly(kind.isSetUp() ? "77" : "-2000");
		}
		PoolControl.of(copy).close();
	}

	@ParameterizedTest
	@EnumSource
	void closedCopyHasNoConnectionLeft(DataSourceKind kind) throws SQLException {
		DataSource copy = copy(kind.create(this.url));
		Sql.execute(copy, "CREATE TABLE t (a)");
		PoolControl.of(copy).close();
		// The last connection in WAL mode removes the log when it is closed.
		assertThat(this.directory.toFile().list()).containsExactly("other.db");
	}

	@ParameterizedTest
	@EnumSource
	void connectionsWithoutAPoolAreSetUpLikeTheOriginals(DataSourceKind kind) throws SQLException {
		DataSource copy = copyWithoutPool(kind.create(this.url));
		try (Connection connection = copy.getConnection()) {
			assertThat(Sql.query(connection, "PRAGMA cache_size")).containsExactly(kind.isSetUp() ? "77" : "-2000");
			Sql.execute(copy, "CREATE TABLE t (a)");
		}
		assertThat(this.other).isNotEmptyFile();
		PoolControl.of(copy).close();
		assertThat(this.directory.toFile().list()).containsExactly("other.db");
	}

	@Test
	void connectionsWithoutAHikariPoolAreWhatItWouldHandOut() throws SQLException {
		HikariDataSource pool = (HikariDataSource) DataSourceKind.HIKARI.create(this.url);
		pool.setAutoCommit(false);
		pool.setTransactionIsolation("TRANSACTION_READ_UNCOMMITTED");
		pool.setConnectionInitSql("CREATE TABLE IF NOT EXISTS opened (a)");
		pool.setUsername("me");
		pool.addDataSourceProperty("foreign_keys", "true");
		DataSource copy = copyWithoutPool(pool);
		assertThat(copy).isNotInstanceOf(HikariDataSource.class);
		try (Connection connection = copy.getConnection()) {
			assertThat(connection.getAutoCommit()).isFalse();
			assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_UNCOMMITTED);
			assertThat(Sql.query(connection, "PRAGMA foreign_keys")).containsExactly("1");
			connection.rollback();
			assertThat(Sql.query(connection, "SELECT count(*) FROM opened")).containsExactly("0");
		}
	}

	@Test
	void connectionWithoutAPoolThatCannotBeSetUpIsClosed() throws SQLException {
		try (Connection connection = DriverManager.getConnection(this.otherUrl);
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE t (a)");
		}
		HikariDataSource pool = (HikariDataSource) DataSourceKind.HIKARI.create(this.url);
		pool.setConnectionInitSql("SELECT a FROM nowhere");
		DataSource copy = copyWithoutPool(pool);
		assertThatExceptionOfType(PoolSettingException.class).isThrownBy(copy::getConnection)
			.withMessageContaining("nowhere");
		assertThat(this.directory.toFile().list()).containsExactly("other.db");
	}

	@Test
	void copyOfAHikariPoolKeepsItsSettings() throws SQLException {
		HikariDataSource pool = (HikariDataSource) DataSourceKind.HIKARI.create(this.url);
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
		Sql.execute(pool, "SELECT 1");
		try (HikariDataSource copy = (HikariDataSource) copy(pool)) {
			assertThat(copy.getMaximumPoolSize()).isEqualTo(3);
			assertThat(copy.getConnectionTimeout()).isEqualTo(7_000);
			assertThat(copy.getUsername()).isEqualTo("me");
			assertThat(copy.getPoolName()).isEqualTo("copy");
			assertThat(copy.isRegisterMbeans()).isFalse();
			assertThat(copy.getMetricsTrackerFactory()).isNull();
			try (Connection connection = copy.getConnection()) {
				assertThat(connection.getAutoCommit()).isFalse();
				assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_UNCOMMITTED);
				assertThat(Sql.query(connection, "PRAGMA foreign_keys")).containsExactly("1");
				assertThat(copy.getHikariPoolMXBean().getIdleConnections()).isZero();
				connection.rollback();
			}
		}
		pool.close();
	}

	@Test
	void copyOfADbcpPoolKeepsItsSettings() throws SQLException {
		BasicDataSource pool = (BasicDataSource) DataSourceKind.DBCP.create(this.url);
		pool.setMaxTotal(3);
		pool.setDefaultAutoCommit(false);
		try (BasicDataSource copy = (BasicDataSource) copy(pool)) {
			assertThat(copy.getMaxTotal()).isEqualTo(3);
			try (Connection connection = copy.getConnection()) {
				assertThat(connection.getAutoCommit()).isFalse();
			}
		}
	}

	@Test
	void copyOfATomcatPoolKeepsItsSettings() {
		org.apache.tomcat.jdbc.pool.DataSource pool = (org.apache.tomcat.jdbc.pool.DataSource) DataSourceKind.TOMCAT
			.create(this.url);
		pool.setMaxActive(3);
		pool.setMaxIdle(3);
		pool.setMinIdle(1);
		pool.setInitialSize(1);
		org.apache.tomcat.jdbc.pool.DataSource copy = (org.apache.tomcat.jdbc.pool.DataSource) copy(pool);
		assertThat(copy.getMaxActive()).isEqualTo(3);
		copy.getDbProperties().setProperty("foreign_keys", "true");
		assertThat(pool.getDbProperties()).doesNotContainKey("foreign_keys");
	}

	@Test
	void copyOfAPoolOpensOnlyTheConnectionThatIsAskedFor() throws Exception {
		BasicDataSource dbcp = (BasicDataSource) DataSourceKind.DBCP.create(this.url);
		dbcp.setInitialSize(3);
		dbcp.setMinIdle(3);
		try (BasicDataSource copy = (BasicDataSource) copy(dbcp); Connection connection = copy.getConnection()) {
			assertThat(connection.isValid(1)).isTrue();
			assertThat(copy.getNumActive() + copy.getNumIdle()).isEqualTo(1);
		}
		org.apache.tomcat.jdbc.pool.DataSource tomcat = (org.apache.tomcat.jdbc.pool.DataSource) DataSourceKind.TOMCAT
			.create(this.url);
		tomcat.setInitialSize(3);
		org.apache.tomcat.jdbc.pool.DataSource tomcatCopy = (org.apache.tomcat.jdbc.pool.DataSource) copy(tomcat);
		tomcatCopy.getConnection().close();
		assertThat(tomcatCopy.getSize()).isEqualTo(1);
		tomcatCopy.close();
		try (ComboPooledDataSource c3p0 = new ComboPooledDataSource()) {
			c3p0.setJdbcUrl(this.url);
			try (ComboPooledDataSource copy = (ComboPooledDataSource) copy(c3p0)) {
				try (Connection connection = copy.getConnection()) {
					assertThat(connection.isValid(1)).isTrue();
				}
				// It is back at once, not later on a thread of the pool.
				assertThat(copy.getNumIdleConnections()).isEqualTo(1);
				assertThat(copy.getNumConnections()).isEqualTo(1);
				assertThat(copy.isForceSynchronousCheckins()).isTrue();
				assertThat(copy.getMinPoolSize()).isZero();
				assertThat(copy.getMaxPoolSize()).isEqualTo(c3p0.getMaxPoolSize());
			}
		}
	}

	@Test
	void copyOfTheDriversDataSourceKeepsItsSettings() throws SQLException {
		SQLiteDataSource original = new SQLiteDataSource();
		original.setUrl(this.url);
		original.setEnforceForeignKeys(true);
		DataSource copy = copy(original);
		assertThat(Sql.query(copy, "PRAGMA foreign_keys")).containsExactly("1");
	}

	@Test
	void dataSourceThatDoesNotTellHasNoUrlAndNoCopy() {
		DataSource silent = new SilentDataSource();
		DataSourceInspector inspector = DataSourceInspector.of(silent);
		assertThat(inspector.url()).isNull();
		assertThat(inspector.connectionSettings()).isEmpty();
		PoolControl.of(silent).closeIdleConnections();
		PoolControl.of(silent).close();
		assertThatExceptionOfType(UnsupportedDataSourceException.class).isThrownBy(() -> copy(silent))
			.withMessageContaining(SilentDataSource.class.getName())
			.withMessageContaining("Use HikariCP");
	}

	private DataSource copy(DataSource original) {
		return DataSourceCopier.of(original, engine).copyFor(database(this.otherUrl), "copy");
	}

	private DataSource copyWithoutPool(DataSource original) {
		return DataSourceCopier.of(original, engine)
			.copyWithoutPoolFor(database(this.otherUrl), "copy", (connection) -> {
			});
	}

	private static Database database(String url) {
		return Objects.requireNonNull(engine.locate(Access.to(url)));
	}

}
