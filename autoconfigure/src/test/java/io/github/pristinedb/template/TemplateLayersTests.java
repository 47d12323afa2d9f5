package io.github.pristinedb.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.Listing;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TemplateCache} where templates are built upon others.
 */
@DeliberateOutput("The template .* cannot be used because")
class TemplateLayersTests {

	private static final String TABLES = "SELECT name FROM sqlite_master ORDER BY name";

	@TempDir
	private Path temporary;

	private final List<@Nullable Template> bases = new ArrayList<>();

	@Test
	void layerIsKeptAndNextTemplateIsBuiltUponIt() {
		Template first = get(new LayeredRecipe("first", "layer", "a"));
		assertThat(first.manifest().base()).isNull();
		Template second = get(new LayeredRecipe("second", "layer", "b"));
		assertThat(this.bases).hasSize(2).first().isNull();
		assertThat(second.manifest().base()).isEqualTo(NamedRecipe.fingerprint("layer"));
		assertThat(Sql.query(second.image().file(), TABLES)).containsExactly("b", "layer");
		assertThat(Sql.query(this.bases.get(1).image().file(), TABLES)).containsExactly("layer");
		assertThat(this.bases.get(1).manifest().migrations()).isEqualTo(5);
	}

	@Test
	void manifestTellsTheTimeOfTheWholeChain() throws IOException {
		get(new LayeredRecipe("first", "layer", "a"));
		Template second = get(new LayeredRecipe("second", "layer", "b"));
		assertThat(second.manifest().buildMillis()).isGreaterThan(this.bases.get(1).manifest().buildMillis());
		assertThat(TemplateManifest.read(file("second", "json"))).isEqualTo(second.manifest());
	}

	@Test
	void layerIsNotWrittenASecondTime() throws IOException {
		get(new LayeredRecipe("first", "layer", "a"));
		byte[] manifest = Files.readAllBytes(file("layer", "json"));
		LayeredRecipe second = new LayeredRecipe("second", "layer", "b");
		second.alwaysFromNothing = true;
		get(second);
		assertThat(file("layer", "json")).hasBinaryContent(manifest);
	}

	@Test
	void damagedLayerIsNotOfferedAndIsWrittenAgain() throws IOException {
		get(new LayeredRecipe("first", "layer", "a"));
		Files.delete(file("layer", "template"));
		Files.write(file("layer", "template"), new byte[100]);
		get(new LayeredRecipe("second", "layer", "b"));
		assertThat(this.bases).containsOnlyNulls();
		assertThat(Sql.query(file("layer", "template"), TABLES)).containsExactly("layer");
	}

	@Test
	void layerThatCannotBeKeptIsNoReasonToFail() throws IOException {
		// Something is in the place of the lock.
		Files.createDirectories(file("layer", "lock"));
		Template template = get(new LayeredRecipe("first", "layer", "a"));
		assertThat(Sql.query(template.image().file(), TABLES)).containsExactly("a", "layer");
		assertThat(Listing.of(this.temporary, ".template")).hasSize(1);
	}

	private Template get(TemplateRecipe recipe) {
		return new TemplateCache(this.temporary, () -> this.temporary).get(recipe);
	}

	private Path file(String name, String extension) {
		return this.temporary.resolve(NamedRecipe.fingerprint(name) + "." + extension);
	}

	private final class LayeredRecipe implements TemplateRecipe {

		private final String name;

		private final String layer;

		private final String table;

		private final DatabaseEngine engine = new SqliteEngine();

		private boolean alwaysFromNothing;

		private LayeredRecipe(String name, String layer, String table) {
			this.name = name;
			this.layer = layer;
			this.table = table;
		}

		@Override
		public Fingerprint fingerprint() {
			return NamedRecipe.fingerprint(this.name);
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
			Template base = this.alwaysFromNothing ? null : layers.find(NamedRecipe.fingerprint(this.layer));
			TemplateLayersTests.this.bases.add(base);
			Database database = database(directory, "scenario-1.db");
			if (base != null) {
				database.createFrom(base.image());
				execute(database, this.table);
				return new Result(database, 6, base, null, Map.of());
			}
			execute(database, this.layer);
			execute(database, this.table);
			Database part = database(directory, "scenario-2.db");
			execute(part, this.layer);
			return new Result(database, 6, null, new Layer(NamedRecipe.fingerprint(this.layer), part, 5), Map.of());
		}

		private Database database(Path directory, String name) {
			Database model = this.engine.locate("jdbc:sqlite:" + name);
			return this.engine.scratch(model, directory);
		}

		private static void execute(Database database, String table) {
			try (Connection connection = DriverManager.getConnection(database.url());
					Statement statement = connection.createStatement()) {
				statement.execute("CREATE TABLE " + table + " (id INTEGER)");
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
