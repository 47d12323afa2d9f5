package io.github.pristinedb.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.ContextMissed;
import io.github.pristinedb.event.PristineEvent.DatabaseManaged;
import io.github.pristinedb.event.PristineEvent.DatabaseUnmanaged;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestPlanned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Verdict}.
 */
class VerdictTests {

	private final List<PristineEvent> events = new ArrayList<>();

	@Test
	void lineNamesTheDatabaseThatIsNotManagedWithItsReasonAndItsTests() {
		managed("1", "scenario-app.db");
		unmanaged("2", "dev.db");
		tests(24, "com.acme.PlanTests#isListed()", "1", "");
		tests(1, "com.acme.RealworldApplicationTests", "2", "");
		assertThat(verdict()).hasToString("25 tests, 24 isolated, 1 on dev.db"
				+ " (name does not start with scenario or test): RealworldApplicationTests");
	}

	@Test
	void lineSaysPlainlyThatNothingIsIsolated() {
		unmanaged("1", "dev.db");
		tests(3, "com.acme.PlanTests#isListed()", "1", "");
		tests(1, "features/plans.feature:12", "1", "");
		assertThat(verdict()).hasToString("NOTHING IS ISOLATED: 4 tests, 4 on dev.db"
				+ " (name does not start with scenario or test): PlanTests, features/plans.feature");
	}

	@Test
	void lineTellsTestsThatShareOnPurposeAndThoseWithoutADatabase() {
		managed("1", "test.db");
		this.events.add(new DatabaseUnmanaged("1", "archive", "pristine.shared names it", "", true));
		tests(2, "ATests", "1", "");
		tests(3, "BTests", "1", "none");
		tests(1, "CTests", "9", "");
		ran("plain", "DTests", Outcome.PASSED, "none");
		assertThat(verdict()).hasToString("7 tests, 2 isolated, 3 shared on purpose, 2 without a database");
	}

	@Test
	void testWithAManagedDatabaseAndAnotherOneIsNotIsolated() {
		managed("1", "test.db");
		unmanaged("1", "dev.db");
		tests(1, "ATests", "1", "");
		assertThat(verdict()).satisfies((verdict) -> {
			assertThat(verdict.toString()).startsWith("1 test, 0 isolated, 1 on dev.db");
			assertThat(verdict.managed()).isEqualTo(Map.of("test.db", 1));
			assertThat(verdict.unmanaged()).singleElement().extracting(Verdict.Unmanaged::testCount).isEqualTo(1);
		});
	}

	@Test
	void suiteThatSharesOnPurposeIsToldWithoutAlarm() {
		managed("1", "test.db");
		tests(2, "ATests", "1", "none");
		assertThat(verdict()).hasToString("2 tests, 0 isolated, 2 shared on purpose");
	}

	@Test
	void databasesOfAParentContextAreThoseOfTheTest() {
		managed("1", "test.db");
		tests(1, "ATests", "2 1", "");
		assertThat(verdict()).hasToString("1 test, 1 isolated");
	}

	@Test
	void dynamicTestsAreIsolatedAsTheirFactoryIs() {
		managed("1", "test.db");
		this.events.add(new TestStarted("c/f", "ATests", "f", true, "s"));
		this.events.add(new ScenarioStarted("s", "f", "1", "", 1));
		for (String id : List.of("c/f/1", "c/f/2")) {
			ran(id, "ATests", Outcome.PASSED, "s");
		}
		this.events.add(new TestFinished("c/f", Outcome.PASSED, 1, 0));
		assertThat(verdict()).hasToString("2 tests, 2 isolated");
	}

	@Test
	void testWhoseContextWasRefusedIsCountedOnTheDatabaseThatIsNotManaged() {
		unmanaged("2", "dev.db");
		this.events.add(new ContextMissed("s", "2 1"));
		ran("refused", "com.acme.DevTests#isListed()", Outcome.FAILED, "s");
		managed("1", "test.db");
		tests(4, "ATests", "1", "");
		assertThat(verdict())
			.hasToString("5 tests, 4 isolated, 1 on dev.db (name does not start with scenario or test): DevTests");
	}

	@Test
	void testWhoseContextDidNotComeDidNotStart() {
		managed("1", "test.db");
		tests(1, "ATests", "1", "");
		managed("2", "test.db");
		this.events.add(new ContextMissed("s", "2"));
		this.events.add(new ContextMissed("t", ""));
		ran("broken", "BTests", Outcome.FAILED, "s");
		ran("again", "BTests", Outcome.FAILED, "t");
		ran("plain", "CTests", Outcome.FAILED, "u");
		assertThat(verdict()).hasToString("4 tests, 1 isolated, 1 without a database, 2 did not start");
	}

