package io.github.pristinedb.template;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.sqlite.SqliteEngine;

/**
 * A template of one table, made without Flyway.
 */
final class ProjectsRecipe implements TemplateRecipe {

	static final Fingerprint FINGERPRINT = new FingerprintBuilder().add("recipe", "projects").build();

	private final DatabaseEngine engine = new SqliteEngine();

	private final AtomicInteger builds = new AtomicInteger();

	private final BuildStep before;

	private final int migrations;

	ProjectsRecipe() {
		this(7);
	}

	/**
	 * Create a recipe.
	 * @param migrations how many migrations it says there were
	 */
	ProjectsRecipe(int migrations) {
		this((directory) -> {
		}, migrations);
	}

	/**
	 * Create a recipe.
	 * @param before what happens before the table is created
	 */
	ProjectsRecipe(BuildStep before) {
		this(before, 7);
	}

	private ProjectsRecipe(BuildStep before, int migrations) {
		this.before = before;
		this.migrations = migrations;
	}

	int builds() {
		return this.builds.get();
	}

	@Override
	public Fingerprint fingerprint() {
		return FINGERPRINT;
	}

	@Override
	public DatabaseEngine engine() {
		return this.engine;
	}

	@Override
	public String flywayVersion() {
		return "12.3.4";
	}

	@Override
	public Result build(Path directory, Layers layers) {
		this.builds.incrementAndGet();
		Database model = this.engine.locate("jdbc:sqlite:scenario.db");
		Database scratch = this.engine.scratch(model, directory);
		try (Connection connection = DriverManager.getConnection(scratch.url());
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE started (id INTEGER)");
			this.before.run(directory);
			statement.execute("CREATE TABLE project (id INTEGER PRIMARY KEY, name TEXT)");
			statement.execute("INSERT INTO project (name) VALUES ('alpha')");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		return new Result(scratch, this.migrations);
	}

	@FunctionalInterface
	interface BuildStep {

		void run(Path directory);

	}

}
