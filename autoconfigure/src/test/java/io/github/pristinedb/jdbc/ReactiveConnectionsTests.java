package io.github.pristinedb.jdbc;

import io.github.pristinedb.autoconfigure.PristineR2dbcAutoConfiguration;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.UnmanagedDatabaseException;
import io.github.pristinedb.event.PristineEvent.DatabaseUnmanaged;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import io.github.pristinedb.test.TestContextMarker;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.AbstractDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReactiveConnections}.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput({ "Tests share the database", "Exception encountered during context initialization" })
class ReactiveConnectionsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PristineR2dbcAutoConfiguration.class))
		.withUserConfiguration(Reactive.class);

	@BeforeEach
	void forgetEvents() {
		RecordedEvents.clear();
	}

	@Test
	void testsShareTheDatabaseOfAConnectionFactoryAndThatIsToldOnce(CapturedOutput output) {
		for (int i = 0; i < 2; i++) {
			ofTests().run((context) -> assertThat(context).hasNotFailed());
		}
		assertThat(output)
			.containsOnlyOnce("Tests share the database of the bean 'reactiveOrders' (PostgreSQL):"
					+ " it connects by R2DBC, and Pristine manages JDBC's data sources only.")
			.contains("If tests are to share it, set pristine.shared=reactiveOrders.");
		assertThat(RecordedEvents.of(DatabaseUnmanaged.class)).hasSize(2)
			.extracting(DatabaseUnmanaged::intended)
			.containsOnly(false);
	}

	@Test
	void connectionFactoryThatWrapsAnotherBeanIsNotToldAgain() {
		ofTests().withUserConfiguration(Wrapping.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeansOfType(ConnectionFactory.class)).hasSize(2);
		});
		assertThat(RecordedEvents.of(DatabaseUnmanaged.class)).singleElement()
			.extracting(DatabaseUnmanaged::database)
			.isEqualTo("reactiveOrders");
	}

	@Test
	void applicationWithoutJdbcIsToldToo() {
		ofTests().withClassLoader(new FilteredClassLoader(AbstractDataSource.class))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(RecordedEvents.of(DatabaseUnmanaged.class)).hasSize(1);
	}

	@Test
	void databaseThatTestsAreToShareIsNamedByTheBean() {
		ofTests().withPropertyValues("pristine.shared=reactiveOrders", "pristine.required=true")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(RecordedEvents.of(DatabaseUnmanaged.class)).singleElement()
			.extracting(DatabaseUnmanaged::intended)
			.isEqualTo(true);
	}

	@Test
	void sharedDatabaseIsAnErrorWherePristineIsRequired() {
		ofTests().withPropertyValues("pristine.required=true")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(UnmanagedDatabaseException.class)
				.rootCause()
				.hasMessageContaining("of the bean 'reactiveOrders' (PostgreSQL), although pristine.required is true"));
	}

	@Test
	void nothingIsToldWherePristineIsDisabledOrNoTestRuns() {
		ofTests().withPropertyValues("pristine.enabled=false").run((context) -> assertThat(context).hasNotFailed());
		this.runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(RecordedEvents.of(DatabaseUnmanaged.class)).isEmpty();
	}

	private ApplicationContextRunner ofTests() {
		return this.runner.withInitializer(
				(context) -> context.getBeanFactory().registerSingleton(TestContextMarker.BEAN_NAME, Stage.marker()));
	}

	@Configuration(proxyBeanMethods = false)
	static class Reactive {

		@Bean
		ConnectionFactory reactiveOrders() {
			return new Named("PostgreSQL");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Wrapping {

		@Bean
		ConnectionFactory traced(@Qualifier("reactiveOrders") ConnectionFactory orders) {
			return new Named(orders.getMetadata().getName());
		}

	}

	/**
	 * Connects to nothing.
	 */
	record Named(String product) implements ConnectionFactory {

		@Override
		public Publisher<? extends Connection> create() {
			throw new UnsupportedOperationException();
		}

		@Override
		public ConnectionFactoryMetadata getMetadata() {
			return this::product;
		}

	}

}
