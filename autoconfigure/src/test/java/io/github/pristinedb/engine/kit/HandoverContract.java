package io.github.pristinedb.engine.kit;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.engine.kit.Deed.Kind;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a scenario is given: a database of its own, with the content of the template.
 */
abstract class HandoverContract extends EngineContract {

	private static final String WRITE = "INSERT INTO entry (text) VALUES ('from a scenario')";

	private static final String READ = "SELECT text FROM entry WHERE text = 'from a scenario'";

	HandoverContract(EngineFixture fixture) {
		super(fixture);
	}

	@BeforeEach
	void forgetEvents() {
		RecordedEvents.clear();
	}

	@Test
	void scenarioStartsWithTheWholeContentOfTheMigrationInADatabaseOfItsOwn() {
		context().run((context) -> Stage.scenario(context, () -> {
			assertThat(KitContext.content(this.fixture, context).differencesFrom(pristine())).isEmpty();
			assertThat(locate(KitContext.url(KitContext.dataSource(context))))
				.isNotEqualTo(locate(this.fixture.url(this.directory, "scenario")));
		}));
		assertThat(this.fixture.exists(this.fixture.url(this.directory, "scenario"))).isFalse();
		assertThat(RecordedEvents.of(HandedOver.class)).hasSize(1);
	}

	@Test
	void connectionsOfAScenarioSeeEachOthersRowsAndNobodyElsesDo() {
		context().run((context) -> {
			DataSource dataSource = KitContext.dataSource(context);
			for (int round = 0; round < 3; round++) {
				CyclicBarrier written = new CyclicBarrier(4);
				List<String> urls = Concurrently.run(4, (number) -> {
					List<String> url = new ArrayList<>();
					Stage.scenario(context, () -> {
						try (Connection one = dataSource.getConnection();
								Connection other = dataSource.getConnection()) {
							assertThat(KitContext.content(this.fixture, one).differencesFrom(pristine())).isEmpty();
							execute(one, WRITE);
							written.await(60, TimeUnit.SECONDS);
							assertThat(Rows.of(other, READ)).hasSize(1);
							execute(other, WRITE);
							written.await(60, TimeUnit.SECONDS);
							assertThat(Rows.of(one, READ)).hasSize(2);
						}
						url.add(KitContext.url(dataSource));
					});
					return url.get(0);
				});
				assertThat(new HashSet<>(urls)).hasSize(4);
			}
		});
	}

	@Test
	void otherDataSourceOfTheSamePlaceIsInTheSameScenario() {
		context().withBean("other", com.zaxxer.hikari.HikariDataSource.class, () -> {
			com.zaxxer.hikari.HikariDataSource pool = new com.zaxxer.hikari.HikariDataSource();
			pool.setJdbcUrl(this.fixture.spellings(this.directory, "scenario").get(0));
			return pool;
		}).withBean("dataSource", com.zaxxer.hikari.HikariDataSource.class, () -> {
			com.zaxxer.hikari.HikariDataSource pool = new com.zaxxer.hikari.HikariDataSource();
			pool.setJdbcUrl(this.fixture.url(this.directory, "scenario"));
			return pool;
		}, (definition) -> definition.setPrimary(true)).run((context) -> {
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> {
					try (Connection one = context.getBean("dataSource", DataSource.class).getConnection()) {
						assertThat(Rows.of(one, READ)).isEmpty();
						execute(one, WRITE);
					}
					try (Connection other = context.getBean("other", DataSource.class).getConnection()) {
						assertThat(Rows.of(other, READ)).hasSize(1);
						execute(other, WRITE);
					}
					try (Connection one = context.getBean("dataSource", DataSource.class).getConnection()) {
						assertThat(Rows.of(one, READ)).hasSize(2);
					}
				});
			}
		});
	}

	@Test
	void whatAScenarioOnlyReadsIsNeverCalledWritten() {
		context().run((context) -> {
			DataSource dataSource = KitContext.dataSource(context);
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> {
					try (Connection connection = dataSource.getConnection()) {
						for (Deed deed : Deeds.of(this.fixture, Kind.READ)) {
							deed.act().on(connection, 3);
						}
					}
				});
			}
			Stage.scenario(context, () -> {
				try (Connection connection = dataSource.getConnection()) {
					execute(connection, WRITE);
				}
			});
			Stage.scenario(context,
					() -> assertThat(KitContext.content(this.fixture, context).differencesFrom(pristine())).isEmpty());
			assertThat(RecordedEvents.of(HandedOver.class)).extracting(HandedOver::clean)
				.containsExactly(false, true, true, false);
		});
	}

	@Test
	void nothingIsLeftOfTheSlotsWhenTheContextIsClosed() {
		List<String> urls = new ArrayList<>();
		context().run((context) -> Stage.scenario(context, () -> {
			urls.add(KitContext.url(KitContext.dataSource(context)));
			assertThat(this.fixture.exists(urls.get(0))).isTrue();
		}));
		assertThat(this.fixture.isGone(urls.get(0))).isTrue();
	}

	private static void execute(Connection connection, String sql) throws java.sql.SQLException {
		try (java.sql.Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
