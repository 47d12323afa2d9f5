package io.github.pristinedb.flyway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.LayerSupport;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.jdbc.DataSourceInspector;
import io.github.pristinedb.seed.Seeds;
import io.github.pristinedb.template.ClassFiles;
import io.github.pristinedb.template.FingerprintBuilder;
import io.github.pristinedb.template.FingerprintContributor;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;

import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * All that decides the content of a template.
 *
 * @param contributors the users' own inputs
 * @param seeds what comes after the migration
 * @param migration what migrates
 */
record TemplateInputs(List<FingerprintContributor> contributors, Seeds seeds, FlywayMigrationStrategy migration) {

	/**
	 * What migrates where the user has nothing of their own to do so.
	 */
	static final FlywayMigrationStrategy PLAIN = Flyway::migrate;

	/**
	 * The inputs of a template's fingerprint.
	 * @param configuration of the Flyway that migrates
	 * @param managed the database
	 * @param session the session that serves it
	 * @param dataSource the application's own data source
	 * @return the inputs
	 */
	FingerprintBuilder fingerprint(Configuration configuration, ManagedDatabase managed, EngineSession session,
			DataSourceInspector dataSource) {
		FingerprintBuilder fingerprint = new FingerprintBuilder();
		addSurroundings(fingerprint, managed, session, dataSource);
		FlywayInputs.addTo(fingerprint, configuration);
		if (this.migration != PLAIN) {
			ClassFiles classes = new ClassFiles((name, bytes) -> fingerprint.add("strategy/class/" + name, bytes));
			fingerprint.add("strategy/name", classes.add(this.migration));
		}
		this.seeds.addTo(fingerprint, managed.database().name());
		return fingerprint;
	}

	/**
	 * The layers of a template.
	 * @param configuration of the Flyway that migrates
	 * @param managed the database
	 * @param session the session that serves it
	 * @param dataSource the application's own data source
	 * @return the layers
	 * @throws NoLayersException if there can be none
	 */
	LayerChain layers(Configuration configuration, ManagedDatabase managed, EngineSession session,
			DataSourceInspector dataSource) throws NoLayersException {
		LayerSupport support = session.layers();
		if (support == null) {
			throw new NoLayersException("the engine has no support for them");
		}
		if (this.migration != PLAIN) {
			throw new NoLayersException("there is a migration strategy of the user's");
		}
		FingerprintBuilder foundation = new FingerprintBuilder().add("layer/foundation", "1");
		addSurroundings(foundation, managed, session, dataSource);
		return LayerInputs.chain(configuration, support, foundation);
	}

	private void addSurroundings(FingerprintBuilder fingerprint, ManagedDatabase managed, EngineSession session,
			DataSourceInspector dataSource) {
		fingerprint.add("engine/name", managed.engine().name());
		session.fingerprint(managed.database(), dataSource.target())
			.forEach((name, value) -> fingerprint.add("engine/" + name, value));
		dataSource.connectionSettings().forEach((name, value) -> fingerprint.add("connection/" + name, value));
		this.contributors.forEach((contributor) -> contribute(contributor, fingerprint));
	}

	private static void contribute(FingerprintContributor contributor, FingerprintBuilder fingerprint) {
		try {
			contributor.contribute(fingerprint);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("An input of the template cannot be read by " + contributor, ex);
		}
	}

}
