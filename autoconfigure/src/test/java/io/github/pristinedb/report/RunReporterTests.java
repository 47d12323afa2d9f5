package io.github.pristinedb.report;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.Listing;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.event.PristineEvent.DatabaseManaged;
import io.github.pristinedb.event.PristineEvent.DatabaseUnmanaged;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.event.PristineEvent.MigrationAvoided;
import io.github.pristinedb.event.PristineEvent.MigrationAvoided.Reason;
import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioFinished.Result;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.event.PristineEvent.ShardChosen;
import io.github.pristinedb.event.PristineEvent.TemplateBuilt;
import io.github.pristinedb.event.PristineEvent.TemplateFound;
import io.github.pristinedb.event.PristineEvent.TestAssigned;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestPlanned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.journal.Journal;
import io.github.pristinedb.journal.JournalFile;
import io.github.pristinedb.journal.JournalHeader;
import io.github.pristinedb.report.TestSummary.Longest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.OverridingClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

/**
 * Tests for {@link RunReporter} and {@link RunReport}.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput({ "The report of this run cannot be written", "leaves no journal" })
class RunReporterTests {

	@TempDir
	private Path temporary;

	@Test
	void summaryHasAllFigures() {
		HandoverMillis millis = new HandoverMillis(0.0876, 0.25, 12.5);
		TestSummary tests = new TestSummary(7, 38, 1, 2, 3, 4, 0.8333,
				new Longest("Stay on", "features/plans.feature:12", 1234));
		RunCourse course = new RunStatistics().report().course();
		Verdict verdict = new Verdict(44, 40, 0, 4, 0, Map.of("test-notes.db", 40), List.of());
		assertThat(new RunReport(verdict, 12_340, 15, 4, 1, 280, 2, 44, 12, Map.of("database", 12), millis, 3, 2, 1, 0,
				5, 1200, tests, "shard 2/5", List.of(), course)
			.toText()).isEqualTo("""
					Pristine, shard 2/5: 44 tests, 40 isolated, 4 without a database
					  wall time                12.3 s
					  features                    7
					  scenarios                  15 on 4 workers, 83 % busy
					  results                    38 passed, 1 failed, 2 aborted, 3 skipped
					  longest                  1234 ms: Stay on (features/plans.feature:12)
					  templates                   1 built in 280 ms, 2 found in the cache
					  migrations avoided         44
					  handovers                  12, 3 of them clean
					  handover time           0.088 ms median, 0.250 ms p95, 12.500 ms max
					  slots retired               2
					  databases kept              1
					  lock errors                 0
					  waits for a context         5, 1200 ms in all""");
		TestSummary none = new TestSummary(0, 0, 0, 0, 0, 0, 0, null);
		assertThat(new RunReport(verdict, 0, 15, 1, 1, 0, 2, 44, 0, Map.of(), millis, 0, 0, 0, 0, 0, 0, none, "",
				List.of(), course)
			.toText()).startsWith("Pristine: 44 tests")
			.contains("15 on 1 worker, 0 % busy\n")
			.contains("longest                     -\n")
			.endsWith("lock errors                 0");
	}

	@Test
	void reportIsLoggedAndWrittenWhenTheRunEnds(CapturedOutput output) throws IOException {
		RunReporter reporter = reporter(this.temporary.resolve("pristine"));
		reporter.on(new TemplateBuilt("a", 1, "main", 5_000_000));
		reporter.on(new TemplateFound("b"));
		reporter.on(new DatabaseManaged("1", "scenario.db", "database"));
		reporter.on(new DatabaseUnmanaged("2", "dev.db", "its name", "Rename it.", false));
		reporter.on(new ScenarioStarted("s1", "one", "1", "", 1));
		reporter.on(new MigrationAvoided(Reason.COPIED));
		reporter.on(new MigrationAvoided(Reason.ALREADY_THERE));
		reporter.on(new HandedOver("s1", "scenario.db", 250_000, true, "database"));
		reporter.on(new ScenarioFinished("s1", Result.PASSED));
		reporter.on(new ScenarioStarted("s4", "four", "2 1", "transaction", 2));
		reporter.on(new ScenarioFinished("s4", Result.PASSED));
		for (int line = 1; line <= 4; line++) {
			reporter.on(new TestPlanned("" + line, "a.feature:" + line, "one"));
		}
		reporter.on(new TestFinished("3", Outcome.SKIPPED, 0, 0));
		for (String id : List.of("1", "4")) {
			reporter.on(new TestStarted(id, "a.feature:" + id, "one", false, "s" + id));
			reporter.on(new TestFinished(id, Outcome.PASSED, 1, 0));
		}
		reporter.on(new TestFinished("2", Outcome.FAILED, 0, 0));
		assertThat(output.getOut()).doesNotContain("migrations avoided");
		reporter.on(new RunFinished());
		assertThat(output.getOut()).containsOnlyOnce("migrations avoided          1");
		Path latest = this.temporary.resolve("pristine/report.json");
		assertThat(output.getOut())
			.contains("Pristine: 3 tests, 1 isolated, 1 without a database, 1 on dev.db (its name): a.feature\n")
			.contains("\n  report               " + latest + "\n")
			.contains("\n  page                 " + latest.resolveSibling("report.html") + "\n");
		assertThat(ReportSchema.errors(Files.readString(latest))).isEmpty();
		Map<String, Object> report = JsonParserFactory.getJsonParser().parseMap(Files.readString(latest));
		assertThat(report.remove("wallMillis")).isInstanceOf(Number.class);
		assertThat(report.remove("busyShare")).isInstanceOf(Number.class);
		assertThat(report.remove("longest")).isInstanceOf(Map.class);
		assertThat(report.remove("tests")).asInstanceOf(LIST)
			.hasSize(4)
			.element(0, MAP)
			.containsEntry("source", "a.feature:3");
		assertThat(report.remove("jvms")).asInstanceOf(LIST).singleElement(MAP).containsEntry("jvm", 1);
		assertThat(report.remove("templates")).asInstanceOf(LIST).hasSize(2);
		assertThat(report).containsExactly(
				entry("verdict", "3 tests, 1 isolated, 1 without a database, 1 on dev.db (its name): a.feature"),
				entry("testCount", 3), entry("isolated", 1), entry("sharedOnPurpose", 0), entry("withoutDatabase", 1),
				entry("didNotStart", 0), entry("managed", List.of(Map.of("database", "scenario.db", "testCount", 2))),
				entry("unmanaged",
						List.of(Map.of("database", "dev.db", "reason", "its name", "cure", "Rename it.", "testCount", 1,
								"tests", List.of("a.feature")))),
				entry("scenarios", 2), entry("workers", 1), entry("templateBuilds", 1), entry("templateBuildMillis", 5),
				entry("templateHits", 1), entry("migrationsAvoided", 1), entry("handovers", 1),
				entry("handoversByIsolation", Map.of("database", 1)),
				entry("handoverMillis", Map.of("median", 0.25, "p95", 0.25, "max", 0.25)), entry("cleanHandovers", 1),
				entry("retiredSlots", 0), entry("keptDatabases", 0), entry("lockErrors", 0), entry("contextWaits", 0),
				entry("contextWaitMillis", 0), entry("features", 1),
				entry("results", Map.of("passed", 2, "failed", 1, "aborted", 0, "skipped", 1)),
				entry("contexts", List.of()), entry("waits", List.of()), entry("preparations", List.of()),
				entry("retired", List.of()), entry("refusals", List.of()), entry("leaks", List.of()),
				entry("problems", List.of()));
		assertThat(Files.readAllLines(latest)).filteredOn((line) -> line.startsWith("{\"name\""))
			.hasSize(4)
			.anySatisfy((line) -> assertThat(line).contains("\"source\":\"a.feature:1\",\"result\":\"passed\"")
				.contains("\"worker\":1,\"context\":\"1\",\"isolation\":\"database\",\"handovers\":"
						+ "[{\"database\":\"scenario.db\",\"millis\":0.25,\"clean\":true,\"start\":"))
			.anySatisfy((line) -> assertThat(line).contains("\"source\":\"a.feature:4\"")
				.contains("\"isolation\":\"transaction\",\"shared\":[\"dev.db\"]}"));
		assertThat(Listing.of(this.temporary.resolve("pristine/reports"), ".json")).singleElement()
			.satisfies((own) -> assertThat(own).hasSameTextualContentAs(latest));
		assertThat(Listing.of(this.temporary.resolve("pristine"))).containsExactly("journal", "made-by-pristine.list",
				"made-by-pristine.lock", "report.html", "report.json", "reports", "timings.tsv");
	}

	private static RunReporter reporter(Path directory) {
		return new RunReporter(new RunDirectory(directory));
	}

	@Test
	void testsWithoutADatabaseAreCountedAndNotTalkedAbout(CapturedOutput output) {
		RunReporter reporter = reporter(this.temporary.resolve("pristine"));
		reporter.on(new TestStarted("1", "A#a()", "A.a", false, ""));
		reporter.on(new TestFinished("1", Outcome.PASSED, 1, 0));
		reporter.on(new RunFinished());
		assertThat(output.getOut()).doesNotContain("Pristine");
		assertThat(this.temporary.resolve("pristine/report.json")).content().contains("\"passed\":1");
	}

	@Test
	void emptyShardSaysSo(CapturedOutput output) {
		RunReporter reporter = reporter(this.temporary.resolve("pristine"));
		reporter.on(new ShardChosen(3, 4, "none"));
		reporter.on(new RunFinished());
		assertThat(output.getOut()).contains("No tests run here: shard 3/4 has none of the tests that were found.");
		assertThat(Listing.of(this.temporary.resolve("pristine/journal"))).hasSize(1);
	}

	@Test
	void jvmThatOnlyLooksForTestsLeavesTheWordToThoseThatRunThem(CapturedOutput output) {
		RunReporter reporter = reporter(this.temporary.resolve("pristine"));
		reporter.on(new ShardChosen(3, 4, "none"));
		reporter.on(new TestAssigned("1", "A#a()", "A.a", 2));
		reporter.on(new TestAssigned("2", "A#b()", "A.b", 3));
		reporter.on(new RunFinished());
		assertThat(output.getOut()).doesNotContain("Pristine", "No tests run here");
		assertThat(Listing.of(this.temporary.resolve("pristine"))).containsExactly("journal");
	}

	@Test
	void journalThatCannotBeReadIsNoReasonToWriteNoTimings(CapturedOutput output) throws IOException {
		Path journals = Files.createDirectories(this.temporary.resolve("pristine/journal"));
		Files.writeString(journals.resolve("other.journal"), "something else\n");
		RunReporter reporter = reporter(this.temporary.resolve("pristine"));
		reporter.on(new TestStarted("1", "A#a()", "A.a", false, ""));
		reporter.on(new TestFinished("1", Outcome.PASSED, 1, 0));
		reporter.on(new RunFinished());
		assertThat(this.temporary.resolve("pristine/timings.tsv")).content().contains("A#a()");
		assertThat(output.getOut()).doesNotContain("cannot be written");
	}

	@Test
	void timingsOfThisJvmAreTakenFromItselfAndThoseOfOthersFromTheirJournals() throws IOException {
		RunReporter reporter = reporter(this.temporary.resolve("pristine"));
		reporter.on(new TestStarted("1", "A#a()", "A.a", false, ""));
		reporter.on(new TestFinished("1", Outcome.PASSED, 1, 0));
		Path journals = this.temporary.resolve("pristine/journal");
		JournalHeader own = JournalHeader.ofThisJvm();
		write(Listing.of(journals, Journal.ENDING).get(0), own, "Not#readAgain()");
		write(journals.resolve("4194305-1.journal"), own, "B#b()");
		reporter.on(new RunFinished());
		assertThat(this.temporary.resolve("pristine/timings.tsv")).content()
			.contains("A#a()", "B#b()")
			.doesNotContain("Not#readAgain()");
	}

	private static void write(Path journal, JournalHeader header, String unit) throws IOException {
		JournalFile.write(journal, header, new TestStarted("1", unit, unit, false, ""),
				new TestFinished("1", Outcome.PASSED, 1, 0));
	}

	@Test
	void timingsAreWrittenAlthoughTheLastTestLeavesItsThreadInterrupted() {
		RunReporter reporter = reporter(this.temporary.resolve("pristine"));
		reporter.on(new TestStarted("1", "A#a()", "A.a", false, ""));
		reporter.on(new TestFinished("1", Outcome.PASSED, 1, 0));
		Thread.currentThread().interrupt();
		try {
			reporter.on(new RunFinished());
		}
		finally {
			assertThat(Thread.interrupted()).as("still interrupted").isTrue();
		}
		assertThat(this.temporary.resolve("pristine/timings.tsv")).content().contains("A#a()");
	}

	@Test
	void timingsWaitForThoseOfAnotherClassLoaderOfThisJvm() throws Exception {
		Path directory = this.temporary.resolve("pristine");
		Class<?> other = new OverridingClassLoader(getClass().getClassLoader()) {

			@Override
			protected boolean isEligibleForOverriding(String className) {
				return className.startsWith(RunReporter.class.getPackageName());
			}

		}.loadClass(Reporting.class.getName());
		assertThat(other).isNotEqualTo(Reporting.class);
		Constructor<?> constructor = other.getDeclaredConstructor(Path.class);
		constructor.setAccessible(true);
		List<Callable<?>> both = List.of(new Reporting(directory), (Callable<?>) constructor.newInstance(directory));
		Concurrently.run(2, (number) -> {
			for (int i = 0; i < 50; i++) {
				both.get(number).call();
			}
			return null;
		});
		assertThat(Listing.of(directory.resolve("reports"))).hasSize(2);
		assertThat(directory.resolve("timings.tsv")).content().contains("A#a()");
	}

	@Test
	void reportsOfEarlierRunsAreClearedAway() throws IOException {
		Path reports = Files.createDirectories(this.temporary.resolve("pristine/reports"));
		JournalHeader own = JournalHeader.ofThisJvm();
		String alive = own.process();
		String otherId = new JournalHeader(own.run(), "another", alive, 1).wholeRun();
		for (String name : List.of("report-1-1-0-4194305-1.json", "report-1-1-0-" + alive + ".json", "mine.json",
				"report-" + otherId + "-4194305-1.json", "report-" + own.wholeRun() + "-4194305-1.json")) {
			Files.writeString(reports.resolve(name), "{}");
		}
		RunReporter reporter = reporter(this.temporary.resolve("pristine"));
		reporter.on(new TemplateFound("b"));
		reporter.on(new RunFinished());
		assertThat(Listing.of(reports)).containsExactlyInAnyOrder("report-1-1-0-" + alive + ".json", "mine.json",
				"report-" + own.wholeRun() + "-4194305-1.json", "report-" + own.wholeRun() + "-" + alive + ".json");
	}

	@Test
	void runInWhichNothingHappenedIsNotReported(CapturedOutput output) {
		reporter(this.temporary.resolve("pristine")).on(new RunFinished());
		assertThat(this.temporary).isEmptyDirectory();
		assertThat(output.getOut()).doesNotContain("Pristine");
	}

	@Test
	void summaryIsLoggedWhereThereIsNoDirectoryForTheReport(CapturedOutput output) {
		RunReporter reporter = new RunReporter(null);
		reporter.on(new TemplateFound("b"));
		reporter.on(new RunFinished());
		assertThat(output.getOut()).contains("1 found in the cache");
	}

	@Test
	void shardThatCannotLeaveAJournalSaysSo(CapturedOutput output) {
		RunReporter reporter = new RunReporter(null);
		reporter.on(new TestPlanned("1", "A#a()", "A.a"));
		assertThat(output.getOut()).doesNotContain("no journal");
		reporter.on(new ShardChosen(3, 4, "none"));
		assertThat(output.getOut()).containsOnlyOnce("Shard 3/4 leaves no journal, and cannot be merged: in ")
			.contains("Name a directory by");
	}

	@Test
	void reportThatCannotBeWrittenIsAWarning(CapturedOutput output) throws IOException {
		Path file = Files.createFile(this.temporary.resolve("file"));
		RunReporter reporter = reporter(file);
		reporter.on(new TemplateFound("b"));
		reporter.on(new RunFinished());
		assertThat(output.getOut()).contains("1 found in the cache")
			.contains("The report of this run cannot be written to " + file);
	}

	@Test
	void latestReportIsThatOfTheLatestJvmAndEachOneKeepsItsOwn() throws Exception {
		Path target = Files.createDirectories(this.temporary.resolve("target"));
		for (int scenarios = 1; scenarios <= 2; scenarios++) {
			try (ForkedJvm jvm = JvmCommand.of(WithoutALauncherSession.class).in(this.temporary).start(scenarios)) {
				assertThat(jvm.finish()).contains(scenarios + " on 1 worker");
			}
			Path latest = target.resolve("pristine/report.json");
			assertThat(JsonParserFactory.getJsonParser().parseMap(Files.readString(latest)))
				.contains(entry("scenarios", scenarios));
			assertThat(Listing.of(target.resolve("pristine/reports"))).hasSize(scenarios);
		}
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has other permissions")
	void filesOfARunCanBeReadByAllAndWrittenByNobodyElseWhateverTheUmask() throws Exception {
		Path base = Files.createDirectories(this.temporary.resolve("target")).resolve("pristine");
		try (ForkedJvm jvm = JvmCommand.of(WithoutALauncherSession.class).umask("000").in(this.temporary).start(1)) {
			jvm.finish();
		}
		try (Stream<Path> all = Files.walk(base)) {
			List<Path> files = all.filter(Files::isRegularFile).toList();
			assertThat(files).extracting((file) -> base.relativize(file).getName(0).toString())
				.contains("made-by-pristine.list", "made-by-pristine.lock", "report.html", "report.json", "timings.tsv",
						"journal", "reports");
			assertThat(files).allSatisfy((file) -> assertThat(Files.getPosixFilePermissions(file))
				.isEqualTo(PosixFilePermissions.fromString("rw-r--r--")));
		}
	}

	/**
	 * As a test runner that is not of the JUnit Platform: only the JVM's end tells that
	 * the run is over.
	 */
	static final class WithoutALauncherSession {

		public static void main(String[] args) {
			for (int i = 0; i < Integer.parseInt(args[0]); i++) {
				PristineEvents.publish(new DatabaseManaged("1", "scenario.db", "database"));
				PristineEvents.publish(new TestStarted("" + i, "a.feature:" + i, "scenario", false, "" + i));
				PristineEvents.publish(new ScenarioStarted("" + i, "scenario", "1", "", 1));
				PristineEvents.publish(new ScenarioFinished("" + i, Result.PASSED));
				PristineEvents.publish(new TestFinished("" + i, Outcome.PASSED, 1, 0));
			}
		}

	}

	/**
	 * A run that reports, in whatever class loader.
	 */
	static final class Reporting implements Callable<Object> {

		private final RunReporter reporter;

		Reporting(Path directory) {
			this.reporter = reporter(directory);
		}

		@Override
		public Object call() {
			this.reporter.on(new TestStarted("1", "A#a()", "A.a", false, ""));
			this.reporter.on(new TestFinished("1", Outcome.PASSED, 1, 0));
			this.reporter.on(new RunFinished());
			return this;
		}

	}

}
