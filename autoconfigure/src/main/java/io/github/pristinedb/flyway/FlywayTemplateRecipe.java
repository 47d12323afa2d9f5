package io.github.pristinedb.flyway;

import java.nio.file.Path;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.jdbc.DataSourceInspector;
import io.github.pristinedb.seed.Seeds;
import io.github.pristinedb.template.Fingerprint;
import io.github.pristinedb.template.TemplateRecipe;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.jdbc.DriverDataSource;

import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * Makes a template by the application's own migration: the same Flyway configuration with
 * its callbacks, Java migrations and placeholders, and the same kind of data source, on a
 * new database.
 *
 * @param fingerprint what decides the template's content
 * @param managed the database that the application's Flyway points at
 * @param flyway the application's Flyway
 * @param dataSource the application's own data source
 * @param migration what migrates
 * @param seeds what comes after the migration
 */
record FlywayTemplateRecipe(Fingerprint fingerprint, ManagedDatabase managed, Flyway flyway, DataSource dataSource,
		FlywayMigrationStrategy migration, Seeds seeds) implements TemplateRecipe {

	@Override
	public DatabaseEngine engine() {
		return this.managed.engine();
	}

	@Override
	public String flywayVersion() {
		return FlywayScan.version();
	}

	@Override
	public Result build(Path directory, Layers layers) {
		Configuration configuration = this.flyway.getConfiguration();
		Database scratch = engine().scratch(this.managed.database(), directory);
		AppliedMigrations applied = new AppliedMigrations();
		FluentConfiguration template = new FluentConfiguration(configuration.getClassLoader())
			.configuration(configuration)
			.callbacks(applied.besides(configuration.getCallbacks()));
		DataSource connections = connect(template, DataSourceInspector.of(this.dataSource), scratch.url());
		try {
			this.migration.migrate(template.load());
			this.seeds.plant(connections, this.managed.database().name());
			return new Result(scratch, applied.count());
		}
		finally {
			DataSourceInspector.of(connections).close();
		}
	}

	private static DataSource connect(FluentConfiguration template, DataSourceInspector inspector, String url) {
		// Flyway's own, which it makes from a URL.
		if (inspector.target() instanceof DriverDataSource driver) {
			template.dataSource(url, driver.getUser(), driver.getPassword());
		}
		else {
			template.dataSource(inspector.copyWithoutPoolFor(url, "pristine-template"));
		}
		return template.getDataSource();
	}

}
