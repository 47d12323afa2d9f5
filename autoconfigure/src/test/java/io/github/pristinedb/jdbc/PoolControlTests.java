package io.github.pristinedb.jdbc;

import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;

import javax.sql.DataSource;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PoolControl}.
 */
@DeliberateOutput("com.mchange")
class PoolControlTests extends TwoFiles {

	@Test
	void onlyWhatOpensNothingByItselfIsQuiet() {
		assertThat(DataSourceKind.values()).filteredOn((kind) -> PoolControl.of(kind.create(this.url)).isQuiet())
			.containsExactlyInAnyOrder(DataSourceKind.HIKARI, DataSourceKind.HIKARI_WITH_A_CLASS_NAME,
					DataSourceKind.HIKARI_WITH_A_DATA_SOURCE, DataSourceKind.HIKARI_AROUND_A_WRAPPER,
					DataSourceKind.DRIVER, DataSourceKind.DRIVER_FOR_POOLS, DataSourceKind.SIMPLE_DRIVER,
					DataSourceKind.DRIVER_MANAGER);
	}

	@Test
	void poolOfTheApplicationsOwnClassIsOfNoLibrary() {
		List<DataSource> own = List.of(new HikariDataSource() {
		}, new BasicDataSource() {
		}, new SQLiteDataSource());
		assertThat(own).noneMatch((dataSource) -> PoolControl.of(dataSource).isOfLibrary());
		List<DataSource> pools = List.of(new HikariDataSource(), new BasicDataSource(), new ComboPooledDataSource(),
				new org.apache.tomcat.jdbc.pool.DataSource());
		assertThat(pools).allMatch((dataSource) -> PoolControl.of(dataSource).isOfLibrary());
	}

	@Test
	void idleConnectionsToAReplacedFileAreClosed() throws Exception {
		String plain = "jdbc:sqlite:" + this.file;
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl(plain);
			PoolControl control = PoolControl.of(pool);
			control.closeIdleConnections();
			Sql.execute(pool, "CREATE TABLE t (name TEXT)", "INSERT INTO t VALUES ('old')");
			try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + this.other);
					Statement statement = connection.createStatement()) {
				statement.execute("CREATE TABLE t (name TEXT)");
				statement.execute("INSERT INTO t VALUES ('new')");
			}
			Files.move(this.other, this.file, StandardCopyOption.REPLACE_EXISTING);
			control.closeIdleConnections();
			assertThat(Sql.query(pool, "SELECT name FROM t")).containsExactly("new");
		}
	}

	@ParameterizedTest
	@MethodSource("otherPools")
	void idleConnectionsOfOtherPoolsAreClosedToo(DataSource pool) throws Exception {
		PoolControl control = PoolControl.of(pool);
		Connection idle = pool.getConnection();
		Connection physical = idle.unwrap(SQLiteConnection.class);
		idle.close();
		assertThat(physical.isClosed()).isFalse();
		try (Connection used = pool.getConnection()) {
			control.closeIdleConnections();
			assertThat(used.unwrap(SQLiteConnection.class).isClosed()).isFalse();
		}
		control.closeIdleConnections();
		while (!physical.isClosed()) {
			// One of them closes on a thread of its own.
			Thread.onSpinWait();
		}
		try (Connection again = pool.getConnection()) {
			assertThat(again.unwrap(SQLiteConnection.class)).isNotSameAs(physical);
		}
		control.close();
	}

	static List<Named<DataSource>> otherPools() {
		String url = "jdbc:sqlite::memory:";
		BasicDataSource dbcp = new BasicDataSource();
		dbcp.setUrl(url);
		dbcp.setAccessToUnderlyingConnectionAllowed(true);
		org.apache.tomcat.jdbc.pool.DataSource tomcat = new org.apache.tomcat.jdbc.pool.DataSource();
		tomcat.setUrl(url);
		tomcat.setDriverClassName("org.sqlite.JDBC");
		tomcat.setInitialSize(0);
		ComboPooledDataSource c3p0 = new ComboPooledDataSource();
		c3p0.setJdbcUrl(url);
		c3p0.setInitialPoolSize(0);
		c3p0.setMinPoolSize(0);
		return List.of(Named.of("DBCP", dbcp), Named.of("Tomcat", tomcat), Named.of("C3P0", c3p0));
	}

	@Test
	void methodOfTheApplicationsOwnIsNeverCalled() {
		Purging own = new Purging();
		PoolControl.of(own).closeIdleConnections();
		assertThat(own.purged).isFalse();
	}

	@Test
	void poolThatCannotBeClosedIsAnError() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> PoolControl.of(new FailingDataSource()).close())
			.withMessageContaining("cannot be closed");
	}

	/**
	 * Purges something of its own.
	 */
	static final class Purging extends SilentDataSource {

		private boolean purged;

		public void purge() {
			this.purged = true;
		}

	}

}
