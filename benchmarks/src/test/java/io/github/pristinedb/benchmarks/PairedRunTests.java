package io.github.pristinedb.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PairedRunTests {

	private final List<String> calls = new ArrayList<>();

	@Test
	void eachRoundRunsAllVariantsAndStartsWithAnotherOne() throws Exception {
		new PairedRun(1, 2).inTurn(List.of("a", "b", "c"),
				(variant, counts) -> this.calls.add(counts ? variant : variant + " warms up"));
		assertThat(this.calls).containsExactly("a warms up", "b warms up", "c warms up", "b", "c", "a", "c", "a", "b");
	}

	@Test
	void onlyRoundsAfterTheWarmUpCount() throws Exception {
		Map<String, Timings> timings = new PairedRun(3, 5).measure(List.of(recorded("a"), recorded("b")));
		assertThat(timings).containsOnlyKeys("a", "b");
		assertThat(timings.values()).extracting(Timings::rounds).containsOnly(5);
	}

	@Test
	void whatAnOperationWorksOnIsMadeBeforeItAndRemovedAfterIt() throws Exception {
		new PairedRun(0, 1).measure(List.of(recorded("a").inBatchesOf(2)));
		assertThat(this.calls).containsExactly("prepare a", "run a", "run a", "clean up a");
	}

	@Test
	void whatAFailedOperationWorkedOnIsRemovedToo() {
		Variant<String> failing = Variant.of("f", () -> "f", (subject) -> {
			throw new IllegalStateException("expected");
		}, (subject) -> this.calls.add("clean up " + subject));
		assertThatIllegalStateException().isThrownBy(() -> new PairedRun(0, 1).measure(List.of(failing)))
			.withMessage("expected");
		assertThat(this.calls).containsExactly("clean up f");
	}

	private Variant<String> recorded(String name) {
		return Variant.of(name, () -> {
			this.calls.add("prepare " + name);
			return name;
		}, (subject) -> this.calls.add("run " + subject), (subject) -> this.calls.add("clean up " + subject));
	}

}
