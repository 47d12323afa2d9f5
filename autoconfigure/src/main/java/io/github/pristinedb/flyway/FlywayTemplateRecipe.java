package io.github.pristinedb.flyway;

import java.net.URL;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.TemplateStore;
import io.github.pristinedb.jdbc.DataSourceInspector;
import io.github.pristinedb.template.TemplateRecipe;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Makes a template by the application's own migration: the same Flyway configuration with
 * its callbacks, Java migrations and placeholders, and the same kind of data source, on a
 * new database or on a copy of a {@linkplain LayerChain layer}.
 *
 * @param fingerprint what decides the template's content
 * @param managed the database that the application's Flyway points at
 * @param session the session that serves it
 * @param flyway the application's Flyway
 * @param dataSource the application's own data source
 * @param inputs what makes the fingerprint
 */
record FlywayTemplateRecipe(Fingerprint fingerprint, ManagedDatabase managed, EngineSession session, Flyway flyway,
		DataSource dataSource, TemplateInputs inputs) implements TemplateRecipe {

	private static final Log logger = LogFactory.getLog(FlywayTemplateRecipe.class);

	private static final String CLASS_PATH = "classpath:";

	@Override
	public TemplateStore store() {
		return this.session.templates();
	}

	@Override
	public String tool() {
		return "Flyway " + FlywayScan.version();
	}

	/**
	 * Where the migrations come from, and where their history is. A location on the class
	 * path is told by the directory or jar that has it: all modules say
	 * {@code classpath:db/migration}.
	 */
	@Override
	public String lineage() {
		Configuration configuration = this.flyway.getConfiguration();
		return Stream.of(configuration.getLocations())
			.map((location) -> place(location.getDescriptor(), configuration.getClassLoader()))
			.sorted()
			.collect(Collectors.joining("\n", "", "\n" + configuration.getTable()));
	}

	private static String place(String location, ClassLoader classLoader) {
		if (location.startsWith(CLASS_PATH)) {
			URL resource = classLoader.getResource(location.substring(CLASS_PATH.length()));
			return (resource != null) ? resource.toString() : location;
		}
		return location;
	}

	@Override
	public Result build(Scratches scratches, Layers layers) {
		EmptyTemplates.built(this.fingerprint);
		LayerChain chain = chain();
		LayerChain.Base base = (chain != null) ? chain.base(layers) : null;
		if (chain != null && base != null) {
			Result result = buildUpon(base, chain, scratches);
			if (result != null) {
				return result;
			}
		}
		return new TemplateMigration(this, chain, null, scratches).run();
	}

	/**
	 * Build a template upon a layer. A migration or a seed that fails there would fail in
	 * a build from nothing too; anything else that goes wrong is a reason to build so.
	 */
	private @Nullable Result buildUpon(LayerChain.Base base, LayerChain chain, Scratches scratches) {
		String layer = base.template().image().describe();
		try {
			TemplateMigration migration = new TemplateMigration(this, chain, base, scratches);
			Result result = migration.run();
			if (migration.appliedAll()) {
				return result;
			}
			result.close();
			logger.debug("Flyway has not applied what was missing in the layer " + layer);
		}
		catch (FlywayException ex) {
			if (ex.getErrorCode() != CoreErrorCode.VALIDATE_ERROR) {
				throw ex;
			}
			logger.debug("Flyway does not accept the layer " + layer, ex);
		}
		catch (DatabaseCopyException ex) {
			logger.debug("The layer " + layer + " cannot be used", ex);
		}
		return null;
	}

	private @Nullable LayerChain chain() {
		try {
			return this.inputs.layers(this.flyway.getConfiguration(), this.managed, this.session,
					DataSourceInspector.of(this.dataSource));
		}
		catch (NoLayersException ex) {
			logger.debug("There are no layers: " + ex.getMessage());
			return null;
		}
	}

}
