package io.github.pristinedb.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import io.github.pristinedb.flyway.FastMigrationStrategy;
import io.github.pristinedb.template.FingerprintBuilder;

/**
 * What a fingerprint costs, which each new Flyway works out once.
 */
final class FingerprintCost implements TemplateTable {

	private static final int QUICK = 4;

	private static final double LIMIT_MILLIS = 50;

	@Override
	public List<String> measure(Path directory, int rounds) throws Exception {
		List<Variant<?>> variants = new ArrayList<>();
		List<FlywayBean> beans = new ArrayList<>();
		for (int migrations : List.of(100, 1_000, 5_000)) {
			Fixture fixture = Fixture.generate(new FixtureSize(migrations, 50, 12),
					directory.resolve("migrations-" + migrations));
			FlywayBean bean = new FlywayBean(fixture, directory.resolve("scenario-" + migrations + ".db"));
			beans.add(bean);
			variants.add(Variant.of(name(migrations), () -> bean, (each) -> fingerprint(directory, each), (each) -> {
			}));
		}
		Map<String, Timings> timings = new PairedRun(rounds * QUICK, rounds * QUICK).measure(variants);
		for (FlywayBean bean : beans) {
			bean.close();
		}
		MarkdownTable table = MarkdownTable.of("fingerprint", "median", "95th percentile");
		timings.forEach((name, each) -> table.add(name, Figures.millis(each.median()), Figures.millis(each.p95())));
		double median = timings.get(name(1_000)).median();
		MarkdownTable targets = MarkdownTable.of("target", "measured");
		targets.add("fingerprint of 1,000 migrations ≤ " + Figures.millis(LIMIT_MILLIS),
				Figures.millis(median) + ((median <= LIMIT_MILLIS) ? "" : " **missed**"));
		return List.of(table.toString(), targets.toString());
	}

	private static String name(int migrations) {
		return Figures.count(migrations) + " migrations";
	}

	private static Object fingerprint(Path directory, FlywayBean bean) {
		FastMigrationStrategy strategy = new FastMigrationStrategy(
				new Guard(List.of(new SqliteEngine()), List.of("scenario")), BenchmarkPlaces.sessions(directory),
				BenchmarkPlaces.noTemplates(), List.of(), null);
		FingerprintBuilder inputs = strategy.fingerprint(bean.flyway());
		if (inputs == null) {
			throw new IllegalStateException("The database is not managed");
		}
		return inputs.build();
	}

}
