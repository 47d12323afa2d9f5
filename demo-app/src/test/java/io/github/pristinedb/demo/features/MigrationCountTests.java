package io.github.pristinedb.demo.features;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often Flyway migrates in a run of the scenarios of the core commands, and of a few
 * of them, each of which starts the application several times: counted by a callback of
 * Flyway's, in a JVM of its own.
 */
class MigrationCountTests {

	// All 15 scenarios in a soak, mvn -Psoak verify: FeatureTests runs them anyhow.
	private static final int SCENARIOS = Boolean.getBoolean("build.soak") ? 15 : 3;

	private static final String NAMES = Boolean.getBoolean("build.soak") ? ".*"
			: "^(Initialise a project|Tell a plan|Build a plan)$";

	// Once the first run has shown that one migration serves them all, two of them say
	// enough.
	private static final int FEW = 2;

	@TempDir
	private Path temporary;

	@Test
	void coldCacheTakesOneMigrationAndAWarmOneNone() throws Exception {
		assertThat(migrations("cold", NAMES, SCENARIOS)).isOne();
		assertThat(migrationsOfAFew("warm")).isZero();
		assertThat(migrationsOfAFew("disabled", "-Dpristine.enabled=false")).isGreaterThan(FEW);
	}

	private int migrationsOfAFew(String name, String... options) throws Exception {
		return migrations(name, "^(Initialise a project|Tell a plan)$", FEW, options);
	}

	private int migrations(String name, String scenarios, int count, String... options) throws Exception {
		Path counted = this.temporary.resolve(name + ".count");
		List<String> all = new ArrayList<>(List.of("-Ddemo.migrations.file=" + counted,
				"-Dcucumber.filter.name=" + scenarios, "-Ddemo.scenarios=" + count));
		all.addAll(List.of(options));
		ForkedRun run = ForkedRun.of(this.temporary, all, CoreCliRun.class);
		assertThat(run.exitCode()).as(run.output()).isZero();
		try (Stream<String> lines = Files.exists(counted) ? Files.lines(counted) : Stream.empty()) {
			return (int) lines.count();
		}
	}

	/**
	 * Runs the scenarios as often as the argument says, once without one, and exits with
	 * 0 if all of them passed each time.
	 */
	static final class CoreCliRun {

		private CoreCliRun() {
		}

		public static void main(String[] args) {
			int runs = (args.length > 0) ? Integer.parseInt(args[0]) : 1;
			int passed = 0;
			try (LauncherSession session = LauncherFactory.openSession()) {
				for (int run = 0; run < runs; run++) {
					passed += passes(session) ? 1 : 0;
				}
			}
			System.out.println(passed + " of " + runs + " runs passed");
			System.exit((passed == runs) ? 0 : 1);
		}

		private static boolean passes(LauncherSession session) {
			SummaryGeneratingListener listener = new SummaryGeneratingListener();
			session.getLauncher()
				.execute(LauncherDiscoveryRequestBuilder.request()
					.selectors(DiscoverySelectors.selectClass(CoreCliCommandsTests.class))
					.build(), listener);
			TestExecutionSummary summary = listener.getSummary();
			summary.printFailuresTo(new PrintWriter(System.out), 3);
			return summary.getTestsSucceededCount() == Integer.getInteger("demo.scenarios", 15)
					&& summary.getTestsFailedCount() == 0;
		}

	}

}
