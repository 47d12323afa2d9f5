package io.github.pristinedb.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.ContextMissed;
import io.github.pristinedb.event.PristineEvent.DatabaseManaged;
import io.github.pristinedb.event.PristineEvent.DatabaseUnmanaged;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Which databases the tests of a run have: those of the application contexts that they
 * run in. Whether a database is managed is known of its context; nothing is put between a
 * test and a database that is not. Not safe for use by several threads.
 */
final class TestDatabases {

	// As pristine.isolation has it.
	private static final String NONE = "none";

	private final Map<String, ContextDatabases> contexts = new HashMap<>();

	private final Map<String, Scenario> scenarios = new HashMap<>();

	private final Map<String, List<HandedOver>> handovers = new HashMap<>();

	// By the ids of the tests and classes whose contexts have not come.
	private final Map<String, List<String>> missed = new HashMap<>();

	private int included;

	void add(PristineEvent event) {
		if (event instanceof DatabaseManaged managed) {
			context(managed.context()).managed().put(managed.database(), managed.isolation());
		}
		else if (event instanceof DatabaseUnmanaged unmanaged) {
			context(unmanaged.context()).unmanaged().add(unmanaged);
		}
		else if (event instanceof ScenarioStarted started) {
			this.scenarios.put(started.id(),
					new Scenario(List.of(started.contexts().split(" ")), started.isolation(), started.worker()));
		}
		else if (event instanceof ContextMissed missed) {
			this.missed.put(missed.scenario(), List.of(missed.contexts().split(" ")));
		}
		else if (event instanceof HandedOver handover) {
			this.handovers.computeIfAbsent(handover.scenario(), (scenario) -> new ArrayList<>(1)).add(handover);
		}
	}

	private ContextDatabases context(String number) {
		return this.contexts.computeIfAbsent(number,
				(key) -> new ContextDatabases(new LinkedHashMap<>(), new ArrayList<>()));
	}

	/**
	 * Take in what another JVM did. Its contexts have the numbers of ours.
	 * @param other what it did
	 */
	void include(TestDatabases other) {
		String jvm = "jvm" + ++this.included + "-";
		other.contexts.forEach((number, databases) -> this.contexts.put(jvm + number, databases));
		other.scenarios.forEach((id, scenario) -> this.scenarios.put(id, scenario.of(jvm)));
		other.missed.forEach((id, contexts) -> this.missed.put(id, contexts.stream().map(jvm::concat).toList()));
		this.handovers.putAll(other.handovers);
	}

	/**
	 * The databases of a test.
	 * @param test the test
	 * @return the databases, {@code null} if the test is not one in an application
	 * context
	 */
	@Nullable OfTest of(TestResult test) {
		Scenario scenario = this.scenarios.get(test.scenario());
		if (scenario == null) {
			List<String> missed = (test.outcome() == Outcome.FAILED) ? this.missed.get(test.scenario()) : null;
			return (missed != null) ? ofContextThatDidNotCome(missed) : null;
		}
		Map<String, String> managed = new LinkedHashMap<>();
		List<DatabaseUnmanaged> unmanaged = new ArrayList<>();
		for (String number : scenario.contexts()) {
			ContextDatabases databases = this.contexts.get(number);
			if (databases != null) {
				databases.managed()
					.forEach((database, isolation) -> managed.putIfAbsent(database,
							scenario.isolation().isEmpty() ? isolation : scenario.isolation()));
				unmanaged.addAll(databases.unmanaged());
			}
		}
		return new OfTest(managed, unmanaged, this.handovers.getOrDefault(test.scenario(), List.of()),
				scenario.worker(), true);
	}

	/**
	 * A database that is not managed can be why the context did not start. The managed
	 * ones are no test's yet.
	 */
	private OfTest ofContextThatDidNotCome(List<String> numbers) {
		List<DatabaseUnmanaged> unmanaged = numbers.stream()
			.map(this.contexts::get)
			.filter(Objects::nonNull)
			.flatMap((databases) -> databases.unmanaged().stream())
			.filter((database) -> !database.intended())
			.toList();
		return new OfTest(Map.of(), unmanaged, List.of(), 0, false);
	}

	/**
	 * What is to be said of each test that ran.
	 * @param machines what became of the tests of each machine
	 * @return the tests, in the order in which they ended
	 */
	List<ReportedTest> reported(Collection<FinishedTests> machines) {
		return machines.stream()
			.flatMap((machine) -> machine.results().stream())
			.filter(TestResult::counts)
			.map((result) -> ReportedTest.of(result, of(result)))
			.toList();
	}

	/**
	 * The databases of an application context.
	 *
	 * @param managed how scenarios are kept apart, by the names of the managed ones
	 * @param unmanaged those that are not managed
	 */
	private record ContextDatabases(Map<String, String> managed, List<DatabaseUnmanaged> unmanaged) {

	}

	private record Scenario(List<String> contexts, String isolation, int worker) {

		Scenario of(String jvm) {
			return new Scenario(this.contexts.stream().map((number) -> jvm + number).toList(), this.isolation,
					this.worker);
		}

	}

	/**
	 * The databases of a test.
	 *
	 * @param managed how the test is kept apart, by the names of the managed ones
	 * @param unmanaged those that are not managed
	 * @param handovers those that it was given
	 * @param worker the number of its worker
	 * @param started whether its application context was there
	 */
	record OfTest(Map<String, String> managed, List<DatabaseUnmanaged> unmanaged, List<HandedOver> handovers,
			int worker, boolean started) {

		boolean isEmpty() {
			return this.managed.isEmpty() && this.unmanaged.isEmpty();
		}

		/**
		 * Whether no other test has one of the managed databases, if there are any.
		 */
		boolean isIsolated() {
			return !this.managed.isEmpty() && !this.managed.containsValue(NONE);
		}

		/**
		 * How the test is kept apart.
		 */
		String isolation() {
			return this.managed.values()
				.stream()
				.filter((isolation) -> !isolation.equals(NONE))
				.findFirst()
				.orElse(isEmpty() ? "" : NONE);
		}

	}

}
