package io.github.pristinedb.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import io.github.pristinedb.flyway.FastMigrationStrategy;
import io.github.pristinedb.template.TemplateCache;
import io.github.pristinedb.template.UncheckedTemplates;

/**
 * Prints, in nanoseconds, what the first cache hit of this JVM took, and the median of
 * some that follow, each with beans of its own. Arguments: the directory of the
 * migrations, the directory of the cache, and whether the template's content is checked.
 */
final class CacheHits {

	private static final int LATER = 15;

	private CacheHits() {
	}

	public static void main(String[] args) throws IOException {
		Fixture fixture = new Fixture(FixtureSize.SMALL, Path.of(args[0]));
		Path directory = Path.of(args[1]);
		Supplier<TemplateCache> caches = () -> Boolean.parseBoolean(args[2])
				? new TemplateCache(directory.resolve("cache"), () -> directory)
				: UncheckedTemplates.in(directory.resolve("cache"), () -> directory);
		double first = hit(fixture, directory, caches);
		Timings later = new Timings();
		for (int i = 0; i < LATER; i++) {
			later.add(hit(fixture, directory, caches));
		}
		System.out.printf("%.0f %.0f%n", first, later.median() * 1e6);
	}

	private static double hit(Fixture fixture, Path directory, Supplier<TemplateCache> caches) throws IOException {
		Path file = directory.resolve("scenario-" + ProcessHandle.current().pid() + ".db");
		try (FlywayBean bean = new FlywayBean(fixture, file)) {
			long started = System.nanoTime();
			new FastMigrationStrategy(new Guard(List.of(new SqliteEngine()), List.of("scenario")), caches.get(),
					List.of(), null)
				.migrate(bean.flyway());
			return System.nanoTime() - started;
		}
	}

}
