package io.github.pristinedb.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Measures variants in turn, so that whatever else the machine does meets all of them:
 * each round runs every variant once, and each round starts with another one (A B C, B C
 * A, C A B …), since the first one finds other caches than the last.
 *
 * @param warmUp how many rounds are run before any counts
 * @param rounds how many rounds count
 */
public record PairedRun(int warmUp, int rounds) {

	/**
	 * Measure variants.
	 * @param variants the variants
	 * @return their timings by name, in the order of the variants
	 * @throws Exception if one of them fails
	 */
	Map<String, Timings> measure(List<Variant<?>> variants) throws Exception {
		Map<String, Timings> timings = new LinkedHashMap<>();
		variants.forEach((variant) -> timings.put(variant.name(), new Timings()));
		Clock clock = new Clock();
		System.gc();
		inTurn(variants, (variant, counts) -> {
			double nanos = clock.measure(variant);
			if (counts) {
				timings.get(variant.name()).add(nanos);
			}
		});
		return timings;
	}

	/**
	 * Take variants in turn, for those who measure by themselves.
	 * @param <V> what a variant is
	 * @param variants the variants
	 * @param turn runs one of them once
	 * @throws Exception what the turn throws
	 */
	public <V> void inTurn(List<V> variants, Turn<V> turn) throws Exception {
		for (int round = 0; round < this.warmUp + this.rounds; round++) {
			for (int i = 0; i < variants.size(); i++) {
				turn.take(variants.get((i + round) % variants.size()), round >= this.warmUp);
			}
		}
	}

	/**
	 * Runs one variant once.
	 *
	 * @param <V> what a variant is
	 */
	@FunctionalInterface
	public interface Turn<V> {

		/**
		 * Run it.
		 * @param variant the variant
		 * @param counts whether this round counts
		 * @throws Exception if it fails, which ends the benchmark
		 */
		void take(V variant, boolean counts) throws Exception;

	}

	/**
	 * Measures, and keeps hold of every result, so that no work can be found to be in
	 * vain and left out.
	 */
	private static final class Clock {

		@SuppressWarnings("unused")
		private volatile @Nullable Object result;

		<T> double measure(Variant<T> variant) throws Exception {
			T subject = variant.preparation().prepare();
			try {
				long started = System.nanoTime();
				for (int i = 0; i < variant.batch(); i++) {
					this.result = variant.operation().run(subject);
				}
				return (System.nanoTime() - started) / (double) variant.batch();
			}
			finally {
				variant.cleanUp().cleanUp(subject);
			}
		}

	}

}
