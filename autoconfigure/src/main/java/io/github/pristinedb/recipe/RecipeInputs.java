package io.github.pristinedb.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.jdbc.DataSourceInspector;
import io.github.pristinedb.seed.Seeds;
import io.github.pristinedb.template.FingerprintBuilder;
import io.github.pristinedb.template.FingerprintContributor;

/**
 * What decides the content of a template besides the migration tool.
 *
 * @param contributors the users' own inputs
 * @param seeds what comes after the migration
 */
record RecipeInputs(List<FingerprintContributor> contributors, Seeds seeds) {

	RecipeInputs {
		contributors = List.copyOf(contributors);
	}

	/**
	 * The inputs of a template's fingerprint.
	 * @param tool the migration tool
	 * @param managed the database
	 * @param session the session that serves it
	 * @param dataSource the application's own data source
	 * @return the inputs
	 */
	FingerprintBuilder fingerprint(MigrationTool tool, ManagedDatabase managed, EngineSession session,
			DataSourceInspector dataSource) {
		FingerprintBuilder fingerprint = surroundings(managed, session, dataSource);
		tool.addTo(fingerprint);
		this.seeds.addTo(fingerprint, managed.database().name());
		return fingerprint;
	}

	/**
	 * The inputs that neither the tool nor the seeds add.
	 * @param managed the database
	 * @param session the session that serves it
	 * @param dataSource the application's own data source
	 * @return the inputs
	 */
	FingerprintBuilder surroundings(ManagedDatabase managed, EngineSession session, DataSourceInspector dataSource) {
		FingerprintBuilder fingerprint = new FingerprintBuilder();
		fingerprint.add("engine/name", managed.engine().name());
		session.fingerprint(managed.database(), dataSource.target())
			.forEach((name, value) -> fingerprint.add("engine/" + name, value));
		dataSource.connectionSettings().forEach((name, value) -> fingerprint.add("connection/" + name, value));
		this.contributors.forEach((contributor) -> contribute(contributor, fingerprint));
		return fingerprint;
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
