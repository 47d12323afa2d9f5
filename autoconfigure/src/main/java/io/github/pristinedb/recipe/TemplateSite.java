package io.github.pristinedb.recipe;

import java.util.function.ToIntFunction;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.LayerSupport;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.jdbc.DataSourceCopier;
import io.github.pristinedb.jdbc.DataSourceInspector;
import io.github.pristinedb.jdbc.PoolControl;
import io.github.pristinedb.template.FingerprintBuilder;
import io.github.pristinedb.template.TemplateRecipe;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link MigrationTool} builds a template. {@link #fromNothing} is all that most
 * tools need; the other methods are for tools that build upon layers.
 */
public final class TemplateSite {

	private final ToolRecipe recipe;

	private final TemplateRecipe.Scratches scratches;

	private final TemplateRecipe.Layers layers;

	TemplateSite(ToolRecipe recipe, TemplateRecipe.Scratches scratches, TemplateRecipe.Layers layers) {
		this.recipe = recipe;
		this.scratches = scratches;
		this.layers = layers;
	}

	/**
	 * Build the template in a new database, and plant the seeds.
	 * @param migration migrates the database that a data source leads to, and returns how
	 * many migrations it has applied
	 * @return the finished database
	 */
	public TemplateRecipe.Result fromNothing(ToIntFunction<DataSource> migration) {
		Scratch scratch = scratch(null);
		try {
			DataSource connections = connect(scratch);
			int[] applied = new int[1];
			run(connections, () -> applied[0] = migration.applyAsInt(connections));
			return new TemplateRecipe.Result(scratch, applied[0]);
		}
		catch (RuntimeException | Error ex) {
			scratch.close();
			throw ex;
		}
	}

	/**
	 * Create a database to build in.
	 * @param base the layer to start from, {@code null} for a database without content
	 * @return the database; the tool closes it unless it is part of its result
	 */
	public Scratch scratch(@Nullable Template base) {
		return this.scratches.create(this.recipe.managed().database(), (base != null) ? base.image() : null);
	}

	/**
	 * Connect to a new database as the application would: by the same kind of data
	 * source, with the same settings, but without a pool.
	 * @param scratch the database
	 * @return the data source, to be used in {@link #run}
	 */
	public DataSource connect(Scratch scratch) {
		return DataSourceCopier.of(this.recipe.dataSource(), this.recipe.managed().engine())
			.copyWithoutPoolFor(scratch.database(), "pristine-template",
					(connection) -> this.recipe.session().opened(connection, scratch.database()));
	}

	/**
	 * The application's own data source, without wrappers. It is never connected to.
	 * @return the data source
	 */
	public DataSource application() {
		return DataSourceInspector.of(this.recipe.dataSource()).target();
	}

	/**
	 * Migrate a new database, plant the seeds, and close all connections.
	 * @param connections leads to the database
	 * @param migration migrates it
	 */
	public void run(DataSource connections, Runnable migration) {
		try {
			migration.run();
			this.recipe.inputs().seeds().plant(connections, this.recipe.managed());
		}
		finally {
			PoolControl.of(connections).close();
		}
	}

	/**
	 * The engine's support for layers.
	 * @return the support, or {@code null} if the engine has none
	 */
	public @Nullable LayerSupport layerSupport() {
		return this.recipe.session().layers();
	}

	/**
	 * Find a finished layer. Nothing is built or waited for.
	 * @param layer what decides its content
	 * @return the layer, or {@code null} if there is none
	 */
	public @Nullable Template find(Fingerprint layer) {
		return this.layers.find(layer);
	}

	/**
	 * Inputs that decide the content of a layer besides the tool: the engine, the
	 * connections, the users' own inputs.
	 * @return the inputs, for the tool to add its own
	 */
	public FingerprintBuilder foundation() {
		return this.recipe.inputs()
			.surroundings(this.recipe.managed(), this.recipe.session(),
					DataSourceInspector.of(this.recipe.dataSource()))
			.add("layer/foundation", "1");
	}

}
