package io.github.pristinedb.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.util.FileSystemUtils;

/**
 * Prints the foundation's table and writes it into the document: what
 * {@code FastMigrationStrategy} costs beside Flyway, and what the demo application's
 * scenarios take with and without it. Arguments: a directory to work in, the directory of
 * the demo application's compiled tests, the document, the rounds of the steps that
 * migrate, and the rounds of the scenarios (0 leaves them out).
 */
final class FoundationBenchmark {

	// What takes a fraction of a millisecond can be asked more often.
	private static final int QUICK = 40;

	private static final double COMMANDS_LIMIT = 0.95;

	private static final double MIGRATIONS_LIMIT = 0.8;

	// The demo application's own versions are below.
	private static final int AFTER_THE_DEMO = 100;

	private final Path directory;

	private final int rounds;

	private FoundationBenchmark(Path directory, int rounds) {
		this.directory = directory;
		this.rounds = rounds;
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		int suiteRounds = Integer.parseInt(args[4]);
		FoundationBenchmark benchmark = new FoundationBenchmark(directory, Integer.parseInt(args[3]));
		List<String> parts = new ArrayList<>();
		parts.addAll(benchmark.steps());
		if (suiteRounds > 0) {
			parts.addAll(benchmark.suites(Path.of(args[1]), suiteRounds));
		}
		new MarkedSection(Path.of(args[2]), "foundation").write(String.join("\n", parts));
	}

	private List<String> steps() throws Exception {
		Fixture fixture = Fixture.generate(FixtureSize.SMALL, this.directory.resolve("migrations"));
		FoundationTable table = new FoundationTable();
		long bytes = 0;
		for (Place.Kind kind : Place.Kind.values()) {
			if (!kind.isAvailable()) {
				continue;
			}
			try (Place place = Place.create(kind, this.directory);
					FoundationSteps steps = new FoundationSteps(fixture, place.directory())) {
				bytes = steps.bytes();
				table.add(place.title(), measure(steps));
			}
		}
		String facts = "%s; %d migrations, %d tables, %s bytes. Medians of %d rounds (of %d where nothing is migrated)."
			.formatted(Machine.current().describe(), fixture.size().migrations(), fixture.size().tables(),
					Figures.count(bytes), this.rounds, this.rounds * QUICK);
		print(facts, table.medians(), table.p95(), table.targets());
		return List.of(facts + "\n", table.medians().toString(), table.targets().toString());
	}

	private Map<String, Timings> measure(FoundationSteps steps) throws Exception {
		Map<String, Timings> timings = new LinkedHashMap<>();
		timings.putAll(new PairedRun(this.rounds / 3, this.rounds).measure(steps.migrating()));
		timings.putAll(new PairedRun(this.rounds * QUICK / 2, this.rounds * QUICK).measure(steps.replacing()));
		return timings;
	}

	private List<String> suites(Path testClasses, int rounds) throws Exception {
		Suite suite = new Suite(Suite.COMMANDS, testClasses, Files.createDirectories(this.directory.resolve("suite")));
		List<String> parts = new ArrayList<>();
		parts
			.addAll(suite(suite, SuiteVariant.ALL, rounds, "The demo application's scenarios on disk", COMMANDS_LIMIT));
		Fixture more = Fixture.generate(FixtureSize.SMALL, this.directory.resolve("more"), AFTER_THE_DEMO);
		parts.addAll(suite(suite, SuiteVariant.ONE_WORKER, rounds,
				"\nThe same with " + more.size().migrations() + " migrations more", MIGRATIONS_LIMIT,
				"-Dspring.flyway.locations=classpath:db/migration/common,classpath:db/migration/{vendor},"
						+ more.location()));
		return parts;
	}

	private List<String> suite(Suite suite, List<SuiteVariant> variants, int rounds, String what, double limit,
			String... options) throws Exception {
		SuiteTable table = SuiteTable.againstPlainFlyway(variants);
		// Fills the cache.
		suite.run(SuiteVariant.ONE_WORKER.get(1), options);
		new PairedRun(0, rounds).inTurn(variants, (variant, counts) -> table.add(variant, suite.run(variant, options)));
		String facts = what + ", each run in a new JVM, the template in the cache. Medians of " + rounds + " rounds.";
		MarkdownTable target = table.target(Target.atMost(limit, "1 worker, Pristine against plain Flyway",
				SuiteVariant.ONE_WORKER.get(1).name(), SuiteVariant.ONE_WORKER.get(0).name()));
		print(facts, table.medians(), table.p95(), target);
		return List.of(facts + "\n", table.medians().toString(), target.toString());
	}

	private static void print(Object... parts) {
		for (Object part : parts) {
			System.out.println(part);
		}
	}

}
