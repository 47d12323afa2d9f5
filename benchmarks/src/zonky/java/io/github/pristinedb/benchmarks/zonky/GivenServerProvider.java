package io.github.pristinedb.benchmarks.zonky;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

import io.github.pristinedb.benchmarks.postgresql.Server;
import io.zonky.test.db.provider.DatabaseRequest;
import io.zonky.test.db.provider.DatabaseTemplate;
import io.zonky.test.db.provider.EmbeddedDatabase;
import io.zonky.test.db.provider.ProviderException;
import io.zonky.test.db.provider.TemplatableDatabaseProvider;
import io.zonky.test.db.provider.postgres.PostgresEmbeddedDatabase;
import io.zonky.test.db.provider.support.SimpleDatabaseTemplate;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Lets zonky's library create its databases on the server that all is measured on, rather
 * than on one that it starts itself. What it asks of the server is what its own provider
 * asks: a copy of its template, and a drop in the background.
 */
final class GivenServerProvider implements TemplatableDatabaseProvider {

	private final Server server = Server.find();

	@Override
	public DatabaseTemplate createTemplate(DatabaseRequest request) {
		String name = create(request);
		return new SimpleDatabaseTemplate(name, () -> drop(name));
	}

	@Override
	public EmbeddedDatabase createDatabase(DatabaseRequest request) {
		return database(create(request));
	}

	private String create(DatabaseRequest request) {
		String name = this.server.newName("zonky");
		DatabaseTemplate template = request.getTemplate();
		try {
			administer("CREATE DATABASE " + name
					+ ((template != null) ? " TEMPLATE " + template.getTemplateName() : ""));
			if (request.getPreparer() != null) {
				request.getPreparer().prepare(database(name));
			}
			return name;
		}
		catch (SQLException ex) {
			throw new ProviderException("No database", ex);
		}
	}

	private EmbeddedDatabase database(String name) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(this.server.url(name));
		dataSource.setUser(this.server.user());
		dataSource.setPassword(this.server.password());
		return new PostgresEmbeddedDatabase(dataSource, () -> drop(name));
	}

	private void drop(String name) {
		CompletableFuture.runAsync(() -> {
			try {
				administer("DROP DATABASE IF EXISTS " + name);
			}
			catch (SQLException ex) {
				// Somebody is connected still. The benchmark removes it at its end.
			}
		});
	}

	private void administer(String sql) throws SQLException {
		try (Connection connection = this.server.open("postgres"); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof GivenServerProvider provider && provider.server.equals(this.server);
	}

	@Override
	public int hashCode() {
		return this.server.hashCode();
	}

}
