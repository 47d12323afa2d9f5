package io.github.pristinedb.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.event.PristineEvent.Refused;
import io.github.pristinedb.event.PristineEvent.Refused.Kind;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.ScenarioException;
import io.github.pristinedb.scope.Scenarios;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopePlace;
import io.github.pristinedb.transaction.TransactionIsolationException;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Events tell what was refused, for the report.
 */
@DeliberateOutput("asks for a connection")
class RefusalsTests {

	@BeforeEach
	void forgetEvents() {
		RecordedEvents.clear();
	}

	@Test
	void connectionThatAThreadWithoutAScenarioIsRefusedIsToldOnce() {
		Stage.context()
			.run((context) -> Stage.scenario(context, "the first", () -> Stage.scenario(context, "the second", () -> {
				for (int i = 0; i < 3; i++) {
					onPoller(context);
				}
			})));
		assertThat(refusals("a poller")).singleElement().satisfies((refused) -> {
			assertThat(refused.kind()).isEqualTo(Kind.CONNECTION);
			assertThat(refused.reason()).contains("a poller", "the first", "the second");
			assertThat(refused.cure()).contains("Scenarios.wrap");
			assertThat(List.of(refused.scenario(), refused.name(), refused.database())).containsOnly("");
		});
	}

	@Test
	void connectionOfAScenarioThatHasEndedIsToldWithItsName() {
		Stage.context().run((context) -> {
			List<Callable<List<String>>> late = new ArrayList<>();
			Stage.scenario(context, "a short one",
					() -> late.add(Scenarios.wrap((Callable<List<String>>) () -> Stage.notes(context))));
			assertThatExceptionOfType(ScenarioException.class).isThrownBy(late.get(0)::call);
			assertThat(RecordedEvents.of(Refused.class)).singleElement().satisfies((refused) -> {
				assertThat(refused.kind()).isEqualTo(Kind.CONNECTION);
				assertThat(refused.name()).isEqualTo("a short one");
				assertThat(refused.scenario()).isNotEmpty();
			});
		});
	}

	@Test
	void statementThatOneTransactionCannotStandForIsToldOnceForAScenario() {
		for (String name : List.of("one that vacuums", "another one")) {
			inTransaction(name, (jdbc) -> {
				for (int i = 0; i < 3; i++) {
					assertThatExceptionOfType(TransactionIsolationException.class)
						.isThrownBy(() -> jdbc.sql("VACUUM").update());
				}
			});
		}
		assertThat(RecordedEvents.of(Refused.class)).extracting(Refused::kind, Refused::name, Refused::database)
			.containsExactly(tuple("one that vacuums"), tuple("another one"));
		Refused refused = RecordedEvents.of(Refused.class).get(0);
		assertThat(refused.reason()).contains("one that vacuums", "VACUUM");
		assertThat(refused.cure()).contains("@PristineDatabase(isolation = Isolation.DATABASE)");
		assertThat(refused.thread()).isEqualTo(Thread.currentThread().getName());
	}

	private static Tuple tuple(String name) {
		return Tuple.tuple(Kind.STATEMENT, name, "scenario-notes.db");
	}

	private static List<Refused> refusals(String thread) {
		return RecordedEvents.of(Refused.class).stream().filter((refused) -> refused.thread().equals(thread)).toList();
	}

	private static void onPoller(ApplicationContext context) throws Exception {
		ExecutorService executor = Executors.newSingleThreadExecutor((task) -> new Thread(task, "a poller"));
		try {
			assertThat(CompletableFuture.supplyAsync(() -> Stage.notes(context), executor))
				.failsWithin(Duration.ofMinutes(1));
		}
		finally {
			executor.shutdown();
		}
	}

	private static void inTransaction(String name, Consumer<JdbcClient> use) {
		Stage.context()
			.run((context) -> Stage.scope(context,
					new Scope(ScopePlace.of(Scope.Kind.SCENARIO, name).isolated(Isolation.TRANSACTION)),
					() -> use.accept(context.getBean(JdbcClient.class))));
	}

}
