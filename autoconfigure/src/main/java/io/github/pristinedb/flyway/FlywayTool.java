package io.github.pristinedb.flyway;

import java.net.URL;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.LayerSupport;
import io.github.pristinedb.recipe.MigrationTool;
import io.github.pristinedb.recipe.TemplateSite;
import io.github.pristinedb.template.FingerprintBuilder;
import io.github.pristinedb.template.TemplateRecipe;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Flyway as a migration tool. It builds a template by the application's own migration:
 * the same configuration with its callbacks, Java migrations and placeholders, on a new
 * database or on a copy of a {@linkplain LayerChain layer}. To be used by one thread, and
 * for one migration, since it keeps the files that it has read.
 */
final class FlywayTool implements MigrationTool {

	private static final Log logger = LogFactory.getLog(FlywayTool.class);

	private static final String CLASS_PATH = "classpath:";

	private final Flyway flyway;

	private final FlywayMigration migration;

	private @Nullable FlywayScan scan;

	FlywayTool(Flyway flyway, FlywayMigration migration) {
		this.flyway = flyway;
		this.migration = migration;
	}

	@Override
	public String name() {
		return "Flyway";
	}

	@Override
	public String version() {
		return FlywayScan.version();
	}

	@Override
	public Object subject() {
		return this.flyway;
	}

	@Override
	public @Nullable DataSource dataSource() {
		return configuration().getDataSource();
	}

	private Configuration configuration() {
		return this.flyway.getConfiguration();
	}

	@Override
	public void addTo(FingerprintBuilder fingerprint) {
		try {
			FlywayInputs.addTo(fingerprint, scan());
		}
		catch (LinkageError ex) {
			throw new UnsupportedFlywayException(ex);
		}
		this.migration.addTo(fingerprint);
	}

	private FlywayScan scan() {
		if (this.scan == null) {
			this.scan = new FlywayScan(configuration());
		}
		return this.scan;
	}

	@Override
	public void migrate(DataSource dataSource) {
		this.migration.run().accept(on(dataSource));
	}

	private Flyway on(DataSource dataSource) {
		Configuration configuration = configuration();
		return (configuration.getDataSource() == dataSource) ? this.flyway
				: new FluentConfiguration(configuration.getClassLoader()).configuration(configuration)
					.dataSource(dataSource)
					.load();
	}

	@Override
	public TemplateRecipe.Result build(TemplateSite site) {
		LayerChain chain = chain(site);
		LayerChain.Base base = (chain != null) ? chain.base(site::find) : null;
		if (chain != null && base != null) {
			TemplateRecipe.Result result = buildUpon(base, chain, site);
			if (result != null) {
				return result;
			}
		}
		return new TemplateMigration(configuration(), this.migration, site, chain, null).run();
	}

	/**
	 * Build a template upon a layer. A migration or a seed that fails there would fail in
	 * a build from nothing too; anything else that goes wrong is a reason to build so.
	 */
	private TemplateRecipe.@Nullable Result buildUpon(LayerChain.Base base, LayerChain chain, TemplateSite site) {
		String layer = base.template().image().describe();
		try {
			TemplateMigration migration = new TemplateMigration(configuration(), this.migration, site, chain, base);
			TemplateRecipe.Result result = migration.run();
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

	private @Nullable LayerChain chain(TemplateSite site) {
		try {
			LayerSupport support = site.layerSupport();
			if (support == null) {
				throw new NoLayersException("the engine has no support for them");
			}
			if (!this.migration.isPlain()) {
				throw new NoLayersException("there is a migration strategy of the user's");
			}
			return LayerInputs.chain(scan(), support, site.foundation());
		}
		catch (NoLayersException ex) {
			logger.debug("There are no layers: " + ex.getMessage());
			return null;
		}
	}

	/**
	 * Where the migrations come from, and where their history is. A location on the class
	 * path is told by the directory or jar that has it: all modules say
	 * {@code classpath:db/migration}.
	 */
	@Override
	public String lineage() {
		Configuration configuration = configuration();
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
	public String placeOfMigrations() {
		return "Flyway looked in " + Arrays.stream(configuration().getLocations())
			.map(Location::getDescriptor)
			.collect(Collectors.joining(", ")) + ". Correct spring.flyway.locations, or put migrations there.";
	}

}
