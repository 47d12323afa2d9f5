package io.github.pristinedb.report;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.pristinedb.event.PristineEvent.DatabaseKept;
import io.github.pristinedb.event.PristineEvent.DatabaseUnmanaged;
import io.github.pristinedb.report.Moments.Clock;
import io.github.pristinedb.report.Moments.ReportedJvm;
import io.github.pristinedb.report.ScenarioFacts.Recorded;
import io.github.pristinedb.report.TestDatabases.OfTest;
import io.github.pristinedb.report.TestDatabases.TimedHandover;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.WritableJson;

/**
 * One test in {@code report.json}, on a line of its own.
 *
 * @param id identifies it in the report
 * @param result the result
 * @param databases its databases, {@code null} if it has no application context
 * @param jvm the JVM that ran it
 * @param clock the clock of the report
 * @param facts what it did besides
 */
record ReportedTest(String id, TestResult result, @Nullable OfTest databases, ReportedJvm jvm, Clock clock,
		ScenarioFacts.OfTest facts) implements WritableJson {

	private static final JsonWriter<ReportedTest> writer = JsonWriter.of((members) -> {
		members.add("name", (test) -> test.result().name());
		members.add("source", (test) -> test.result().unit());
		members.add("result", (test) -> test.result().outcome().name().toLowerCase(Locale.ROOT));
		members.add("id", ReportedTest::id);
		members.add("start", (test) -> test.clock().millis(test.jvm(), test.result().start()));
		members.add("millis", (test) -> HandoverMillis.round(test.result().ownNanos()));
		members.add("contextMillis", (test) -> HandoverMillis.round(test.result().contextNanos()))
			.when((millis) -> millis > 0);
		members.add("jvm", (test) -> test.jvm().number()).when((jvm) -> jvm > 0);
		members.from(ReportedTest::databases).whenNotNull().usingMembers((databases) -> {
			databases.add("worker", OfTest::worker).when((worker) -> worker > 0);
			databases.add("context", OfTest::context).whenHasLength();
			databases.add("isolation", OfTest::isolation).whenHasLength();
		});
		members.add("handovers", ReportedTest::handovers).whenNotEmpty();
		members.add("shared", ReportedTest::shared).whenNotEmpty();
		members.from((test) -> test.facts().recorded()).whenNotNull().usingMembers((recorded) -> {
			recorded.add("statements", Recorded::statements);
			recorded.add("sqlMillis", (each) -> HandoverMillis.round(each.nanos()));
			recorded.add("recorded", Recorded::json).whenNotNull();
		});
		members.add("kept", ReportedTest::kept).whenNotEmpty();
		members.add("locks", (test) -> test.facts().locks()).when((locks) -> locks > 0);
		members.add("error", ReportedTest::error).whenNotNull();
		members.add("explanation", ReportedTest::explanation).whenNotNull();
	});

	private List<Map<String, Object>> handovers() {
		return (this.databases != null) ? this.databases.handovers().stream().map(this::members).toList() : List.of();
	}

	private Map<String, Object> members(TimedHandover handover) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("database", handover.database());
		members.put("millis", HandoverMillis.round(handover.nanos()));
		members.put("clean", handover.clean());
		members.put("start", this.clock.millis(this.jvm, handover.at() - handover.nanos()));
		return members;
	}

	private List<String> shared() {
		return (this.databases != null)
				? this.databases.unmanaged().stream().map(DatabaseUnmanaged::database).distinct().toList() : List.of();
	}

	private List<Map<String, Object>> kept() {
		return this.facts.kept().stream().map(ReportedTest::members).toList();
	}

	private static Map<String, Object> members(DatabaseKept kept) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("database", kept.database());
		members.put("place", kept.place());
		members.put("command", kept.command());
		return members;
	}

	private @Nullable String error() {
		CompressedText error = this.facts.error();
		return (error != null) ? error.toString() : null;
	}

	private @Nullable WritableJson explanation() {
		CompressedText explanation = this.facts.explanation();
		return (explanation != null) ? (out) -> out.append(explanation.toString()) : null;
	}

	@Override
	public void to(Appendable out) throws IOException {
		out.append('\n');
		writer.write(this, out);
	}

}
