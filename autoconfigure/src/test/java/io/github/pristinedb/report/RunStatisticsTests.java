package io.github.pristinedb.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.ContextAwaited;
import io.github.pristinedb.event.PristineEvent.DatabaseKept;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.event.PristineEvent.LockFailed;
import io.github.pristinedb.event.PristineEvent.MigrationAvoided;
import io.github.pristinedb.event.PristineEvent.MigrationAvoided.Reason;
import io.github.pristinedb.event.PristineEvent.Refused;
import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioFinished.Result;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.event.PristineEvent.TemplateBuilt;
import io.github.pristinedb.event.PristineEvent.TemplateFound;
import io.github.pristinedb.event.PristineEvent.TestFailed;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RunStatistics}.
 */
class RunStatisticsTests {

	@Test
	void nothingHappenedInAnEmptyRun() {
		RunReport report = report(new RunFinished());
		assertThat(report).isEqualTo(new RunReport(new Verdict(0, 0, 0, 0, 0, Map.of(), List.of()), 0, 0, 0, 0, 0, 0, 0,
				0, Map.of(), new HandoverMillis(0, 0, 0), 0, 0, 0, 0, 0, 0, new TestSummary(0, 0, 0, 0, 0, 0, 0, null),
				"", List.of(), report.course()));
		assertThat(report.isEmpty()).isTrue();
	}

	@Test
	void workersAreTheMostScenariosThatRanAtOnce() {
		RunReport report = report(started("1"), started("2"), finished("1"), started("3"), finished("3"), finished("2"),
				started("4"), finished("4"));
		assertThat(report.scenarios()).isEqualTo(4);
		assertThat(report.workers()).isEqualTo(2);
	}

	@Test
	void templatesAreCountedByTheirFingerprint() {
		RunReport report = report(new TemplateFound("a"), new TemplateFound("a"), new TemplateFound("b"),
				new TemplateBuilt("c", 1, "main", 5));
		assertThat(report.templateHits()).isEqualTo(2);
		assertThat(report.templateBuilds()).isOne();
	}

	@Test
	void membersOfATemplateHaveTheSameOrderInEachJvm() throws IOException {
		assertThat(HtmlReportTests.json(report(new TemplateFound("a"), new TemplateFound("a"))))
			.contains("\"templates\":[{\"fingerprint\":\"a\",\"found\":2}]");
	}

	@Test
	void testThatTwoJvmsRanHasTheErrorOfEach() throws IOException {
		RunStatistics all = new RunStatistics();
		List<FinishedTests> tests = new ArrayList<>();
		for (String error : List.of("expected: 1", "expected: 2")) {
			RunStatistics jvm = new RunStatistics();
			jvm.add(new TestStarted("[test:a]", "OrderTests#a()", "OrderTests.a", false, error));
			jvm.add(new TestFailed("[test:a]", error));
			jvm.add(new TestFinished("[test:a]", Outcome.FAILED, 1_000_000, 0));
			all.include(jvm);
			tests.add(jvm.tests().finished());
		}
		assertThat(HtmlReportTests.json(all.report(tests, "1 shard")))
			.containsPattern("\"jvm\":1,\"error\":\"expected: 1\"")
			.containsPattern("\"jvm\":2,\"error\":\"expected: 2\"");
	}

	@Test
	void templateThatThisRunBuiltIsNotFoundInTheCache() {
		RunReport report = report(new TemplateBuilt("a", 1, "main", 5), new TemplateFound("a"));
		assertThat(report.templateHits()).isZero();
		assertThat(report.templateBuilds()).isOne();
	}

	@Test
	void migrationsThatBuiltTemplatesWereNotAvoided() {
		RunReport one = report(new TemplateBuilt("a", 1, "main", 280_000_000), new MigrationAvoided(Reason.COPIED));
		assertThat(one.migrationsAvoided()).isZero();
		RunReport three = report(new TemplateBuilt("a", 1, "main", 280_000_000), new MigrationAvoided(Reason.COPIED),
				new MigrationAvoided(Reason.COPIED), new MigrationAvoided(Reason.ALREADY_THERE));
		assertThat(three.migrationsAvoided()).isEqualTo(2);
	}

	@Test
	void buildsAreAddedUpBeforeTheirTimeIsRounded() {
		RunReport report = report(new TemplateBuilt("a", 1, "main", 1_600_000),
				new TemplateBuilt("b", 1, "main", 1_600_000));
		assertThat(report.templateBuildMillis()).isEqualTo(3);
	}

