package io.github.pristinedb.flyway;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

import javax.sql.DataSource;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.event.PristineEvent.MigrationAvoided;
import io.github.pristinedb.event.PristineEvent.MigrationAvoided.Reason;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.jdbc.DataSourceInspector;
import io.github.pristinedb.template.Fingerprint;
import io.github.pristinedb.template.FingerprintBuilder;
import io.github.pristinedb.template.FingerprintContributor;
import io.github.pristinedb.template.Template;
import io.github.pristinedb.template.TemplateCache;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;

import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * Takes the place of {@link Flyway#migrate()} for databases that pass the {@link Guard}:
 * <table>
 * <caption>What happens</caption>
 * <tr>
 * <th>the database that Flyway points at</th>
 * <th>what happens</th>
 * </tr>
 * <tr>
 * <td>missing or empty</td>
 * <td>the template is found or built, then copied there</td>
 * </tr>
 * <tr>
 * <td>there, with content</td>
 * <td>nothing: no call of Flyway, no connection</td>
 * </tr>
 * <tr>
 * <td>something that is no database</td>
 * <td>a {@link io.github.pristinedb.engine.UnusableDatabaseException}; nothing is
 * overwritten</td>
 * </tr>
 * </table>
 * A database that does not pass the guard is migrated as if this class were absent. Safe
 * for use by several threads and processes on the same database.
 */
public final class FastMigrationStrategy implements FlywayMigrationStrategy {

	private final Guard guard;

	private final TemplateCache templates;

	private final List<FingerprintContributor> contributors;

	private final FlywayMigrationStrategy migration;

	// What a Flyway would migrate does not change while it lives.
	private final Map<Flyway, Fingerprint> fingerprints = Collections.synchronizedMap(new WeakHashMap<>());

	/**
	 * Create a new strategy.
	 * @param guard says which databases are managed
	 * @param templates where templates are found and built
	 * @param contributors the users' own inputs to the fingerprint
	 * @param migration what migrates a database that is not managed, and a template
	 */
	public FastMigrationStrategy(Guard guard, TemplateCache templates, List<FingerprintContributor> contributors,
			FlywayMigrationStrategy migration) {
		this.guard = guard;
		this.templates = templates;
		this.contributors = List.copyOf(contributors);
		this.migration = migration;
	}

	@Override
	public void migrate(Flyway flyway) {
		DataSource dataSource = flyway.getConfiguration().getDataSource();
		DataSourceInspector inspector = (dataSource != null) ? DataSourceInspector.of(dataSource) : null;
		ManagedDatabase managed = (inspector != null) ? this.guard.admit(inspector.url()) : null;
		if (inspector == null || managed == null) {
			this.migration.migrate(flyway);
		}
		else if (managed.database().state() != DatabaseState.PRESENT && create(flyway, managed)) {
			// A connection that was opened before may be to an empty file that is gone.
			inspector.closeIdleConnections();
		}
		else {
			PristineEvents.publish(new MigrationAvoided(Reason.ALREADY_THERE, 0));
		}
	}

	private boolean create(Flyway flyway, ManagedDatabase managed) {
		Fingerprint fingerprint = this.fingerprints.computeIfAbsent(flyway, (key) -> fingerprint(key, managed));
		Template template = this.templates.get(new FlywayTemplateRecipe(fingerprint, managed, flyway, this.migration));
		long started = System.nanoTime();
		boolean created = managed.database().createFrom(template.image());
		if (created) {
			long saved = (long) (template.manifest().buildMillis() * 1e6) - (System.nanoTime() - started);
			PristineEvents.publish(new MigrationAvoided(Reason.COPIED, Math.max(saved, 0)));
		}
		return created;
	}

	private Fingerprint fingerprint(Flyway flyway, ManagedDatabase managed) {
		Configuration configuration = flyway.getConfiguration();
		DataSourceInspector inspector = DataSourceInspector.of(configuration.getDataSource());
		DatabaseEngine engine = managed.engine();
		FingerprintBuilder fingerprint = new FingerprintBuilder();
		fingerprint.add("engine/name", engine.name());
		engine.versions().forEach((name, version) -> fingerprint.add("engine/version/" + name, version));
		engine.options(managed.database(), inspector.target())
			.forEach((name, value) -> fingerprint.add("engine/option/" + name, value));
		inspector.connectionSettings().forEach((name, value) -> fingerprint.add("connection/" + name, value));
		this.contributors.forEach((contributor) -> contributor.contribute(fingerprint));
		return fingerprint.build();
	}

}
