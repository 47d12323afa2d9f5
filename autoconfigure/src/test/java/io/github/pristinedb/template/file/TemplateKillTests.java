package io.github.pristinedb.template.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.Listing;
import io.github.pristinedb.Rounds;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.engine.sqlite.TestFormat;
import io.github.pristinedb.files.ProcessLock;
import io.github.pristinedb.template.file.TestTemplates.FileTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that builds a template is killed, with no chance to clean up, at many
 * moments: at each point that the build announces, and some time after one. For more
 * moments than the ordinary build has: {@code -Dpristine.test.kills=500}.
 */
@DeliberateOutput("The template .* cannot be used because")
class TemplateKillTests {

	private static final int KILLS = Integer.getInteger("pristine.test.kills", StepsRecipe.POINTS + Rounds.of(4, 36));

	// What is held by a process that is gone must not be waited for at all.
	private static final TemplateLimits NO_PATIENCE = new TemplateLimits(Duration.ofMillis(1), 100, Duration.ofDays(1));

	@TempDir
	private Path temporary;

	@Test
	void whateverAKilledBuilderLeavesTheNextRunBuildsTheSameTemplate() throws Exception {
		Path clean = cache(this.temporary.resolve("clean")).get(new StepsRecipe((point) -> {
		})).image().file();
		List<String> content = StepsRecipe.content(clean);
		ConcurrentLinkedQueue<List<Moment>> kills = new ConcurrentLinkedQueue<>(kills());
		// As many at once as there are cores: most of it is the start of the JVMs.
		Concurrently.run(Math.max(2, Runtime.getRuntime().availableProcessors()), (number) -> {
			for (List<Moment> moments = kills.poll(); moments != null; moments = kills.poll()) {
				kill(moments);
				moments.forEach((moment) -> assertNextRunSucceeds(moment, content));
			}
			return null;
		});
	}

	/**
	 * The builds that a process is killed in. One dies at all the points, each of which a
	 * build of its own has reached.
	 */
	private static List<List<Moment>> kills() {
		Random random = new Random(4);
		List<Moment> atPoints = IntStream.range(0, Math.min(KILLS, StepsRecipe.POINTS))
			.mapToObj((point) -> new Moment(point, point, -1))
			.toList();
		List<List<Moment>> kills = new ArrayList<>(List.of(atPoints));
		for (int i = StepsRecipe.POINTS; i < KILLS; i++) {
			// Half of those that are left to chance fall into the time of publishing.
			int point = (i % 2 == 0) ? StepsRecipe.POINTS - 3 + random.nextInt(3) : random.nextInt(StepsRecipe.POINTS);
			kills.add(List.of(new Moment(i, point, random.nextInt(3_000_000))));
		}
		return kills;
	}

	private void kill(List<Moment> moments) throws Exception {
		Object[] arguments = moments.stream()
			.flatMap((moment) -> Stream.of(directory(moment), moment.point(), moment.delayNanos() < 0))
			.toArray();
		try (ForkedJvm building = ForkedJvm.start(Building.class, arguments)) {
			moments.forEach((moment) -> building.awaitLine("here"));
			long reached = System.nanoTime();
			while (System.nanoTime() - reached < moments.get(0).delayNanos()) {
				Thread.onSpinWait();
			}
			building.kill();
		}
	}

	private void assertNextRunSucceeds(Moment moment, List<String> content) {
		Path directory = directory(moment);
		StepsRecipe recipe = new StepsRecipe((point) -> {
		});
		FileTemplate template = cache(directory).get(recipe);
		assertThat(StepsRecipe.content(template.image().file())).as("after %s", moment).isEqualTo(content);
		if (recipe.builds() == 0) {
			// It was killed after it had published all. What it left goes with the next
			// build of any template.
			cache(directory).get(new NamedRecipe("another"));
		}
		String name = StepsRecipe.FINGERPRINT.value();
		assertThat(Listing.of(directory)).as("after %s", moment)
			.filteredOn((file) -> file.startsWith(name) && !file.startsWith(name + ".bad-"))
			.containsExactly(name + ".json", name + ".lock", name + ".template");
		int builds = recipe.builds();
		assertThat(cache(directory).get(recipe).facts()).isEqualTo(template.facts());
		assertThat(recipe.builds()).isEqualTo(builds);
	}

	private Path directory(Moment moment) {
		return this.temporary.resolve("moment-" + moment.number());
	}

	/**
	 * As a JVM of its own has it.
	 */
	private TestTemplates cache(Path directory) {
		return new TestTemplates(directory, () -> {
			throw new IllegalStateException("The cache can be written to");
		}, NO_PATIENCE, new TemplateCheck(TestFormat.SQLITE, new CheckedImages()), ProcessLock.OPENER);
	}

	/**
	 * When to kill.
	 *
	 * @param number what tells it from others
	 * @param point the point that the build has reached
	 * @param delayNanos how long after that, negative if the build waits there
	 */
	record Moment(int number, int point, int delayNanos) {

	}

	static final class Building {

		public static void main(String[] args) throws Exception {
			Concurrently.run(args.length / 3, (number) -> {
				try {
					build(Path.of(args[3 * number]), Integer.parseInt(args[3 * number + 1]),
							Boolean.parseBoolean(args[3 * number + 2]));
				}
				catch (Throwable ex) {
					// The other builds stay where they are.
					ex.printStackTrace();
					Runtime.getRuntime().halt(1);
				}
				return null;
			});
		}

		private static void build(Path directory, int wanted, boolean stays) {
			StepsRecipe recipe = new StepsRecipe((point) -> {
				if (point == wanted) {
					System.out.println("here");
					while (stays) {
						LockSupport.park();
					}
				}
			});
			new TestTemplates(recipe.format(), directory, () -> directory, TemplateLimits.DEFAULTS,
					new TemplateCheck(recipe.format(), new CheckedImages()), ProcessLock.OPENER)
				.get(recipe);
			System.out.println("done");
		}

	}

}
