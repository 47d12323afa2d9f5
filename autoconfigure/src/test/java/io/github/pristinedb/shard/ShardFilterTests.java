package io.github.pristinedb.shard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.github.pristinedb.Rounds;
import io.github.pristinedb.event.PristineEvent.TestAssigned;
import io.github.pristinedb.launch.LaunchSettingException;
import io.github.pristinedb.launch.LaunchSettings;
import io.github.pristinedb.launch.LauncherState;
import io.github.pristinedb.test.RecordedEvents;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests for {@link ShardFilter}.
 */
class ShardFilterTests {

	private static final Class<?>[] CLASSES = { Plain.class, Shared.class, OfNumbers.class };

	@TempDir
	private Path temporary;

	@Test
	void shardsOfASuiteAreDisjointAndComplete() {
		List<String> all = run("1/1", CLASSES);
		assertThat(all).hasSize(2 + 3 + 2 + 2 + 4);
		for (int total : new int[] { 2, 3, 7 }) {
			List<String> together = new ArrayList<>();
			for (int number = 1; number <= total; number++) {
				together.addAll(run(number + "/" + total, CLASSES));
			}
			assertThat(together).containsExactlyInAnyOrderElementsOf(all);
		}
	}

	@Test
	void classesThatAreFoundOneByOneAreCutAsAllAtOnce() {
		for (int number = 1; number <= 3; number++) {
			List<String> oneByOne = new ArrayList<>();
			for (Class<?> type : CLASSES) {
				oneByOne.addAll(run(number + "/3", type));
			}
			assertThat(oneByOne).containsExactlyInAnyOrderElementsOf(run(number + "/3", CLASSES));
		}
	}

	@Test
	void classWithBeforeAllRunsInOneShardUnlessAsked() {
		assertThat(List.of(run("1/2", Shared.class).size(), run("2/2", Shared.class).size()))
			.containsExactlyInAnyOrder(0, 2);
		assertThat(run(Map.of("PRISTINE_SHARD", "1/2", "PRISTINE_SHARD_BY", "test"), Shared.class)).hasSize(1);
	}

	@Test
	void suiteIsNotKeptForTestsThatAnotherFilterTakesOut() {
		RecordedEvents.clear();
		List<String> chosen = new ArrayList<>();
		for (int number = 1; number <= 5; number++) {
			LauncherConfig config = config(Map.of("PRISTINE_SHARD", number + "/5")).addTestEngines(new Suites())
				.build();
			TestPlan plan = LauncherFactory.create(config)
				.discover(LauncherDiscoveryRequestBuilder.request().filters(TagFilter.includeTags("smoke")).build());
			for (TestIdentifier root : plan.getRoots()) {
				for (TestIdentifier suite : plan.getChildren(root)) {
					assertThat(plan.getChildren(suite)).as("the tests of " + suite).isNotEmpty();
					plan.getChildren(suite).forEach((test) -> chosen.add(test.getUniqueId()));
				}
			}
		}
		assertThat(chosen).hasSize(12).doesNotHaveDuplicates();
		assertThat(RecordedEvents.of(TestAssigned.class)).extracting(TestAssigned::id)
			.as("the tests that shards know of")
			.containsOnly(chosen.toArray(String[]::new));
	}

	@Test
	void testThatAFilterOfTheLauncherLeavesOutIsToldToRunNowhere() {
		// All four are part of the same shard.
		assertThat(told("1/2")).containsOnly(entry("Plain.a", 1), entry("Inner.b", 1),
				entry("Plain.c", TestAssigned.NONE), entry("Plain.d", 1));
		assertThat(told("2/2")).containsOnly(entry("Plain.a", 1), entry("Inner.b", 1), entry("Plain.c", 1),
				entry("Plain.d", 1));
	}

	@Test
	void discoveryGoesOnAfterAnotherOneThatAFilterOfItMakes() {
		List<Boolean> chosen = new ArrayList<>();
		PostDiscoveryFilter other = (test) -> {
			if (test.getDisplayName().equals("a()") && chosen.isEmpty()) {
				LauncherFactory.create(LauncherConfig.builder().build())
					.discover(LauncherDiscoveryRequestBuilder.request()
						.selectors(DiscoverySelectors.selectClass(Shared.class))
						.build());
				chosen.add(ShardFilter.isChosen(test));
			}
			return FilterResult.included("all");
		};
		LauncherFactory.create(LauncherConfig.builder().addPostDiscoveryFilters(other).build())
			.discover(LauncherDiscoveryRequestBuilder.request()
				.selectors(DiscoverySelectors.selectClass(Plain.class))
				.filters(TagFilter.includeTags("smoke"))
				.build());
		assertThat(chosen).as("by the tags of the outer one").containsExactly(false);
	}

