package io.github.pristinedb.flyway;

import java.nio.file.Path;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.template.FingerprintBuilder;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;

import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Fingerprints of Flyway configurations whose data source cannot be connected to.
 */
final class Fingerprints {

	private Fingerprints() {
	}

	static Fingerprint of(Configuration configuration) {
		FingerprintBuilder builder = new FingerprintBuilder();
		FlywayInputs.addTo(builder, new FlywayScan(configuration));
		return builder.build();
	}

	/**
	 * A configuration with the default locations.
	 * @param classPath folders and jars
	 * @return the configuration
	 */
	static FluentConfiguration classPath(Path... classPath) {
		return Flyway.configure(MigrationFiles.classLoader(classPath)).dataSource(unreachable());
	}

	static FluentConfiguration fileSystem(Path... locations) {
		String[] descriptors = new String[locations.length];
		for (int i = 0; i < locations.length; i++) {
			descriptors[i] = "filesystem:" + locations[i];
		}
		return Flyway.configure().dataSource(unreachable()).locations(descriptors);
	}

	static DataSource unreachable() {
		return new AbstractDataSource() {

			@Override
			public java.sql.Connection getConnection() {
				throw new AssertionError("No connection may be opened for a fingerprint");
			}

			@Override
			public java.sql.Connection getConnection(String username, String password) {
				return getConnection();
			}

		};
	}

}
