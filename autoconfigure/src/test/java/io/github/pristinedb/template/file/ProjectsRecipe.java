package io.github.pristinedb.template.file;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.engine.sqlite.TestFormat;
import io.github.pristinedb.template.FingerprintBuilder;

/**
 * A template of one table, made without Flyway.
 */
final class ProjectsRecipe implements StorelessRecipe {

	static final Fingerprint FINGERPRINT = new FingerprintBuilder().add("recipe", "projects").build();

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
	public Result build(Scratches scratches, Layers layers) {
		this.builds.incrementAndGet();
		Scratch scratch = scratches.create(TestFormat.database("scenario.db"), null);
		Path directory = Path.of(URI.create("file:" + scratch.database().url().replaceAll("jdbc:sqlite:|\\?.*", "")))
			.getParent();
		try (Connection connection = DriverManager.getConnection(scratch.database().url());
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
