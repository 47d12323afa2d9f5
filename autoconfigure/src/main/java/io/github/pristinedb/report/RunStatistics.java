package io.github.pristinedb.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.DatabaseKept;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.event.PristineEvent.LockFailed;
import io.github.pristinedb.event.PristineEvent.MigrationAvoided;
import io.github.pristinedb.event.PristineEvent.ScenarioFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.event.PristineEvent.TemplateBuilt;
import io.github.pristinedb.event.PristineEvent.TemplateFound;

/**
 * Adds up what happens in a run. Safe for use by several threads.
 */
final class RunStatistics {

	private final Set<String> found = new HashSet<>();

	private final Set<String> built = new HashSet<>();

	private final List<Long> handovers = new ArrayList<>();

	private final Set<String> running = new HashSet<>();

	private int scenarios;

	private int workers;

	private int templateBuilds;

	private int migrationsAvoided;

	private long savedNanos;

	private final Map<String, Integer> handoversByIsolation = new TreeMap<>();

	private int cleanHandovers;

	private int retiredSlots;

	private int keptDatabases;

	private int lockErrors;

	synchronized void add(PristineEvent event) {
		if (event instanceof ScenarioStarted started) {
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
		}
		else if (event instanceof TemplateFound template) {
			this.found.add(template.fingerprint());
		}
		else if (event instanceof MigrationAvoided avoided) {
			this.migrationsAvoided++;
			this.savedNanos += avoided.savedNanos();
		}
		else if (event instanceof HandedOver handover) {
			this.handovers.add(handover.nanos());
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
	}

	/**
	 * What has happened so far.
	 * @return the report
	 */
	synchronized RunReport report() {
		Set<String> hits = new HashSet<>(this.found);
		hits.removeAll(this.built);
		return new RunReport(this.scenarios, this.workers, this.templateBuilds, hits.size(), this.migrationsAvoided,
				this.savedNanos / 1_000_000, this.handovers.size(),
				Collections.unmodifiableMap(new TreeMap<>(this.handoversByIsolation)),
				HandoverMillis.of(this.handovers), this.cleanHandovers, this.retiredSlots, this.keptDatabases,
				this.lockErrors);
	}

}
