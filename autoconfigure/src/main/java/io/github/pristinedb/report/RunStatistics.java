package io.github.pristinedb.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.ContextAwaited;
import io.github.pristinedb.event.PristineEvent.DatabaseKept;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.event.PristineEvent.LockFailed;
import io.github.pristinedb.event.PristineEvent.MigrationAvoided;
import io.github.pristinedb.event.PristineEvent.ScenarioFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.event.PristineEvent.ShardChosen;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.event.PristineEvent.TemplateBuilt;
import io.github.pristinedb.event.PristineEvent.TemplateFound;
import io.github.pristinedb.event.PristineEvent.TestAssigned;
import io.github.pristinedb.report.Moments.ReportedJvm;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the events of a run. Safe for use by several threads.
 */
public final class RunStatistics {

	private final Set<String> found = new HashSet<>();

	private final Set<String> built = new HashSet<>();

	// In nanoseconds. A run has thousands of them.
	private long[] handoverNanos = new long[16];

	private int handovers;

	private final Set<String> running = new HashSet<>();

	private int scenarios;

	private int workers;

	private int templateBuilds;

	private int migrationsAvoided;

	private long buildNanos;

	private final TestDatabases databases = new TestDatabases();

	private @Nullable Long start;

	private long wallNanos;

	private final Map<String, Integer> handoversByIsolation = new TreeMap<>();

	private int cleanHandovers;

	private int retiredSlots;

	private int keptDatabases;

	private int lockErrors;

	private int contextWaits;

	private long contextWaitNanos;

	private final TestStatistics tests = new TestStatistics();

	private @Nullable ShardChosen shard;

	private boolean hasOwnTests;

	private final Moments moments = new Moments();

	private final ScenarioFacts facts = new ScenarioFacts();

	private int included;

	/**
	 * Add an event of this moment.
	 * @param event what happened
	 */
	void add(PristineEvent event) {
		add(event, System.nanoTime());
	}

	/**
	 * Add an event.
	 * @param event what happened
	 * @param at the time of the event, in nanoseconds of an arbitrary clock
	 */
	synchronized void add(PristineEvent event, long at) {
		long start = (this.start != null) ? this.start : at;
		this.start = start;
		this.wallNanos = Math.max(this.wallNanos, at - start);
		if (this.tests.add(event, at)) {
			return;
		}
		this.moments.add(event, at);
		this.facts.add(event);
		this.databases.add(event, at);
		if (event instanceof ShardChosen chosen) {
			this.shard = chosen;
		}
		else if (event instanceof TestAssigned test) {
			this.hasOwnTests |= this.shard != null && test.shard() == this.shard.number();
		}
		else if (event instanceof ScenarioStarted started) {
			this.scenarios++;
			this.running.add(started.id());
			this.workers = Math.max(this.workers, this.running.size());
		}
		else if (event instanceof ScenarioFinished finished) {
			this.running.remove(finished.id());
		}
		else if (event instanceof TemplateBuilt template) {
			this.built.add(template.fingerprint());
			this.templateBuilds++;
			this.buildNanos += template.nanos();
		}
		else if (event instanceof TemplateFound template) {
			this.found.add(template.fingerprint());
		}
		else if (event instanceof MigrationAvoided) {
			this.migrationsAvoided++;
		}
		else if (event instanceof HandedOver handover) {
			addHandover(handover.nanos());
			this.handoversByIsolation.merge(handover.isolation(), 1, Integer::sum);
			this.cleanHandovers += handover.clean() ? 1 : 0;
		}
		else if (event instanceof SlotRetired) {
			this.retiredSlots++;
		}
		else if (event instanceof DatabaseKept) {
			this.keptDatabases++;
		}
		else if (event instanceof LockFailed) {
			this.lockErrors++;
		}
		else if (event instanceof ContextAwaited awaited) {
			this.contextWaits++;
			this.contextWaitNanos += awaited.nanos();
		}
	}

	private void addHandover(long nanos) {
		if (this.handovers == this.handoverNanos.length) {
			this.handoverNanos = Arrays.copyOf(this.handoverNanos, this.handovers * 2);
		}
		this.handoverNanos[this.handovers++] = nanos;
	}

