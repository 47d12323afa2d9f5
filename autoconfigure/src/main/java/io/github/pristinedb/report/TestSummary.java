package io.github.pristinedb.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The figures of all tests of a run, with or without a database.
 *
 * @param features the number of feature files
 * @param passed the number of tests that passed
 * @param failed the number of tests that failed
 * @param aborted the number of tests that aborted
 * @param skipped the number of tests that did not run
 * @param workers the highest number of tests at the same time, added up over all machines
 * @param busyShare the share of time in which the workers ran tests, between the first
 * test's start and the last one's end, from 0 to 1
 * @param longest the longest test, which no number of workers makes shorter; {@code null}
 * if no test ran
 */
record TestSummary(int features, int passed, int failed, int aborted, int skipped, int workers, double busyShare,
		@Nullable Longest longest) {

	private static final Pattern SCENARIO = Pattern.compile("(.+\\.feature)(?:[:?].*)?");

	// A package starts with a lower case letter.
	private static final Pattern CLASS = Pattern.compile("(?:[a-z_]\\w*\\.)*([\\w.$]+)(?:#.*)?", Pattern.DOTALL);

	/**
	 * Sum up the tests of several machines.
	 * @param machines the tests of each machine
	 * @return the summary
	 */
	static TestSummary of(Collection<FinishedTests> machines) {
		int[] outcomes = new int[Outcome.values().length];
		Set<String> features = new HashSet<>();
		int workers = 0;
		double busy = 0;
		double offered = 0;
		TestResult longest = null;
		for (FinishedTests machine : machines) {
			List<TestResult> ran = new ArrayList<>();
			for (TestResult result : machine.results()) {
				outcomes[result.outcome().ordinal()] += result.counts() ? 1 : 0;
				Matcher scenario = SCENARIO.matcher(result.unit());
				if (result.counts() && scenario.matches()) {
					features.add(scenario.group(1));
				}
				if (result.ran()) {
					ran.add(result);
					busy += result.nanos();
					longest = (longest == null || result.ownNanos() > longest.ownNanos()) ? result : longest;
				}
			}
			int atOnce = mostAtOnce(ran);
			workers += atOnce;
			offered += (double) atOnce * span(ran);
		}
		return new TestSummary(features.size(), outcomes[Outcome.PASSED.ordinal()], outcomes[Outcome.FAILED.ordinal()],
				outcomes[Outcome.ABORTED.ordinal()], outcomes[Outcome.SKIPPED.ordinal()], workers,
				(offered > 0) ? Math.round(busy / offered * 1000) / 1000.0 : 0, Longest.of(longest));
	}

	/**
	 * The class or feature of a unit.
	 * @param unit the unit
	 * @return the path of the feature, or the name of the class without its package
	 */
	static String source(String unit) {
		Matcher scenario = SCENARIO.matcher(unit);
		if (scenario.matches()) {
			return scenario.group(1);
		}
		Matcher name = CLASS.matcher(unit);
		return name.matches() ? name.group(1).replace('$', '.') : unit;
	}

	private static int mostAtOnce(List<TestResult> ran) {
		long[] starts = ran.stream().mapToLong(TestResult::start).sorted().toArray();
		long[] ends = ran.stream().mapToLong(TestResult::end).sorted().toArray();
		int most = 0;
		int ended = 0;
		for (int started = 0; started < starts.length; started++) {
			while (ends[ended] <= starts[started]) {
				ended++;
			}
			most = Math.max(most, started + 1 - ended);
		}
		return most;
	}

	private static long span(List<TestResult> ran) {
		return ran.isEmpty() ? 0 : ran.stream().mapToLong(TestResult::end).max().orElseThrow()
				- ran.stream().mapToLong(TestResult::start).min().orElseThrow();
	}

	int total() {
		return this.passed + this.failed + this.aborted + this.skipped;
	}

	/**
	 * The longest test.
	 *
	 * @param name its readable name
	 * @param unit its unit
	 * @param millis its time in milliseconds, without the start of its application
	 * context
	 */
	record Longest(String name, String unit, long millis) {

		static @Nullable Longest of(@Nullable TestResult result) {
			return (result != null) ? new Longest(result.name(), result.unit(), result.ownNanos() / 1_000_000) : null;
		}

	}

}
