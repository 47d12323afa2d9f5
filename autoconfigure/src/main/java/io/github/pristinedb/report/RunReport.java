package io.github.pristinedb.report;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.pristinedb.report.TestSummary.Longest;

import org.springframework.boot.json.JsonWriter;

/**
 * The figures of a run.
 *
 * @param verdict the numbers of isolated and other tests
 * @param wallMillis the milliseconds from the first event to the last one; of several
 * JVMs, the longest time
 * @param scenarios the number of scenarios
 * @param workers the highest number of scenarios at the same time
 * @param templateBuilds the number of templates that were built
 * @param templateBuildMillis the time of all template builds, in milliseconds
 * @param templateHits the number of templates of earlier runs that the cache had
 * @param migrationsAvoided the number of contexts that did not migrate their database,
 * minus the migrations that built templates
 * @param handovers the number of handovers
 * @param handoversByIsolation the number of handovers by isolation
 * @param handoverMillis the times of the handovers
 * @param cleanHandovers the number of handovers whose slot was at the baseline already
 * @param retiredSlots the number of retired slots
 * @param keptDatabases the number of kept databases
 * @param lockErrors the number of statements that failed because of a lock
 * @param contextWaits the number of times that a test or class waited for an application
 * context that it could not share
 * @param contextWaitMillis the total of these waits, in milliseconds
 * @param tests the figures of all tests, with or without a database
 * @param part the part of the suite, such as {@code shard 2/5}, or the merged parts, such
 * as {@code 5 shards}; empty for a whole suite
 * @param each the tests one by one
 * @param course how the run went
 */
