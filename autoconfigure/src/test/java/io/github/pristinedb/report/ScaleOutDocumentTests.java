package io.github.pristinedb.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.pristinedb.ForkedJvmRun;
import io.github.pristinedb.shard.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Does what {@code docs/scale-out.md} and the files beside it say: runs the shards with
 * the variables that a file gives them, lays what they leave where the file lays it, and
 * merges with the arguments of the file's command.
 */
class ScaleOutDocumentTests {

	private static final Path DOCUMENT = Path.of("..", "docs", "scale-out.md");

	private static final Path FILES = Path.of("..", "docs", "scale-out");

	private static final Pattern MERGE = Pattern.compile("exec-maven-plugin:[\\d.]+:java -Dexec\\.classpathScope=test"
			+ "\\s+(?:\\\\\\s+)?-Dexec\\.mainClass=(\\S+)\\s+(?:\\\\\\s+)?-Dexec\\.args=\"([^\"]+)\"");

	@TempDir
	private Path temporary;

	static Stream<Setup> setups() throws IOException {
		return Stream.of(github(), gitlab(), kubernetes());
	}

	@ParameterizedTest
	@MethodSource("setups")
	void shardsOfASetupAreMergedByItsOwnCommand(Setup setup) throws Exception {
		List<String> passed = new ArrayList<>();
		for (Map<String, String> environment : setup.environments()) {
			Path machine = this.temporary.resolve("machine-" + passed.size() + "-" + environment.hashCode());
			Files.createDirectories(machine.resolve("target"));
			try (ForkedJvmRun jvm = ShardFork.startWithEnvironment(machine, environment)) {
				passed.addAll(ShardFork.passed(jvm.finish()));
			}
			Path stored = this.temporary.resolve("merge/shards/" + environment.hashCode());
			FileSystemUtils.copyRecursively(machine.resolve("target/pristine"), stored);
		}
		assertThat(passed).hasSize(12).doesNotHaveDuplicates();
		Command merge = Command.in(setup.script());
		assertThat(merge.mainClass()).isEqualTo(MergeCommand.class.getName());
		String[] arguments = merge.arguments().replace("/shared/", "").split(" ");
		try (ForkedJvmRun jvm = ForkedJvmRun.startIn(this.temporary.resolve("merge"), MergeCommand.class,
				(Object[]) arguments)) {
			assertThat(jvm.finish()).contains("Pristine, " + setup.environments().size() + " shards")
				.contains("12 passed, 0 failed");
		}
		assertThat(Timings.read(this.temporary.resolve("merge/merged/timings.tsv")).micros()).hasSize(10);
		assertThat(setup.script()).as("the timings go where the shards look for them")
			.containsPattern("cp (/shared/)?merged/timings.tsv (/shared|\\.pristine)/timings.tsv");
	}

	@Test
	void documentHasTheCommandOfTheFiles() throws IOException {
		Command documented = Command.in(Files.readString(DOCUMENT));
		assertThat(documented).isEqualTo(Command.in(github().script())).isEqualTo(Command.in(gitlab().script()));
	}

	@SuppressWarnings("unchecked")
	private static Setup github() throws IOException {
		Map<String, Object> jobs = (Map<String, Object>) load("github-actions.yml").get(0).get("jobs");
		Map<String, Object> shard = (Map<String, Object>) jobs.get("shard");
		Map<String, Object> matrix = (Map<String, Object>) ((Map<String, Object>) shard.get("strategy")).get("matrix");
		List<Map<String, String>> environments = new ArrayList<>();
		for (Object value : (List<Object>) matrix.get("shard")) {
			Map<String, String> environment = new HashMap<>((Map<String, String>) shard.get("env"));
			environment.replaceAll((name, text) -> text.replace("${{ matrix.shard }}", value.toString()));
			environments.add(environment);
		}
		return new Setup("GitHub Actions", environments, script(jobs.get("merge")));
	}

	@SuppressWarnings("unchecked")
	private static Setup gitlab() throws IOException {
		Map<String, Object> jobs = load("gitlab-ci.yml").get(0);
		Integer total = (Integer) ((Map<String, Object>) jobs.get("tests")).get("parallel");
		List<Map<String, String>> environments = new ArrayList<>();
		for (int index = 1; index <= total; index++) {
			environments.add(Map.of("CI_NODE_INDEX", String.valueOf(index), "CI_NODE_TOTAL", total.toString()));
		}
		return new Setup("GitLab", environments, script(jobs.get("merge")));
	}

	@SuppressWarnings("unchecked")
	private static Setup kubernetes() throws IOException {
		List<Map<String, Object>> jobs = load("kubernetes.yaml");
		Map<String, Object> spec = (Map<String, Object>) jobs.get(0).get("spec");
		String manifest = new Yaml().dump(spec);
		assertThat(spec).containsEntry("completionMode", "Indexed");
		Matcher total = Pattern.compile("name: PRISTINE_SHARD_TOTAL, value: '(\\d+)'").matcher(manifest);
		assertThat(total.find()).as(manifest).isTrue();
		List<Map<String, String>> environments = new ArrayList<>();
		for (int index = 0; index < (Integer) spec.get("completions"); index++) {
			environments
				.add(Map.of("JOB_COMPLETION_INDEX", String.valueOf(index), "PRISTINE_SHARD_TOTAL", total.group(1)));
		}
		return new Setup("Kubernetes", environments, script(jobs.get(1)));
	}

	private static List<Map<String, Object>> load(String name) throws IOException {
		List<Map<String, Object>> documents = new ArrayList<>();
		for (Object document : new Yaml().loadAll(Files.readString(FILES.resolve(name)))) {
			@SuppressWarnings("unchecked")
			Map<String, Object> map = (Map<String, Object>) document;
			documents.add(map);
		}
		return documents;
	}

	/**
	 * All text in a part of a file, as the shell gets it.
	 */
	private static String script(Object part) {
		if (part instanceof Map<?, ?> map) {
			return map.values().stream().map(ScaleOutDocumentTests::script).reduce("", (a, b) -> a + "\n" + b);
		}
		if (part instanceof List<?> list) {
			return list.stream().map(ScaleOutDocumentTests::script).reduce("", (a, b) -> a + "\n" + b);
		}
		return String.valueOf(part);
	}

	/**
	 * How a file has a suite run.
	 *
	 * @param name what runs it
	 * @param environments the variables of each machine
	 * @param script what the machine that merges does
	 */
	record Setup(String name, List<Map<String, String>> environments, String script) {

		@Override
		public String toString() {
			return this.name;
		}

	}

	private record Command(String mainClass, String arguments) {

		static Command in(String text) {
			Matcher matcher = MERGE.matcher(text);
			assertThat(matcher.find()).as(text).isTrue();
			return new Command(matcher.group(1), matcher.group(2));
		}

	}

}
