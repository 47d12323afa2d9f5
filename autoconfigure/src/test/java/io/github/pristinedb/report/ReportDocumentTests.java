package io.github.pristinedb.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@code docs/report.md}: its workflows publish the report of a failed run too.
 */
class ReportDocumentTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

	private static final Pattern PICTURE = Pattern.compile("!\\[[^\\]]+\\]\\(([^)]+)\\)");

	@TempDir
	private Path checkout;

	@Test
	void picturesAreThere() throws IOException {
		assertThat(
				PICTURE.matcher(Files.readString(DOCS.resolve("report.md"))).results().map((match) -> match.group(1)))
			.hasSize(4)
			.allSatisfy((picture) -> assertThat(DOCS.resolve(picture)).isNotEmptyFile());
	}

	@Test
	void workflowOfGitHubPublishesTheReportOfAFailedRun() throws IOException {
		Map<String, Object> jobs = jobs(block(0));
		assertThat(jobs).containsOnlyKeys("verify", "pages");
		assertPublished(map(jobs.get("verify")), "**/target/pristine/report.*");
		Map<String, Object> pages = map(jobs.get("pages"));
		assertThat(pages).contains(entry("needs", "verify"),
				entry("if", "${{ !cancelled() && github.ref == 'refs/heads/main' }}"),
				entry("permissions", Map.of("pages", "write", "id-token", "write")));
		List<Map<String, Object>> steps = steps(pages);
		assertThat(map(steps.get(0).get("with"))).containsEntry("name", "pristine-report")
			.containsEntry("path", "report");
		assertThat(map(steps.get(2).get("with"))).containsEntry("path", "site");
		assertThat(steps.get(1).get("run").toString()).contains("find report ").endsWith(" site/index.html");
		assertThat(map(pages.get("environment")).get("url").toString())
			.contains("steps." + steps.get(3).get("id") + ".outputs.page_url");
	}

	@Test
	void jobOfGitLabPublishesTheReportOfAFailedRun() throws IOException {
		Map<String, Object> jobs = block(1);
		assertExposed(map(jobs.get("verify")), "target/pristine/report.html", "target/pristine/report.json");
		Map<String, Object> pages = map(jobs.get("pages"));
		assertThat(pages).contains(entry("needs", List.of("verify")),
				entry("artifacts", Map.of("paths", List.of("public"))));
		assertThat(list(pages.get("rules"))).singleElement()
			.isEqualTo(Map.of("if", "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", "when", "always"));
		assertThat(list(pages.get("script"))).last().isEqualTo("cp target/pristine/report.html public/index.html");
	}

	/**
	 * An artifact has its files below the last directory that is common to all of them.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "", "one/target/pristine/" })
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are for a Unix shell")
	void commandsOfGitHubPutThePageOfTheArtifactWhereItIsPublished(String module) throws Exception {
		Files.createDirectories(this.checkout.resolve("report/" + module));
		Files.writeString(this.checkout.resolve("report/" + module + "report.json"), "{}");
		Files.writeString(this.checkout.resolve("report/" + module + "report.html"), "the page");
		List<Map<String, Object>> steps = steps(map(jobs(block(0)).get("pages")));
		run(String.valueOf(steps.get(1).get("run")));
		assertThat(this.checkout.resolve("site/index.html")).hasContent("the page");
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are for a Unix shell")
	void commandsOfGitLabPutThePageOfTheArtifactWhereItIsPublished() throws Exception {
		Map<String, Object> jobs = block(1);
		Path page = this.checkout
			.resolve(list(map(map(jobs.get("verify")).get("artifacts")).get("paths")).get(0).toString());
		Files.createDirectories(page.getParent());
		Files.writeString(page, "the page");
		for (Object command : list(map(jobs.get("pages")).get("script"))) {
			run(command.toString());
		}
		assertThat(this.checkout.resolve("public/index.html")).hasContent("the page");
	}

	private void run(String command) throws Exception {
		Process process = new ProcessBuilder("sh", "-ec", command).directory(this.checkout.toFile())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor()).as(output).isZero();
	}

	@Test
	void mergeOfGitHubPublishesTheReportOfAFailedRun() throws IOException {
		Map<String, Object> merge = map(
				jobs(load(Files.readString(DOCS.resolve("scale-out/github-actions.yml")))).get("merge"));
		assertThat(merge).containsEntry("if", "always()");
		assertPublished(merge, "merged/report.*");
		assertThat(steps(merge).stream().map((step) -> String.valueOf(step.get("run"))))
			.anyMatch((command) -> command.contains("--output merged"));
	}

	@Test
	void mergeOfGitLabPublishesTheReportOfAFailedRun() throws IOException {
		Map<String, Object> merge = map(load(Files.readString(DOCS.resolve("scale-out/gitlab-ci.yml"))).get("merge"));
		assertThat(merge).containsEntry("when", "always");
		assertExposed(merge, "merged/report.html", "merged/report.json");
	}

	private static void assertPublished(Map<String, Object> job, String path) {
		List<Map<String, Object>> steps = steps(job);
		assertThat(steps).allSatisfy((step) -> assertThat(step).containsAnyOf(entry("uses", step.get("uses")),
				entry("run", step.get("run"))));
		Map<String, Object> upload = steps.stream()
			.filter((step) -> String.valueOf(step.get("uses")).startsWith("actions/upload-artifact@"))
			.findFirst()
			.orElseThrow();
		assertThat(upload).containsEntry("if", "always()")
			.containsEntry("with", Map.of("name", "pristine-report", "path", path));
	}

	private static void assertExposed(Map<String, Object> job, String... paths) {
		assertThat(map(job.get("artifacts"))).containsOnly(entry("when", "always"), entry("expose_as", "Pristine"),
				entry("paths", List.of(paths)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "timeline", "failures", "tests", "tables", "repeated", "slowest", "databases", "templates",
			"shards" })
	void eachSectionOfThePageIsInTheDocument(String section) throws IOException {
		String script = new String(
				Objects.requireNonNull(HtmlReport.class.getResourceAsStream("report.js")).readAllBytes());
		var title = Pattern.compile("section\\(\"" + section + "\", (?:report.* \\? )?\"([^\"]+)\"").matcher(script);
		assertThat(title.find()).isTrue();
		assertThat(Files.readString(DOCS.resolve("report.md"))).contains("| " + title.group(1) + " |");
	}

	private static Map<String, Object> block(int number) throws IOException {
		List<String> blocks = new ArrayList<>();
		BLOCK.matcher(Files.readString(DOCS.resolve("report.md")))
			.results()
			.forEach((match) -> blocks.add(match.group(1)));
		assertThat(blocks).hasSize(2);
		return load(blocks.get(number));
	}

	private static Map<String, Object> load(String yaml) {
		return new Yaml().load(yaml);
	}

	private static Map<String, Object> jobs(Map<String, Object> workflow) {
		// A bare "on" is the truth in YAML 1.1.
		assertThat(workflow.keySet().toString()).isEqualTo("[name, true, jobs]");
		return map(workflow.get("jobs"));
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> steps(Map<String, Object> job) {
		return (List<Map<String, Object>>) Objects.requireNonNull(job.get("steps"));
	}

	private static List<?> list(Object value) {
		return (List<?>) Objects.requireNonNull(value);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object value) {
		return (Map<String, Object>) Objects.requireNonNull(value);
	}

}
