package io.github.pristinedb.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
 * The databases of the tests of a run. A test has the databases of its application
 * contexts, since nothing shows whether it uses an unmanaged one. Not safe for use by
 * several threads.
 */
final class TestDatabases {

	// The value of pristine.isolation.
	private static final String NONE = "none";

	private final Map<String, ContextDatabases> contexts = new HashMap<>();

	private final Map<String, Scenario> scenarios = new HashMap<>();

	// The latest of each scenario, which knows the earlier ones.
	private final Map<String, TimedHandover> handovers = new HashMap<>();

	private final EqualValues<String> names = new EqualValues<>();

	private final EqualValues<Scenario> places = new EqualValues<>();

	// By the ids of the tests and classes whose contexts did not start.
	private final Map<String, List<String>> missed = new HashMap<>();

	void add(PristineEvent event, long at) {
		if (event instanceof DatabaseManaged managed) {
			context(managed.context()).managed().put(managed.database(), managed.isolation());
		}
		else if (event instanceof DatabaseUnmanaged unmanaged) {
			context(unmanaged.context()).unmanaged().add(unmanaged);
		}
		else if (event instanceof ScenarioStarted started) {
			this.scenarios.put(started.id(), this.places
				.one(new Scenario(List.of(started.contexts().split(" ")), started.isolation(), started.worker())));
		}
		else if (event instanceof ContextMissed missed) {
			this.missed.put(missed.scenario(), List.of(missed.contexts().split(" ")));
		}
		else if (event instanceof HandedOver handover) {
			this.handovers.put(handover.scenario(), new TimedHandover(this.names.one(handover.database()),
					handover.nanos(), handover.clean(), at, this.handovers.get(handover.scenario())));
		}
	}

	private ContextDatabases context(String number) {
		return this.contexts.computeIfAbsent(number,
				(key) -> new ContextDatabases(new LinkedHashMap<>(), new ArrayList<>()));
	}

	/**
	 * Add the databases of another JVM. Its contexts may have the same numbers as ours.
	 * @param other the databases of that JVM
	 * @param jvm the prefix for the numbers of that JVM's contexts
	 */
	void include(TestDatabases other, String jvm) {
		other.contexts.forEach((number, databases) -> this.contexts.put(jvm + number, databases));
		other.scenarios.forEach((id, scenario) -> this.scenarios.put(id, this.places.one(scenario.of(jvm))));
		other.missed.forEach((id, contexts) -> this.missed.put(id, contexts.stream().map(jvm::concat).toList()));
		this.handovers.putAll(other.handovers);
	}

	/**
	 * The databases of a test.
	 * @param test the test
	 * @return the databases, {@code null} if the test has no application context
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
		return new OfTest(managed, unmanaged, handovers(this.handovers.get(test.scenario())), scenario.worker(),
				scenario.contexts().get(0), true);
	}

	private static List<TimedHandover> handovers(@Nullable TimedHandover latest) {
		Deque<TimedHandover> handovers = new ArrayDeque<>();
		for (TimedHandover each = latest; each != null; each = each.earlier()) {
			handovers.addFirst(each);
		}
		return List.copyOf(handovers);
	}

	/**
	 * An unmanaged database can be the reason why the context did not start. No test had
	 * a managed one yet.
	 */
	private OfTest ofContextThatDidNotCome(List<String> numbers) {
		List<DatabaseUnmanaged> unmanaged = numbers.stream()
			.map(this.contexts::get)
			.filter(Objects::nonNull)
			.flatMap((databases) -> databases.unmanaged().stream())
			.filter((database) -> !database.intended())
			.toList();
		return new OfTest(Map.of(), unmanaged, List.of(), 0, "", false);
	}

	/**
	 * A handover.
	 *
	 * @param database the name of the database
	 * @param nanos how long it took
	 * @param clean whether the slot was at the baseline already
	 * @param at its end
	 * @param earlier the earlier handover to the same scenario, {@code null} if it is the
	 * first
	 */
	record TimedHandover(String database, long nanos, boolean clean, long at, @Nullable TimedHandover earlier) {

	}

	/**
	 * The databases of an application context.
	 *
	 * @param managed the isolation of scenarios, by the name of the managed database
	 * @param unmanaged those that are not managed
	 */
	private record ContextDatabases(Map<String, String> managed, List<DatabaseUnmanaged> unmanaged) {

	}

	/**
	 * Where scenarios ran. Most of them share a place.
	 *
	 * @param contexts the numbers of the application context and of its ancestors
	 * @param isolation the isolation that they ask for, empty if the context says so
	 * @param worker the number of the worker
	 */
	private record Scenario(List<String> contexts, String isolation, int worker) {

		Scenario of(String jvm) {
			return new Scenario(this.contexts.stream().map((number) -> jvm + number).toList(), this.isolation,
					this.worker);
		}

	}

	/**
	 * The databases of a test.
	 *
	 * @param managed the isolation of the test, by the name of the managed database
	 * @param unmanaged those that are not managed
	 * @param handovers the handovers to the test
	 * @param worker the number of its worker
	 * @param context the number of its application context, empty if it did not start
	 * @param started whether its application context started
	 */
	record OfTest(Map<String, String> managed, List<DatabaseUnmanaged> unmanaged, List<TimedHandover> handovers,
			int worker, String context, boolean started) {

		boolean isEmpty() {
			return this.managed.isEmpty() && this.unmanaged.isEmpty();
		}

		/**
		 * Whether the test has managed databases, and all of them to itself.
		 */
		boolean isIsolated() {
			return !this.managed.isEmpty() && !this.managed.containsValue(NONE);
		}

		/**
		 * The isolation of the test.
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
