package io.github.pristinedb.recipe;

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
import io.github.pristinedb.engine.IrreplaceableDatabaseException;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.Turn;
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
import org.jspecify.annotations.Nullable;

/**
 * Provides the databases of one application context, in the place of their migration
 * tools: as copies of templates wherever it can, else by the tool. One for all tools of
 * the context, since two tools may share a database. Safe for use by several threads and
 * processes.
 */
public final class DatabaseProvision {

	private static final Log logger = LogFactory.getLog(DatabaseProvision.class);

	private final Guard guard;

	private final EngineSessions sessions;

	private final Templates templates;

	private final RecipeInputs inputs;

	private final Function<ManagedDatabase, @Nullable ScenarioDataSource> dataSources;

	// By the tools' subjects.
	private final Map<Object, Fingerprint> fingerprints = Collections.synchronizedMap(new WeakHashMap<>());

	private final Map<Database, Fingerprint> created = new ConcurrentHashMap<>();

	// The tools would have opened connections of theirs.
	private final Queue<DataSource> unopened = new ConcurrentLinkedQueue<>();

	// A second tool on the same database finds the first one's seeds there.
	private final Set<Database> seeded = ConcurrentHashMap.newKeySet();

	/**
	 * Create a new provision.
	 * @param guard says which databases are managed
	 * @param sessions the engines' sessions
	 * @param templates finds and builds templates
	 * @param contributors the users' own inputs to the fingerprint
	 * @param seeds what comes after the migration
	 * @param dataSources finds the context's data source for a database, for a tool that
	 * was given a data source of its own
	 */
	public DatabaseProvision(Guard guard, EngineSessions sessions, Templates templates,
			List<FingerprintContributor> contributors, Seeds seeds,
			Function<ManagedDatabase, @Nullable ScenarioDataSource> dataSources) {
		this.guard = guard;
		this.sessions = sessions;
		this.templates = templates;
		this.inputs = new RecipeInputs(contributors, seeds);
		this.dataSources = dataSources;
	}

	/**
	 * Provide the database of a tool.
	 * @param tool the tool, which would migrate now
	 * @return whether the database is as the tool would leave it, {@code false} if it is
	 * not managed
	 */
	public boolean provide(MigrationTool tool) {
		Target target = target(tool);
		if (target == null) {
			return false;
		}
		if (target.isWithoutCopies()) {
			provideWithoutCopies(target);
			return true;
		}
		try {
			if (target.scenarios() != null) {
				provide(target, target.scenarios());
			}
			else {
				provideLiteral(target);
			}
		}
		catch (NoFingerprintException ex) {
			logger.warn("The database " + target.database() + " is migrated without a template: " + ex.getMessage());
			if (target.scenarios() != null) {
				migrate(target, target.scenarios());
			}
			else {
				SeededMigration.run(tool, target.dataSource(), target.managed(), target.session(), this.inputs.seeds());
			}
		}
		return true;
	}

	/**
	 * How the template is made that the database of a tool is copied from. No connection
	 * is opened.
	 * @param tool the tool
	 * @return the recipe, or {@code null} if its database is not managed
	 * @throws NoFingerprintException if it is migrated without a template
	 */
	public @Nullable TemplateRecipe recipe(MigrationTool tool) {
		Target target = target(tool);
		return (target != null && !target.isWithoutCopies()) ? recipe(target) : null;
	}

	/**
	 * The inputs of that template's fingerprint. No connection is opened.
	 * @param tool the tool
	 * @return all inputs, or {@code null} if its database is not managed
	 * @throws NoFingerprintException if it is migrated without a template
	 */
	public @Nullable FingerprintBuilder fingerprint(MigrationTool tool) {
		Target target = target(tool);
		return (target != null && !target.isWithoutCopies()) ? inputs(target) : null;
	}

	/**
	 * Start the pools that the tools would have started, of the very databases that their
	 * URLs name.
	 */
	public void startPools() {
		for (DataSource pool = this.unopened.poll(); pool != null; pool = this.unopened.poll()) {
			PoolControl.of(pool).start();
		}
	}

	private @Nullable Target target(MigrationTool tool) {
		DataSource dataSource = tool.dataSource();
		if (dataSource == null) {
			return null;
		}
		ScenarioDataSource own = ScenarioDataSource.find(dataSource);
		ManagedDatabase managed = (own != null) ? own.model() : managed(dataSource);
		return (managed != null && this.sessions.refusal(managed) == null) ? new Target(tool, dataSource, managed,
				this.sessions.of(managed), (own != null) ? own : this.dataSources.apply(managed)) : null;
	}

	private @Nullable ManagedDatabase managed(DataSource dataSource) {
		ManagedDatabase named = this.guard.admit(DataSourceInspector.of(dataSource).access());
		// Spring Boot derives a data source for the user of a tool.
		ManagedDatabase meant = (named != null) ? ManagedDatabases.meantBy(named) : null;
		return (meant != null && meant != named && this.dataSources.apply(meant) != null) ? meant : named;
	}

	/**
	 * The very database that the URL names, for scenarios as well: nobody may copy it.
	 */
	private void provideWithoutCopies(Target target) {
		if (target.scenarios() != null && target.scenarios().isJoining()) {
			alreadyThere();
			return;
		}
		LiteralDatabase literal = LiteralDatabase.of(target.database());
		Turn turn = null;
		if (target.scenarios() != null) {
			target.scenarios().awaitTurn();
		}
		else {
			turn = target.session().turn(target.database(), target.tool().name());
		}
		try {
			synchronized (literal) {
				migrateOnce(target, literal);
			}
		}
		finally {
			if (turn != null) {
				turn.close();
			}
		}
	}

