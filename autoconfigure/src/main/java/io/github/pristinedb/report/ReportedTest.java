package io.github.pristinedb.report;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.pristinedb.event.PristineEvent.DatabaseUnmanaged;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.report.TestDatabases.OfTest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.WritableJson;

/**
 * One test in {@code report.json}, on a line of its own.
 *
 * @param name its readable name
 * @param source a feature with its line, or a class with its method
 * @param result {@code passed}, {@code failed}, {@code aborted} or {@code skipped}
 * @param millis its time in milliseconds with three decimals, without the start of its
 * application context
 * @param worker the number of its worker, 0 if it ran in no application context
 * @param isolation its isolation, as a value of {@code pristine.isolation}: {@code none}
 * also if it has no managed database, empty if it has no database
 * @param handovers the databases that were handed over to it
 * @param shared the names of its databases that are not managed
 */
record ReportedTest(String name, String source, String result, double millis, int worker, String isolation,
		List<Handover> handovers, List<String> shared) implements WritableJson {

	private static final JsonWriter<ReportedTest> writer = JsonWriter.of((members) -> {
		members.add("name", ReportedTest::name);
		members.add("source", ReportedTest::source);
		members.add("result", ReportedTest::result);
		members.add("millis", ReportedTest::millis);
		members.add("worker", ReportedTest::worker).when((worker) -> worker > 0);
		members.add("isolation", ReportedTest::isolation).whenHasLength();
		members.add("handovers", (test) -> test.handovers().stream().map(Handover::members).toList()).whenNotEmpty();
		members.add("shared", ReportedTest::shared).whenNotEmpty();
	});

	static ReportedTest of(TestResult test, @Nullable OfTest databases) {
		String result = test.outcome().name().toLowerCase(Locale.ROOT);
		double millis = HandoverMillis.round(test.ownNanos());
		if (databases == null) {
			return new ReportedTest(test.name(), test.unit(), result, millis, 0, "", List.of(), List.of());
		}
		return new ReportedTest(test.name(), test.unit(), result, millis, databases.worker(), databases.isolation(),
				databases.handovers().stream().map(Handover::of).toList(),
				databases.unmanaged().stream().map(DatabaseUnmanaged::database).distinct().toList());
	}

	@Override
	public void to(Appendable out) throws IOException {
		out.append('\n');
		writer.write(this, out);
	}

	/**
	 * A database that was handed over to a test.
	 *
	 * @param database the name of the database
	 * @param millis the time of the handover, in milliseconds with three decimals
	 * @param clean whether the slot was at the baseline already
	 */
	record Handover(String database, double millis, boolean clean) {

		static Handover of(HandedOver event) {
			return new Handover(event.database(), HandoverMillis.round(event.nanos()), event.clean());
		}

		Map<String, Object> members() {
			Map<String, Object> members = new LinkedHashMap<>();
			members.put("database", this.database);
			members.put("millis", this.millis);
			members.put("clean", this.clean);
			return members;
		}

	}

}
