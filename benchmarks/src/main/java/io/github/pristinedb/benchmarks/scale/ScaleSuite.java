package io.github.pristinedb.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.github.pristinedb.benchmarks.Fixture;
import io.github.pristinedb.benchmarks.FixtureSize;
import io.github.pristinedb.benchmarks.SuiteJvm;
import io.github.pristinedb.benchmarks.generator.FeatureFiles;
import io.github.pristinedb.benchmarks.generator.GeneratedSuite;
import io.github.pristinedb.benchmarks.scale.glue.ScaleContext;
import io.github.pristinedb.benchmarks.scale.reset.CleanAndMigrate;

/**
 * A generated suite with its application's migrations, which runs in JVMs of its own.
 */
final class ScaleSuite {

	private final GeneratedSuite suite;

	private final int workers;

	private final Path features;

	private final List<Path> files;

	private final FixtureSize size;

	private final Fixture fixture;

	private final SuiteJvm jvm;

	private final Path templates;

	/**
	 * Write the suite's files, with the small fixture.
	 * @param suite the suite
	 * @param workers how many scenarios run at once where they run in parallel
	 * @param directory an empty directory
	 * @throws IOException if they cannot be written
	 */
	ScaleSuite(GeneratedSuite suite, int workers, Path directory) throws IOException {
		this(suite, FixtureSize.SMALL, workers, directory);
	}

	/**
	 * Write the suite's files.
	 * @param suite the suite
	 * @param size how large the migrated database is
	 * @param workers how many scenarios run at once where they run in parallel
	 * @param directory an empty directory
	 * @throws IOException if they cannot be written
	 */
	ScaleSuite(GeneratedSuite suite, FixtureSize size, int workers, Path directory) throws IOException {
		if (suite.shape().weight().statements() > size.rowsPerTable()) {
			throw new IllegalArgumentException(
					"A step has at most %d statements, since there are that many rows to read: statements=%d"
						.formatted(size.rowsPerTable(), suite.shape().weight().statements()));
		}
		this.suite = suite;
		this.size = size;
		this.workers = workers;
		this.features = directory.resolve("features");
		this.files = new FeatureFiles(size.tables()).write(suite, this.features);
		this.fixture = Fixture.generate(size, directory.resolve("migrations"));
		this.jvm = new SuiteJvm(Files.createDirectories(directory.resolve("jvms")));
		this.templates = directory.resolve("templates");
	}

	Path features() {
		return this.features;
	}

	/**
	 * The number of features.
	 * @return the number
	 */
	int size() {
		return this.files.size();
	}

	/**
	 * Where templates are kept.
	 * @return the directory, which may be missing
	 */
	Path templates() {
		return this.templates;
	}

	/**
	 * How many scenarios a variant runs at once.
	 * @param variant the variant
	 * @return the number
	 */
	int workers(ScaleVariant variant) {
		return variant.isParallel() ? this.workers : 1;
	}

	/**
	 * Run features in one JVM.
	 * @param variant how
	 * @param more options of the JVM that the variant does not know
	 * @param numbers the features' numbers, from 0
	 * @return how long it took
	 * @throws IOException if the JVM cannot be started
	 * @throws InterruptedException if this thread is interrupted
	 * @throws IllegalStateException if not all scenarios were run, or one failed
	 */
	SuiteJvm.Run run(ScaleVariant variant, List<String> more, Collection<Integer> numbers)
			throws IOException, InterruptedException {
		List<String> selectors = (numbers.size() == this.files.size()) ? List.of("directory:" + this.features)
				: numbers.stream().map((number) -> "file:" + this.files.get(number)).toList();
		int scenarios = numbers.stream()
			.mapToInt((number) -> this.suite.features().get(number).scenarios().size())
			.sum();
		List<String> options = new ArrayList<>(options(variant));
		options.addAll(more);
		SuiteJvm.Run run = this.jvm.run(variant.label() + ", " + variant.what(), options,
				System.getProperty("java.class.path"), selectors, workers(variant));
		if (run.scenarios() != scenarios) {
			throw new IllegalStateException("Variant %s ran %d scenarios of %d features, which have %d"
				.formatted(variant.label(), run.scenarios(), numbers.size(), scenarios));
		}
		return run;
	}

	/**
	 * Run what a shard has of the suite, one scenario after the other.
	 * @param shard the shard, as {@code pristine.shard} has it, or {@code off}
	 * @param timings what an earlier run took, as far as the file is there
	 * @param recorded where what this run took goes
	 * @return how long it took
	 * @throws IOException if the JVM cannot be started
	 * @throws InterruptedException if this thread is interrupted
	 * @throws IllegalStateException if a scenario failed, or there is none
	 */
	SuiteJvm.Run run(String shard, Path timings, Path recorded) throws IOException, InterruptedException {
		List<String> options = new ArrayList<>(options(ScaleVariant.C));
		options.addAll(List.of("-Dpristine.shard=" + shard, "-Dpristine.timings=" + timings));
		return this.jvm.run("shard " + shard, options, System.getProperty("java.class.path"),
				List.of("directory:" + this.features), 1, (target) -> Files.copy(target.resolve("pristine/timings.tsv"),
						recorded, StandardCopyOption.REPLACE_EXISTING));
	}

	private List<String> options(ScaleVariant variant) {
		String glue = ScaleContext.class.getPackageName();
		if (variant == ScaleVariant.B) {
			glue += "," + CleanAndMigrate.class.getPackageName();
		}
		return List.of("-Dcucumber.glue=" + glue, "-Dcucumber.publish.quiet=true",
				"-Dspring.datasource.url=jdbc:sqlite:target/scenario-scale.db",
				"-Dspring.flyway.locations=" + this.fixture.location(), "-Dspring.flyway.clean-disabled=false",
				"-Dspring.main.banner-mode=off", "-Dlogging.level.root=warn",
				"-Dpristine.tape=" + ((variant == ScaleVariant.G) ? "off" : "failures"),
				"-Dpristine.enabled=" + variant.isPristine(), "-Dpristine.template.cache-dir=" + this.templates,
				"-Dscale.migrated-rows=" + (variant.isolates() ? this.size.rowsPerTable() : -1));
	}

}
