package io.github.pristinedb.slot;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;

import javax.sql.DataSource;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.engine.AlteredSqlite;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopePlace;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SQLite as an engine that restores ahead, whose databases are bound to their baselines.
 */
class RestoringAheadOfSqliteTests {

	private static final String FIRST = "from the migration";

	// A session is the run's.
	private static final List<Image> discarded = new CopyOnWriteArrayList<>();

	@BeforeEach
	void clear() {
		RecordedEvents.clear();
		discarded.clear();
	}

	@Test
	void scenariosSideBySideFindTheTemplateAgain() {
		context().run((context) -> {
			int rounds = 10;
			Set<String> urls = new HashSet<>();
			CyclicBarrier allAtOnce = new CyclicBarrier(4);
			for (List<String> used : Concurrently.run(4, (number) -> {
				List<String> found = new CopyOnWriteArrayList<>();
				for (int i = 0; i < rounds; i++) {
					Stage.scenario(context, () -> {
						assertThat(Stage.notes(context)).containsExactly(FIRST);
						Stage.write(context, "from scenario " + number);
						allAtOnce.await();
						assertThat(Stage.notes(context)).containsExactly(FIRST, "from scenario " + number);
						found.add(url(context.getBean(DataSource.class)));
					});
				}
				return found;
			})) {
				urls.addAll(used);
			}
			assertThat(urls).hasSize(4);
			assertThat(RecordedEvents.of(SlotRetired.class)).isEmpty();
			assertThat(RecordedEvents.of(HandedOver.class)).hasSize(4 * rounds).noneMatch(HandedOver::clean);
		});
	}

	@Test
	void scenarioAfterOneThatHasOnlyReadIsToldSo() {
		context().run((context) -> {
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> assertThat(Stage.notes(context)).containsExactly(FIRST));
			}
			assertThat(RecordedEvents.of(HandedOver.class)).extracting(HandedOver::clean).containsExactly(false, true);
		});
	}

	@Test
	void baselineOfAClassIsGoneWithTheClass() {
		context().run((context) -> {
			Map<String, String> urls = new HashMap<>();
			for (String name : List.of("first", "second")) {
				Scope type = new Scope(Scope.Kind.TEST_CLASS, name);
				Stage.scope(context, type, () -> {
					Stage.write(context, "from the class " + name);
					for (int i = 0; i < 2; i++) {
						Scope scenario = new Scope(ScopePlace.of(Scope.Kind.SCENARIO, "a scenario").in(type));
						Stage.scope(context, scenario, () -> {
							assertThat(Stage.notes(context)).containsExactly(FIRST, "from the class " + name);
							Stage.write(context, "from the scenario");
							urls.put(name, url(context.getBean(DataSource.class)));
						});
					}
				});
				assertThat(discarded).hasSize(urls.size());
			}
			assertThat(RecordedEvents.of(SlotRetired.class)).isEmpty();
			Stage.scenario(context, () -> assertThat(Stage.notes(context)).containsExactly(FIRST));
		});
	}

	private static ApplicationContextRunner context() {
		return Stage.context()
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=1")
			.withBean("restoringAhead", DatabaseEngine.class, RestoringAheadOfSqliteTests::engine);
	}

	/**
	 * The connections are enough for the slots of the context and of four scenarios. Else
	 * scenarios that have waited three times for their slots would get one more.
	 */
	private static DatabaseEngine engine() {
		return AlteredSqlite.engine("sqlite-ahead",
				(session) -> AlteredSqlite.session(session,
						Map.of("restoresAhead", (arguments) -> true, "isBoundToBaseline", (arguments) -> true,
								"connectionBudget", (arguments) -> 10, "discard", (arguments) -> {
									session.discard((Image) arguments[0]);
									discarded.add((Image) arguments[0]);
									return null;
								})));
	}

	private static String url(DataSource dataSource) throws Exception {
		try (var connection = dataSource.getConnection()) {
			return connection.getMetaData().getURL();
		}
	}

}
