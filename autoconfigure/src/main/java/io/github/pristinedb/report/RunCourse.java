package io.github.pristinedb.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.report.Moments.Clock;
import io.github.pristinedb.report.Moments.ReportedJvm;

/**
 * How a run went, apart from its figures and its tests. All times are milliseconds since
 * the start of the shard.
 *
 * @param jvms the JVMs
 * @param contexts the starts of application contexts
 * @param templates the templates that were built or found
 * @param waits the waits for application contexts
 * @param preparations what was done once for all tests of a class
 * @param retired the slots that were given up
 * @param refusals what was refused to scenarios
 * @param leaks the scenarios that left connections open
 * @param problems what is missing in merged shards, in sentences
 * @param explanationsLeftOut the number of explanations that had no room in the report
 */
record RunCourse(List<Map<String, Object>> jvms, List<Map<String, Object>> contexts,
		List<Map<String, Object>> templates, List<Map<String, Object>> waits, List<Map<String, Object>> preparations,
		List<Map<String, Object>> retired, List<Map<String, Object>> refusals, List<Map<String, Object>> leaks,
		List<String> problems, int explanationsLeftOut) {

	static RunCourse begin(Clock clock) {
		return new RunCourse(clock.jvms().stream().map((jvm) -> members(jvm, clock)).toList(), new ArrayList<>(),
				new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
				new ArrayList<>(), List.of(), 0);
	}

	private static Map<String, Object> members(ReportedJvm jvm, Clock clock) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("jvm", Math.max(1, jvm.number()));
		if (jvm.shard() > 0) {
			members.put("shard", jvm.shard());
		}
		members.put("at", Instant.ofEpochMilli(jvm.start() / 1_000_000).toString());
		members.put("start", clock.millis(jvm, jvm.start()));
		members.put("millis", HandoverMillis.round(jvm.nanos()));
		return members;
	}

	RunCourse withProblems(List<String> problems) {
		return new RunCourse(this.jvms, this.contexts, this.templates, this.waits, this.preparations, this.retired,
				this.refusals, this.leaks, problems, this.explanationsLeftOut);
	}

	RunCourse withoutExplanations(int number) {
		return new RunCourse(this.jvms, this.contexts, this.templates, this.waits, this.preparations, this.retired,
				this.refusals, this.leaks, this.problems, number);
	}

}
