package io.github.pristinedb.merge;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.pristinedb.event.PristineEvent.TestAssigned;
import io.github.pristinedb.report.JvmHistory;
import io.github.pristinedb.report.TestStatistics;

/**
 * The tests that the JVMs of one shard have found, whichever shard they belong to, and
 * whether they were run or something left them out. Tests of several machines are
 * compared, so the place of a file is none of their marks: the {@linkplain TestAssigned
 * unit} names it as seen from the module.
 */
final class FoundTests {

	// In an id a colon is written as a per cent sign and its code.
	private static final Pattern FILE = Pattern.compile("(?<=:)(?:file|jar)(?::|%3A)[^\\]]*");

	private final Map<String, Set<String>> idsByUnit = new HashMap<>();

	private FoundTests() {
	}

	/**
	 * The tests that some JVMs have found.
	 * @param journals the journals of the JVMs
	 * @return the tests
	 */
	static FoundTests of(Collection<JvmHistory> journals) {
		FoundTests tests = new FoundTests();
		for (JvmHistory journal : journals) {
			for (TestAssigned test : journal.assigned()) {
				tests.idsByUnit.computeIfAbsent(test.unit(), (unit) -> new HashSet<>()).add(id(test));
			}
		}
		return tests;
	}

	/**
	 * Whether a test was found: by itself or, as a shard tells its own tests, with the
	 * class that it is planned in.
	 * @param test the test, as another machine has found it
	 * @return whether it was
	 */
	boolean contains(TestAssigned test) {
		Set<String> ids = this.idsByUnit.getOrDefault(test.unit(), Set.of());
		String id = id(test);
		return ids.contains(id) || ids.stream().anyMatch((other) -> TestStatistics.isWithin(other, id));
	}

	/**
	 * What tells a test from others, whichever machine has found it.
	 * @param test the test
	 * @return its marks
	 */
	static String key(TestAssigned test) {
		return id(test) + " " + test.unit();
	}

	private static String id(TestAssigned test) {
		return FILE.matcher(test.id()).replaceAll("");
	}

}
