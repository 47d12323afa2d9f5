package io.github.pristinedb.flyway;

import java.nio.file.Path;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.jdbc.DataSourceInspector;
import io.github.pristinedb.template.Fingerprint;
import io.github.pristinedb.template.TemplateRecipe;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;

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
 */
record FlywayTemplateRecipe(Fingerprint fingerprint, ManagedDatabase managed, Flyway flyway, DataSource dataSource,
		FlywayMigrationStrategy migration) implements TemplateRecipe {

	@Override
	public DatabaseEngine engine() {
		return this.managed.engine();
	}

	@Override
	public String flywayVersion() {
		return FlywayScan.version();
	}

	@Override
	public Result build(Path directory) {
		Configuration configuration = this.flyway.getConfiguration();
		Database scratch = engine().scratch(this.managed.database(), directory);
		DataSource connections = DataSourceInspector.of(this.dataSource).copyFor(scratch.url(), "pristine-template");
		try {
			Flyway builder = new FluentConfiguration(configuration.getClassLoader()).configuration(configuration)
				.dataSource(connections)
				.load();
			this.migration.migrate(builder);
			return new Result(scratch, builder.info().applied().length);
		}
		finally {
			close(connections);
		}
	}

	private static void close(DataSource dataSource) {
		if (dataSource instanceof AutoCloseable closeable) {
			try {
				closeable.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException("The connections to a new template cannot be closed", ex);
			}
		}
	}

}
