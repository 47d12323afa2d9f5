package io.github.pristinedb.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.ClassPrepared;
import io.github.pristinedb.event.PristineEvent.ConnectionsLeft;
import io.github.pristinedb.event.PristineEvent.ContextAwaited;
import io.github.pristinedb.event.PristineEvent.ContextStarted;
import io.github.pristinedb.event.PristineEvent.Refused;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.event.PristineEvent.TemplateBuilt;
import io.github.pristinedb.event.PristineEvent.TemplateFound;
import org.jspecify.annotations.Nullable;

/**
 * The moments of a run that the report tells one by one, apart from its tests. Not safe
 * for use by several threads.
 */
final class Moments {

	private final List<Moment> moments = new ArrayList<>();

	private final EqualValues<String> texts = new EqualValues<>();

	private final Map<String, Integer> found = new LinkedHashMap<>();

	private final List<ReportedJvm> jvms = new ArrayList<>();

	private final Map<TestResult, ReportedJvm> jvmsOfTests = new IdentityHashMap<>();

	void add(PristineEvent event, long at) {
		if (event instanceof ContextStarted || event instanceof TemplateBuilt || event instanceof ContextAwaited
				|| event instanceof ClassPrepared || event instanceof SlotRetired || event instanceof ConnectionsLeft
				|| event instanceof Refused) {
			this.moments.add(new Moment(shared(event), at, null));
		}
		else if (event instanceof TemplateFound template) {
			this.found.merge(template.fingerprint(), 1, Integer::sum);
		}
	}

	/**
	 * A run may tell thousands of these events, of few databases, reasons and places.
	 */
	private PristineEvent shared(PristineEvent event) {
		if (event instanceof SlotRetired retired) {
			return new SlotRetired(retired.scenario(), this.texts.one(retired.database()),
					this.texts.one(retired.reason()));
		}
		if (event instanceof ConnectionsLeft left) {
			return new ConnectionsLeft(left.scenario(), left.name(), left.connections(), this.texts.one(left.places()));
		}
		return event;
	}

	/**
	 * Add the moments of another JVM.
	 * @param other the moments of that JVM
	 * @param jvm the JVM
	 * @param tests the results of its tests
	 */
	void include(Moments other, ReportedJvm jvm, List<TestResult> tests) {
		this.jvms.add(jvm);
		tests.forEach((test) -> this.jvmsOfTests.put(test, jvm));
		other.moments.forEach((moment) -> this.moments.add(new Moment(moment.event(), moment.at(), jvm)));
		other.found.forEach((fingerprint, number) -> this.found.merge(fingerprint, number, Integer::sum));
	}

	/**
	 * The clock of a report. The time of each shard begins with the first event of its
	 * JVMs, since the clocks of several machines may differ.
	 * @param own the JVM that has no number, because nothing was included
	 * @return the clock
	 */
	Clock clock(ReportedJvm own) {
		Map<Integer, Long> starts = new HashMap<>();
		List<ReportedJvm> jvms = this.jvms.isEmpty() ? List.of(own) : this.jvms;
		jvms.forEach((jvm) -> starts.merge(jvm.shard(), jvm.start(), Math::min));
		// A span is told when it ends, and may have begun before the first event.
		this.moments.forEach((moment) -> starts.merge(((moment.jvm() != null) ? moment.jvm() : own).shard(),
				moment.at() - moment.nanos(), Math::min));
		return new Clock(own, jvms, starts, this.jvmsOfTests);
	}

	/**
	 * The moments for the report.
	 * @param clock the clock of the report
	 * @param names the tests and groups, by the ids of their scopes
	 * @return the moments
	 */
	RunCourse reported(Clock clock, Map<String, ReportedScope> names) {
		RunCourse course = RunCourse.begin(clock);
		Map<Place, NavigableMap<Long, ContextStarted>> starts = starts();
		Set<String> built = new HashSet<>();
		for (Moment moment : this.moments) {
			PristineEvent event = moment.event();
			if (event instanceof ContextStarted started) {
				Map<String, Object> members = clock.span(moment);
				members.put("context", clock.context(moment, started.context()));
				putWorker(members, started.worker());
				putScope(members, names.get(started.scenario()), started.name());
				course.contexts().add(members);
			}
			else if (event instanceof TemplateBuilt template) {
				Map<String, Object> members = clock.span(moment);
				members.put("fingerprint", template.fingerprint());
				members.put("migrations", template.migrations());
				Integer found = this.found.get(template.fingerprint());
				members.put("found", (found != null) ? found : 0);
				putStart(members, startAround(moment, starts.get(new Place(moment.jvm(), template.thread()))));
				built.add(template.fingerprint());
				course.templates().add(members);
			}
			else if (event instanceof ContextAwaited awaited) {
				Map<String, Object> members = clock.span(moment);
				putWorker(members, awaited.worker());
				putScope(members, names.get(awaited.scenario()), awaited.name());
				course.waits().add(members);
			}
			else if (event instanceof ClassPrepared prepared) {
				Map<String, Object> members = clock.span(moment);
				members.put("source", prepared.unit());
				course.preparations().add(members);
			}
			else if (event instanceof SlotRetired retired) {
				Map<String, Object> members = clock.span(moment);
				members.put("database", retired.database());
				members.put("reason", retired.reason());
				putScope(members, names.get(retired.scenario()), "");
				course.retired().add(members);
			}
			else if (event instanceof Refused refused) {
				Map<String, Object> members = clock.span(moment);
				members.put("kind", refused.kind().name().toLowerCase(Locale.ROOT));
				if (!refused.database().isEmpty()) {
					members.put("database", refused.database());
				}
				members.put("thread", refused.thread());
				members.put("reason", refused.reason());
				members.put("cure", refused.cure());
				putScope(members, names.get(refused.scenario()), refused.name());
				course.refusals().add(members);
			}
			else if (event instanceof ConnectionsLeft left) {
				Map<String, Object> members = clock.span(moment);
				members.put("connections", left.connections());
				members.put("places", left.places());
				putScope(members, names.get(left.scenario()), left.name());
				course.leaks().add(members);
			}
		}
		this.found.forEach((fingerprint, number) -> {
			if (!built.contains(fingerprint)) {
				// In the same order in each JVM.
				Map<String, Object> members = new LinkedHashMap<>();
				members.put("fingerprint", fingerprint);
				members.put("found", number);
				course.templates().add(members);
			}
		});
		return course;
	}