	@Test
	void buildOfOneShardIsMadeUpForByTheCopiesOfAnother() {
		RunStatistics all = new RunStatistics();
		RunStatistics builder = new RunStatistics();
		builder.add(new TemplateBuilt("a", 1, "main", 280_000_000));
		builder.add(new MigrationAvoided(Reason.COPIED));
		all.include(builder);
		RunStatistics other = new RunStatistics();
		other.add(new MigrationAvoided(Reason.COPIED));
		all.include(other);
		assertThat(all.report().migrationsAvoided()).isOne();
		assertThat(all.report().templateBuildMillis()).isEqualTo(280);
	}

	@Test
	void wallTimeIsThatOfTheJvmThatTookLongest() {
		RunStatistics all = new RunStatistics();
		for (int seconds = 1; seconds <= 3; seconds++) {
			RunStatistics jvm = new RunStatistics();
			jvm.add(started("1"), 5_000_000_000L);
			jvm.add(new RunFinished(), (5 + seconds % 3) * 1_000_000_000L);
			all.include(jvm);
		}
		assertThat(all.report().wallMillis()).isEqualTo(2000);
	}

	@Test
	void handoversAreCountedAndTheirTimesOrdered() {
		RunReport report = report(new HandedOver("1", "scenario.db", 300_000, false, "database"),
				new HandedOver("2", "scenario.db", 100_000, true, "transaction"),
				new HandedOver("3", "scenario.db", 200_400, true, "database"),
				new SlotRetired("3", "scenario.db", "it leaked"), new LockFailed("3"),
				new DatabaseKept("3", "scenario.db", "kept.db", "sqlite3 kept.db"));
		assertThat(report.handovers()).isEqualTo(3);
		assertThat(report.handoversByIsolation()).isEqualTo(Map.of("database", 2, "transaction", 1));
		assertThat(report.cleanHandovers()).isEqualTo(2);
		assertThat(report.handoverMillis()).isEqualTo(new HandoverMillis(0.2, 0.3, 0.3));
		assertThat(report.retiredSlots()).isOne();
		assertThat(report.lockErrors()).isOne();
		assertThat(report.keptDatabases()).isOne();
	}

	@Test
	void refusalsAreToldOneByOne() {
		RunReport report = report(
				new Refused(Refused.Kind.CONNECTION, "", "", "", "task-1", "No scenario.", "Wrap it."),
				new Refused(Refused.Kind.STATEMENT, "s", "orders", "scenario.db", "main", "VACUUM.", "Another one."));
		assertThat(report.course().refusals()).allSatisfy((refusal) -> assertThat(refusal).containsKey("start"))
			.satisfiesExactly(
					(first) -> assertThat(first)
						.containsAllEntriesOf(Map.of("kind", "connection", "thread", "task-1", "reason", "No scenario.",
								"cure", "Wrap it."))
						.doesNotContainKeys("database", "name", "test"),
					(second) -> assertThat(second).containsAllEntriesOf(
							Map.of("kind", "statement", "database", "scenario.db", "name", "orders")));
	}

	@Test
	void waitsForContextsAreAddedUpAlsoThoseOfAnotherJvm() {
		RunStatistics all = new RunStatistics();
		all.add(new ContextAwaited("s1", "OrderTests", 1, 1_500_000));
		all.add(new ContextAwaited("s1", "OrderTests.pays", 1, 700_000));
		RunStatistics other = new RunStatistics();
		other.add(new ContextAwaited("s1", "CartTests", 1, 900_000));
		all.include(other);
		assertThat(all.report().contextWaits()).isEqualTo(3);
		assertThat(all.report().contextWaitMillis()).isEqualTo(3);
	}

	@Test
	void nothingIsLostWhenSixteenThreadsReport() throws Exception {
		RunStatistics statistics = new RunStatistics();
		Concurrently.run(16, (number) -> {
			for (int i = 0; i < 500; i++) {
				String id = number + "-" + i;
				statistics.add(started(id));
				statistics.add(new MigrationAvoided(Reason.COPIED));
				statistics.add(finished(id));
			}
			return null;
		});
		RunReport report = statistics.report();
		assertThat(report.scenarios()).isEqualTo(8_000);
		assertThat(report.migrationsAvoided()).isEqualTo(8_000);
		assertThat(report.workers()).isBetween(1, 16);
	}

	private static RunReport report(PristineEvent... events) {
		RunStatistics statistics = new RunStatistics();
		for (PristineEvent event : events) {
			statistics.add(event);
		}
		return statistics.report();
	}

	private static ScenarioStarted started(String id) {
		return new ScenarioStarted(id, "scenario " + id, "1", "", 1);
	}

	private static ScenarioFinished finished(String id) {
		return new ScenarioFinished(id, Result.PASSED);
	}

}
