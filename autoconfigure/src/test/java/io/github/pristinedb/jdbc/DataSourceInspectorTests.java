package io.github.pristinedb.jdbc;

import java.sql.SQLException;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Sql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteDataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DataSourceInspector}.
 */
class DataSourceInspectorTests extends TwoFiles {

	@ParameterizedTest
	@EnumSource
	void urlIsFoundWithoutAConnection(DataSourceKind kind) {
		DataSource dataSource = kind.create(this.url);
		assertThat(DataSourceInspector.of(dataSource).url()).isEqualTo(this.url);
		assertThat(DataSourceInspector.of(dataSource).connectionSettings().toString()).doesNotContain("scenario.db")
			.doesNotContain("geheim");
		DataSourceInspector.of(dataSource).target();
		assertThat(this.directory).isEmptyDirectory();
	}

	@ParameterizedTest
	@EnumSource
	void urlIsFoundWhileTheDataSourceIsInUse(DataSourceKind kind) throws SQLException {
		DataSource dataSource = kind.create(this.url);
		Sql.execute(dataSource, "CREATE TABLE t (a)");
		assertThat(DataSourceInspector.of(dataSource).url()).isEqualTo(this.url);
		PoolControl.of(dataSource).close();
	}

	@Test
	void targetIsTheDriversOwnDataSourceAlsoInAPool() {
		SQLiteDataSource driver = new SQLiteDataSource();
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSource(new DelegatingDataSource(driver));
		assertThat(DataSourceInspector.of(pool).target()).isSameAs(driver);
		assertThat(DataSourceInspector.of(driver).target()).isSameAs(driver);
		DataSource alone = DataSourceKind.HIKARI.create(this.url);
		assertThat(DataSourceInspector.of(alone).target()).isSameAs(alone);
	}

	@Test
	void wrapperAroundNothingDoesNotTell() {
		assertThat(DataSourceInspector.of(new DelegatingDataSource()).url()).isNull();
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
		HikariDataSource hikari = (HikariDataSource) DataSourceKind.HIKARI.create(this.url);
		hikari.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
		hikari.addDataSourceProperty("page_size", "512");
		hikari.addDataSourceProperty("password", "geheim");
		assertThat(DataSourceInspector.of(hikari).connectionSettings()).containsOnly(
				Map.entry("connectionInitSql", "PRAGMA cache_size = 77"),
				Map.entry("transactionIsolation", "TRANSACTION_SERIALIZABLE"), Map.entry("property-page_size", "512"));
		assertThat(DataSourceInspector.of(DataSourceKind.DBCP.create(this.url)).connectionSettings())
			.containsEntry("connectionInitSqls", "[PRAGMA cache_size = 77]");
		assertThat(DataSourceInspector.of(DataSourceKind.TOMCAT.create(this.url)).connectionSettings())
			.containsEntry("initSQL", "PRAGMA cache_size = 77");
		assertThat(DataSourceInspector.of(DataSourceKind.SIMPLE_DRIVER.create(this.url)).connectionSettings())
			.containsEntry("property-cache_size", "77");
	}

	@ParameterizedTest
	@EnumSource
	void springsWrappersAreLookedThrough(DataSourceKind kind) {
		DataSource dataSource = kind.create(this.url);
		DataSource wrapped = new TransactionAwareDataSourceProxy(
				new DelegatingDataSource(new LazyConnectionDataSourceProxy(dataSource)));
		assertThat(DataSourceInspector.of(wrapped).url()).isEqualTo(this.url);
		assertThat(DataSourceInspector.of(wrapped).target()).isSameAs(DataSourceInspector.of(dataSource).target());
		assertThat(this.directory).isEmptyDirectory();
	}

}
