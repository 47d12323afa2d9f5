package io.github.pristinedb.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.sql.DataSource;

import io.github.pristinedb.Listing;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.EngineSessions;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.engine.TestPlaces;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import io.github.pristinedb.seed.SeedException;
import io.github.pristinedb.seed.Seeds;
import io.github.pristinedb.template.TemplateRecipe;
import io.github.pristinedb.template.Templates;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A migration tool besides Flyway: whatever {@link DatabaseProvision} does, it does for
 * any tool.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("is migrated without a template")
class MigrationToolTests {

	@TempDir
	private Path temporary;

	private Path database;

	private Path script;

	private Path seed;

	@BeforeEach
	void writeTheScript() throws IOException {
		// What a failed run left.
		Files.deleteIfExists(Stage.DATABASE);
		this.database = this.temporary.resolve("scenario-1.db");
		this.script = Files.writeString(this.temporary.resolve("schema.sql"),
				"CREATE TABLE project (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO project (name) VALUES ('alpha');");
		this.seed = Files.createDirectory(this.temporary.resolve("seeds"));
	}

	@Test
	void templateIsBuiltOnceAndCopied() {
		ScriptTool first = tool(this.database);
		assertThat(provision().provide(first)).isTrue();
		ScriptTool second = tool(this.temporary.resolve("scenario-2.db"));
		assertThat(provision().provide(second)).isTrue();
		assertThat(List.of(first.runs().get(), second.runs().get())).containsExactly(1, 0);
		assertThat(Sql.query(this.temporary.resolve("scenario-2.db"), Sql.PROJECTS)).containsExactly("alpha");
	}

	@Test
	void manifestTellsTheTool() throws IOException {
		provision().provide(tool(this.database));
		assertThat(Listing.of(this.temporary.resolve("cache"), ".json")).singleElement()
			.satisfies((manifest) -> assertThat(Files.readString(manifest)).contains("\"tool\":\"Script 1\"")
				.contains("\"migrations\":2"));
	}

	@Test
	void changedScriptIsAnotherTemplate() throws IOException {
		DatabaseProvision provision = provision();
		TemplateRecipe before = provision.recipe(tool(this.database));
		assertThat(before).isNotNull();
		assertThat(provision.recipe(tool(this.database))).isNotNull()
			.extracting(TemplateRecipe::fingerprint)
			.isEqualTo(before.fingerprint());
		Files.writeString(this.script, "CREATE TABLE project (id INTEGER PRIMARY KEY, name TEXT)");
		assertThat(provision.recipe(tool(this.database))).isNotNull()
			.extracting(TemplateRecipe::fingerprint)
			.isNotEqualTo(before.fingerprint());
	}

	@Test
	void toolsBesideEachOtherHaveTheirInputs() {
		assertThat(new ProvidedTool(provision(), tool(this.database)).fingerprint()).isNotNull()
			.satisfies((fingerprint) -> assertThat(fingerprint.inputs()).containsKeys("engine/name", "script"));
	}

	@Test
	void seedsComeAfterTheScript() throws IOException {
		Files.writeString(this.seed.resolve("beta.sql"), "INSERT INTO project (name) VALUES ('beta')");
		provision().provide(tool(this.database));
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta");
	}

	@Test
	void databaseThatIsNotManagedIsLeftToTheTool() {
		ScriptTool tool = tool(this.temporary.resolve("production.db"));
		assertThat(provision().provide(tool)).isFalse();
		assertThat(tool.runs()).hasValue(0);
		assertThat(provision().recipe(tool)).isNull();
		assertThat(provision().provide(new ScriptTool(null, this.script))).isFalse();
	}

	@Test
	void databaseThatWasThereBeforeIsMigratedOnceAndTheLogNamesTheTool(CapturedOutput output) {
		Sql.execute(this.database, "CREATE TABLE old (id INTEGER)");
		ScriptTool tool = tool(this.database);
		DatabaseProvision provision = provision();
		provision.provide(tool);
		provision.provide(tool);
		assertThat(tool.runs()).hasValue(1);
		assertThat(output).containsOnlyOnce("was there before this run. Script migrates it, once.");
	}

