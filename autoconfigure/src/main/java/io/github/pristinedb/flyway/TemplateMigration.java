package io.github.pristinedb.flyway;

import javax.sql.DataSource;

import io.github.pristinedb.engine.LayerSupport;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.recipe.TemplateSite;
import io.github.pristinedb.template.TemplateRecipe;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.jdbc.DriverDataSource;
import org.jspecify.annotations.Nullable;

/**
 * One run of the application's migration and the seeds. It makes a template, and perhaps
 * a layer. To be used once.
 */
final class TemplateMigration {

	/**
	 * A build upon a layer leaves a new layer only if it has applied so many migrations,
	 * or if they took so long. Otherwise the old layer is nearly as good for the next
	 * build.
	 */
	private static final int MANY_MIGRATIONS = 10;

	private static final long LONG_NANOS = 250_000_000;

	private final Configuration configuration;

	private final FlywayMigration migration;

	private final TemplateSite site;

	private final @Nullable LayerChain chain;

	private final LayerChain.@Nullable Base base;

	private final Scratch scratch;

	private final BuildWatch watch;

	private final long started = System.nanoTime();

	private @Nullable Scratch layer;

	/**
	 * Create a new run.
	 * @param configuration of the application's Flyway
	 * @param migration what runs a Flyway
	 * @param site creates and connects the database
	 * @param chain the layers, if there can be any
	 * @param base the one to start from, if there is one
	 */
	TemplateMigration(Configuration configuration, FlywayMigration migration, TemplateSite site,
			@Nullable LayerChain chain, LayerChain.@Nullable Base base) {
		this.configuration = configuration;
		this.migration = migration;
		this.site = site;
		this.chain = chain;
		this.base = base;
		this.scratch = site.scratch((base != null) ? base.template() : null);
		this.watch = new BuildWatch(site.layerSupport(), this::keepLayer);
	}

	/**
	 * Migrate.
	 * @return what was made
	 */
	TemplateRecipe.Result run() {
		try {
			FluentConfiguration template = new FluentConfiguration(this.configuration.getClassLoader())
				.configuration(this.configuration);
			this.site.run(connect(template), () -> this.migration.run().accept(watched(template.load())));
			int below = (this.base != null) ? this.base.migrations() : 0;
			return new TemplateRecipe.Result(this.scratch, below + this.watch.count(),
					(this.base != null) ? this.base.template() : null, layer(), this.watch.checksums());
		}
		catch (RuntimeException | Error ex) {
			this.scratch.close();
			if (this.layer != null) {
				this.layer.close();
			}
			throw ex;
		}
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
		LayerSupport layers = this.site.layerSupport();
		if (layers != null && appliedAll() && this.watch.versioned() > 0 && worthIt) {
			this.layer = layers.copy(this.scratch);
		}
	}

	private TemplateRecipe.@Nullable Layer layer() {
		return (this.layer != null && this.chain != null)
				? new TemplateRecipe.Layer(this.chain.last(), this.layer, this.chain.size()) : null;
	}

	private DataSource connect(FluentConfiguration template) {
		// Flyway's own, which it makes from a URL.
		if (this.site.application() instanceof DriverDataSource driver) {
			template.dataSource(this.scratch.database().url(), driver.getUser(), driver.getPassword());
		}
		else {
			template.dataSource(this.site.connect(this.scratch));
		}
		return template.getDataSource();
	}

}
