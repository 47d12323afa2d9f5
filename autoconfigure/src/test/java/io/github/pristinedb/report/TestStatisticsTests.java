package io.github.pristinedb.report;

import java.util.List;
import java.util.Map;

import io.github.pristinedb.event.PristineEvent.ClassPrepared;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestPlanned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.report.TestSummary.Longest;
import io.github.pristinedb.shard.Timings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TestStatistics} and {@link TestSummary}.
 */
class TestStatisticsTests {

	private static final long MILLI = 1_000_000;

	private final TestStatistics statistics = new TestStatistics();

	@Test
	void outcomesFeaturesAndTheLongestAreToldOfEachTest() {
		run("1", "features/a.feature:3", 0, 10, 0);
		run("2", "features/a.feature:9", 10, 40, 0);
		run("3", "features/b.feature:3", 10, 100, 70);
		run("4", "com.acme.Tests#a()", 0, 10, 0);
		TestSummary summary = summary();
		assertThat(summary)
			.isEqualTo(new TestSummary(2, 4, 0, 0, 0, 2, 0.7, new Longest("name of 2", "features/a.feature:9", 30)));
		assertThat(summary.total()).isEqualTo(4);
	}

	@Test
	void testsThatNeverStartCountAsWhatBecameOfThem() {
		for (Outcome outcome : List.of(Outcome.FAILED, Outcome.SKIPPED, Outcome.SKIPPED, Outcome.ABORTED)) {
			String id = outcome + "-" + this.statistics.finished().results().size();
			this.statistics.add(new TestPlanned(id, id, id), 0);
			this.statistics.add(new TestFinished(id, outcome, 0, 0), 1);
		}
		assertThat(summary()).isEqualTo(new TestSummary(0, 0, 1, 1, 2, 0, 0, null));
	}

	@Test
	void parameterizedTestIsItsInvocationsUnlessItFailsItself() {
		this.statistics.add(new TestPlanned("t", "A#t(int)", "A.t"), 0);
		this.statistics.add(new TestStarted("t", "A#t(int)", "A.t", true, ""), 0);
		assertThat(this.statistics.running().values()).containsExactly("A.t (A#t(int))");
		this.statistics.add(new TestStarted("t/1", "A#t(int)", "A.t [1]", false, ""), 0);
		assertThat(this.statistics.running().values()).containsExactly("A.t [1] (A#t(int))");
		this.statistics.add(new TestFinished("t/1", Outcome.PASSED, 5 * MILLI, 0), 5 * MILLI);
		this.statistics.add(new TestFinished("t", Outcome.PASSED, 9 * MILLI, 0), 9 * MILLI);
		assertThat(summary()).isEqualTo(new TestSummary(0, 1, 0, 0, 0, 1, 1, new Longest("A.t [1]", "A#t(int)", 5)));
		this.statistics.add(new TestStarted("u", "A#u(int)", "A.u", true, ""), 0);
		this.statistics.add(new TestFinished("u", Outcome.FAILED, 9 * MILLI, 0), 9 * MILLI);
		assertThat(summary().failed()).isOne();
	}

	@Test
	void whatRunsIsNamedByTheInnermost() {
		for (String id : List.of("e", "e/c", "e/c/t")) {
			this.statistics.add(new TestStarted(id, id.equals("e/c/t") ? "C#t()" : id, id, !id.equals("e/c/t"), ""), 0);
		}
		assertThat(this.statistics.running().values()).containsExactly("e/c/t (C#t())");
		this.statistics.add(new TestFinished("e/c/t", Outcome.PASSED, MILLI, 0), MILLI);
		assertThat(this.statistics.running().values()).as("whatever is done after the last test")
			.containsExactly("e/c");
		this.statistics.add(new TestFinished("e/c", Outcome.FAILED, MILLI, 0), MILLI);
		assertThat(summary().failed()).isOne();
	}

	@Test
	void testThatIsRunAgainCountsAsItEndedLast() {
		this.statistics.add(new TestStarted("1", "A#a()", "A.a", false, ""), 0);
		this.statistics.add(new TestFinished("1", Outcome.FAILED, MILLI, 0), MILLI);
		run("1", "A#a()", 5, 6, 0);
		assertThat(summary().passed()).isOne();
		assertThat(summary().failed()).isZero();
	}

