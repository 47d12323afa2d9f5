package io.github.pristinedb.demo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.github.pristinedb.demo.cli.Terminal.Result;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

class PlanCliTests {

	private final Terminal terminal = new Terminal(Map.of("demo.max-context-file-size", "20B"));

	@AfterEach
	void closeTerminal() throws IOException {
		this.terminal.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--help", "init --help", "plan -h", "plan tell --help", "context add --help" })
	void helpIsShown(String command) {
		Result result = run(command);
		assertThat(result.exitCode()).isZero();
		assertThat(result.out()).startsWith("Usage: planner");
		assertThat(this.terminal.directory()).isEmptyDirectory();
	}

	@ParameterizedTest
	@ValueSource(strings = { "plan", "context", "status --nonsense", "tell", "context add", "init a b" })
	void argumentsThatMakeNoCommandAreAUsageError(String command) {
		Result result = run(command);
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.out()).isEmpty();
		assertThat(result.err()).contains("Usage: planner");
		assertThat(this.terminal.directory()).isEmptyDirectory();
	}

	@Test
	void noArgumentsAreAUsageError() {
		Result result = this.terminal.run();
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.err()).contains("Missing required subcommand");
	}

	@Test
	void unknownCommandIsAUsageErrorWithASuggestion() {
		Result result = run("contxt");
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.err()).contains("'contxt'").contains("Did you mean: planner context?");
	}

	@Test
	void projectIsNamedAfterItsDirectoryByDefault() {
		succeed("init");
		assertThat(succeed("status")).contains("Project:      " + this.terminal.directory().getFileName());
	}

	@Test
	void forceInitialisesWhereThereIsNoProject() {
		assertThat(succeed("init --force shop")).startsWith("Initialised project 'shop'");
	}

	@Test
	void withoutSettingsTheProjectIsThatOfTheLoggedInUserAndLivesInPlanDb(@TempDir Path directory) {
		PlanCli cli = new PlanCli(CliSettings.defaults());
		assertThat(run(cli, directory, "init shop"))
			.isEqualTo("Initialised project 'shop' in %s.".formatted(directory));
		assertThat(directory.resolve("plan.db")).isNotEmptyFile();
		assertThat(run(cli, directory, "status")).contains(System.getProperty("user.name") + " (admin)");
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no file name may contain a question mark there")
	void pathMayContainAQuestionMark(@TempDir Path parent) throws IOException {
		Path directory = Files.createDirectory(parent.resolve("what?foreign_keys=off"));
		PlanCli cli = new PlanCli(
				new CliSettings(List.of("test"), Map.of("demo.database-file", "scenario-question.db")));
		run(cli, directory, "init");
		assertThat(directory.resolve("scenario-question.db")).isNotEmptyFile();
	}

	@Test
	void fileThatIsNoDatabaseIsRefusedAndLeftAsItWas() throws IOException {
		Files.writeString(this.terminal.database(), "My plans for the summer");
		assertThat(refuse("init --force")).contains("is not an SQLite database. Move it away");
		assertThat(refuse("status")).contains("is not an SQLite database. Move it away");
		assertThat(this.terminal.database()).hasContent("My plans for the summer");
	}

	@Test
	void directoryInPlaceOfTheDatabaseIsRefused() throws IOException {
		Files.createDirectory(this.terminal.database());
		assertThat(refuse("init")).contains("is not an SQLite database");
	}

	@Test
	void emptyDatabaseFileIsNoProjectUntilInitialised() throws IOException {
		Files.createFile(this.terminal.database());
		assertThat(refuse("status")).contains("There is no project in");
		assertThat(this.terminal.database()).isEmptyFile();
		assertThat(succeed("init")).startsWith("Initialised project");
	}

	@Test
	void databaseWithoutAProjectIsRefusedUntilInitialised() {
		DataSource dataSource = new DriverManagerDataSource("jdbc:sqlite:" + this.terminal.database());
		Flyway.configure()
			.dataSource(dataSource)
			.locations("classpath:db/migration/common", "classpath:db/migration/sqlite")
			.load()
			.migrate();
		new ResourceDatabasePopulator(new ClassPathResource("db/seed/roles.sql")).execute(dataSource);
		assertThat(refuse("status")).contains("There is no project in")
			.contains("the database is empty. Run 'planner init' there.");
		assertThat(succeed("init")).startsWith("Initialised project");
	}

	@Test
	void commandThatFailsSaysWhereAndWhy() {
		succeed("init");
		new JdbcTemplate(new DriverManagerDataSource("jdbc:sqlite:" + this.terminal.database()))
			.execute("drop view plan_overview");
		assertThat(refuse("plan list")).contains("The command failed in " + this.terminal.directory())
			.contains("no such table: plan_overview");
	}

	@Test
	void strangerIsRefused() {
		succeed("init");
		assertThat(refuse("--user eve status")).contains("User 'eve' is not a member")
			.contains("Its members are ann (admin)");
		assertThat(refuse("plan tell --user eve Open the shop")).contains("User 'eve' is not a member");
	}

	@Test
	void contextTakesFilesFromTheProjectOnly() throws IOException {
		succeed("init");
		Files.createDirectory(this.terminal.directory().resolve("docs"));
		Files.write(this.terminal.directory().resolve("image.png"), new byte[] { (byte) 0x89, 'P', 'N', 'G' });
		assertThat(refuse("context add ../elsewhere.md")).contains("lies outside the project's directory");
		assertThat(refuse("context add docs")).contains("docs is not a file");
		assertThat(refuse("context add image.png")).contains("image.png is not a text in UTF-8");
		assertThat(refuse("context add nul\0.md")).contains("is no file name");
	}

	@Test
	void noFileIsAddedIfOneIsTooLarge() throws IOException {
		succeed("init");
		Files.writeString(this.terminal.directory().resolve("small.md"), "small");
		Files.writeString(this.terminal.directory().resolve("large.md"), "larger than 20 bytes, by a little");
		assertThat(refuse("context add small.md large.md")).contains("large.md has 33 bytes, more than the 20");
		assertThat(succeed("context list")).contains("The context is empty.");
	}

	@Test
	void planWhoseFilesCannotBeWrittenStaysBuilt() throws IOException {
		succeed("init");
		succeed("tell Open the shop");
		succeed("build");
		Path obstacle = Files.createFile(this.terminal.directory().resolve("plans"));
		assertThat(refuse("apply")).contains("Step 1 of plan 1 cannot be written to").contains("Nothing is applied");
		assertThat(succeed("plan current")).contains("built, 0 of 1 steps done");
		Files.delete(obstacle);
		assertThat(succeed("apply")).contains("Applied plan 1");
	}

	private String succeed(String command) {
		Result result = run(command);
		assertThat(result.exitCode()).as(result.err()).isZero();
		return result.out();
	}

	private String refuse(String command) {
		Result result = run(command);
		assertThat(result.exitCode()).isEqualTo(1);
		assertThat(result.out()).isEmpty();
		return result.err();
	}

	private static String run(PlanCli cli, Path directory, String command) {
		StringWriter output = new StringWriter();
		PrintWriter writer = new PrintWriter(output);
		assertThat(cli.run(command.split(" "), directory, writer, writer)).as(output.toString()).isZero();
		return output.toString().strip();
	}

	private Result run(String command) {
		return this.terminal.run(command.split(" "));
	}

}