	@Test
	void secondToolOfTheContextMigratesWhatTheFirstOneMade() throws IOException {
		DatabaseProvision provision = provision();
		provision.provide(tool(this.database));
		Path more = Files.writeString(this.temporary.resolve("more.sql"),
				"INSERT INTO project (name) VALUES ('gamma')");
		provision.provide(new ScriptTool(dataSource(this.database), more));
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "gamma");
	}

	@Test
	void inputThatCannotBeReadCostsTheTemplateOnly(CapturedOutput output) throws IOException {
		Files.delete(this.script);
		Files.writeString(this.seed.resolve("seed.sql"), "INSERT INTO unread VALUES (7)");
		ScriptTool tool = tool(this.database);
		provision().provide(tool);
		assertThat(tool.runs()).hasValue(1);
		assertThat(Sql.query(this.database, "SELECT id FROM unread")).containsExactly("7");
		assertThat(output).containsOnlyOnce("is migrated without a template: The script cannot be read");
	}

	@Test
	void scriptThatFailsLeavesNothing() throws IOException {
		Files.writeString(this.script, "CREATE TABLE project (id INTEGER PRIMARY KEY, name TEXT); nonsense");
		assertThatIllegalStateException().isThrownBy(() -> provision().provide(tool(this.database)))
			.withMessage("The script failed");
		assertThat(this.database).doesNotExist();
		assertThat(Listing.of(this.temporary.resolve("cache"), ".template")).isEmpty();
	}

	@Test
	void seedsAreAppliedWithoutPristineToo() throws IOException {
		Files.writeString(this.seed.resolve("beta.sql"), "INSERT INTO project (name) VALUES ('beta')");
		SeededMigration seeded = new SeededMigration(guard(), sessions(), seeds());
		assertThat(seeded.run(tool(this.database))).isTrue();
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta");
		assertThat(seeded.run(tool(this.temporary.resolve("production.db")))).isFalse();
		assertThat(seeded.run(new ScriptTool(null, this.script))).isFalse();
	}

	@Test
	void seedThatFailsWithoutPristineNamesTheDatabaseToDelete() throws IOException {
		Files.writeString(this.seed.resolve("beta.sql"), "INSERT INTO nowhere VALUES ('beta')");
		assertThatExceptionOfType(SeedException.class)
			.isThrownBy(() -> new SeededMigration(guard(), sessions(), seeds()).run(tool(this.database)))
			.withMessageContaining("Then delete the database");
	}

	@Test
	void eachScenarioOfAContextStartsFromTheScript() {
		Stage.context()
			.withPropertyValues("spring.flyway.enabled=false",
					"pristine.template.cache-dir=" + this.temporary.resolve("cache"))
			.withBean(Script.class, () -> new Script(this.script))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				for (int i = 0; i < 2; i++) {
					Stage.scenario(context, () -> {
						assertThat(projects(context)).containsExactly("alpha");
						context.getBean(JdbcClient.class).sql("INSERT INTO project (name) VALUES ('mine')").update();
						assertThat(projects(context)).containsExactly("alpha", "mine");
					});
				}
				assertThat(context.getBean(Script.class).tool().runs()).hasValue(1);
			});
		assertThat(Stage.DATABASE).doesNotExist();
	}

	private static List<String> projects(ApplicationContext context) {
		return Sql.query(context.getBean(DataSource.class), Sql.PROJECTS);
	}

	private ScriptTool tool(Path database) {
		return new ScriptTool(dataSource(database), this.script);
	}

	private static DataSource dataSource(Path database) {
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setUrl("jdbc:sqlite:" + database);
		return dataSource;
	}

	private DatabaseProvision provision() {
		return new DatabaseProvision(guard(), sessions(), new Templates(TemplateLimits.DEFAULTS.buildTimeout()),
				List.of(), seeds(), (managed) -> null);
	}

	private static Guard guard() {
		return new Guard(List.of(new SqliteEngine()), List.of("scenario"));
	}

	private EngineSessions sessions() {
		return TestPlaces.sessions(this.temporary.resolve("cache"));
	}

	private Seeds seeds() {
		return new Seeds(List.of("optional:file:" + this.seed + "/*.sql"), new PathMatchingResourcePatternResolver(),
				List::of);
	}

	/**
	 * What an auto-configuration of the tool would be.
	 */
	static final class Script {

		private final Path script;

		private ScriptTool tool;

		Script(Path script) {
			this.script = script;
		}

		@Autowired
		void provide(DatabaseProvision provision, DataSource dataSource) {
			this.tool = new ScriptTool(dataSource, this.script);
			assertThat(provision.provide(this.tool)).isTrue();
		}

		ScriptTool tool() {
			return this.tool;
		}

	}

}
