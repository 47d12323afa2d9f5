package io.github.pristinedb.shard;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.pristinedb.event.PristineEvent.ShardChosen;
import io.github.pristinedb.event.PristineEvent.TestAssigned;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.launch.LaunchSettings;
import io.github.pristinedb.launch.LauncherState;
import io.github.pristinedb.launch.ModuleDirectory;
import io.github.pristinedb.launch.TestNames;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * Excludes the tests of other shards. Found by the JUnit Platform through
 * {@link java.util.ServiceLoader}, which asks it for each test and container from the
 * root down, also in suites. Each test is decided by itself, since Surefire discovers
 * each class alone first.
 */
public final class ShardFilter implements PostDiscoveryFilter {

	private static final Log logger = LogFactory.getLog(ShardFilter.class);

	private static final FilterResult ALL = FilterResult.included("all tests run here");

	private final Supplier<@Nullable LaunchSettings> launch;

	private @Nullable Cut cut;

	private boolean decided;

	/**
	 * Create the filter of a launcher. A launcher that is created by a test cuts nothing.
	 */
	public ShardFilter() {
		this(() -> (LauncherState.executing() == 0) ? LauncherState.settings() : null);
	}

	ShardFilter(Supplier<@Nullable LaunchSettings> launch) {
		this.launch = launch;
	}

	@Override
	public FilterResult apply(TestDescriptor descriptor) {
		Cut cut = cut();
		return (cut != null) ? cut.apply(descriptor) : ALL;
	}

	/**
	 * Whether a test is meant to run on any machine: the other filters of the request
	 * take it in.
	 * @param test the test
	 * @return whether they all do
	 */
	static boolean isChosen(TestDescriptor test) {
		return LauncherState.requestFilters()
			.stream()
			.filter((filter) -> !(filter instanceof ShardFilter))
			.allMatch((filter) -> filter.apply(test).included());
	}

	// Outside of the constructor: the launcher may take its exceptions for a broken
	// service.
	private synchronized @Nullable Cut cut() {
		if (!this.decided) {
			LaunchSettings settings = this.launch.get();
			this.cut = (settings != null) ? decide(settings) : null;
			this.decided = true;
		}
		return this.cut;
	}

	private static @Nullable Cut decide(LaunchSettings launch) {
		launch.check();
		ShardSettings settings = new ShardSettings(launch);
		TestUnits units = new TestUnits(launch);
		Shard shard = settings.shard();
		if (shard == null) {
			return null;
		}
		Path file = ModuleDirectory.ofThisJvm().path().resolve(settings.timings());
		Timings timings = Timings.read(file);
		logger.info("This is shard " + shard + ", by " + shard.origin() + ", cut by "
				+ (timings.micros().isEmpty() ? "names, as there are no timings in " + file : "the timings in " + file)
				+ ". Set pristine.shard=off to run all tests here.");
		PristineEvents.publish(new ShardChosen(shard.number(), shard.total(), timings.checksum()));
		return new Cut(shard, new ShardAssignment(timings, shard.total()), units);
	}

	/**
	 * The cut of a suite.
	 */
	private static final class Cut {

		private final ShardAssignment assignment;

		private final TestUnits units;

		private final int own;

		private final FilterResult ofThisShard;

		private final FilterResult ofAnother;

		private final Map<TestDescriptor, String> found = new LinkedHashMap<>();

		private final Map<List<String>, Integer> told = new HashMap<>();

		Cut(Shard shard, ShardAssignment assignment, TestUnits units) {
			this.assignment = assignment;
			this.units = units;
			this.own = shard.number();
			this.ofThisShard = FilterResult.included("part of shard " + shard);
			this.ofAnother = FilterResult.excluded("not part of shard " + shard);
		}

		synchronized FilterResult apply(TestDescriptor descriptor) {
			boolean found = false;
			for (TestDescriptor each : isUnit(descriptor) ? Set.of(descriptor) : descriptor.getDescendants()) {
				// A test that another filter excludes later is no reason to keep a suite.
				if (isUnit(each) && isChosen(each)) {
					found = true;
					if (isOwn(each)) {
						return this.ofThisShard;
					}
				}
			}
			return found ? leaveOut(descriptor) : this.ofThisShard;
		}

		/**
		 * The launcher asks a container before its children, and keeps it as long as it
		 * has any. A suite would run without any test, and fail.
		 */
		private FilterResult leaveOut(TestDescriptor descriptor) {
			for (TestDescriptor child : List.copyOf(descriptor.getChildren())) {
				child.removeFromHierarchy();
			}
			return this.ofAnother;
		}

		/**
		 * A test, or a container without children that may get tests later, such as a
		 * parameterized test. Tests within a test belong to it.
		 */
		private static boolean isUnit(TestDescriptor descriptor) {
			return descriptor.isTest() || (descriptor.getChildren().isEmpty() && descriptor.mayRegisterTests());
		}

		private boolean isOwn(TestDescriptor descriptor) {
			TestDescriptor outermost = descriptor;
			for (TestDescriptor each = descriptor; each != null; each = each.getParent().orElse(null)) {
				outermost = each.isTest() ? each : outermost;
			}
			String unit = this.units.of(outermost.getUniqueId(), outermost.getSource());
			boolean first = this.found.isEmpty();
			this.found.put(descriptor, unit);
			if (first) {
				LauncherState.afterDiscovery(this::tell);
			}
			return this.assignment.shardOf(unit) == this.own;
		}

		/**
		 * A test of this shard that the launcher removed was excluded by another filter.
		 */
		private synchronized void tell() {
			this.found.forEach((descriptor, unit) -> {
				int shard = this.assignment.shardOf(unit);
				boolean leftOut = shard == this.own && descriptor.getParent().isEmpty();
				tell(planned(descriptor), unit, leftOut ? TestAssigned.NONE : shard);
			});
			this.found.clear();
		}

		private void tell(TestDescriptor test, String unit, int shard) {
			String id = test.getUniqueId().toString();
			List<String> key = List.of(id, unit);
			// Another discovery may have other filters.
			if (this.told.getOrDefault(key, TestAssigned.NONE) == TestAssigned.NONE
					&& !Integer.valueOf(shard).equals(this.told.put(key, shard))) {
				PristineEvents
					.publish(new TestAssigned(id, unit, TestNames.of(test.getSource(), test.getDisplayName()), shard));
			}
		}

		/**
		 * The planned part of a test: the test itself, or a container that is a model of
		 * later tests, such as a parameterized class.
		 */
		private static TestDescriptor planned(TestDescriptor test) {
			TestDescriptor planned = test;
			TestDescriptor child = test;
			for (TestDescriptor each = test.getParent().orElse(null); each != null; each = each.getParent()
				.orElse(null)) {
				planned = each.getChildren().contains(child) ? planned : each;
				child = each;
			}
			return planned;
		}

	}

}
