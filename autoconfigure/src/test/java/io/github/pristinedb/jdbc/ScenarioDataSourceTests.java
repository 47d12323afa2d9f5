package io.github.pristinedb.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.test.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.commons.dbcp2.BasicDataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.autoconfigure.metrics.DataSourcePoolMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScenarioDataSource} and what puts it in front of an application's data
 * sources.
 */
@DeliberateOutput("Tests share the database .*production.db")
class ScenarioDataSourceTests {

	private static final String FIRST = "from the migration";

	@TempDir
	private Path temporary;

	@BeforeEach
	void removeWhatAFailedRunLeft() throws IOException {
		Files.deleteIfExists(Stage.DATABASE);
	}

	@Test
	void dataSourceIsStillInjectedByItsClass() {
		Stage.context().run((context) -> Stage.scenario(context, () -> {
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			try (Connection connection = pool.getConnection()) {
				assertThat(connection.isValid(1)).isTrue();
				assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isOne();
				assertThat(pool.getJdbcUrl()).contains("worker-").contains("scenario-notes.db");
			}
		}));
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	void poolKeepsItsSettings() {
		Stage.context()
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=3",
					"spring.datasource.hikari.auto-commit=false",
					"spring.datasource.hikari.transaction-isolation=TRANSACTION_READ_UNCOMMITTED",
					"spring.datasource.hikari.connection-init-sql=PRAGMA cache_size=-1234",
					"spring.datasource.hikari.data-source-properties.foreign_keys=true")
			.run((context) -> Stage.scenario(context, () -> {
				HikariDataSource pool = context.getBean(HikariDataSource.class);
				try (Connection connection = pool.getConnection()) {
					assertThat(pool.unwrap(HikariDataSource.class).getMaximumPoolSize()).isEqualTo(3);
					assertThat(connection.getAutoCommit()).isFalse();
					assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_UNCOMMITTED);
				}
				assertThat(Sql.query(pool, "PRAGMA cache_size")).containsExactly("-1234");
				assertThat(Sql.query(pool, "PRAGMA foreign_keys")).containsExactly("1");
			}));
	}

	@ParameterizedTest
	@ValueSource(classes = { HikariDataSource.class, org.apache.tomcat.jdbc.pool.DataSource.class,
			BasicDataSource.class, SQLiteDataSource.class })
	void eachScenarioHasItsOwnDatabaseWithAnyKindOfDataSource(Class<? extends DataSource> type) {
		Stage.context().withPropertyValues("spring.datasource.type=" + type.getName()).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(type);
			for (int i = 0; i < 3; i++) {
				Stage.scenario(context, () -> {
					assertThat(Stage.notes(context)).containsExactly(FIRST);
					Stage.write(context, "from a scenario");
					assertThat(Stage.notes(context)).hasSize(2);
					assertThat(context.getBean(type).unwrap(type)).isInstanceOf(type);
				});
			}
		});
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void poolThatHidesItsConnectionsCostsCopiesAndThatIsToldOnce(CapturedOutput output) {
		Stage.context().withPropertyValues("spring.datasource.type=" + HidingPool.class.getName()).run((context) -> {
			for (int i = 0; i < 3; i++) {
				Stage.scenario(context, () -> Stage.write(context, "from a scenario"));
			}
		});
		assertThat(output).containsOnlyOnce(HidingPool.class.getName() + " hides the connections that its driver opens."
				+ " HikariCP saves that time: spring.datasource.type=com.zaxxer.hikari.HikariDataSource.");
	}

	@ParameterizedTest
	@ValueSource(classes = { org.apache.tomcat.jdbc.pool.DataSource.class, BasicDataSource.class })
	void whatAPoolDoesNotSetBackDoesNotReachTheNextScenario(Class<? extends DataSource> type) {
		Stage.context().withPropertyValues("spring.datasource.type=" + type.getName()).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Stage.scenario(context, () -> {
				try (Connection connection = dataSource.getConnection()) {
					connection.setAutoCommit(false);
					connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
					connection.createStatement().executeUpdate("INSERT INTO note (text) VALUES ('not committed')");
				}
			});
			Stage.scenario(context, () -> {
				assertThat(Stage.notes(context)).containsExactly(FIRST);
				try (Connection connection = dataSource.getConnection()) {
					assertThat(connection.getAutoCommit()).isTrue();
					assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
				}
			});
		});
	}

	@Test
	void unwrapsToItselfAndAnswersByThePoolOfTheCurrentScenario() {
		Stage.context().run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Stage.scenario(context, () -> {
				Stage.notes(context);
				HikariDataSource pool = dataSource.unwrap(HikariDataSource.class);
				assertThat(pool).isSameAs(dataSource);
				assertThat(DataSourceUnwrapper.unwrap(dataSource, HikariDataSource.class)).isSameAs(dataSource);
				assertThat(dataSource.isWrapperFor(HikariDataSource.class)).isTrue();
				assertThat(dataSource.isWrapperFor(SQLiteDataSource.class)).isFalse();
				String outer = pool.getJdbcUrl();
				Stage.scenario(context, () -> {
					Stage.notes(context);
					assertThat(pool.getJdbcUrl()).isNotEqualTo(outer);
				});
				try (Connection connection = dataSource.getConnection()) {
					assertThat(connection.unwrap(SQLiteConnection.class).getUrl()).isEqualTo(outer);
				}
			});
		});
	}

	@Test
	void connectionLeadsBackToItself() {
		Stage.context().run((context) -> Stage.scenario(context, () -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				assertThat(connection.createStatement().getConnection()).isSameAs(connection);
				assertThat(connection.prepareStatement("SELECT 1").getConnection()).isSameAs(connection);
				assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
				assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
			}
		}));
	}

	@Test
	void metricsAreBound() {
		Stage.context()
			.withConfiguration(
					AutoConfigurations.of(DataSourcePoolMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
							SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
			.run((context) -> {
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				Stage.notes(context);
				assertThat(meters.get("hikaricp.connections").gauge().value()).isOne();
				Stage.scenario(context, () -> {
					Stage.notes(context);
					assertThat(meters.get("jdbc.connections.max").gauge().value()).isEqualTo(10);
				});
			});
	}

	@Test
	void poolCanBeAskedByAThreadThatCouldMeanSeveralScenarios() {
		Stage.context().run((context) -> Stage.scenario(context, () -> Stage.scenario(context, () -> {
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			AtomicInteger size = new AtomicInteger();
			Thread unbound = new Thread(() -> size.set(pool.getMaximumPoolSize()));
			unbound.start();
			unbound.join();
			assertThat(size).hasValue(10);
		})));
	}

	@Test
	void severalDataSourcesHaveTheirOwnDatabasesAndAnUnmanagedOneIsUntouched() {
		Path production = this.temporary.resolve("production.db");
		Stage.context()
			.withPropertyValues("production=" + production)
			.withUserConfiguration(ThreeDataSources.class)
			.run((context) -> {
				DataSource first = context.getBean("first", DataSource.class);
				DataSource second = context.getBean("second", DataSource.class);
				DataSource unmanaged = context.getBean("unmanaged", DataSource.class);
				assertThat(unmanaged.getClass()).isEqualTo(HikariDataSource.class);
				for (int i = 0; i < 2; i++) {
					Stage.scenario(context, () -> {
						Sql.execute(first, "CREATE TABLE here (id INTEGER)");
						assertThat(Sql.query(first, Sql.SCHEMA)).hasSize(1);
						assertThat(Sql.query(second, Sql.SCHEMA)).isEmpty();
						Sql.execute(second, "CREATE TABLE there (id INTEGER)");
						Sql.execute(unmanaged, "CREATE TABLE IF NOT EXISTS kept (id INTEGER)");
						Sql.execute(unmanaged, "INSERT INTO kept VALUES (1)");
					});
				}
			});
		assertThat(Sql.query(production, "SELECT count(*) FROM kept")).containsExactly("2");
		assertThat(Path.of("target/scenario-first.db")).doesNotExist();
	}

	@Test
	void decoratorOfTheApplicationKeepsDecorating() {
		Stage.context().withUserConfiguration(Decorating.class).run((context) -> {
			Stage.scenario(context, () -> Stage.write(context, "from a scenario"));
			Stage.scenario(context, () -> {
				Counting decorator = (Counting) context.getBean(DataSource.class);
				int before = decorator.connections.get();
				assertThat(Stage.notes(context)).containsExactly(FIRST);
				assertThat(decorator.connections).hasValue(before + 1);
				assertThat(ScenarioDataSource.find(decorator)).isNotNull();
			});
		});
	}

	@Test
	void wrapperThatIsABeanStaysAWrapper() {
		Stage.context().withUserConfiguration(Wrapping.class).run((context) -> {
			TransactionAwareDataSourceProxy wrapper = context.getBean(TransactionAwareDataSourceProxy.class);
			assertThat(wrapper.getClass()).isEqualTo(TransactionAwareDataSourceProxy.class);
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> {
					assertThat(Stage.notes(context)).containsExactly(FIRST);
					Stage.write(context, "from a scenario");
					try (Connection connection = wrapper.getConnection()) {
						assertThat(connection.toString()).startsWith("Transaction-aware proxy");
					}
				});
			}
		});
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	void lazyConnectionsOfSpringBootAreThoseOfTheScenario() {
		Stage.context().withPropertyValues("spring.datasource.connection-fetch=lazy").run((context) -> {
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> {
					assertThat(context.getBean(DataSource.class)).isInstanceOf(LazyConnectionDataSourceProxy.class);
					assertThat(Stage.notes(context)).containsExactly(FIRST);
					Stage.write(context, "from a scenario");
				});
			}
		});
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	void secondFlywayOnTheSameDatabaseMigratesOnTopOfTheFirst() {
		Stage.context().withUserConfiguration(TwoFlyways.class).run((context) -> Stage.scenario(context, () -> {
			DataSource dataSource = context.getBean(DataSource.class);
			assertThat(Sql.query(dataSource, "SELECT count(*) FROM note")).containsExactly("1");
			assertThat(Sql.query(dataSource, "SELECT count(*) FROM tag")).containsExactly("0");
		}));
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	void secondFlywayWithAUrlOfItsOwnMigratesTheSameDatabase() {
		Stage.context()
			.withUserConfiguration(TwoFlyways.class)
			.withPropertyValues("second.url=" + Stage.URL)
			.run((context) -> Stage.scenario(context,
					() -> assertThat(Sql.query(context.getBean(DataSource.class), "SELECT count(*) FROM tag"))
						.containsExactly("0")));
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	void urlOfFlywayThatNamesTheSameDatabaseMeansTheScenariosToo() {
		Stage.context()
			.withPropertyValues("spring.flyway.url=jdbc:sqlite:target/../target/scenario-notes.db",
					"spring.flyway.user=somebody")
			.run((context) -> {
				for (int i = 0; i < 2; i++) {
					Stage.scenario(context, () -> {
						assertThat(Stage.notes(context)).containsExactly(FIRST);
						Stage.write(context, "from a scenario");
					});
				}
			});
		assertThat(Stage.DATABASE).doesNotExist();
	}

	private static HikariDataSource pool(Object file) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:sqlite:" + file);
		return pool;
	}

	@Configuration(proxyBeanMethods = false)
	static class ThreeDataSources {

		@Bean(defaultCandidate = false)
		HikariDataSource first() {
			return pool("target/scenario-first.db");
		}

		@Bean(defaultCandidate = false)
		HikariDataSource second() {
			return pool("target/test-second.db");
		}

		@Bean(defaultCandidate = false)
		HikariDataSource unmanaged(ApplicationContext context) {
			return pool(context.getEnvironment().getProperty("production"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Decorating {

		@Bean
		static BeanPostProcessor decorator() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return (bean instanceof DataSource dataSource) ? new Counting(dataSource) : bean;
				}

			};
		}

	}

	static final class Counting extends DelegatingDataSource {

		private final AtomicInteger connections = new AtomicInteger();

		Counting(DataSource target) {
			super(target);
		}

		@Override
		public Connection getConnection() throws SQLException {
			this.connections.incrementAndGet();
			return super.getConnection();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Wrapping {

		@Bean
		DataSource dataSource() {
			return new TransactionAwareDataSourceProxy(pool("target/scenario-notes.db"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoFlyways {

		@Bean
		FlywayMigrationInitializer first(DataSource dataSource, FlywayMigrationStrategy strategy) {
			return new FlywayMigrationInitializer(
					Flyway.configure().dataSource(dataSource).locations("classpath:isolation/migration").load(),
					strategy);
		}

		@Bean
		FlywayMigrationInitializer second(ApplicationContext context, DataSource dataSource,
				FlywayMigrationStrategy strategy, FlywayMigrationInitializer first) {
			String url = context.getEnvironment().getProperty("second.url");
			return new FlywayMigrationInitializer(((url != null) ? Flyway.configure().dataSource(url, null, null)
					: Flyway.configure().dataSource(dataSource))
				.locations("classpath:isolation/second")
				.table("second_history")
				.configuration(Map.of("flyway.baselineOnMigrate", "true", "flyway.baselineVersion", "0"))
				.load(), strategy);
		}

	}

	/**
	 * A pool of another class, of which nothing was told yet.
	 */
	public static final class HidingPool extends org.apache.tomcat.jdbc.pool.DataSource {

	}

}