	@Test
	void testsThatTheirClassKeptFromStartingAreCountedAsItsOwn() {
		unmanaged("1", "dev.db");
		this.events.add(new TestPlanned("c/a", "ATests#a()", "a"));
		this.events.add(new TestStarted("c", "ATests", "ATests", true, "s"));
		this.events.add(new ContextMissed("s", "1"));
		this.events.add(new TestFinished("c/a", Outcome.FAILED, 0, 0));
		this.events.add(new TestFinished("c", Outcome.PASSED, 1, 0));
		assertThat(verdict().unmanaged()).singleElement().extracting(Verdict.Unmanaged::testCount).isEqualTo(1);
	}

	@Test
	void skippedTestIsNone() {
		managed("1", "test.db");
		tests(1, "ATests", "1", "");
		this.events.add(new TestPlanned("skipped", "ATests", "b"));
		this.events.add(new TestFinished("skipped", Outcome.SKIPPED, 0, 0));
		assertThat(verdict()).hasToString("1 test, 1 isolated");
	}

	@Test
	void sourcesBeyondTheFifthAreCounted() {
		unmanaged("1", "dev.db");
		for (char name = 'A'; name <= 'G'; name++) {
			tests(1, "com.acme." + name + "Tests", "1", "");
		}
		assertThat(verdict().toString()).endsWith(": ATests, BTests, CTests, DTests, ETests and 2 more");
	}

	@Test
	void contextsOfSeveralJvmsAreToldApart() {
		managed("1", "test.db");
		tests(2, "ATests", "1", "");
		RunStatistics one = statistics();
		this.events.clear();
		unmanaged("1", "dev.db");
		tests(1, "BTests", "1", "");
		RunStatistics other = statistics();
		RunStatistics all = new RunStatistics();
		all.include(one);
		all.include(other);
		RunReport merged = all.report(List.of(one.tests().finished(), other.tests().finished()), "2 shards");
		assertThat(merged.verdict())
			.hasToString("3 tests, 2 isolated, 1 on dev.db (name does not start with scenario or test): BTests");
	}

	@Test
	void reportOfALargeSuiteIsWrittenPieceByPieceWithALineForEachTest() throws IOException {
		managed("1", "test.db");
		tests(20_000, "com.acme.PlanTests#isListed()", "1", "");
		RunReport report = statistics().report();
		int[] figures = new int[2];
		report.writeTo(new Appendable() {

			@Override
			public Appendable append(CharSequence text) {
				figures[0] += (int) text.chars().filter((character) -> character == '\n').count();
				figures[1] = Math.max(figures[1], text.length());
				return this;
			}

			@Override
			public Appendable append(CharSequence text, int start, int end) {
				return append(text.subSequence(start, end));
			}

			@Override
			public Appendable append(char character) {
				return append(String.valueOf(character));
			}

		});
		assertThat(figures[0]).isEqualTo(20_001);
		assertThat(figures[1]).as("the longest piece").isLessThan(10_000);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			com.acme.PlanTests#isListed(int)        | PlanTests
			com.acme.PlanTests$Nested#isListed()    | PlanTests.Nested
			com.acme.PlanTests                      | PlanTests
			PlanTests.isListed                      | PlanTests.isListed
			features/plans.feature:12               | features/plans.feature
			[engine:a]/[b:c]                        | [engine:a]/[b:c]
			""")
	void sourceIsTheClassOrTheFeature(String unit, String source) {
		assertThat(TestSummary.source(unit)).isEqualTo(source);
	}

	private void managed(String context, String database) {
		this.events.add(new DatabaseManaged(context, database, "database"));
	}

	private void unmanaged(String context, String database) {
		this.events.add(new DatabaseUnmanaged(context, database, "name does not start with scenario or test",
				"Rename it.", false));
	}

	private void tests(int number, String unit, String contexts, String isolation) {
		for (int i = 0; i < number; i++) {
			String id = unit + i;
			this.events.add(new ScenarioStarted("scenario of " + id, id, contexts, isolation, 1));
			ran(id, unit, Outcome.PASSED, "scenario of " + id);
		}
	}

	private void ran(String id, String unit, Outcome outcome, String scenario) {
		this.events.add(new TestStarted(id, unit, id, false, scenario));
		this.events.add(new TestFinished(id, outcome, 1, 0));
	}

	private RunStatistics statistics() {
		RunStatistics statistics = new RunStatistics();
		this.events.forEach(statistics::add);
		return statistics;
	}

	private Verdict verdict() {
		return statistics().report().verdict();
	}

}
