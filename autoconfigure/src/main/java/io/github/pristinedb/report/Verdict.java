package io.github.pristinedb.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.pristinedb.event.PristineEvent.DatabaseUnmanaged;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.report.TestDatabases.OfTest;
import org.jspecify.annotations.Nullable;

/**
 * Tells how many tests of a run were isolated, which were not, the reason and the cure.
 *
 * @param tests the number of tests that ran
 * @param isolated the number of tests whose databases are all managed, and their own
 * @param sharedOnPurpose the number of tests that share a database by configuration,
 * annotation or tag
 * @param withoutDatabase the number of tests without a database
 * @param didNotStart the number of tests that failed because their application context
 * did not start
 * @param managed the number of tests by the name of the managed database
 * @param unmanaged the unmanaged databases of tests
 */
record Verdict(int tests, int isolated, int sharedOnPurpose, int withoutDatabase, int didNotStart,
		Map<String, Integer> managed, List<Unmanaged> unmanaged) {

	private static final int SOURCES = 5;

	/**
	 * Judge the tests of several machines.
	 * @param machines the tests of each machine
	 * @param databases the databases of the tests
	 * @return the verdict
	 */
	static Verdict of(Collection<FinishedTests> machines, TestDatabases databases) {
		Count count = new Count();
		for (FinishedTests machine : machines) {
			for (TestResult test : machine.results()) {
				if (test.counts() && test.outcome() != Outcome.SKIPPED) {
					count.add(test, databases.of(test));
				}
			}
		}
		return new Verdict(count.tests, count.isolated, count.sharedOnPurpose, count.withoutDatabase, count.didNotStart,
				count.managed, count.unmanaged.values().stream().map(Unmanaged::of).toList());
	}

	/**
	 * Whether any test had a database.
	 * @return whether a test had one
	 */
	boolean isAboutDatabases() {
		return this.tests > this.withoutDatabase + this.didNotStart;
	}

	List<Map<String, Object>> managedMembers() {
		List<Map<String, Object>> members = new ArrayList<>();
		this.managed.forEach((database, number) -> {
			Map<String, Object> each = new LinkedHashMap<>();
			each.put("database", database);
			each.put("testCount", number);
			members.add(each);
		});
		return members;
	}

	List<Map<String, Object>> unmanagedMembers() {
		return this.unmanaged.stream().map(Unmanaged::members).toList();
	}

	@Override
	public String toString() {
		List<Unmanaged> shared = this.unmanaged.stream().filter((each) -> !each.intended()).toList();
		List<String> parts = new ArrayList<>();
		if (this.managed.isEmpty() && !shared.isEmpty()) {
			parts.add("NOTHING IS ISOLATED: " + tests(this.tests));
		}
		else {
			parts.add(tests(this.tests));
			parts.add(this.isolated + " isolated");
		}
		if (this.sharedOnPurpose > 0) {
			parts.add(this.sharedOnPurpose + " shared on purpose");
		}
		if (this.withoutDatabase > 0) {
			parts.add(this.withoutDatabase + " without a database");
		}
		if (this.didNotStart > 0) {
			parts.add(this.didNotStart + " did not start");
		}
		shared.forEach((each) -> parts.add(each.toString()));
		return String.join(", ", parts);
	}

	private static String tests(int number) {
		return number + ((number == 1) ? " test" : " tests");
	}

	/**
	 * An unmanaged database, which its tests share.
	 *
	 * @param database its name, or that of its product
	 * @param reason the reason why it is not managed
	 * @param cure the cure
	 * @param intended whether tests share it by configuration
	 * @param testCount the number of its tests
	 * @param tests the classes and features of its tests
	 */
	record Unmanaged(String database, String reason, String cure, boolean intended, int testCount, List<String> tests) {

		static Unmanaged of(UnmanagedCount count) {
			DatabaseUnmanaged event = count.event();
			return new Unmanaged(event.database(), event.reason(), event.cure(), event.intended(), count.tests,
					List.copyOf(count.sources));
		}

		Map<String, Object> members() {
			Map<String, Object> members = new LinkedHashMap<>();
			members.put("database", this.database);
			members.put("reason", this.reason);
			members.put("cure", this.cure);
			members.put("testCount", this.testCount);
			members.put("tests", this.tests);
			return members;
		}

		@Override
		public String toString() {
			int more = this.tests.size() - SOURCES;
			return this.testCount + " on " + this.database + " (" + this.reason + "): "
					+ String.join(", ", this.tests.subList(0, Math.min(SOURCES, this.tests.size())))
					+ ((more > 0) ? " and " + more + " more" : "");
		}

	}

	/**
	 * Counts tests.
	 */
	private static final class Count {

		private int tests;

		private int isolated;

		private int sharedOnPurpose;

		private int withoutDatabase;

		private int didNotStart;

		private final Map<String, Integer> managed = new TreeMap<>();

		private final Map<List<String>, UnmanagedCount> unmanaged = new LinkedHashMap<>();

		void add(TestResult test, @Nullable OfTest databases) {
			this.tests++;
			if (databases != null && !databases.started() && databases.isEmpty()) {
				this.didNotStart++;
				return;
			}
			if (databases == null || databases.isEmpty()) {
				this.withoutDatabase++;
				return;
			}
			databases.managed().keySet().forEach((database) -> this.managed.merge(database, 1, Integer::sum));
			boolean shared = false;
			Set<List<String>> seen = new HashSet<>();
			for (DatabaseUnmanaged each : databases.unmanaged()) {
				List<String> key = List.of(each.database(), each.reason());
				if (seen.add(key)) {
					this.unmanaged.computeIfAbsent(key, (absent) -> new UnmanagedCount(each)).add(test);
					shared |= !each.intended();
				}
			}
			if (!shared) {
				this.isolated += databases.isIsolated() ? 1 : 0;
				this.sharedOnPurpose += databases.isIsolated() ? 0 : 1;
			}
		}

	}

	/**
	 * Counts the tests of an unmanaged database.
	 */
	private static final class UnmanagedCount {

		private final DatabaseUnmanaged event;

		private final Set<String> sources = new TreeSet<>();

		private int tests;

		UnmanagedCount(DatabaseUnmanaged event) {
			this.event = event;
		}

		DatabaseUnmanaged event() {
			return this.event;
		}

		void add(TestResult test) {
			this.tests++;
			this.sources.add(TestSummary.source(test.unit()));
		}

	}

}
