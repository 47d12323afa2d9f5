package io.github.pristinedb.demo.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.cucumber.java.After;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import io.github.pristinedb.demo.cli.Terminal;
import io.github.pristinedb.demo.cli.Terminal.Result;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Steps that run commands and look at what they leave behind. Cucumber makes an instance
 * for each scenario.
 */
public class CommandSteps {

	private final Terminal terminal;

	private Result result = new Result(0, "", "");

	public CommandSteps(JdbcConnectionDetails connection) {
		this.terminal = new Terminal(connection);
	}

	@After
	public void closeTerminal() throws IOException {
		this.terminal.close();
	}

	@Given("an empty directory")
	public void anEmptyDirectory() {
		theDirectoryIsEmpty();
	}

	@Given("a file {string} with the text {string}")
	public void aFile(String name, String text) throws IOException {
		Path file = this.terminal.directory().resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

	@Given("I ran {string}")
	public void ran(String command) {
		run(command);
		theCommandSucceeds();
	}

	@When("I run {string}")
	public void run(String command) {
		this.result = this.terminal.run(command.split(" "));
	}

	@Then("the command succeeds")
	public void theCommandSucceeds() {
		assertThat(this.result.err()).isEmpty();
		assertThat(this.result.exitCode()).isZero();
	}

	@Then("the command is refused")
	public void theCommandIsRefused() {
		assertThat(this.result.exitCode()).isEqualTo(1);
		assertThat(this.result.out()).isEmpty();
		assertThat(this.result.err()).hasLineCount(1).startsWith("planner: ");
	}

	@Then("the output contains {string}")
	public void theOutputContains(String text) {
		assertThat(this.result.out()).contains(text);
	}

	@Then("the output is {string}")
	public void theOutputIs(String text) {
		theOutputIsText(text);
	}

	@Then("the output is")
	public void theOutputIsText(String text) {
		assertThat(this.result.out().lines()).containsExactlyElementsOf(text.lines().toList());
	}

	@Then("the error contains {string}")
	public void theErrorContains(String text) {
		assertThat(this.result.err()).contains(text);
	}

	@Then("{string} prints {string}")
	public void prints(String command, String text) {
		ran(command);
		theOutputContains(text);
	}

	@Then("the directory is empty")
	public void theDirectoryIsEmpty() {
		assertThat(this.terminal.directory()).isEmptyDirectory();
	}

	@Then("the project has a database")
	public void theProjectHasADatabase() {
		if (Terminal.onServer()) {
			theDirectoryIsEmpty();
			prints("status", "Project:");
		}
		else {
			assertThat(this.terminal.database()).isNotEmptyFile();
		}
	}

	@Then("the file {string} exists")
	public void theFileExists(String name) {
		assertThat(this.terminal.directory().resolve(name)).isRegularFile();
	}

	@Then("the file {string} contains {string}")
	public void theFileContains(String name, String text) {
		assertThat(this.terminal.directory().resolve(name)).content().contains(text);
	}

}
