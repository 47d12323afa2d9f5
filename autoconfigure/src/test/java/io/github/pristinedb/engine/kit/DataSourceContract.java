package io.github.pristinedb.engine.kit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.test.Stage;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The forms of data sources: whatever an application's data source is, the one that a
 * slot gets in its place never leads to the database that the application names.
 */
abstract class DataSourceContract extends EngineContract {

	private static final String MARKS = "SELECT text FROM entry WHERE text = 'mark'";

	DataSourceContract(EngineFixture fixture) {
		super(fixture);
	}

	@Test
	void copiedDataSourceNeverLeadsToTheOriginal() throws SQLException {
		String url = this.fixture.url(this.directory, "scenario");
		try (PlainDatabase original = new PlainDatabase(this.fixture, this.directory, "scenario")) {
			Content before = original.content();
			kinds().forEach((name, kind) -> {
				context().withBean("dataSource", DataSource.class, () -> kind.apply(url)).run((context) -> {
					assertThat(context).as(name).hasNotFailed();
					for (int i = 0; i < 2; i++) {
						Stage.scenario(context, () -> leadsElsewhere(name, context, url));
					}
				});
				assertThat(unchecked(original).differencesFrom(before)).as(name).isEmpty();
			});
		}
	}

	private static Content unchecked(PlainDatabase database) {
		try {
			return database.content();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void leadsElsewhere(String name, ApplicationContext context, String url) throws SQLException {
		try (Connection connection = KitContext.dataSource(context).getConnection()) {
			assertThat(locate(connection.getMetaData().getURL())).as(name).isNotEqualTo(locate(url));
			assertThat(Rows.of(connection, MARKS)).as(name).isEmpty();
			assertThat(Rows.of(connection, "SELECT count(*) FROM book")).as(name)
				.containsExactly(String.valueOf(KitSchema.BOOKS));
			try (Statement statement = connection.createStatement()) {
				statement.execute("INSERT INTO entry (text) VALUES ('mark')");
			}
		}
		try (Connection connection = KitContext.dataSource(context).getConnection()) {
			assertThat(Rows.of(connection, MARKS)).as(name).hasSize(1);
		}
	}

	/**
	 * Every pool and data source on the class path, and every one of the driver's.
	 */
	private Map<String, Function<String, DataSource>> kinds() {
		Map<String, Function<String, DataSource>> kinds = new LinkedHashMap<>(this.fixture.dataSources());
		this.fixture.dataSources().forEach((name, driver) -> kinds.put("HikariCP around " + name, (url) -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSource(driver.apply(url));
			return pool;
		}));
		kinds.put("HikariCP with a URL", (url) -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(url);
			return pool;
		});
		kinds.put("HikariCP with a class", (url) -> {
			HikariDataSource pool = new HikariDataSource();
			this.fixture.dataSourceProperties(url).forEach((name, value) -> {
				if (name.equals("class")) {
					pool.setDataSourceClassName(value);
				}
				else {
					pool.addDataSourceProperty(name, value);
				}
			});
			return pool;
		});
		kinds.put("Tomcat", (url) -> {
			org.apache.tomcat.jdbc.pool.DataSource pool = new org.apache.tomcat.jdbc.pool.DataSource();
			pool.setUrl(url);
			pool.setDriverClassName(driver(url).getClass().getName());
			return pool;
		});
		kinds.put("DBCP", (url) -> {
			BasicDataSource pool = new BasicDataSource();
			pool.setUrl(url);
			return pool;
		});
		kinds.put("DriverManagerDataSource", DriverManagerDataSource::new);
		kinds.put("SimpleDriverDataSource", (url) -> new SimpleDriverDataSource(driver(url), url));
		kinds.put("SingleConnectionDataSource", (url) -> new SingleConnectionDataSource(url, true));
		return kinds;
	}

	private static java.sql.Driver driver(String url) {
		try {
			return DriverManager.getDriver(url);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
