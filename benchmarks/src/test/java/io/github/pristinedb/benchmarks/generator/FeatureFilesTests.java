package io.github.pristinedb.benchmarks.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FeatureFilesTests {

	private final FeatureFiles files = new FeatureFiles(50);

	@TempDir
	private Path directory;

	@Test
	void filesHaveTheFeaturesScenariosAndStepsOfTheSuite() throws IOException {
		GeneratedSuite suite = suite(0.5, 1);
		List<Path> written = this.files.write(suite, this.directory);
		assertThat(written).hasSize(120).doesNotHaveDuplicates();
		List<String> lines = lines(written);
		assertThat(lines).filteredOn((line) -> line.startsWith("Feature: ")).hasSize(120).doesNotHaveDuplicates();
		assertThat(lines).filteredOn((line) -> line.startsWith("  Scenario: "))
			.hasSize(suite.size())
			.doesNotHaveDuplicates();
		assertThat(lines).filteredOn((line) -> line.startsWith("    ")).hasSize((int) suite.steps());
		assertThat(lines).filteredOn((line) -> line.startsWith("  Scenario: Writing"))
			.hasSize((int) suite.scenarios().filter(GeneratedScenario::writes).count());
	}

	@Test
	void onlyScenariosThatWriteAdd() throws IOException {
		assertThat(lines(this.files.write(suite(0, 1), this.directory.resolve("none"))))
			.noneMatch((line) -> line.contains("I add"))
			.anyMatch((line) -> line.contains("there are 0 rows more"));
		List<String> all = lines(this.files.write(suite(1, 1), this.directory.resolve("all")));
		assertThat(String.join("\n", all).split("Scenario: ")).filteredOn((text) -> text.startsWith("Writing"))
			.isNotEmpty()
			.allSatisfy((text) -> assertThat(text).contains("I add").doesNotContain("0 rows more"));
	}

	@Test
	void stepsTellTheirWeight() throws IOException {
		assertThat(lines(this.files.write(suite(0.5, 1), this.directory))).filteredOn((line) -> line.startsWith("    "))
			.allSatisfy((line) -> assertThat(line).endsWith(", in 10 rounds of work"));
	}

	@Test
	void equalSuitesGiveEqualFiles() throws IOException {
		List<String> one = lines(this.files.write(suite(0.5, 42), this.directory.resolve("one")));
		assertThat(lines(this.files.write(suite(0.5, 42), this.directory.resolve("two")))).isEqualTo(one);
		assertThat(lines(this.files.write(suite(0.5, 43), this.directory.resolve("other")))).isNotEqualTo(one);
	}

	private static GeneratedSuite suite(double writers, long seed) {
		return GeneratedSuite
			.of(new SuiteShape(120, new Between(1, 3), new Between(2, 6), writers, new StepWeight(2, 10), 0, 1, seed));
	}

	private static List<String> lines(List<Path> files) throws IOException {
		List<String> lines = new ArrayList<>();
		for (Path file : files) {
			lines.addAll(Files.readAllLines(file));
		}
		return lines;
	}

}