	/**
	 * The starts of contexts in the order of their ends, by their threads.
	 */
	private Map<Place, NavigableMap<Long, ContextStarted>> starts() {
		Map<Place, NavigableMap<Long, ContextStarted>> starts = new HashMap<>();
		for (Moment moment : this.moments) {
			if (moment.event() instanceof ContextStarted started) {
				starts.computeIfAbsent(new Place(moment.jvm(), started.thread()), (place) -> new TreeMap<>())
					.putIfAbsent(moment.at(), started);
			}
		}
		return starts;
	}

	/**
	 * The start of the context that a template was built for.
	 */
	private static @Nullable ContextStarted startAround(Moment built,
			@Nullable NavigableMap<Long, ContextStarted> starts) {
		if (starts == null) {
			return null;
		}
		return starts.tailMap(built.at(), true)
			.entrySet()
			.stream()
			.filter((start) -> start.getKey() - start.getValue().nanos() <= built.at() - built.nanos())
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
	}

	private static void putStart(Map<String, Object> members, @Nullable ContextStarted started) {
		if (started != null) {
			putWorker(members, started.worker());
			putScope(members, null, started.name());
		}
	}

	private static void putWorker(Map<String, Object> members, int worker) {
		if (worker > 0) {
			members.put("worker", worker);
		}
	}

	private static void putScope(Map<String, Object> members, @Nullable ReportedScope scope, String name) {
		if (scope != null && !scope.test().isEmpty()) {
			members.put("test", scope.test());
		}
		String known = name.isEmpty() && scope != null ? scope.name() : name;
		if (!known.isEmpty()) {
			members.put("name", known);
		}
	}

	/**
	 * A moment.
	 *
	 * @param event what happened
	 * @param at when it happened, in nanoseconds of the clock of its JVM
	 * @param jvm the JVM, {@code null} for that of this run
	 */
	record Moment(PristineEvent event, long at, @Nullable ReportedJvm jvm) {

		long nanos() {
			if (this.event instanceof ContextStarted started) {
				return started.nanos();
			}
			if (this.event instanceof TemplateBuilt built) {
				return built.nanos();
			}
			if (this.event instanceof ContextAwaited awaited) {
				return awaited.nanos();
			}
			return (this.event instanceof ClassPrepared prepared) ? prepared.nanos() : 0;
		}

	}

	/**
	 * A thread of a JVM.
	 *
	 * @param jvm the JVM, {@code null} for that of this run
	 * @param thread the name of the thread
	 */
	private record Place(@Nullable ReportedJvm jvm, String thread) {

	}

	/**
	 * A test or group as a scope.
	 *
	 * @param test the id of the test in the report, empty for a group
	 * @param name its readable name
	 */
	record ReportedScope(String test, String name) {

	}

	/**
	 * A JVM of the run.
	 *
	 * @param number its number, 0 if the run has but one
	 * @param shard the number of its shard, 0 if the suite is not cut
	 * @param start its first event, in nanoseconds since 1970
	 * @param nanos the time from its first event to its last one
	 */
	record ReportedJvm(int number, int shard, long start, long nanos) {

		String prefix() {
			return (this.number == 0) ? "" : "jvm" + this.number + "-";
		}

	}

	/**
	 * Tells times of the report.
	 *
	 * @param own the JVM of this run
	 * @param jvms all JVMs
	 * @param starts the first event of each shard, by its number
	 * @param tests the JVMs of tests
	 */
	record Clock(ReportedJvm own, List<ReportedJvm> jvms, Map<Integer, Long> starts,
			Map<TestResult, ReportedJvm> tests) {

		ReportedJvm jvm(TestResult test) {
			return this.tests.getOrDefault(test, this.own);
		}

		private ReportedJvm jvm(Moment moment) {
			return (moment.jvm() != null) ? moment.jvm() : this.own;
		}

		double millis(ReportedJvm jvm, long at) {
			return HandoverMillis.round(at - Objects.requireNonNull(this.starts.get(jvm.shard())));
		}

		String context(Moment moment, String number) {
			return jvm(moment).prefix() + number;
		}

		/**
		 * The members of a span of time that ends with a moment.
		 */
		Map<String, Object> span(Moment moment) {
			ReportedJvm jvm = jvm(moment);
			long nanos = moment.nanos();
			Map<String, Object> members = new LinkedHashMap<>();
			if (jvm.number() > 0) {
				members.put("jvm", jvm.number());
			}
			members.put("start", millis(jvm, moment.at() - nanos));
			if (nanos > 0) {
				members.put("millis", HandoverMillis.round(nanos));
			}
			return members;
		}

	}

}
