package io.github.pristinedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import io.github.pristinedb.flyway.FastMigrationStrategy;
import io.github.pristinedb.template.TemplateRecipe;
import io.github.pristinedb.template.Templates;

import org.springframework.util.FileSystemUtils;

/**
 * What a new migration costs: a template with 101 of them, built from nothing and upon
 * the layer that the template with the first 100 left.
 */
final class LayerCost implements TemplateTable {

	private static final String MIGRATE = "`flyway.migrate()`, new file, 101 migrations";

	private static final String FULL = "template of 101 migrations, from nothing";

	private static final String LAYERED = "template of 101 migrations, upon the layer of 100";

	private static final Target TARGET = Target.atLeast(10, "one new migration upon 100: cheaper than from nothing",
			FULL, LAYERED);

	@Override
	public List<String> measure(Path directory, int rounds) throws Exception {
		Fixture before = Fixture.generate(FixtureSize.SMALL, directory.resolve("before"));
		Fixture after = Fixture.generate(FixtureSize.SMALL, directory.resolve("after"));
		Files.writeString(after.migrations().resolve("V101__one_more.sql"), """
				CREATE TABLE one_more (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
				INSERT INTO one_more (name) VALUES ('a'), ('b'), ('c');
				""");
		Path warm = Files.createDirectory(directory.resolve("warm"));
		try (Build build = new Build(before, directory, warm)) {
			build.run();
		}
		Map<String, Timings> timings = new PairedRun(rounds, rounds).measure(List.of(
				Variant.of(MIGRATE, () -> new FlywayBean(after, newFile(directory)), (bean) -> bean.flyway().migrate(),
						FlywayBean::close),
				Variant.of(FULL, () -> new Build(after, directory, newDirectory(directory)), Build::run,
						(build) -> build.finish(false)),
				Variant.of(LAYERED, () -> new Build(after, directory, copy(warm, newDirectory(directory))), Build::run,
						(build) -> build.finish(true))));
		MarkdownTable table = MarkdownTable.of("a new migration", "median");
		timings.forEach((name, each) -> table.add(name, Figures.millis(each.median())));
		MarkdownTable targets = MarkdownTable.of("ratio of medians", "target", "measured");
		double ratio = timings.get(FULL).median() / timings.get(LAYERED).median();
		targets.add(TARGET.what(), TARGET.limitText(), TARGET.resultText(ratio));
		targets.add("the same, against `flyway.migrate()` of all 101", "",
				Figures.ratio(timings.get(MIGRATE).median() / timings.get(LAYERED).median()));
		return List.of(table.toString(), targets.toString());
	}

	private static Path newDirectory(Path directory) throws IOException {
		return Files.createTempDirectory(directory, "cache-");
	}

	private static Path newFile(Path directory) throws IOException {
		return newDirectory(directory).resolve("scenario.db");
	}

	private static Path copy(Path from, Path to) throws IOException {
		FileSystemUtils.copyRecursively(from, to);
		return to;
	}

	/**
	 * One build, in a cache of its own.
	 */
	private static final class Build implements AutoCloseable {

		private final FlywayBean bean;

		private final Path cache;

		private final TemplateRecipe recipe;

		private final Templates templates = BenchmarkPlaces.noTemplates();

		private Build(Fixture fixture, Path directory, Path cache) {
			this.bean = new FlywayBean(fixture, directory.resolve("scenario.db"));
			this.cache = cache;
			FastMigrationStrategy strategy = new FastMigrationStrategy(
					new Guard(List.of(new SqliteEngine()), List.of("scenario")), BenchmarkPlaces.sessions(cache),
					this.templates, List.of(), null);
			TemplateRecipe recipe = strategy.recipe(this.bean.flyway());
			if (recipe == null) {
				throw new IllegalStateException("The database is not managed");
			}
			this.recipe = recipe;
		}

		Template run() {
			return this.templates.get(this.recipe);
		}

		/**
		 * What was not built as it should has not been measured.
		 */
		void finish(boolean layered) throws IOException {
			if ((run().facts().base() != null) != layered) {
				throw new IllegalStateException("Built upon a layer, or not: " + run());
			}
			close();
			FileSystemUtils.deleteRecursively(this.cache);
		}

		@Override
		public void close() throws IOException {
			this.bean.close();
		}

	}

}
