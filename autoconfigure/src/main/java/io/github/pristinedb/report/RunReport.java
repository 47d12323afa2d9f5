package io.github.pristinedb.report;

import java.util.Locale;

import org.springframework.boot.json.JsonWriter;

/**
 * What a run did.
 *
 * @param scenarios how many scenarios were started
 * @param workers how many of them ran at the same time, at the most
 * @param templateBuilds how many templates were built
 * @param templateHits how many templates were found in the cache
 * @param migrationsAvoided how often a context did not have to migrate its database
 * @param millisSaved how much less time the copies took than the migrations that built
 * their templates, in milliseconds; a lower bound, since what Flyway would have taken to
 * check a database that is there already is not known
 */
record RunReport(int scenarios, int workers, int templateBuilds, int templateHits, int migrationsAvoided,
		long millisSaved) {

	private static final JsonWriter<RunReport> writer = JsonWriter.of((members) -> {
		members.add("scenarios", RunReport::scenarios);
		members.add("workers", RunReport::workers);
		members.add("templateBuilds", RunReport::templateBuilds);
		members.add("templateHits", RunReport::templateHits);
		members.add("migrationsAvoided", RunReport::migrationsAvoided);
		members.add("millisSaved", RunReport::millisSaved);
	});

	/**
	 * Whether anything happened that is worth a word.
	 * @return whether nothing did
	 */
	boolean isEmpty() {
		return this.scenarios == 0 && this.templateBuilds == 0 && this.templateHits == 0 && this.migrationsAvoided == 0;
	}

	String toJson() {
		return writer.writeToString(this) + "\n";
	}

	String toText() {
		return String.format(Locale.ROOT, """
				Pristine
				  scenarios            %8d on %d %s
				  templates            %8d built, %d found in the cache
				  migrations avoided   %8d
				  time saved           %8d ms""", this.scenarios, this.workers,
				(this.workers == 1) ? "worker" : "workers", this.templateBuilds, this.templateHits,
				this.migrationsAvoided, this.millisSaved);
	}

}
