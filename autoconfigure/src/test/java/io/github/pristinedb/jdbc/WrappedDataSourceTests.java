package io.github.pristinedb.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScenarioDataSourcePostProcessor} among the wrappers, routers and
 * second pools of applications.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("Tests share the database")
class WrappedDataSourceTests {

	private static final String FIRST = "from the migration";

	@BeforeEach
	void removeWhatAFailedRunLeft() throws IOException {
		Files.deleteIfExists(Stage.DATABASE);
	}

	@Test
	void targetsOfARouterThatAreNoBeansAreThoseOfTheScenario() {
		assertIsolated(Routing.class);
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	void routerThatKnowsItsTargetsInItsOwnWayStaysAsItIs() {
		Stage.context()
			.withPropertyValues("spring.flyway.enabled=false")
			.withUserConfiguration(OwnRouting.class)
			.run((context) -> assertThat(context.getBean(DataSource.class).unwrap(SimpleDriverDataSource.class))
				.isNotNull());
	}

	@Test
	void decoratorThatIsAsEarlyAsCanBeDecoratesTheScenarios() {
		assertIsolated(EarlyDecorating.class);
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	void singleConnectionIsOneForEachScenario() {
		assertIsolated(SingleConnection.class);
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	void dataSourceOfFlywayOnTheSameDatabaseMigratesThatOfTheScenario() {
		assertIsolated(OwnDataSourceOfFlyway.class);
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	void dataSourcesThatNameTheSameDatabaseSeeTheSameInAScenario() {
		Stage.context().withUserConfiguration(ReaderAndWriter.class).run((context) -> {
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> {
					Stage.write(context, "by the writer");
					assertThat(Sql.query(context.getBean("reader", DataSource.class), "SELECT count(*) FROM note"))
						.containsExactly("2");
				});
			}
		});
		assertThat(Stage.DATABASE).doesNotExist();
	}

	@Test
	void databaseIsThereAsLongAsOneOfTheDataSourcesThatNameItIs() {
		Stage.context().withUserConfiguration(ReaderAndWriter.class).run((context) -> {
			DataSource writer = context.getBean(DataSource.class);
			context.getSourceApplicationContext(GenericApplicationContext.class)
				.getDefaultListableBeanFactory()
				.destroySingleton("reader");
			assertThat(Sql.query(writer, "SELECT count(*) FROM note")).containsExactly("1");
		});
	}

	@Test
	void databaseInAWrapperThatNothingCanReachIntoIsNamedInAWarning(CapturedOutput output) {
		Stage.context()
			.withPropertyValues("spring.flyway.enabled=false")
			.withUserConfiguration(Hiding.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("Tests share the database")
			.contains("scenario-notes.db")
			.contains("the data source bean 'opaque'")
			.contains(Opaque.class.getName());
	}

	@Test
	void wrapperOfAManagedBeanIsNotWarnedOf(CapturedOutput output) {
		Stage.context()
			.withUserConfiguration(HidingABean.class)
			.run((context) -> Stage.scenario(context, () -> assertThat(Stage.notes(context)).containsExactly(FIRST)));
		assertThat(output).doesNotContain("Tests share");
	}

	private static void assertIsolated(Class<?> configuration) {
		Stage.context().withUserConfiguration(configuration).run((context) -> {
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> {
					assertThat(Stage.notes(context)).containsExactly(FIRST);
					Stage.write(context, "from a scenario");
				});
			}
			context.getBeansOfType(Opaque.class)
				.values()
				.forEach((wrapper) -> assertThat(wrapper.connections.get()).isPositive());
		});
	}

	private static HikariDataSource pool() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(Stage.URL);
		return pool;
	}

	private static SimpleDriverDataSource unpooled() {
		return new SimpleDriverDataSource(new org.sqlite.JDBC(), Stage.URL);
	}

	@Configuration(proxyBeanMethods = false)
	static class Routing {

		@Bean
		DataSource router() {
			AbstractRoutingDataSource router = new AbstractRoutingDataSource() {

				@Override
				protected Object determineCurrentLookupKey() {
					return "tenant";
				}

			};
			HikariDataSource pool = pool();
			router.setTargetDataSources(Map.of("tenant", pool));
			router.setDefaultTargetDataSource(new DelegatingDataSource(pool));
			return router;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRouting {

		@Bean
		DataSource router() {
			SimpleDriverDataSource target = unpooled();
			return new AbstractRoutingDataSource() {

				@Override
				public void afterPropertiesSet() {
					// It has no targets but the one below.
				}

				@Override
				protected DataSource determineTargetDataSource() {
					return target;
				}

				@Override
				protected Object determineCurrentLookupKey() {
					return "none";
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyDecorating {

		@Bean
		static Decorator aDecorator() {
			return new Decorator();
		}

	}

	static final class Decorator implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return (bean instanceof DataSource dataSource) ? new Opaque(dataSource) : bean;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SingleConnection {

		@Bean
		SingleConnectionDataSource dataSource() {
			return new SingleConnectionDataSource(Stage.URL, true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDataSourceOfFlyway {

		@Bean
		@Primary
		HikariDataSource applications() {
			return pool();
		}

		@Bean
		@FlywayDataSource
		DataSource flyways() {
			return unpooled();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReaderAndWriter {

		@Bean
		@Primary
		HikariDataSource writer() {
			return pool();
		}

		@Bean
		HikariDataSource reader() {
			return pool();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hiding {

		@Bean
		DataSource opaque() {
			return new Opaque(pool());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HidingABean {

		@Bean
		HikariDataSource inner() {
			return pool();
		}

		@Bean
		@Primary
		DataSource outer(@Qualifier("inner") DataSource inner) {
			return new Opaque(inner);
		}

	}

	/**
	 * As wrappers are that count or log statements.
	 */
	static final class Opaque extends AbstractDataSource {

		private final DataSource wrapped;

		private final AtomicInteger connections = new AtomicInteger();

		Opaque(DataSource wrapped) {
			this.wrapped = wrapped;
		}

		@Override
		public Connection getConnection() throws SQLException {
			this.connections.incrementAndGet();
			return this.wrapped.getConnection();
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return getConnection();
		}

		@Override
		public <T> T unwrap(Class<T> type) throws SQLException {
			return type.isInstance(this.wrapped) ? type.cast(this.wrapped) : this.wrapped.unwrap(type);
		}

		@Override
		public boolean isWrapperFor(Class<?> type) throws SQLException {
			return type.isInstance(this.wrapped) || this.wrapped.isWrapperFor(type);
		}

	}

}
