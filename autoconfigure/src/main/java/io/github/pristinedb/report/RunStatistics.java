package io.github.pristinedb.report;

import java.util.HashSet;
import java.util.Set;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.MigrationAvoided;
import io.github.pristinedb.event.PristineEvent.ScenarioFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.event.PristineEvent.TemplateBuilt;
import io.github.pristinedb.event.PristineEvent.TemplateFound;

/**
 * Adds up what happens in a run. Safe for use by several threads.
 */
final class RunStatistics {

	private final Set<String> found = new HashSet<>();

	private final Set<String> running = new HashSet<>();

	private int scenarios;

	private int workers;

	private int templateBuilds;

	private int migrationsAvoided;

	private long savedNanos;

	synchronized void add(PristineEvent event) {
		if (event instanceof ScenarioStarted started) {
			this.scenarios++;
			this.running.add(started.id());
			this.workers = Math.max(this.workers, this.running.size());
		}
		else if (event instanceof ScenarioFinished finished) {
			this.running.remove(finished.id());
		}
		else if (event instanceof TemplateBuilt) {
			this.templateBuilds++;
		}
		else if (event instanceof TemplateFound template) {
			this.found.add(template.fingerprint());
		}
		else if (event instanceof MigrationAvoided avoided) {
			this.migrationsAvoided++;
			this.savedNanos += avoided.savedNanos();
		}
	}

	/**
	 * What has happened so far.
	 * @return the report
	 */
	synchronized RunReport report() {
		return new RunReport(this.scenarios, this.workers, this.templateBuilds, this.found.size(),
				this.migrationsAvoided, this.savedNanos / 1_000_000);
	}

}
