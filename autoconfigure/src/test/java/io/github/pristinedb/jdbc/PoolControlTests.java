package io.github.pristinedb.jdbc;

import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PoolControl}.
 */
@DeliberateOutput("Timed-out waiting for add connection executor")
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

	@Test
	void poolThatCannotBeClosedIsAnError() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> PoolControl.of(new FailingDataSource()).close())
			.withMessageContaining("cannot be closed");
	}

}
