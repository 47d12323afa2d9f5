package io.github.pristinedb.template.file;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Checksum;

import io.github.pristinedb.Sql;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.engine.SqlDialect;
import io.github.pristinedb.engine.sqlite.TestFormat;
import io.github.pristinedb.template.FingerprintBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A template of several migrations, that tells where it is: before the first one, after
 * each, before the database becomes an image, after that, and before the manifest is
 * written.
 */
final class StepsRecipe implements StorelessRecipe {

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

	/**
	 * SQLite's format, which tells where the build is.
	 */
	FileFormat format() {
		return new WatchedFormat();
	}

	@Override
	public Result build(Scratches scratches, Layers layers) {
		this.builds++;
		this.point = 0;
		reached();
		Scratch scratch = scratches.create(TestFormat.database("scenario.db"), null);
		try (Connection connection = DriverManager.getConnection(scratch.database().url());
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

	private final class WatchedFormat implements FileFormat {

		@Override
		public String engine() {
			return TestFormat.SQLITE.engine();
		}

		@Override
		public Scratch scratch(Database model, Path directory, @Nullable Image base) {
			return TestFormat.SQLITE.scratch(model, directory, base);
		}

		@Override
		public FileImage freeze(Scratch scratch, Path file) {
			reached();
			FileImage image = TestFormat.SQLITE.freeze(scratch, file);
			reached();
			return new FileImage() {

				@Override
				public Path file() {
					return image.file();
				}

				@Override
				public long bytes() {
					return image.bytes();
				}

				@Override
				public void addTo(Checksum checksum) throws IOException {
					image.addTo(checksum);
					reached();
				}

			};
		}

		@Override
		public FileImage open(Path file) {
			return TestFormat.SQLITE.open(file);
		}

		@Override
		public SqlDialect dialect() {
			return TestFormat.SQLITE.dialect();
		}

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
