package io.github.pristinedb.report;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MissingTests}.
 */
class MissingTestsTests {

	// A look at all tests for each of them would take minutes.
	private static final int MANY = 100_000;

	@Test
	void groupIsMadeUpForIfAllWithinItRanAgain() {
		MissingTests lost = new MissingTests(true, Map.of("e", "e"), Map.of("e/b", "b"));
		Set<String> known = Set.of("e", "e/a", "e/b", "e.x", "e0", "f/a");
		assertThat(lost.without(known, Set.of("e", "e/b"))).isEqualTo(lost.without(known, Set.of("e/b")))
			.isEqualTo(new MissingTests(true, Map.of("e", "e"), Map.of()));
		assertThat(lost.without(known, Set.of("e", "e/a", "e/b")).isNone()).isTrue();
	}

	@Test
	void testsOfALargeSuiteThatRanAgainAreFound() {
		Map<String, String> waiting = IntStream.range(0, MANY)
			.boxed()
			.collect(Collectors.toMap((i) -> "class " + i / 10 + "/test " + i, (i) -> "name " + i, (one, other) -> one,
					LinkedHashMap::new));
		Set<String> again = new HashSet<>(waiting.keySet());
		again.remove("class 7/test 77");
		assertThat(new MissingTests(true, Map.of(), waiting).without(waiting.keySet(), again))
			.isEqualTo(new MissingTests(true, Map.of(), Map.of("class 7/test 77", "name 77")));
	}

}
