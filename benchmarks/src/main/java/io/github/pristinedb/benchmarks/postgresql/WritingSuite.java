package io.github.pristinedb.benchmarks.postgresql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.benchmarks.JvmCommand;
import io.github.pristinedb.benchmarks.PairedRun;
import io.github.pristinedb.benchmarks.Timings;

import org.springframework.util.FileSystemUtils;

/**
 * Runs a suite of writing tests on two workers, in several ways in turn, each run in a
 * JVM of its own.
 *
 * @param server the server
 * @param directory a directory to work in
 * @param tests how many tests there are
 */
public record WritingSuite(Server server, Path directory, int tests) {

	/**
	 * Pristine's way, by its name.
	 */
	public static final String PRISTINE = "Pristine";

	/**
	 * The way of those who truncate, by its name.
	 */
	public static final String TRUNCATE = "Truncate";

	private static final String[] DATABASES = { "bench_truncated_1", "bench_truncated_2" };

	/**
	 * The ways that need no other library.
	 * @return two test classes by the way's name
	 */
	static Map<String, List<Class<?>>> ways() {
		Map<String, List<Class<?>>> ways = new LinkedHashMap<>();
		ways.put(PRISTINE, List.of(PristineTests.First.class, PristineTests.Second.class));
		ways.put(TRUNCATE, List.of(TruncateTests.First.class, TruncateTests.Second.class));
		return ways;
	}

	/**
	 * Run the suite in each way.
	 * @param rounds how often
	 * @param peers the ways of other libraries: two test classes by the way's name
	 * @return the median of tests a second, by the way's name
	 * @throws Exception if a test fails
	 */
	public Map<String, Double> testsPerSecond(int rounds, Map<String, List<Class<?>>> peers) throws Exception {
		Files.createDirectories(this.directory);
		PostgresFixture fixture = PostgresFixture.generate(this.directory.resolve("migrations"), 0);
		Map<String, List<Class<?>>> ways = ways();
		ways.putAll(peers);
		Map<String, Timings> timings = new LinkedHashMap<>();
		ways.keySet().forEach((way) -> timings.put(way, new Timings()));
		new PairedRun(0, rounds).inTurn(List.copyOf(ways.entrySet()),
				(way, counts) -> timings.get(way.getKey()).add(nanos(way.getKey(), way.getValue(), fixture)));
		Map<String, Double> speeds = new LinkedHashMap<>();
		timings.forEach((way, taken) -> speeds.put(way, this.tests * 1000 / taken.median()));
		return speeds;
	}

	private long nanos(String way, List<Class<?>> classes, PostgresFixture fixture) throws Exception {
		Path working = Files.createTempDirectory(this.directory, "run-");
		// What a module has where Maven builds it.
		Files.createDirectory(working.resolve("target"));
		Path result = working.resolve("result.txt");
		Path log = this.directory.resolve(way + ".log");
		this.server.recreate(DATABASES);
		List<String> command = JvmCommand.of(options(fixture), SuiteRun.class, result, this.tests);
		classes.forEach((type) -> command.add(type.getName()));
		Process process = new ProcessBuilder(command).directory(working.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		int exitCode = process.waitFor();
		this.server.removeAllOf(process.pid());
		this.server.remove(DATABASES);
		this.server.remove("scenario_suite");
		String[] fields = (exitCode == 0) ? Files.readString(result).split(" ") : new String[] { "0", "0", "0" };
		if (Integer.parseInt(fields[0]) != this.tests || Integer.parseInt(fields[1]) > 0) {
			throw new IllegalStateException("The suite (%s) failed: exit code %d, %s of %d tests passed. See %s"
				.formatted(way, exitCode, fields[0], this.tests, log));
		}
		FileSystemUtils.deleteRecursively(working);
		return Long.parseLong(fields[2]);
	}

	private List<String> options(PostgresFixture fixture) {
		List<String> options = new ArrayList<>(this.server.options());
		options.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dlogging.config=classpath:logback-benchmark.xml",
				"-D" + SuiteRun.MIGRATIONS + "=" + fixture.location(),
				"-Dpristine.template.cache-dir=" + this.directory.resolve("templates")));
		return options;
	}

}
