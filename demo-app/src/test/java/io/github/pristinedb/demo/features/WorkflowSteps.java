package io.github.pristinedb.demo.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.github.pristinedb.demo.ci.NewUser;
import io.github.pristinedb.demo.ci.Workflow;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Steps that compare the CI workflow with what the starter does. Cucumber makes an
 * instance for each scenario.
 */
public class WorkflowSteps {

	private static final Pattern README_COMMAND = Pattern.compile("\\| `(mvn [^`]*)` \\|");

	private static final Pattern YAML_SNIPPET = Pattern.compile("```yaml\\R(.*?)```", Pattern.DOTALL);

	private Workflow workflow = new Workflow(Path.of(""), Map.of());

	private Map<String, Object> templates = Map.of();

	@Given("the CI workflow")
	public void theWorkflow() {
		this.workflow = Workflow.read();
		this.templates = this.workflow.uses("actions/cache")
			.stream()
			.filter((step) -> step.get("key").toString().startsWith("pristine-"))
			.findFirst()
			.orElseThrow();
	}

	@Then("it keeps the directory that templates are in")
	public void keepsTheTemplates() {
		NewUser user = NewUser.get();
		Path template = Path.of(user.built().split(" ", 4)[3]);
		assertThat(template).isNotEmptyFile();
		assertThat(this.templates.get("path")).asString().startsWith("~/");
		assertThat(template).hasParent(user.home().resolve(this.templates.get("path").toString().substring(2)));
	}

	@Then("it keeps what Maven downloads")
	public void keepsDownloads() {
		assertThat(this.workflow.uses("actions/setup-java")).isNotEmpty()
			.allSatisfy((step) -> assertThat(step).containsEntry("cache", "maven"));
	}

	@Then("the key covers each file that the fingerprint is made of")
	public void coversWhatTheFingerprintReads() throws IOException {
		List<String> sources = sources();
		List<String> read = new ArrayList<>();
		NewUser.get().run("--inputs").forEach((line) -> source(line.split(" ", 2)[1], sources).ifPresent(read::add));
		assertThat(read).contains("demo-app/src/main/resources/db/migration/sqlite/V1__create_roles_and_users.sql",
				"demo-app/src/main/resources/db/migration/common/R__plan_overview.sql",
				"demo-app/src/main/java/db/migration/common/V12__HashContextFiles.java",
				"demo-app/src/test/java/db/callback/MigrationCounter.java");
		assertThat(read).allMatch(this::isCovered);
	}

	@Then("the key covers, should they be there")
	public void covers(List<String> files) {
		assertThat(files).allMatch(this::isCovered);
	}

	@Then("the key does not cover")
	public void doesNotCover(List<String> files) {
		assertThat(files).noneMatch(this::isCovered);
	}

	@Then("the templates of earlier keys are restored")
	public void restoresEarlierOnes() {
		String key = key();
		String beforeHash = key.substring(0, key.indexOf("${{ hashFiles("));
		List<String> restored = this.templates.get("restore-keys").toString().lines().toList();
		assertThat(restored).first().isEqualTo(beforeHash);
		assertThat(restored).allMatch(key::startsWith);
	}

	@Then("it runs each command that the README tells to try, on JDK {int} and {int}")
	public void runsTheCommandsOfTheReadme(int oldest, int newest) {
		List<String> commands = README_COMMAND.matcher(Workflow.text(this.workflow.repository().resolve("README.md")))
			.results()
			.map((command) -> command.group(1))
			.toList();
		assertThat(commands).hasSizeGreaterThan(1);
		assertThat(this.workflow.commands()).containsAll(commands);
		assertThat(this.workflow.matrix("java")).map(Object::toString)
			.containsExactly(String.valueOf(oldest), String.valueOf(newest));
	}

	@Then("each of the {int} snippets of {string} keeps the same directory")
	public void snippetsKeepTheSameDirectory(int number, String document) {
		String directory = this.templates.get("path").toString().substring("~/".length());
		List<String> snippets = YAML_SNIPPET.matcher(Workflow.text(this.workflow.repository().resolve(document)))
			.results()
			.map((snippet) -> snippet.group(1))
			.toList();
		assertThat(snippets).hasSize(number).allSatisfy((snippet) -> {
			Object parsed = new Yaml().load(snippet);
			assertThat(parsed.toString()).contains(directory);
		});
	}

	private String key() {
		return this.templates.get("key").toString();
	}

	private boolean isCovered(String file) {
		return Workflow.covers(key(), file);
	}

	private List<String> sources() throws IOException {
		Path root = this.workflow.repository();
		try (Stream<Path> files = Files.walk(root.resolve("demo-app/src"))) {
			return files.filter(Files::isRegularFile)
				.map((file) -> root.relativize(file).toString().replace(root.getFileSystem().getSeparator(), "/"))
				.toList();
		}
	}

	/**
	 * The source file of an input of the fingerprint: one whose path the input's name
	 * ends with, or one of a class. Settings and versions have none.
	 */
	private static Optional<String> source(String input, List<String> sources) {
		List<String> endings = new ArrayList<>();
		for (int slash = input.indexOf('/'); slash != -1; slash = input.indexOf('/', slash + 1)) {
			String name = input.substring(slash + 1);
			endings.add("/" + name);
			endings.add("/" + name.replaceFirst("\\$.*", "").replace('.', '/') + ".java");
		}
		return endings.stream()
			.flatMap((ending) -> sources.stream().filter((source) -> source.endsWith(ending)))
			.findFirst();
	}

}
