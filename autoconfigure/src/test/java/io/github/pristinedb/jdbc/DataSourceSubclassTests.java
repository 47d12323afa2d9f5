package io.github.pristinedb.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.MigrationFiles;
import io.github.pristinedb.Sql;
import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import org.aopalliance.intercept.MethodInterceptor;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * An application's own subclass of a pool or data source: its code runs for each
 * connection of a scenario, too.
 */
class DataSourceSubclassTests {

	private static final String FIRST = "from the migration";

	/**
	 * Data sources whose connections enforce foreign keys by code of the application's.
	 */
	static final List<Arguments> subclasses = List.of(argumentSet("of HikariCP", new Strict("foreign_keys")),
			argumentSet("of HikariCP, anonymous", (DataSource) anonymous("foreign_keys")),
			argumentSet("of the driver's", plain("foreign_keys")),
			argumentSet("of DBCP", new StrictDbcp("foreign_keys")), argumentSet("of Tomcat", new StrictTomcat()),
			argumentSet("of Spring's", new StrictSpring()));

	@TempDir
	private Path directory;

	@BeforeEach
	void clear() {
		RecordedEvents.clear();
	}

	@ParameterizedTest
	@FieldSource("subclasses")
	void codeOfTheApplicationRunsForEachConnection(DataSource original) {
		context(original).run((context) -> {
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> {
					DataSource dataSource = context.getBean(DataSource.class);
					assertThat(Stage.notes(context)).containsExactly(FIRST);
					Stage.write(context, "from a scenario");
					assertThat(Sql.query(dataSource, "PRAGMA foreign_keys")).containsExactly("1");
				});
			}
		});
		PoolControl.of(original).close();
	}

	@Test
	void codeOfTheApplicationRunsForMigrations() {
		String location = MigrationFiles.in(this.directory)
			.add("V1__notes.sql",
					"CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);"
							+ " INSERT INTO note (text) SELECT foreign_keys FROM pragma_foreign_keys;")
			.location();
		context(new Strict("foreign_keys")).withPropertyValues("spring.flyway.locations=" + location)
			.run((context) -> Stage.scenario(context, () -> assertThat(Stage.notes(context)).containsExactly("1")));
	}

	@Test
	void subclassKeepsItsSlot() {
		context(new Strict("foreign_keys")).run((context) -> {
			for (int i = 0; i < 3; i++) {
				Stage.scenario(context, () -> Stage.write(context, "from a scenario"));
			}
		});
		assertThat(RecordedEvents.of(SlotRetired.class)).isEmpty();
	}

	@Test
	void beanAnswersByTheMethodsOfTheSubclass() {
		context(new Strict("foreign_keys")).run((context) -> Stage.scenario(context, () -> {
			Strict strict = context.getBean(Strict.class);
			// A pool's first connection is looked at before anybody has one.
			strict.getConnection().close();
			int before = strict.connections();
			strict.getConnection().close();
			assertThat(strict.connections()).isEqualTo(before + 1);
		}));
	}

	@Test
	void adviceOfTheApplicationIsAskedForEachConnection() {
		AtomicInteger asked = new AtomicInteger();
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(Stage.URL);
		ProxyFactory factory = new ProxyFactory(pool);
		factory.setProxyTargetClass(true);
		factory.addAdvice((MethodInterceptor) (invocation) -> {
			if (invocation.getMethod().getName().equals("getConnection")) {
				asked.incrementAndGet();
			}
			return invocation.proceed();
		});
		context((DataSource) factory.getProxy()).run((context) -> {
			assertThat(context.getBean(DataSource.class)).isInstanceOf(HikariDataSource.class);
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> {
					int before = asked.get();
					assertThat(Stage.notes(context)).containsExactly(FIRST);
					Stage.write(context, "from a scenario");
					assertThat(asked).hasValue(before + 2);
				});
			}
		});
	}

	@Test
	void connectionThatTheSubclassWrapsIsNotTakenForAFreshOne() {
		context(new Wrapping()).run((context) -> {
			for (String column : List.of("one", "two", "three")) {
				Stage.scenario(context, () -> {
					DataSource dataSource = context.getBean(DataSource.class);
					assertThat(Stage.notes(context)).containsExactly(FIRST);
					Sql.execute(dataSource, "CREATE TABLE extra (" + column + ")");
					assertThat(Sql.query(dataSource, "SELECT " + column + " FROM extra")).isEmpty();
				});
			}
		});
	}

	@Test
	void subclassThatKeepsAConnectionIsRefused() throws SQLException {
		try (Connection connection = new SQLiteDataSource().getConnection()) {
			HikariDataSource keeping = new Keeping(connection);
			assertThatExceptionOfType(UnsupportedDataSourceException.class).isThrownBy(() -> copy(keeping))
				.withStackTraceContaining("kept")
				.withStackTraceContaining("keeps connections itself");
		}
	}

	private static DataSource copy(DataSource original) {
		DatabaseEngine engine = new SqliteEngine();
		return DataSourceCopier.of(original, engine)
			.copyFor(Objects.requireNonNull(engine.locate(Access.to("jdbc:sqlite:target/scenario-x.db"))), "x");
	}

	private static ApplicationContextRunner context(DataSource dataSource) {
		return Stage.context().withBean("mine", DataSource.class, () -> dataSource);
	}

	private static Connection strict(Connection connection, String pragma) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("PRAGMA " + pragma + " = ON");
		}
		return connection;
	}

	private static HikariDataSource anonymous(String pragma) {
		HikariDataSource pool = new HikariDataSource() {

			@Override
			public Connection getConnection() throws SQLException {
				return strict(super.getConnection(), pragma);
			}

		};
		pool.setJdbcUrl(Stage.URL);
		return pool;
	}

	private static DataSource plain(String pragma) {
		SQLiteDataSource dataSource = new SQLiteDataSource() {

			@Override
			public SQLiteConnection getConnection(String username, String password) throws SQLException {
				return (SQLiteConnection) strict(super.getConnection(username, password), pragma);
			}

		};
		dataSource.setUrl(Stage.URL);
		return dataSource;
	}

	static class Strict extends HikariDataSource {

		private final String pragma;

		private final AtomicInteger connections = new AtomicInteger();

		Strict(String pragma) {
			this.pragma = pragma;
			setJdbcUrl(Stage.URL);
		}

		@Override
		public Connection getConnection() throws SQLException {
			this.connections.incrementAndGet();
			return strict(super.getConnection(), this.pragma);
		}

		public int connections() {
			return this.connections.get();
		}

	}

	static class Wrapping extends HikariDataSource {

		Wrapping() {
			setJdbcUrl(Stage.URL);
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			return (Connection) java.lang.reflect.Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> method.getName().equals("unwrap") ? proxy
							: org.springframework.aop.support.AopUtils.invokeJoinpointUsingReflection(connection,
									method, arguments));
		}

	}

	static class Keeping extends HikariDataSource {

		private final Connection kept;

		Keeping(Connection kept) {
			this.kept = kept;
			setJdbcUrl(Stage.URL);
		}

		Connection kept() {
			return this.kept;
		}

	}

	static class StrictDbcp extends BasicDataSource {

		private final String pragma;

		StrictDbcp(String pragma) {
			this.pragma = pragma;
			setUrl(Stage.URL);
		}

		@Override
		public Connection getConnection() throws SQLException {
			return strict(super.getConnection(), this.pragma);
		}

	}

	static class StrictTomcat extends org.apache.tomcat.jdbc.pool.DataSource {

		StrictTomcat() {
			setDriverClassName("org.sqlite.JDBC");
			setUrl(Stage.URL);
		}

		@Override
		public Connection getConnection() throws SQLException {
			return strict(super.getConnection(), "foreign_keys");
		}

	}

	static class StrictSpring extends SimpleDriverDataSource {

		StrictSpring() {
			setDriverClass(org.sqlite.JDBC.class);
			setUrl(Stage.URL);
		}

		@Override
		public Connection getConnection() throws SQLException {
			return strict(super.getConnection(), "foreign_keys");
		}

	}

}
