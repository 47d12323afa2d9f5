package io.github.pristinedb.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.report.Moments.Clock;
import io.github.pristinedb.report.Moments.ReportedJvm;
import io.github.pristinedb.report.Moments.ReportedScope;

/**
 * The tests of a report, in the order of their ends.
 */
final class ReportedTests {

	private final Clock clock;

	private final TestDatabases databases;

	private final ScenarioFacts facts;

	private final List<ReportedTest> tests = new ArrayList<>();

	private final Map<String, Integer> ids = new HashMap<>();

	private final Map<String, ReportedScope> scopes = new HashMap<>();

	ReportedTests(Clock clock, TestDatabases databases, ScenarioFacts facts) {
		this.clock = clock;
		this.databases = databases;
		this.facts = facts;
	}

	/**
	 * Add the results of a machine.
	 * @param results the results
	 */
	void add(List<TestResult> results) {
		for (TestResult result : results) {
			if (!result.counts()) {
				this.scopes.put(result.scenario(), new ReportedScope("", result.name()));
				continue;
			}
			String id = id(result.id());
			this.scopes.put(result.scenario(), new ReportedScope(id, result.name()));
			ReportedJvm jvm = this.clock.jvm(result);
			this.tests.add(new ReportedTest(id, result, this.databases.of(result), jvm, this.clock,
					this.facts.of(result, jvm.prefix())));
		}
	}

	/**
	 * Short, and the same in each run: links to it stay. A test that ran several times
	 * gets a number.
	 */
	private String id(String test) {
		// FNV-1a
		long hash = 0xcbf29ce484222325L;
		for (int i = 0; i < test.length(); i++) {
			hash = (hash ^ test.charAt(i)) * 0x100000001b3L;
		}
		String id = Long.toHexString(hash);
		int number = this.ids.merge(id, 1, Integer::sum);
		return (number == 1) ? id : id + "-" + number;
	}

	List<ReportedTest> tests() {
		return this.tests;
	}

	Clock clock() {
		return this.clock;
	}

	/**
	 * The tests and groups as scopes.
	 * @return by the ids of their scopes
	 */
	Map<String, ReportedScope> scopes() {
		return this.scopes;
	}

}