	/**
	 * The results of the tests.
	 * @return the statistics
	 */
	TestStatistics tests() {
		return this.tests;
	}

	/**
	 * Whether this shard has found tests of its own.
	 * @return whether it has, {@code false} for a whole suite
	 */
	synchronized boolean hasOwnTests() {
		return this.hasOwnTests;
	}

	/**
	 * Add the figures of another JVM, without the results of its tests.
	 * @param other the statistics of that JVM
	 */
	public synchronized void include(RunStatistics other) {
		synchronized (other) {
			this.found.addAll(other.found);
			this.built.addAll(other.built);
			for (int i = 0; i < other.handovers; i++) {
				addHandover(other.handoverNanos[i]);
			}
			other.handoversByIsolation
				.forEach((isolation, number) -> this.handoversByIsolation.merge(isolation, number, Integer::sum));
			this.scenarios += other.scenarios;
			this.templateBuilds += other.templateBuilds;
			this.migrationsAvoided += other.migrationsAvoided;
			this.buildNanos += other.buildNanos;
			this.cleanHandovers += other.cleanHandovers;
			this.retiredSlots += other.retiredSlots;
			this.keptDatabases += other.keptDatabases;
			this.lockErrors += other.lockErrors;
			this.contextWaits += other.contextWaits;
			this.contextWaitNanos += other.contextWaitNanos;
			ReportedJvm jvm = other.jvm(++this.included);
			this.databases.include(other.databases, jvm.prefix());
			this.moments.include(other.moments, jvm, other.tests.finished().results());
			this.facts.include(other.facts, jvm.prefix());
			this.wallNanos = Math.max(this.wallNanos, other.wallNanos);
		}
	}

	private ReportedJvm jvm(int number) {
		return new ReportedJvm(number, (this.shard != null) ? this.shard.number() : 0,
				(this.start != null) ? this.start : 0, this.wallNanos);
	}

	/**
	 * The figures of this JVM so far.
	 * @return the report
	 */
	synchronized RunReport report() {
		return report(List.of(this.tests.finished()), part());
	}

	private String part() {
		return (this.shard == null) ? "" : "shard " + this.shard.number() + "/" + this.shard.total();
	}

	/**
	 * The figures of this JVM and of others that run the same part of the suite.
	 * @param others the other JVMs
	 * @return the report
	 */
	synchronized RunReport report(Collection<JvmHistory> others) {
		RunStatistics all = new RunStatistics();
		List<FinishedTests> tests = new ArrayList<>();
		for (JvmHistory other : others) {
			all.include(other.statistics());
			tests.add(other.tests().finished());
		}
		all.include(this);
		tests.add(this.tests.finished());
		return all.report(List.of(FinishedTests.of(tests)), part());
	}

	/**
	 * The figures of several machines.
	 * @param machines the tests of each machine
	 * @param part the part of the suite
	 * @return the report
	 */
	public synchronized RunReport report(Collection<FinishedTests> machines, String part) {
		Set<String> hits = new HashSet<>(this.found);
		hits.removeAll(this.built);
		TestSummary tests = TestSummary.of(machines);
		ReportedTests reported = new ReportedTests(this.moments.clock(jvm(0)), this.databases, this.facts);
		machines.forEach((machine) -> reported.add(machine.results()));
		return new RunReport(Verdict.of(machines, this.databases), this.wallNanos / 1_000_000, this.scenarios,
				Math.max(this.workers, tests.workers()), this.templateBuilds, this.buildNanos / 1_000_000, hits.size(),
				Math.max(0, this.migrationsAvoided - this.templateBuilds), this.handovers,
				Collections.unmodifiableMap(new TreeMap<>(this.handoversByIsolation)),
				HandoverMillis.of(Arrays.stream(this.handoverNanos, 0, this.handovers).boxed().toList()),
				this.cleanHandovers, this.retiredSlots, this.keptDatabases, this.lockErrors, this.contextWaits,
				this.contextWaitNanos / 1_000_000, tests, part, reported.tests(),
				this.moments.reported(reported.clock(), reported.scopes()).withoutExplanations(this.facts.leftOut()));
	}

}
