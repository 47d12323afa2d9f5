package io.github.pristinedb.template;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.Sql;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.sqlite.SqliteEngine;

/**
 * A template of several migrations, that tells where it is: before the first one, after
 * each, before the database becomes an image, after that, and before the manifest is
 * written.
 */
final class StepsRecipe implements TemplateRecipe {

	static final Fingerprint FINGERPRINT = new FingerprintBuilder().add("recipe", "steps").build();

	static final int MIGRATIONS = 14;

	/**
	 * How many points there are.
	 */
	static final int POINTS = MIGRATIONS + 4;

	private final Progress progress;

	private int point;

	private int builds;

	StepsRecipe(Progress progress) {
		this.progress = progress;
	}

	int builds() {
		return this.builds;
	}

	@Override
	public Fingerprint fingerprint() {
		return FINGERPRINT;
	}

	@Override
	public DatabaseEngine engine() {
		SqliteEngine engine = new SqliteEngine();
		return (DatabaseEngine) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { DatabaseEngine.class }, (proxy, method, arguments) -> {
					boolean freezes = method.getName().equals("freeze");
					if (freezes) {
						reached();
					}
					try {
						return method.invoke(engine, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
					finally {
						if (freezes) {
							reached();
						}
					}
				});
	}

	@Override
	public String flywayVersion() {
		reached();
		return "12.3.4";
	}

	@Override
	public Result build(Path directory, Layers layers) {
		this.builds++;
		this.point = 0;
		reached();
		DatabaseEngine engine = new SqliteEngine();
		Database scratch = engine.scratch(engine.locate("jdbc:sqlite:scenario.db"), directory);
		try (Connection connection = DriverManager.getConnection(scratch.url());
				Statement statement = connection.createStatement()) {
			for (int i = 1; i <= MIGRATIONS; i++) {
				statement.execute("BEGIN");
				statement.execute("CREATE TABLE step_" + i + " (id INTEGER PRIMARY KEY, content TEXT NOT NULL)");
				statement.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)"
						+ " INSERT INTO step_" + i + " (content) SELECT 'row ' || i || ' of " + i
						+ "' || hex(zeroblob(50)) FROM n");
				statement.execute("COMMIT");
				reached();
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		return new Result(scratch, MIGRATIONS);
	}

	private void reached() {
		this.progress.reached(this.point++);
	}

	/**
	 * All that such a template holds.
	 * @param file the database
	 * @return the schema and the rows of all tables, and whether the file is sound
	 */
	static List<String> content(Path file) {
		List<String> content = new ArrayList<>(Sql.query(file, Sql.SCHEMA));
		for (int i = 1; i <= MIGRATIONS; i++) {
			content.addAll(Sql.query(file, "SELECT * FROM step_" + i + " ORDER BY id"));
		}
		content.addAll(Sql.query(file, "PRAGMA integrity_check"));
		return content;
	}

	@FunctionalInterface
	interface Progress {

		/**
		 * The build is there.
		 * @param point the number of the point, from 0
		 */
		void reached(int point);

	}

}