	@Test
	void groupThatFailedIsMadeUpForOnlyIfAllOfItIsRunAgain() {
		run("e/a", "a", 1, 2, 0);
		this.statistics.add(new TestStarted("e", "e", "engine", true, ""), 0);
		this.statistics.add(new TestFinished("e", Outcome.FAILED, MILLI, 0), 3 * MILLI);
		// An engine is started for one class, and then for another.
		this.statistics.add(new TestStarted("e", "e", "engine", true, ""), 4 * MILLI);
		run("e/b", "b", 5, 6, 0);
		this.statistics.add(new TestFinished("e", Outcome.PASSED, MILLI, 0), 7 * MILLI);
		assertThat(summary().failed()).isOne();
		this.statistics.add(new TestStarted("e", "e", "engine", true, ""), 8 * MILLI);
		run("e/a", "a", 9, 10, 0);
		run("e/b", "b", 9, 10, 0);
		this.statistics.add(new TestFinished("e", Outcome.PASSED, MILLI, 0), 11 * MILLI);
		assertThat(summary().failed()).isZero();
	}

	@Test
	void manyFailedTestsAndGroupsThatRunAgainCountAsTheyEndedLast() {
		// A look at all results for each of them would take minutes.
		int many = 50_000;
		for (Outcome outcome : List.of(Outcome.FAILED, Outcome.PASSED)) {
			long at = outcome.ordinal() * 1000 * MILLI;
			for (int i = 0; i < many; i++) {
				String id = "class/test " + i;
				this.statistics.add(new TestStarted(id, "A#a()", id, true, ""), at);
			}
			assertThat(this.statistics.running()).hasSize(many);
			for (int i = 0; i < many; i++) {
				this.statistics.add(new TestFinished("class/test " + i, outcome, MILLI, 0), at + MILLI);
			}
		}
		assertThat(this.statistics.running()).isEmpty();
		assertThat(this.statistics.finished().results()).hasSize(many)
			.allSatisfy((result) -> assertThat(result.outcome()).isEqualTo(Outcome.PASSED));
	}

	@Test
	void whatHasNotEndedIsToldById() {
		this.statistics.add(new TestPlanned("1", "u1", "one"), 0);
		this.statistics.add(new TestPlanned("2", "u2", "two"), 0);
		this.statistics.add(new TestStarted("1", "u1", "one", false, ""), 0);
		assertThat(this.statistics.running()).containsExactly(Map.entry("1", "one (u1)"));
		assertThat(this.statistics.waiting()).containsExactly(Map.entry("2", "two (u2)"));
		assertThat(this.statistics.started()).containsExactly("1");
	}

	@Test
	void timingsAreThoseOfUnitsWithoutTheStartOfContexts() {
		run("1", "a", 0, 10, 4);
		run("2", "a", 0, 10, 0);
		run("3", "b", 0, 1, 0);
		this.statistics.add(new ClassPrepared("b", 5 * MILLI), 0);
		this.statistics.add(new ClassPrepared("a class that is no unit", 5 * MILLI), 0);
		this.statistics.add(new TestPlanned("4", "skipped", "skipped"), 0);
		this.statistics.add(new TestFinished("4", Outcome.SKIPPED, 0, 0), 0);
		assertThat(FinishedTests.timings(List.of(this.statistics.finished())))
			.isEqualTo(Timings.of(Map.of("a", 16_000L, "b", 6_000L)));
	}

	@Test
	void workersOfSeveralMachinesAreAddedUp() {
		run("1", "a", 0, 10, 0);
		run("2", "b", 0, 10, 0);
		TestStatistics other = new TestStatistics();
		other.add(new TestStarted("3", "c", "c", false, ""), 1000 * MILLI);
		other.add(new TestFinished("3", Outcome.PASSED, 10 * MILLI, 0), 1010 * MILLI);
		TestSummary summary = TestSummary.of(List.of(this.statistics.finished(), other.finished()));
		assertThat(summary.workers()).isEqualTo(3);
		assertThat(summary.busyShare()).isEqualTo(1);
	}

	private TestSummary summary() {
		return TestSummary.of(List.of(this.statistics.finished()));
	}

	private void run(String id, String unit, long startMillis, long endMillis, long contextMillis) {
		this.statistics.add(new TestStarted(id, unit, "name of " + id, false, ""), startMillis * MILLI);
		this.statistics.add(
				new TestFinished(id, Outcome.PASSED, (endMillis - startMillis) * MILLI, contextMillis * MILLI),
				endMillis * MILLI);
	}

}
