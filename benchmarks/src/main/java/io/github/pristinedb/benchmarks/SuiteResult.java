package io.github.pristinedb.benchmarks;

import java.util.Arrays;

/**
 * What one JVM says of the suite that it ran.
 *
 * @param passed how many scenarios passed
 * @param failed how many scenarios, or the containers around them, failed
 * @param nanos the time between the first scenario's start and the last one's end
 */
record SuiteResult(int passed, int failed, long nanos) {

	static SuiteResult parse(String text) {
		long[] fields = Arrays.stream(text.trim().split(" ")).mapToLong(Long::parseLong).toArray();
		return new SuiteResult((int) fields[0], (int) fields[1], fields[2]);
	}

	@Override
	public String toString() {
		return this.passed + " " + this.failed + " " + this.nanos;
	}

}
