package io.github.pristinedb.flyway;

import java.nio.file.Path;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Database;
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

	private final Path directory;

	private final Database scratch;

	private final BuildWatch watch;

	private final long started = System.nanoTime();

	private @Nullable Database layer;

	/**
	 * Create a new run.
	 * @param recipe the recipe
	 * @param chain the layers, if there can be any
	 * @param base the one to start from, if there is one
	 * @param directory an empty directory of its own
	 */
	TemplateMigration(FlywayTemplateRecipe recipe, @Nullable LayerChain chain, LayerChain.@Nullable Base base,
			Path directory) {
		this.recipe = recipe;
		this.chain = chain;
		this.base = base;
		this.directory = directory;
		this.scratch = recipe.scratch(directory);
		this.watch = new BuildWatch(recipe.engine(), this::keepLayer);
	}

	/**
	 * Migrate.
	 * @return what was made
	 */
	TemplateRecipe.Result run() {
		if (this.base != null) {
			this.scratch.createFrom(this.base.template().image());
		}
		Configuration configuration = this.recipe.flyway().getConfiguration();
		FluentConfiguration template = new FluentConfiguration(configuration.getClassLoader())
			.configuration(configuration);
		DataSource connections = connect(template);
		try {
			this.recipe.inputs().migration().migrate(watched(template.load()));
			this.recipe.inputs().seeds().plant(connections, this.recipe.managed().database().name());
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
		if (appliedAll() && this.watch.versioned() > 0 && worthIt) {
			Path beside = FlywayTemplateRecipe.create(this.directory.resolve("layer"));
			this.layer = this.recipe.engine().copyScratch(this.scratch, beside);
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
			template.dataSource(this.scratch.url(), driver.getUser(), driver.getPassword());
		}
		else {
			template.dataSource(DataSourceCopier.of(application, this.recipe.engine())
				.copyWithoutPoolFor(this.scratch, "pristine-template",
						(connection) -> this.recipe.engine().opened(connection, this.scratch)));
		}
		return template.getDataSource();
	}

}
