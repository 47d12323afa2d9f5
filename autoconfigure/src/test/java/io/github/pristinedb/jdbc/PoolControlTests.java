package io.github.pristinedb.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.console.DeliberateOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PoolControl}.
 */
@DeliberateOutput("Timed-out waiting for add connection executor")
class PoolControlTests {

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
			execute(pool, "CREATE TABLE t (name TEXT)", "INSERT INTO t VALUES ('old')");
			try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + this.other);
					Statement statement = connection.createStatement()) {
				statement.execute("CREATE TABLE t (name TEXT)");
				statement.execute("INSERT INTO t VALUES ('new')");
			}
			Files.move(this.other, this.file, StandardCopyOption.REPLACE_EXISTING);
			control.closeIdleConnections();
			assertThat(query(pool, "SELECT name FROM t")).isEqualTo("new");
		}
	}

	@Test
	void poolThatCannotBeClosedIsAnError() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> PoolControl.of(new FailingDataSource()).close())
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

}