	@Test
	void testOfAParameterizedClassIsToldAsItIsPlanned() {
		String unit = OfNumbers.class.getName();
		for (int number = 1; number <= 2; number++) {
			RecordedEvents.clear();
			List<String> passed = run(number + "/2", OfNumbers.class);
			if (!passed.isEmpty()) {
				assertThat(passed).hasSize(4);
				assertThat(RecordedEvents.of(TestAssigned.class))
					.containsExactly(new TestAssigned("[engine:junit-jupiter]/[class-template:" + unit + "]", unit,
							"ShardFilterTests$OfNumbers", number));
				return;
			}
		}
		fail("It is in no shard.");
	}

	private static Map<String, Integer> told(String shard) {
		RecordedEvents.clear();
		PostDiscoveryFilter other = (test) -> FilterResult.includedIf(!test.getDisplayName().equals("c()"));
		run(config(Map.of("PRISTINE_SHARD", shard)).addPostDiscoveryFilters(other), Plain.class);
		Map<String, Integer> told = new HashMap<>();
		RecordedEvents.of(TestAssigned.class).forEach((test) -> told.put(test.name(), test.shard()));
		return told;
	}

	@Test
	void badShardRunsNothing() {
		assertThatExceptionOfType(ShardException.class).isThrownBy(() -> run("6/5", CLASSES))
			.withMessageContaining("'6/5' of pristine.shard");
	}

	@Test
	void settingThatNobodyReadsRunsNothing() {
		assertThat(discover("pristine.shard", "1/1").containsTests()).isTrue();
		assertThatExceptionOfType(LaunchSettingException.class).isThrownBy(() -> discover("pristine.isolation", "none"))
			.withMessageContaining("The property pristine.isolation in junit-platform.properties");
	}

	private static TestPlan discover(String name, String value) {
		LauncherConfig config = LauncherConfig.builder()
			.enablePostDiscoveryFilterAutoRegistration(false)
			.addPostDiscoveryFilters(new ShardFilter(() -> new LaunchSettings(LauncherState.settings().configuration(),
					(property) -> property.equals("pristine.shard") ? "off" : System.getProperty(property), Map.of())))
			.build();
		return LauncherFactory.create(config)
			.discover(LauncherDiscoveryRequestBuilder.request()
				.selectors(DiscoverySelectors.selectClass(Plain.class))
				.configurationParameter(name, value)
				.build());
	}

	@Test
	void twoHundredRandomSuitesAreCutIntoDisjointAndCompleteShards() throws IOException {
		for (long seed = 0; seed < Rounds.of(200); seed++) {
			Random random = new Random(seed);
			int total = 1 + random.nextInt(8);
			List<Integer> lines = new ArrayList<>();
			for (int line = 1; line <= random.nextInt(60); line++) {
				lines.add(line);
			}
			Map<String, Long> micros = new HashMap<>();
			for (int line : lines) {
				// Some are known, and some that are known are gone.
				if (random.nextBoolean()) {
					micros.put("features/" + (line + random.nextInt(2) * 100) % 100 + ".feature:" + line,
							(long) random.nextInt(1_000_000));
				}
			}
			Path timings = this.temporary.resolve("timings-" + seed + ".tsv");
			Timings.of(micros).write(timings);
			Set<Integer> covered = new HashSet<>();
			for (int number = 1; number <= total; number++) {
				Map<String, String> environment = Map.of("PRISTINE_SHARD", number + "/" + total, "PRISTINE_TIMINGS",
						timings.toString());
				Set<Integer> own = new HashSet<>();
				// Each machine finds the tests in another order, in other groups.
				Collections.shuffle(lines, random);
				int split = lines.isEmpty() ? 0 : random.nextInt(lines.size());
				own.addAll(cut(environment, lines.subList(0, split), random));
				own.addAll(cut(environment, lines.subList(split, lines.size()), random));
				for (int line : own) {
					assertThat(covered.add(line)).as("line %d of seed %d in one shard", line, seed).isTrue();
				}
			}
			assertThat(covered).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(lines);
			Files.delete(timings);
		}
	}