public record RunReport(Verdict verdict, long wallMillis, int scenarios, int workers, int templateBuilds,
		long templateBuildMillis, int templateHits, int migrationsAvoided, int handovers,
		Map<String, Integer> handoversByIsolation, HandoverMillis handoverMillis, int cleanHandovers, int retiredSlots,
		int keptDatabases, int lockErrors, int contextWaits, long contextWaitMillis, TestSummary tests, String part,
		List<ReportedTest> each, RunCourse course) {

	private static final JsonWriter<RunReport> writer = JsonWriter.of((members) -> {
		members.add("verdict", (report) -> report.verdict().toString());
		members.from(RunReport::verdict).usingMembers((verdict) -> {
			verdict.add("testCount", Verdict::tests);
			verdict.add("isolated", Verdict::isolated);
			verdict.add("sharedOnPurpose", Verdict::sharedOnPurpose);
			verdict.add("withoutDatabase", Verdict::withoutDatabase);
			verdict.add("didNotStart", Verdict::didNotStart);
			verdict.add("managed", Verdict::managedMembers);
			verdict.add("unmanaged", Verdict::unmanagedMembers);
		});
		members.add("wallMillis", RunReport::wallMillis);
		members.add("scenarios", RunReport::scenarios);
		members.add("workers", RunReport::workers);
		members.add("templateBuilds", RunReport::templateBuilds);
		members.add("templateBuildMillis", RunReport::templateBuildMillis);
		members.add("templateHits", RunReport::templateHits);
		members.add("migrationsAvoided", RunReport::migrationsAvoided);
		members.add("handovers", RunReport::handovers);
		members.add("handoversByIsolation", RunReport::handoversByIsolation);
		members.add("handoverMillis", RunReport::handoverMillis).usingMembers((millis) -> {
			millis.add("median", HandoverMillis::median);
			millis.add("p95", HandoverMillis::p95);
			millis.add("max", HandoverMillis::max);
		});
		members.add("cleanHandovers", RunReport::cleanHandovers);
		members.add("retiredSlots", RunReport::retiredSlots);
		members.add("keptDatabases", RunReport::keptDatabases);
		members.add("lockErrors", RunReport::lockErrors);
		members.add("contextWaits", RunReport::contextWaits);
		members.add("contextWaitMillis", RunReport::contextWaitMillis);
		members.add("features", (report) -> report.tests().features());
		members.add("results", RunReport::tests).usingMembers((tests) -> {
			tests.add("passed", TestSummary::passed);
			tests.add("failed", TestSummary::failed);
			tests.add("aborted", TestSummary::aborted);
			tests.add("skipped", TestSummary::skipped);
		});
		members.add("busyShare", (report) -> report.tests().busyShare());
		members.add("longest", (report) -> report.tests().longest()).whenNotNull().usingMembers((longest) -> {
			longest.add("name", Longest::name);
			longest.add("unit", Longest::unit);
			longest.add("millis", Longest::millis);
		});
		members.add("part", RunReport::part).whenHasLength();
		members.add("jvms", (report) -> report.course().jvms());
		members.add("contexts", (report) -> report.course().contexts());
		members.add("templates", (report) -> report.course().templates());
		members.add("waits", (report) -> report.course().waits());
		members.add("preparations", (report) -> report.course().preparations());
		members.add("retired", (report) -> report.course().retired());
		members.add("refusals", (report) -> report.course().refusals());
		members.add("leaks", (report) -> report.course().leaks());
		members.add("problems", (report) -> report.course().problems());
		members.add("explanationsLeftOut", (report) -> report.course().explanationsLeftOut()).when((left) -> left > 0);
		members.add("tests", RunReport::each);
	});

	/**
	 * Whether nothing happened at all.
	 * @return whether nothing happened
	 */
	boolean isEmpty() {
		return !isAboutDatabases() && this.tests.total() == 0 && this.part.isEmpty();
	}

	/**
	 * Whether the summary belongs into the log. The test runner reports tests without
	 * databases well enough.
	 * @return whether the summary is logged
	 */
	boolean isWorthAWord() {
		return isAboutDatabases() || !this.part.isEmpty();
	}

	private boolean isAboutDatabases() {
		return this.verdict.isAboutDatabases() || this.templateBuilds > 0 || this.templateHits > 0
				|| this.migrationsAvoided > 0;
	}

	/**
	 * The same report with the problems of merged shards.
	 * @param problems the problems, in sentences
	 * @return the report
	 */
	public RunReport withProblems(List<String> problems) {
		return new RunReport(this.verdict, this.wallMillis, this.scenarios, this.workers, this.templateBuilds,
				this.templateBuildMillis, this.templateHits, this.migrationsAvoided, this.handovers,
				this.handoversByIsolation, this.handoverMillis, this.cleanHandovers, this.retiredSlots,
				this.keptDatabases, this.lockErrors, this.contextWaits, this.contextWaitMillis, this.tests, this.part,
				this.each, this.course.withProblems(problems));
	}

	/**
	 * Write the report as JSON, each test on a line of its own.
	 * @param out the target
	 * @throws IOException if it cannot be written
	 */
	public void writeTo(Appendable out) throws IOException {
		PiecewiseText text = new PiecewiseText(out);
		writer.write(this, text);
		text.append('\n');
		text.flush();
	}

	/**
	 * The report as text for the log.
	 * @return several lines
	 */
	public String toText() {
		return String.format(Locale.ROOT, """
				Pristine%s: %s
				  wall time            %8.1f s
				  features             %8d
				  scenarios            %8d on %d %s, %.0f %% busy
				  results              %8d passed, %d failed, %d aborted, %d skipped
				  longest              %s
				  templates            %8d built in %d ms, %d found in the cache
				  migrations avoided   %8d
				  handovers            %8d, %d of them clean
				  handover time        %8.3f ms median, %.3f ms p95, %.3f ms max
				  slots retired        %8d
				  databases kept       %8d
				  lock errors          %8d%s""", this.part.isEmpty() ? "" : ", " + this.part, this.verdict,
				this.wallMillis / 1e3, this.tests.features(), this.scenarios, this.workers,
				(this.workers == 1) ? "worker" : "workers", this.tests.busyShare() * 100, this.tests.passed(),
				this.tests.failed(), this.tests.aborted(), this.tests.skipped(), longest(), this.templateBuilds,
				this.templateBuildMillis, this.templateHits, this.migrationsAvoided, this.handovers,
				this.cleanHandovers, this.handoverMillis.median(), this.handoverMillis.p95(), this.handoverMillis.max(),
				this.retiredSlots, this.keptDatabases, this.lockErrors, contextWaitsText());
	}

	/**
	 * Empty without waits, as in most suites.
	 */
	private String contextWaitsText() {
		return (this.contextWaits == 0) ? "" : String.format(Locale.ROOT, "%n  waits for a context  %8d, %d ms in all",
				this.contextWaits, this.contextWaitMillis);
	}

	private String longest() {
		Longest longest = this.tests.longest();
		return (longest == null) ? "       -" : String.format(Locale.ROOT, "%8d ms: %s", longest.millis(),
				TestStatistics.describe(longest.name(), longest.unit()));
	}

}