	private void migrateOnce(Target target, LiteralDatabase literal) {
		Fingerprint fingerprint = null;
		try {
			fingerprint = fingerprintOf(target);
		}
		catch (NoFingerprintException ex) {
			logger.debug("The database " + target.database() + " is migrated again: " + ex.getMessage());
		}
		if (fingerprint != null && literal.isMigrated(fingerprint, target.session())) {
			alreadyThere();
			return;
		}
		SeededMigration.run(target.tool(), target.dataSource(), target.managed(), target.session(),
				this.inputs.seeds());
		if (fingerprint != null) {
			literal.migrated(fingerprint, target.session());
		}
	}

	/**
	 * The database of a context that scenarios run in. Each context has a new one, so its
	 * present content is not this tool's work.
	 */
	private void provide(Target target, ScenarioDataSource scenarios) {
		if (scenarios.isJoining()) {
			alreadyThere();
		}
		else if (scenarios.hasContent()) {
			migrate(target, scenarios);
		}
		else {
			copy(target, scenarios::createFrom);
			this.seeded.add(target.database());
		}
	}

	private void migrate(Target target, ScenarioDataSource scenarios) {
		// A tool with a URL of its own would migrate the very database that it names.
		boolean leadsThere = ScenarioDataSource.find(target.dataSource()) != null;
		target.tool().migrate(leadsThere ? target.dataSource() : scenarios);
		if (this.seeded.add(target.database())) {
			this.inputs.seeds().plant(scenarios, target.managed());
		}
	}

	/**
	 * The very database that the URL names.
	 */
	private void provideLiteral(Target target) {
		LiteralDatabase literal = LiteralDatabase.of(target.database());
		synchronized (literal) {
			provide(target, literal);
		}
	}

	private void provide(Target target, LiteralDatabase literal) {
		Database database = target.database();
		EngineSession session = target.session();
		boolean absent = session.state(database) != DatabaseState.PRESENT;
		boolean copied;
		try {
			copied = absent && copy(target, (image) -> session.createLiteral(database, image));
		}
		catch (IrreplaceableDatabaseException ex) {
			logger.info(ex.getMessage() + " Until then " + target.tool().name() + " migrates it.");
			SeededMigration.run(target.tool(), target.dataSource(), target.managed(), session, this.inputs.seeds());
			literal.know(session);
			this.created.put(database, fingerprintOf(target));
			return;
		}
		// One that was opened before may be to an empty file that was replaced since, by
		// this process or another.
		PoolControl.of(target.dataSource()).closeIdleConnections();
		if (absent) {
			// If it was not copied, another process was faster.
			literal.know(session);
		}
		if (copied) {
			this.created.put(database, fingerprintOf(target));
			this.unopened.add(target.dataSource());
			return;
		}
		if (!literal.isKnown(session)) {
			logger.info("The database " + database + " was there before this run. " + target.tool().name()
					+ " migrates it, once.");
			target.tool().migrate(target.dataSource());
			literal.know(session);
			this.created.put(database, fingerprintOf(target));
			return;
		}
		Fingerprint creator = this.created.get(database);
		if (creator != null && !creator.equals(fingerprintOf(target))) {
			// Made by this very context for a tool that does something else, so it lacks
			// what this one brings.
			target.tool().migrate(target.dataSource());
		}
		else {
			alreadyThere();
			this.unopened.add(target.dataSource());
		}
	}

	private boolean copy(Target target, Predicate<Image> copier) {
		Template template = this.templates.get(recipe(target));
		boolean copied = copier.test(template.image());
		if (copied) {
			EmptyTemplates.copied(template, target.tool());
			PristineEvents.publish(new MigrationAvoided(Reason.COPIED));
		}
		return copied;
	}

	private static void alreadyThere() {
		PristineEvents.publish(new MigrationAvoided(Reason.ALREADY_THERE));
	}

	private TemplateRecipe recipe(Target target) {
		return new ToolRecipe(fingerprintOf(target), target.tool(), target.managed(), target.session(),
				target.application(), this.inputs);
	}

	private Fingerprint fingerprintOf(Target target) {
		return this.fingerprints.computeIfAbsent(target.tool().subject(), (subject) -> inputs(target).build());
	}

	private FingerprintBuilder inputs(Target target) {
		return this.inputs.fingerprint(target.tool(), target.managed(), target.session(),
				DataSourceInspector.of(target.application()));
	}

	/**
	 * A managed database that a tool would migrate.
	 *
	 * @param tool the tool
	 * @param dataSource the tool's data source
	 * @param managed the database
	 * @param session the session that serves it
	 * @param scenarios the context's data source, if scenarios run in the context
	 */
	private record Target(MigrationTool tool, DataSource dataSource, ManagedDatabase managed, EngineSession session,
			@Nullable ScenarioDataSource scenarios) {

		Database database() {
			return this.managed.database();
		}

		/**
		 * A tool may connect by a user of its own, who may copy what the application may
		 * not.
		 */
		boolean isWithoutCopies() {
			return (this.scenarios != null) ? this.scenarios.isWithoutCopies() : this.session.lackOfCopies() != null;
		}

		/**
		 * The application's own data source.
		 */
		DataSource application() {
			return (this.scenarios != null) ? this.scenarios.original() : this.dataSource;
		}

	}

}
