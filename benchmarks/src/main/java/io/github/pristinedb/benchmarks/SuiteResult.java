package io.github.pristinedb.benchmarks;

import java.util.Arrays;

/**
 * What one JVM says of the suite that it ran.
 *
 * @param passed how many scenarios passed
 * @param failed how many scenarios, or the containers around them, failed
 * @param nanos the time between the first scenario's start and the last one's end
 * @param firstNanos the time between the first scenario's start and the first end of one:
 * Spring's context is started in it
 * @param cpuNanos the processor time of the JVM, which tells less of what else the
 * machine did meanwhile
 */
record SuiteResult(int passed, int failed, long nanos, long firstNanos, long cpuNanos) {

	/**
	 * Of a JVM that said nothing.
	 */
	static final SuiteResult NONE = new SuiteResult(0, 0, 0, 0, 0);

	static SuiteResult parse(String text) {
		long[] fields = Arrays.stream(text.trim().split(" ")).mapToLong(Long::parseLong).toArray();
		return new SuiteResult((int) fields[0], (int) fields[1], fields[2], fields[3], fields[4]);
	}

	@Override
	public String toString() {
		return this.passed + " " + this.failed + " " + this.nanos + " " + this.firstNanos + " " + this.cpuNanos;
	}

}
