package io.github.pristinedb.flyway;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.EngineSessions;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.event.PristineEvent.MigrationAvoided;
import io.github.pristinedb.event.PristineEvent.MigrationAvoided.Reason;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.jdbc.DataSourceInspector;
import io.github.pristinedb.jdbc.PoolControl;
import io.github.pristinedb.jdbc.ScenarioDataSource;
import io.github.pristinedb.seed.Seeds;
import io.github.pristinedb.slot.ManagedDatabases;
import io.github.pristinedb.template.FingerprintBuilder;
import io.github.pristinedb.template.FingerprintContributor;
import io.github.pristinedb.template.NoFingerprintException;
import io.github.pristinedb.template.TemplateRecipe;
import io.github.pristinedb.template.Templates;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

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
 * <td>there, with content: this JVM has made it, or has met it before</td>
 * <td>nothing: no call of Flyway, no connection</td>
 * </tr>
 * <tr>
 * <td>there, with content that this JVM meets for the first time</td>
 * <td>Flyway migrates it, once</td>
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

	private static final Log logger = LogFactory.getLog(FastMigrationStrategy.class);

	private final Guard guard;

	private final EngineSessions sessions;

	private final Templates templates;

	private final TemplateInputs inputs;

	private final Seeds seeds;

	private final FlywayMigrationStrategy migration;

	private final Function<ManagedDatabase, @Nullable ScenarioDataSource> dataSources;

	// What a Flyway would migrate does not change while it lives.
	private final Map<Flyway, Fingerprint> fingerprints = Collections.synchronizedMap(new WeakHashMap<>());

	private final Map<Database, Fingerprint> created = new ConcurrentHashMap<>();

	// Flyway would have opened connections of theirs.
	private final Queue<DataSource> unopened = new ConcurrentLinkedQueue<>();

	// A second Flyway on the same database finds the first one's seeds there.
	private final Set<Database> seeded = ConcurrentHashMap.newKeySet();

	/**
	 * Create a new strategy for contexts that are started by hand.
	 * @param guard says which databases are managed
	 * @param sessions the engines' sessions
	 * @param templates finds and builds templates
	 * @param contributors the users' own inputs to the fingerprint
	 * @param migration what migrates a database that is not managed, and a template;
	 * {@code null} for {@link Flyway#migrate()}
	 */
	public FastMigrationStrategy(Guard guard, EngineSessions sessions, Templates templates,
			List<FingerprintContributor> contributors, @Nullable FlywayMigrationStrategy migration) {
		this(guard, sessions, templates, contributors, Seeds.NONE, migration, (managed) -> null);
	}

	/**
	 * Create a new strategy.
	 * @param guard says which databases are managed
	 * @param sessions the engines' sessions
	 * @param templates finds and builds templates
	 * @param contributors the users' own inputs to the fingerprint
	 * @param seeds what comes after the migration
	 * @param migration what migrates a database that is not managed, and a template;
	 * {@code null} for {@link Flyway#migrate()}
	 * @param dataSources finds the context's data source for a database, for a Flyway
	 * that was given a data source of its own
	 */
	public FastMigrationStrategy(Guard guard, EngineSessions sessions, Templates templates,
			List<FingerprintContributor> contributors, Seeds seeds, @Nullable FlywayMigrationStrategy migration,
			Function<ManagedDatabase, @Nullable ScenarioDataSource> dataSources) {
		this.guard = guard;
		this.sessions = sessions;
		this.templates = templates;
		this.seeds = seeds;
		this.migration = (migration != null) ? migration : TemplateInputs.PLAIN;
		this.inputs = new TemplateInputs(List.copyOf(contributors), seeds, this.migration);
		this.dataSources = dataSources;
	}

	@Override
	public void migrate(Flyway flyway) {
		ManagedDatabase managed = managed(flyway);
		if (managed == null) {
			this.migration.migrate(flyway);
			return;
		}
		ScenarioDataSource scenarios = scenarios(flyway, managed);
		try {
			if (scenarios != null) {
				migrate(flyway, managed, scenarios);
			}
			else {
				migrate(flyway, managed);
			}
		}
		catch (NoFingerprintException ex) {
			logger.warn("The database " + managed.database() + " is migrated without a template: " + ex.getMessage());
			if (scenarios != null) {
				migrateForReal(flyway, managed, scenarios);
			}
			else {
				SeedingMigrationStrategy.migrate(flyway, this.migration, managed, this.sessions.of(managed),
						this.seeds);
			}
		}
	}

	/**
	 * How the template is made that the database of a Flyway is copied from. No
	 * connection is opened.
	 * @param flyway the Flyway
	 * @return the recipe, or {@code null} if its database is not managed
	 * @throws NoFingerprintException if it is migrated without a template
	 */
	public @Nullable TemplateRecipe recipe(Flyway flyway) {
		ManagedDatabase managed = managed(flyway);
		return (managed != null) ? recipe(flyway, managed, original(flyway, managed)) : null;
	}

	/**
	 * What the fingerprint of that template is made of. No connection is opened.
	 * @param flyway the Flyway
	 * @return all inputs, or {@code null} if its database is not managed
	 * @throws NoFingerprintException if it is migrated without a template
	 */
	public @Nullable FingerprintBuilder fingerprint(Flyway flyway) {
		ManagedDatabase managed = managed(flyway);
		return (managed != null) ? inputs(flyway, managed, original(flyway, managed)) : null;
	}

	/**
	 * Start the pools that Flyway would have started, of the very databases that their
	 * URLs name.
	 */
	public void startPools() {
		for (DataSource pool = this.unopened.poll(); pool != null; pool = this.unopened.poll()) {
			PoolControl.of(pool).start();
		}
	}

	private @Nullable ManagedDatabase managed(Flyway flyway) {
		DataSource dataSource = flyway.getConfiguration().getDataSource();
		if (dataSource == null) {
			return null;
		}
		ScenarioDataSource scenarios = ScenarioDataSource.find(dataSource);
		if (scenarios != null) {
			return scenarios.model();
		}
		ManagedDatabase named = this.guard.admit(DataSourceInspector.of(dataSource).access());
		// Spring Boot derives a data source for spring.flyway.user.
		ManagedDatabase meant = (named != null) ? ManagedDatabases.meantBy(named) : null;
		return (meant != null && meant != named && this.dataSources.apply(meant) != null) ? meant : named;
	}

	private @Nullable ScenarioDataSource scenarios(Flyway flyway, ManagedDatabase managed) {
		ScenarioDataSource scenarios = ScenarioDataSource.find(flyway.getConfiguration().getDataSource());
		return (scenarios != null) ? scenarios : this.dataSources.apply(managed);
	}

	private DataSource original(Flyway flyway, ManagedDatabase managed) {
		ScenarioDataSource scenarios = scenarios(flyway, managed);
		return (scenarios != null) ? scenarios.original() : flyway.getConfiguration().getDataSource();
	}

	/**
	 * The database of a context that scenarios run in: a new one for each context, so
	 * what it has already is none of this Flyway's work.
	 */
	private void migrate(Flyway flyway, ManagedDatabase managed, ScenarioDataSource scenarios) {
		if (scenarios.isJoining()) {
			alreadyThere();
		}
		else if (scenarios.hasContent()) {
			migrateForReal(flyway, managed, scenarios);
		}
		else {
			copy(flyway, this.templates.get(recipe(flyway, managed, scenarios.original())), scenarios::createFrom);
			this.seeded.add(managed.database());
		}
	}

	private void migrateForReal(Flyway flyway, ManagedDatabase managed, ScenarioDataSource scenarios) {
		this.migration.migrate(on(scenarios, flyway));
		if (this.seeded.add(managed.database())) {
			this.seeds.plant(scenarios, managed);
		}
	}

	/**
	 * A Flyway with a URL of its own would migrate the very file that it names.
	 */
	private static Flyway on(ScenarioDataSource scenarios, Flyway flyway) {
		Configuration configuration = flyway.getConfiguration();
		return (ScenarioDataSource.find(configuration.getDataSource()) != null) ? flyway
				: new FluentConfiguration(configuration.getClassLoader()).configuration(configuration)
					.dataSource(scenarios)
					.load();
	}

	/**
	 * The very database that the URL names.
	 */
	private void migrate(Flyway flyway, ManagedDatabase managed) {
		LiteralDatabase literal = LiteralDatabase.of(managed.database());
		synchronized (literal) {
			migrate(flyway, managed, literal);
		}
	}

	private void migrate(Flyway flyway, ManagedDatabase managed, LiteralDatabase literal) {
		Database database = managed.database();
		EngineSession session = this.sessions.of(managed);
		DataSource dataSource = flyway.getConfiguration().getDataSource();
		boolean absent = session.state(database) != DatabaseState.PRESENT;
		boolean copied = absent && copy(flyway, this.templates.get(recipe(flyway, managed, dataSource)),
				(image) -> session.createLiteral(database, image));
		// One that was opened before may be to an empty file that was replaced since, by
		// this process or another.
		PoolControl.of(dataSource).closeIdleConnections();
		if (absent) {
			// If it was not copied, another process was faster.
			literal.know(session);
		}
		if (copied) {
			this.created.put(database, fingerprint(flyway, managed, dataSource));
			this.unopened.add(dataSource);
			return;
		}
		if (!literal.isKnown(session)) {
			logger.info("The database " + database + " was there before this run. Flyway migrates it, once.");
			this.migration.migrate(flyway);
			literal.know(session);
			this.created.put(database, fingerprint(flyway, managed, dataSource));
			return;
		}
		Fingerprint creator = this.created.get(database);
		if (creator != null && !creator.equals(fingerprint(flyway, managed, dataSource))) {
			// Made by this very context for a Flyway that does something else, so it
			// lacks what this one brings.
			this.migration.migrate(flyway);
		}
		else {
			alreadyThere();
			this.unopened.add(dataSource);
		}
	}

	private TemplateRecipe recipe(Flyway flyway, ManagedDatabase managed, DataSource dataSource) {
		return new FlywayTemplateRecipe(fingerprint(flyway, managed, dataSource), managed, this.sessions.of(managed),
				flyway, dataSource, this.inputs);
	}

	private Fingerprint fingerprint(Flyway flyway, ManagedDatabase managed, DataSource dataSource) {
		return this.fingerprints.computeIfAbsent(flyway, (key) -> inputs(key, managed, dataSource).build());
	}

	private FingerprintBuilder inputs(Flyway flyway, ManagedDatabase managed, DataSource dataSource) {
		return this.inputs.fingerprint(flyway.getConfiguration(), managed, this.sessions.of(managed),
				DataSourceInspector.of(dataSource));
	}

	private static boolean copy(Flyway flyway, Template template, Predicate<Image> copier) {
		boolean copied = copier.test(template.image());
		if (copied) {
			EmptyTemplates.copied(template, flyway);
			PristineEvents.publish(new MigrationAvoided(Reason.COPIED));
		}
		return copied;
	}

	private static void alreadyThere() {
		PristineEvents.publish(new MigrationAvoided(Reason.ALREADY_THERE));
	}

}
