package io.github.pristinedb.template.file;

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
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.engine.sqlite.TestFormat;
import io.github.pristinedb.template.TemplateRecipe;
import io.github.pristinedb.template.file.TestTemplates.FileTemplate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FileTemplateStore} where templates are built upon others.
 */
@DeliberateOutput("The template .* cannot be used because")
class TemplateLayersTests {

	private static final String TABLES = "SELECT name FROM sqlite_master ORDER BY name";

	@TempDir
	private Path temporary;

	private final List<@Nullable FileTemplate> bases = new ArrayList<>();

	@Test
	void layerIsKeptAndNextTemplateIsBuiltUponIt() {
		FileTemplate first = get(new LayeredRecipe("first", "layer", "a"));
		assertThat(first.facts().base()).isNull();
		FileTemplate second = get(new LayeredRecipe("second", "layer", "b"));
		assertThat(this.bases).hasSize(2).first().isNull();
		assertThat(second.facts().base()).isEqualTo(NamedRecipe.fingerprint("layer"));
		assertThat(Sql.query(second.image().file(), TABLES)).containsExactly("b", "layer");
		assertThat(Sql.query(this.bases.get(1).image().file(), TABLES)).containsExactly("layer");
		assertThat(this.bases.get(1).facts().migrations()).isEqualTo(5);
	}

	@Test
	void manifestTellsTheTimeOfTheWholeChain() throws IOException {
		get(new LayeredRecipe("first", "layer", "a"));
		FileTemplate second = get(new LayeredRecipe("second", "layer", "b"));
		assertThat(second.facts().buildMillis()).isGreaterThan(this.bases.get(1).facts().buildMillis());
		assertThat(TemplateManifest.read(file("second", "json"))).extracting(TemplateManifest::facts)
			.isEqualTo(second.facts());
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
		FileTemplate template = get(new LayeredRecipe("first", "layer", "a"));
		assertThat(Sql.query(template.image().file(), TABLES)).containsExactly("a", "layer");
		assertThat(Listing.of(this.temporary, ".template")).hasSize(1);
	}

	private FileTemplate get(TemplateRecipe recipe) {
		return new TestTemplates(this.temporary, () -> this.temporary).get(recipe);
	}

	private Path file(String name, String extension) {
		return this.temporary.resolve(NamedRecipe.fingerprint(name) + "." + extension);
	}

	private final class LayeredRecipe implements StorelessRecipe {

		private final String name;

		private final String layer;

		private final String table;

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
		public Result build(Scratches scratches, Layers layers) {
			FileTemplate base = this.alwaysFromNothing ? null
					: FileTemplate.of(layers.find(NamedRecipe.fingerprint(this.layer)));
			TemplateLayersTests.this.bases.add(base);
			Scratch scratch = scratches.create(TestFormat.database("scenario-1.db"),
					(base != null) ? base.image() : null);
			if (base != null) {
				execute(scratch, this.table);
				return new Result(scratch, 6, base.template(), null, Map.of());
			}
			execute(scratch, this.layer);
			execute(scratch, this.table);
			Scratch part = scratches.create(TestFormat.database("scenario-2.db"), null);
			execute(part, this.layer);
			return new Result(scratch, 6, null, new Layer(NamedRecipe.fingerprint(this.layer), part, 5), Map.of());
		}

		private static void execute(Scratch scratch, String table) {
			try (Connection connection = DriverManager.getConnection(scratch.database().url());
					Statement statement = connection.createStatement()) {
				statement.execute("CREATE TABLE " + table + " (id INTEGER)");
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
