package io.github.pristinedb.benchmarks;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FoundationTableTests {

	private final FoundationTable table = new FoundationTable();

	@Test
	void targetsStandBesideWhatCameOutAndAMissedOneSaysSo() {
		this.table.add("on disk", timings(500, 20, 400, 0.01, 0.26, 0.2));
		this.table.add("in memory", timings(200, 20, 202, 0.04, 0.8, 0.2));
		assertThat(this.table.targets().toString().lines()).satisfiesExactly(
				(line) -> assertThat(line).contains("target", "on disk", "in memory"),
				(line) -> assertThat(line).isEqualTo("|---|---:|---:|---:|"),
				(line) -> assertThat(line).contains(" ≥ 1,000× |").contains(" 2,000× |").contains(" 500× **missed** |"),
				(line) -> assertThat(line).contains(" ≥ 300× |").contains(" 1,923× |").contains(" 250× **missed** |"),
				(line) -> assertThat(line).contains(" ≤ 1.30× |").contains(" 1.30× |").contains(" 4.00× **missed** |"),
				(line) -> assertThat(line).contains(" ≤ 1.00× |").contains(" 0.80× |").contains(" 1.01× **missed** |"));
	}

	@Test
	void mediansHaveARowForEachStepAndAColumnForEachPlace() {
		this.table.add("on disk", timings(1_974, 20, 358, 0.00247, 0.321, 0.25));
		assertThat(this.table.medians().toString()).contains("| median ")
			.contains(" on disk |")
			.contains(" 1,974 ms |")
			.contains(" 20.0 ms |")
			.contains(" 0.321 ms |")
			.contains("0.0025 ms |");
	}

	private static Map<String, Timings> timings(double migrate, double nothing, double build, double existing,
			double missing, double copy) {
		return Map.of(FoundationSteps.MIGRATE, of(migrate), FoundationSteps.MIGRATE_NOTHING, of(nothing),
				FoundationSteps.BUILD, of(build), FoundationSteps.EXISTING, of(existing), FoundationSteps.MISSING,
				of(missing), FoundationSteps.COPY, of(copy));
	}

	private static Timings of(double millis) {
		Timings timings = new Timings();
		timings.add(millis * 1e6);
		return timings;
	}

}
