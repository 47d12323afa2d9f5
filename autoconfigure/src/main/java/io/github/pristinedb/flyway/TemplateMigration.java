package io.github.pristinedb.flyway;

import javax.sql.DataSource;

import io.github.pristinedb.engine.LayerSupport;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.jdbc.DataSourceCopier;
import io.github.pristinedb.jdbc.DataSourceInspector;
import io.github.pristinedb.jdbc.PoolControl;
import io.github.pristinedb.template.TemplateRecipe;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.jdbc.DriverDataSource;
import org.jspecify.annotations.Nullable;

/**
 * One run of the application's migration, with the seeds after it, that makes a template
 * and perhaps a layer. To be used once.
 */
final class TemplateMigration {

	/**
	 * A build upon a layer leaves a new one only if it has applied so many migrations, or
	 * if they took so long: else the old one serves the next build nearly as well, and no
	 * time and disk is spent on another.
	 */
	private static final int MANY_MIGRATIONS = 10;

	private static final long LONG_NANOS = 250_000_000;

	private final FlywayTemplateRecipe recipe;

	private final @Nullable LayerChain chain;

	private final LayerChain.@Nullable Base base;

	private final Scratch scratch;

	private final BuildWatch watch;

	private final long started = System.nanoTime();

	private @Nullable Scratch layer;

	/**
	 * Create a new run.
	 * @param recipe the recipe
	 * @param chain the layers, if there can be any
	 * @param base the one to start from, if there is one
	 * @param scratches creates the database
	 */
	TemplateMigration(FlywayTemplateRecipe recipe, @Nullable LayerChain chain, LayerChain.@Nullable Base base,
			TemplateRecipe.Scratches scratches) {
		this.recipe = recipe;
		this.chain = chain;
		this.base = base;
		this.scratch = scratches.create(recipe.managed().database(), (base != null) ? base.template().image() : null);
		this.watch = new BuildWatch(recipe.session().layers(), this::keepLayer);
	}

	/**
	 * Migrate.
	 * @return what was made
	 */
	TemplateRecipe.Result run() {
		try {
			return migrate();
		}
		catch (RuntimeException | Error ex) {
			this.scratch.close();
			if (this.layer != null) {
				this.layer.close();
			}
			throw ex;
		}
	}

	private TemplateRecipe.Result migrate() {
		Configuration configuration = this.recipe.flyway().getConfiguration();
		FluentConfiguration template = new FluentConfiguration(configuration.getClassLoader())
			.configuration(configuration);
		DataSource connections = connect(template);
		try {
			this.recipe.inputs().migration().migrate(watched(template.load()));
			this.recipe.inputs().seeds().plant(connections, this.recipe.managed());
		}
		finally {
			PoolControl.of(connections).close();
		}
		if (this.base != null) {
			return new TemplateRecipe.Result(this.scratch, this.base.migrations() + this.watch.count(),
					this.base.template(), layer(), this.watch.checksums());
		}
		return new TemplateRecipe.Result(this.scratch, this.watch.count(), null, layer(), this.watch.checksums());
	}

	/**
	 * Only when it is made: a Flyway that finds callbacks in {@code db/callback} forgets
	 * those that it was configured with.
	 */
	private Flyway watched(Flyway flyway) {
		if (flyway.getConfiguration() instanceof ClassicConfiguration configuration) {
			configuration.setCallbacks(this.watch.besides(configuration.getCallbacks()));
		}
		return flyway;
	}

	/**
	 * Whether all versioned migrations are in the database now.
	 * @return whether they are
	 */
	boolean appliedAll() {
		return this.chain != null && migrated() == this.chain.size();
	}

	private int migrated() {
		return this.watch.versioned() + ((this.base != null) ? this.base.migrations() : 0);
	}

	private void keepLayer() {
		boolean worthIt = this.base == null || this.watch.versioned() >= MANY_MIGRATIONS
				|| System.nanoTime() - this.started >= LONG_NANOS;
		LayerSupport layers = this.recipe.session().layers();
		if (layers != null && appliedAll() && this.watch.versioned() > 0 && worthIt) {
			this.layer = layers.copy(this.scratch);
		}
	}

	private TemplateRecipe.@Nullable Layer layer() {
		return (this.layer != null && this.chain != null)
				? new TemplateRecipe.Layer(this.chain.last(), this.layer, this.chain.size()) : null;
	}

	private DataSource connect(FluentConfiguration template) {
		DataSource application = this.recipe.dataSource();
		// Flyway's own, which it makes from a URL.
		if (DataSourceInspector.of(application).target() instanceof DriverDataSource driver) {
			template.dataSource(this.scratch.database().url(), driver.getUser(), driver.getPassword());
		}
		else {
			template.dataSource(DataSourceCopier.of(application, this.recipe.managed().engine())
				.copyWithoutPoolFor(this.scratch.database(), "pristine-template",
						(connection) -> this.recipe.session().opened(connection, this.scratch.database())));
		}
		return template.getDataSource();
	}

}
