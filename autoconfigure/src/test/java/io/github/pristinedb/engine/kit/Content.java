package io.github.pristinedb.engine.kit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The whole content of a database.
 *
 * @param parts what it has, by what it is
 */
record Content(Map<String, List<String>> parts) {

	/**
	 * What differs between this content and the expected one.
	 * @param expected the expected content
	 * @return each row that is missing or too much, and each part whose order differs
	 */
	List<String> differencesFrom(Content expected) {
		TreeSet<String> names = new TreeSet<>(expected.parts.keySet());
		names.addAll(this.parts.keySet());
		return differencesFrom(expected, names);
	}

	/**
	 * What differs in those parts of a whole content that this one has.
	 * @param whole the expected content
	 * @return each row that is missing or too much, and each part whose order differs
	 */
	List<String> differencesFromItsPartOf(Content whole) {
		return differencesFrom(whole, this.parts.keySet());
	}

	private List<String> differencesFrom(Content expected, Collection<String> names) {
		List<String> differences = new ArrayList<>();
		for (String name : names) {
			List<String> wanted = expected.parts.getOrDefault(name, List.of());
			List<String> found = this.parts.getOrDefault(name, List.of());
			if (!found.equals(wanted)) {
				int before = differences.size();
				minus(wanted, found).forEach((row) -> differences.add(name + " lack " + row));
				minus(found, wanted).forEach((row) -> differences.add(name + " have " + row));
				if (differences.size() == before) {
					differences.add(name + " have another order");
				}
			}
		}
		return differences;
	}

	private static List<String> minus(List<String> rows, List<String> others) {
		List<String> left = new ArrayList<>(rows);
		others.forEach(left::remove);
		return left;
	}

}
