package io.github.pristinedb.memory;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.scope.ScenarioStartedEvent;
import io.github.pristinedb.scope.Scenarios;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.slot.ScenarioStart;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.incrementer.AbstractIdentityColumnMaxValueIncrementer;
import org.springframework.jdbc.support.incrementer.DataFieldMaxValueIncrementer;
import org.springframework.jdbc.support.incrementer.SqliteMaxValueIncrementer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring's incrementers, and an application's own singletons, remember is of one
 * scenario.
 */
@DeliberateOutput("Tests share the database")
class LibraryMemoryTests {

	@ParameterizedTest
	@ValueSource(strings = { "rows", "blocks" })
	void incrementerStartsAnewInEachScenario(String incrementer) {
		Stage.context()
			.withUserConfiguration(Incrementers.class)
			.withPropertyValues("spring.flyway.enabled=false")
			.run((context) -> {
				Stage.scenario(context, () -> {
					assertThat(ids(context, incrementer)).containsExactly(1L, 2L, 3L);
					Stage.scenario(context, () -> assertThat(ids(context, incrementer)).containsExactly(1L, 2L, 3L));
					assertThat(ids(context, incrementer)).containsExactly(4L, 5L, 6L);
				});
				Stage.scenario(context, () -> assertThat(ids(context, incrementer)).containsExactly(1L, 2L, 3L));
			});
	}

	@Test
	void incrementerOfADatabaseThatIsNotManagedKeepsItsBlocks() {
		Stage.context()
			.withUserConfiguration(Incrementers.class)
			.withPropertyValues("spring.datasource.url=jdbc:sqlite:file:archive?mode=memory&cache=shared",
					"spring.flyway.enabled=false")
			.run((context) -> assertThat(context.getBean(Blocks.class).getCacheSize()).isEqualTo(10));
	}

	@Test
	void singletonOfTheApplicationIsToldToForget() {
		Stage.context().withUserConfiguration(ForgetPrices.class).run((context) -> {
			PriceList prices = context.getBean(PriceList.class);
			for (String text : List.of("first", "second")) {
				Stage.scenario(context, () -> {
					ScenarioStart.publish(context.getBean(ForgetPrices.class).context,
							(Scope) Scenarios.current().orElseThrow());
					Stage.write(context, text);
					assertThat(prices.latest()).isEqualTo(text);
				});
			}
		});
	}

	private static List<Long> ids(ApplicationContext context, String incrementer) {
		DataFieldMaxValueIncrementer ids = context.getBean(incrementer, DataFieldMaxValueIncrementer.class);
		return IntStream.range(0, 3).mapToObj((i) -> ids.nextLongValue()).toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class Incrementers {

		@Bean
		SqliteMaxValueIncrementer rows(DataSource dataSource) {
			new JdbcTemplate(dataSource).execute("CREATE TABLE row_ids (id INTEGER PRIMARY KEY AUTOINCREMENT)");
			return new SqliteMaxValueIncrementer(dataSource, "row_ids", "id");
		}

		@Bean
		Blocks blocks(DataSource dataSource) {
			new JdbcTemplate(dataSource).execute("CREATE TABLE block_ids (id INTEGER PRIMARY KEY AUTOINCREMENT)");
			return new Blocks(dataSource);
		}

	}

	/**
	 * Hands out ids in blocks of ten.
	 */
	static class Blocks extends AbstractIdentityColumnMaxValueIncrementer {

		Blocks(DataSource dataSource) {
			super(dataSource, "block_ids", "id");
			setCacheSize(10);
		}

		@Override
		protected String getIncrementStatement() {
			return "INSERT INTO block_ids (id) VALUES (null)";
		}

		@Override
		protected String getIdentityStatement() {
			return "SELECT last_insert_rowid()";
		}

	}

	/**
	 * The recipe in docs/scenarios.md.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	@Import(PriceList.class)
	static class ForgetPrices {

		private final PriceList prices;

		private final ApplicationContext context;

		ForgetPrices(PriceList prices, ApplicationContext context) {
			this.prices = prices;
			this.context = context;
		}

		@EventListener
		void on(ScenarioStartedEvent event) {
			this.prices.forget();
		}

	}

	static class PriceList {

		private final Map<String, String> known = new ConcurrentHashMap<>();

		private final JdbcClient jdbc;

		PriceList(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		String latest() {
			return this.known.computeIfAbsent("latest",
					(key) -> this.jdbc.sql("SELECT text FROM note ORDER BY id DESC LIMIT 1")
						.query(String.class)
						.single());
		}

		void forget() {
			this.known.clear();
		}

	}

}
