package io.github.pristinedb.seed;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.SqlDialect;
import io.github.pristinedb.template.ClassFiles;
import io.github.pristinedb.template.FingerprintBuilder;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * All seeds of a context: first the scripts, then the seeders. Scripts and seeders are
 * looked up when a database needs them, since an existing database needs none.
 */
public final class Seeds {

	/**
	 * No seeds.
	 */
	public static final Seeds NONE = new Seeds(List.of(), new PathMatchingResourcePatternResolver(), List::of);

	private final List<SeedLocation> locations;

	private final ResourcePatternResolver resources;

	private final Supplier<List<TemplateSeeder>> seeders;

	/**
	 * Create new seeds.
	 * @param locations resource patterns of SQL scripts
	 * @param resources finds them
	 * @param seeders supplies the seeders in their order
	 */
	public Seeds(List<String> locations, ResourcePatternResolver resources, Supplier<List<TemplateSeeder>> seeders) {
		this.locations = locations.stream().map(SeedLocation::of).toList();
		this.resources = resources;
		this.seeders = seeders;
	}

	/**
	 * Add what decides the seeds of a database.
	 * @param fingerprint what it is added to
	 * @param database the database's own name
	 * @throws SeedException if a script is missing
	 * @throws io.github.pristinedb.template.UnreadableClassException if the class of a
	 * seeder cannot be read
	 */
	public void addTo(FingerprintBuilder fingerprint, String database) {
		int number = 0;
		for (SeedScript script : scripts()) {
			// They run in this order, whatever their names.
			fingerprint.add("seed/script/" + number++ + "/" + script.path(), script.content());
		}
		ClassFiles classes = new ClassFiles((name, bytes) -> fingerprint.add("seed/class/" + name, bytes));
		number = 0;
		for (TemplateSeeder seeder : seeders(database)) {
			String name = "seed/seeder/" + number++;
			fingerprint.add(name + "/class", classes.add(seeder));
			fingerprint.add(name + "/version", seeder.version());
		}
	}

	/**
	 * Put the seeds into a database, in one transaction.
	 * @param dataSource leads to the database, which has been migrated
	 * @param managed the database
	 * @throws SeedException if one fails; nothing of them is in the database then
	 */
	public void plant(DataSource dataSource, ManagedDatabase managed) {
		List<SeedScript> scripts = scripts();
		List<TemplateSeeder> seeders = seeders(managed.database().name());
		if (!scripts.isEmpty() || !seeders.isEmpty()) {
			new TransactionTemplate(new JdbcTransactionManager(dataSource))
				.executeWithoutResult((status) -> plant(dataSource, managed.engine().dialect(), scripts, seeders));
		}
	}

	private static void plant(DataSource dataSource, SqlDialect dialect, List<SeedScript> scripts,
			List<TemplateSeeder> seeders) {
		Connection connection = DataSourceUtils.getConnection(dataSource);
		try {
			scripts.forEach((script) -> script.run(connection, dialect));
		}
		finally {
			DataSourceUtils.releaseConnection(connection, dataSource);
		}
		DataSource ofTheTransaction = new TransactionAwareDataSourceProxy(dataSource);
		for (TemplateSeeder seeder : seeders) {
			try {
				seeder.seed(ofTheTransaction);
			}
			catch (Exception ex) {
				throw new SeedException("The seeder " + seeder.getClass().getName() + " failed: " + ex,
						"Correct the seeder, which runs after all migrations and the scripts of pristine.template.seed.",
						ex);
			}
		}
	}

	private List<SeedScript> scripts() {
		List<SeedScript> scripts = new ArrayList<>();
		// Compared as texts: a URL asks the network for the address of its host.
		Set<String> seen = new HashSet<>();
		this.locations.forEach((location) -> scripts.addAll(location.read(this.resources, seen)));
		return scripts;
	}

	private List<TemplateSeeder> seeders(String database) {
		return this.seeders.get().stream().filter((seeder) -> seeder.isFor(database)).toList();
	}

}
