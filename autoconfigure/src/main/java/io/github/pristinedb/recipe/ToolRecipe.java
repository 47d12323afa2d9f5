package io.github.pristinedb.recipe;

import javax.sql.DataSource;

import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.TemplateStore;
import io.github.pristinedb.template.TemplateRecipe;

/**
 * Makes a template by a migration tool.
 *
 * @param fingerprint what decides the template's content
 * @param migrationTool the tool
 * @param managed the database that the tool is configured for
 * @param session the session that serves it
 * @param dataSource the application's own data source
 * @param inputs what decides the content besides the tool
 */
record ToolRecipe(Fingerprint fingerprint, MigrationTool migrationTool, ManagedDatabase managed, EngineSession session,
		DataSource dataSource, RecipeInputs inputs) implements TemplateRecipe {

	@Override
	public TemplateStore store() {
		return this.session.templates();
	}

	@Override
	public String tool() {
		return this.migrationTool.name() + " " + this.migrationTool.version();
	}

	@Override
	public String lineage() {
		return this.migrationTool.lineage();
	}

	@Override
	public Result build(Scratches scratches, Layers layers) {
		EmptyTemplates.built(this.fingerprint);
		return this.migrationTool.build(new TemplateSite(this, scratches, layers));
	}

}
