package io.github.pristinedb.report;

import io.github.pristinedb.event.PristineEvent.ConnectionsLeft;
import io.github.pristinedb.event.PristineEvent.DatabaseManaged;
import io.github.pristinedb.event.PristineEvent.FailureExplained;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.event.PristineEvent.ScenarioFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioRecorded;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.event.PristineEvent.TestFailed;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestPlanned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The memory that a run keeps for each test until its report is written. Each bound is
 * the counted figure and one reference more.
 */
class ReportMemoryTests {

	private static final int SCENARIOS = 500;

	private static final String PREFIX = "[engine:junit-jupiter]/[class:com.acme.shop.orders.OrderTests]/[method:";

	private static final String SCOPE = "831fa7bc-78f7-4dc0-8c21-dda0770f2e02-";

	@Test
	void testTakesItsNamesAndLittleElse() throws Exception {
		// 352 bytes are the test's id, unit and name, and the scope's id.
		assertThat(ofEach(ReportMemoryTests::passes)).isBetween(400L, 660L);
	}

	@Test
	void retiredSlotTakesNoTextOfItsOwn() throws Exception {
		assertThat(ofEach((statistics, number) -> {
			String scenario = passes(statistics, number);
			statistics.add(
					new SlotRetired(scenario, text("scenario-shop"),
							text("its database could not be restored in place: a test has changed the schema")),
					number);
			statistics.add(new ConnectionsLeft(scenario, "", 1, text("com.acme.shop.Exporter.run(Exporter.java:57)")),
					number);
			return scenario;
		}) - ofEach(ReportMemoryTests::passes)).isBetween(64L, 132L);
	}

	@Test
	void explanationTakesWhatItHasOfItsOwn() throws Exception {
		assertThat(ofEach((statistics, number) -> {
			String scenario = passes(statistics, number);
			StringBuilder tape = new StringBuilder("{\"tape\":[");
			for (int each = 0; each < 100; each++) {
				tape.append((each > 0) ? "," : "")
					.append("{\"at\":")
					.append((number * 31 + each * 17) % 10_000)
					.append(",\"sql\":\"select state")
					.append(each)
					.append(" from orders where id = ?\"}");
			}
			statistics.add(new FailureExplained(scenario, tape.append("]}").toString()), number);
			statistics.add(new TestFailed(id(number),
					"java.lang.AssertionError: order " + number + " is missing\n"
							+ "\tat com.acme.shop.OrderSteps.ordersOf(OrderSteps.java:81)\n".repeat(3)
							+ "\tat com.acme.shop.OrderTests.orders(OrderTests.java:14)"),
					number);
			return scenario;
		}) - ofEach(ReportMemoryTests::passes)).isBetween(400L, 860L);
	}

	private static long ofEach(Deed deed) throws Exception {
		return (retained(deed, 2 * SCENARIOS) - retained(deed, SCENARIOS)) / SCENARIOS;
	}

	private static long retained(Deed deed, int scenarios) throws Exception {
		RunStatistics statistics = new RunStatistics();
		statistics.add(new DatabaseManaged("1", "scenario-shop", "database"), 0);
		for (int number = 0; number < scenarios; number++) {
			deed.perform(statistics, number);
		}
		return RetainedBytes.of(statistics);
	}

	private static String passes(RunStatistics statistics, int number) {
		String id = id(number);
		String unit = text("com.acme.shop.orders.OrderTests#test") + number;
		String scenario = SCOPE + (10_000 + number);
		String name = text("OrderTests.test") + number;
		statistics.add(new TestPlanned(id, unit, text(name)), number);
		statistics.add(new TestStarted(id, unit, name, false, scenario), number);
		statistics.add(new ScenarioStarted(scenario, text(name), text("1"), text("database"), 1 + number % 16), number);
		statistics.add(new HandedOver(scenario, text("scenario-shop"), 1_000, false, text("database")), number);
		statistics.add(new ScenarioRecorded(scenario, 12, 30_000, text("{\"tables\":{\"orders\":1},\"repeated\":[]}")),
				number);
		statistics.add(new ScenarioFinished(scenario, ScenarioFinished.Result.PASSED), number);
		statistics.add(new TestFinished(id, Outcome.PASSED, 50_000, 0), number);
		return scenario;
	}

	private static String id(int number) {
		return PREFIX + (10_000 + number) + "()]";
	}

	/**
	 * As whoever publishes an event makes it.
	 */
	private static String text(String text) {
		return new String(text.toCharArray());
	}

	/**
	 * What happens in a scenario.
	 */
	@FunctionalInterface
	interface Deed {

		String perform(RunStatistics statistics, int number);

	}

}