	/**
	 * As a launcher asks: from the root down, and whatever is excluded and has no
	 * children goes.
	 */
	private static Set<Integer> cut(Map<String, String> environment, List<Integer> lines, Random random) {
		ShardFilter filter = new ShardFilter(() -> new LaunchSettings(null, (name) -> null, environment));
		EngineDescriptor engine = new EngineDescriptor(UniqueId.forEngine("random"), "random");
		List<TestDescriptor> containers = new ArrayList<>(List.of(engine));
		for (int line : lines) {
			TestDescriptor parent = containers.get(random.nextInt(containers.size()));
			if (random.nextInt(4) == 0) {
				TestDescriptor container = new Container(parent.getUniqueId().append("container", "" + line),
						random.nextBoolean());
				parent.addChild(container);
				containers.add(container);
				parent = container;
			}
			parent.addChild(new Leaf(parent.getUniqueId().append("leaf", "" + line), line));
		}
		engine.accept((descriptor) -> {
			if (filter.apply(descriptor).excluded() && !descriptor.isRoot() && descriptor.getChildren().isEmpty()) {
				descriptor.removeFromHierarchy();
			}
		});
		Set<Integer> left = new HashSet<>();
		for (TestDescriptor descriptor : engine.getDescendants()) {
			if (descriptor instanceof Leaf leaf) {
				left.add(leaf.line);
			}
			else {
				assertThat(descriptor.getChildren()).as("a container that is kept").isNotEmpty();
			}
		}
		return left;
	}

	private static List<String> run(String shard, Class<?>... types) {
		return run(Map.of("PRISTINE_SHARD", shard), types);
	}

	private static List<String> run(Map<String, String> environment, Class<?>... types) {
		return run(config(environment), types);
	}

	private static List<String> run(LauncherConfig.Builder config, Class<?>... types) {
		List<String> passed = new ArrayList<>();
		LauncherFactory.create(config.build())
			.execute(LauncherDiscoveryRequestBuilder.request()
				.selectors(List.of(types).stream().map(DiscoverySelectors::selectClass).toList())
				.build(), new TestExecutionListener() {

					@Override
					public void executionFinished(TestIdentifier test, TestExecutionResult result) {
						assertThat(result.getStatus()).isEqualTo(Status.SUCCESSFUL);
						if (test.isTest()) {
							passed.add(test.getUniqueId());
						}
					}

				});
		return passed;
	}

	private static LauncherConfig.Builder config(Map<String, String> environment) {
		return LauncherConfig.builder()
			.enablePostDiscoveryFilterAutoRegistration(false)
			.enableTestExecutionListenerAutoRegistration(false)
			.enableLauncherSessionListenerAutoRegistration(false)
			.addPostDiscoveryFilters(new ShardFilter(() -> new LaunchSettings(null, (name) -> null, environment)));
	}

	static class Plain {

		@Test
		void a() {
		}

		@Nested
		class Inner {

			@Test
			void b() {
			}

		}

		@RepeatedTest(3)
		void c() {
		}

		@ParameterizedTest
		@ValueSource(ints = { 1, 2 })
		void d(int number) {
			assertThat(number).isPositive();
		}

	}

	static class Shared {

		@BeforeAll
		static void forAll() {
		}

		@Test
		void a() {
		}

		@Nested
		class Inner {

			@Test
			void b() {
			}

		}

	}

	@ParameterizedClass
	@ValueSource(ints = { 1, 2 })
	record OfNumbers(int number) {

		@Test
		void a() {
			assertThat(this.number).isPositive();
		}

		@Test
		void b() {
		}

	}

	private static final class Leaf extends AbstractTestDescriptor {

		private final int line;

		Leaf(UniqueId id, int line) {
			super(id, "leaf " + line,
					ClasspathResourceSource.from("features/" + line % 100 + ".feature", FilePosition.from(line)));
			this.line = line;
		}

		@Override
		public Type getType() {
			return Type.TEST;
		}

		@Override
		public Set<TestTag> getTags() {
			return Set.of(TestTag.create((this.line % 3 == 0) ? "smoke" : "slow"));
		}

	}

	/**
	 * Finds four suites of nine tests. As that of the Platform, it holds on to a suite
	 * without any, and would let it fail.
	 */
	private static final class Suites implements TestEngine {

		@Override
		public String getId() {
			return "suites";
		}

		@Override
		public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
			EngineDescriptor engine = new EngineDescriptor(id, "suites");
			for (int line = 1; line <= 36; line++) {
				UniqueId suite = id.append("suite", String.valueOf(line % 4));
				TestDescriptor parent = engine.findByUniqueId(suite).orElse(null);
				if (parent == null) {
					parent = new Container(suite, true);
					engine.addChild(parent);
				}
				parent.addChild(new Leaf(suite.append("leaf", String.valueOf(line)), line));
			}
			return engine;
		}

		@Override
		public void execute(ExecutionRequest request) {
			throw new IllegalStateException("Nothing is to be run");
		}

	}

	private static final class Container extends AbstractTestDescriptor {

		private final boolean mayRegisterTests;

		Container(UniqueId id, boolean mayRegisterTests) {
			super(id, "container");
			this.mayRegisterTests = mayRegisterTests;
		}

		@Override
		public Type getType() {
			return Type.CONTAINER;
		}

		@Override
		public boolean mayRegisterTests() {
			return this.mayRegisterTests;
		}

	}

}
