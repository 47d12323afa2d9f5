package io.github.pristinedb.merge;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.pristinedb.event.PristineEvent.TestAssigned;
import io.github.pristinedb.report.JvmHistory;

/**
 * The tests that the JVMs of one shard found, of all shards, run or not. Tests of several
 * machines are compared by ids without the paths of files. The {@linkplain TestAssigned
 * unit} names a file relative to the module.
 */
final class FoundTests {

	// Ids encode a colon as a per cent sign and its code.
	private static final Pattern FILE = Pattern.compile("(?<=:)(?:file|jar)(?::|%3A)[^\\]]*");

	private final Map<String, Set<String>> idsByUnit = new HashMap<>();

	private FoundTests() {
	}

	/**
	 * The tests that some JVMs found.
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
	 * Whether a test was found: by itself, or with the class that it is planned in. A
	 * shard reports its own tests in the second way.
	 * @param test the test, as another machine found it
	 * @return whether the test was found
	 */
	boolean contains(TestAssigned test) {
		Set<String> ids = this.idsByUnit.getOrDefault(test.unit(), Set.of());
		String id = id(test);
		boolean found = ids.contains(id);
		for (int end = id.lastIndexOf('/'); end > 0 && !found; end = id.lastIndexOf('/', end - 1)) {
			found = ids.contains(id.substring(0, end));
		}
		return found;
	}

	/**
	 * Identifies a test, whichever machine found it.
	 * @param test the test
	 * @return its id and unit
	 */
	static String key(TestAssigned test) {
		return id(test) + " " + test.unit();
	}

	private static String id(TestAssigned test) {
		return FILE.matcher(test.id()).replaceAll("");
	}

}
