package io.github.pristinedb.merge;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.UserBuild;
import io.github.pristinedb.UserBuild.Result;
import io.github.pristinedb.shard.Timings;
import org.jacoco.core.JaCoCo;
import org.jacoco.core.data.ExecutionData;
import org.jacoco.core.tools.ExecFileLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Does what {@code docs/scale-out.md} and the files beside it say, without the CI
 * systems: runs the commands of a file in a checkout for each of its machines, with the
 * variables that they get, lays what is left where the file lays it, and runs the file's
 * merge. Maven runs the tests of one machine and the merges of one file. The other
 * machines do the same to other files, with other variables: JVMs like those of Surefire
 * and of the merge do it. The project that is checked out has a gate that no shard can
 * pass alone.
 */
@EnabledIfSystemProperty(named = UserBuild.MAVEN, matches = ".+", disabledReason = "Maven tells where it is")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "The files' commands are for a Unix shell")
class ScaleOutDocumentTests {

	private static final Path DOCUMENT = Path.of("..", "docs", "scale-out.md");

	private static final Path FILES = Path.of("..", "docs", "scale-out");

	private static final Pattern COMMAND = Pattern.compile("mvn -B test-compile .*jacoco:check@gate", Pattern.DOTALL);

	private static final int METHODS = 12;

	// The machine whose tests Maven has run.
	private static @Nullable UserBuild compiled;

	// What the machines of the first file have left, by the number of their shard.
	private static final Map<Integer, Path> recorded = new HashMap<>();

	// The first one tells JaCoCo where to leave its file.
	static Stream<Setup> setups() throws IOException {
		return Stream.of(gitlab(), github(), kubernetes());
	}

	@ParameterizedTest
	@MethodSource("setups")
	void commandsOfAFileRunTheShardsAndMergeThemIntoOneSummaryOneReportAndTheGate(Setup setup) throws Exception {
		UserBuild merge = checkout(setup, "merge");
		for (Machine machine : setup.machines()) {
			UserBuild shard = checkout(setup, machine.name());
			Map<String, String> environment = local(machine.environment(), shard);
			// The last one shows that the file's variables are understood.
			Path known = (machine.shard() < setup.machines().size()) ? recorded.get(machine.shard()) : null;
			Result tests = (compiled == null) ? shard.shell(environment, setup.tests())
					: shard.shell(environment, (known != null) ? copying(known) : surefire(compiled), setup.tests());
			assertThat(tests.exitCode()).as(tests.output()).isZero();
			compiled = (compiled == null) ? shard : compiled;
			for (Map.Entry<String, String> kept : machine.kept().entrySet()) {
				Path stored = merge.directory().resolve(kept.getValue());
				Files.createDirectories(stored.getParent());
				FileSystemUtils.copyRecursively(shard.directory().resolve(kept.getKey()), stored);
			}
		}
		if (setup.name().equals("GitLab")) {
			setup.machines()
				.forEach((machine) -> recorded.put(machine.shard(),
						merge.directory().resolve("shards/" + machine.shard())));
		}
		Result merged = merge.shell(Map.of(), merging(), local(setup.merge(), merge));
		assertThat(merged.exitCode()).as(merged.output()).isZero();
		assertThat(merged.output()).contains("Pristine, " + setup.machines().size() + " shards")
			.contains(METHODS + " passed, 0 failed");
		assertThat(coveredMethods(merge)).isEqualTo(METHODS);
		assertThat(Timings.read(merge.directory().resolve(setup.timings())).micros())
			.as("the timings are where the next run looks for them")
			.hasSize(METHODS);
		if (setup.name().equals("GitHub Actions")) {
			gateFailsTheMerge(setup, merge);
			missingShardFailsTheMerge(setup, merge);
		}
		if (setup.name().equals("Kubernetes")) {
			refusedMergeLeavesNothingForTheNextOne(setup, merge);
		}
	}

	/**
	 * What Surefire's JVM does in {@code mvn test}, after the compiler. The file tells
	 * JaCoCo where to leave its own.
	 */
	private static String surefire(UserBuild compiled) {
		List<String> java = JvmCommand.of(ShardFork.class)
			.withAgent()
			.with(compiled.directory().resolve("target/classes"))
			.with(compiled.directory().resolve("target/test-classes"))
			.options("-enableassertions", "-Dtests=io.github.pristinedb.words.WordsTests")
			.words();
		return """
				[ "$2" = test ]
				coverage=target/jacoco.exec
				for argument; do case $argument in -Djacoco.destFile=*) coverage=${argument#*=};; esac; done
				mkdir -p target
				%s "-javaagent:%s=destfile=$coverage,includes=io.github.pristinedb.words.*" %s
				""".formatted(UserBuild.quoted(java.subList(0, 1)).get(0), agent(),
				String.join(" ", UserBuild.quoted(java.subList(1, java.size()))));
	}

	/**
	 * What is left of the same shard on a machine of another file.
	 */
	private static String copying(Path known) {
		return """
				[ "$2" = test ]
				coverage=target/jacoco.exec
				for argument; do case $argument in -Djacoco.destFile=*) coverage=${argument#*=};; esac; done
				mkdir -p target/pristine
				cp -R %1$s/journal target/pristine
				cp %1$s/jacoco.exec $coverage
				""".formatted(UserBuild.quoted(List.of(known.toString())).get(0));
	}

	/**
	 * What Maven runs in a merge before JaCoCo's report and gate, which are those of the
	 * same command in each file.
	 */
	private static String merging() {
		return """
				[ "$2" = test-compile ]
				for argument; do case $argument in -Dexec.args=*) arguments=${argument#*=};; esac; done
				%s $arguments
				""".formatted(String.join(" ", UserBuild.quoted(JvmCommand.of(MergeCommand.class).words())));
	}

	/**
	 * JaCoCo's agent, which Maven has fetched for the first tests.
	 */
	private static Path agent() {
		Path core = Path.of(URI.create(JaCoCo.class.getProtectionDomain().getCodeSource().getLocation().toString()));
		String version = core.getParent().getFileName().toString();
		return Path.of(System.getProperty("build.repository"), "org/jacoco/org.jacoco.agent", version,
				"org.jacoco.agent-" + version + "-runtime.jar");
	}

	private void gateFailsTheMerge(Setup setup, UserBuild merge) throws Exception {
		merge.write("pom.xml", pom(merge, "1.00"));
		Result refused = merge.shell(Map.of(), setup.merge());
		assertThat(refused.exitCode()).isNotZero();
		assertThat(refused.output()).contains(METHODS + " passed, 0 failed")
			.contains("Coverage checks have not been met")
			.contains("lines covered ratio is 0.92, but expected minimum is 1.00");
		assertThat(coverageReport(merge.directory())).contains(counter("METHOD", 1, METHODS));
	}

	private void missingShardFailsTheMerge(Setup setup, UserBuild merge) throws Exception {
		FileSystemUtils.deleteRecursively(merge.directory().resolve("shards/shard-3"));
		Result refused = merge.shell(Map.of(), merging(), setup.merge());
		assertThat(refused.exitCode()).isNotZero();
		assertThat(refused.output()).contains("pristine: Shard 3/4 is missing.");
		// Maven leaves out the goals after one that fails.
		assertThat(setup.merge()).containsSubsequence("exec-maven-plugin", ":java", "jacoco:report",
				"jacoco:check@gate");
	}

	private void refusedMergeLeavesNothingForTheNextOne(Setup setup, UserBuild merge) throws Exception {
		Files.createDirectories(merge.directory().resolve("shards/0"));
		Result refused = merge.shell(Map.of(), local(setup.merge(), merge).replace("mvn -B", "false"));
		assertThat(refused.exitCode()).isOne();
		assertThat(merge.directory().resolve("shards")).doesNotExist();
	}

	/**
	 * Surefire looks for tests in Maven's own JVM then, whose working directory is
	 * another one, and forks no JVM for a shard without tests.
	 */
	@Test
	void commandMergesOneModuleOfABuildOfSeveral() throws Exception {
		UserBuild build = UserBuild.in("scale-out/modules");
		build.write("pom.xml", """
				<project>
					<modelVersion>4.0.0</modelVersion>
					%s
					<groupId>user</groupId>
					<artifactId>parent</artifactId>
					<packaging>pom</packaging>
					<modules>
						<module>library</module>
						<module>app</module>
					</modules>
				</project>
				""".formatted(build.parent()));
		String parent = "<parent><groupId>user</groupId><artifactId>parent</artifactId><version>0.1.0-SNAPSHOT</version></parent>";
		build.write("library/pom.xml",
				"<project><modelVersion>4.0.0</modelVersion>" + parent + "<artifactId>library</artifactId></project>");
		build.write("app/pom.xml", pom(parent, "0.9"));
		writeSources(build, "app/");
		// All tests of a class stay together.
		build.write("app/src/test/resources/junit-platform.properties",
				"junit.jupiter.testinstance.lifecycle.default = per_class");
		List<Boolean> empty = new ArrayList<>();
		for (int shard = 1; shard <= 2; shard++) {
			// All but what is compiled.
			FileSystemUtils.deleteRecursively(build.directory().resolve("app/target/pristine"));
			Files.deleteIfExists(build.directory().resolve("app/target/jacoco.exec"));
			Result tests = build.shell(Map.of("PRISTINE_SHARD", shard + "/2"), "mvn -B test -DforkCount=2");
			assertThat(tests.exitCode()).as(tests.output()).isZero();
			empty.add(tests.output().contains("No tests run here"));
			FileSystemUtils.copyRecursively(build.directory().resolve("app/target"),
					build.directory().resolve("shards/" + shard));
		}
		assertThat(empty).containsExactlyInAnyOrder(true, false);
		String command = command(Files.readString(DOCUMENT)).replace("--shards 4", "--shards 2");
		Result merged = build.shell(Map.of(), command.replace("mvn -B", "mvn -B -pl app -am")
			.replace("target/jacoco.exec", "app/target/jacoco.exec"));
		assertThat(merged.exitCode()).as(merged.output()).isZero();
		assertThat(merged.output()).contains(METHODS + " passed, 0 failed")
			.contains("All coverage checks have been met.");
		assertThat(coverageReport(build.directory().resolve("app"))).contains(counter("METHOD", 1, METHODS));
	}

	@Test
	void documentHasTheCommandOfTheFiles() throws IOException {
		String documented = command(Files.readString(DOCUMENT));
		assertThat(command(github().merge())).isEqualTo(documented);
		assertThat(command(gitlab().merge())).isEqualTo(documented);
		assertThat(command(kubernetes().merge()).replace("/shared/", "")).isEqualTo(documented);
	}

	/**
	 * The command of a text, in one line.
	 */
	private static String command(String text) {
		Matcher matcher = COMMAND.matcher(text);
		assertThat(matcher.find()).as(text).isTrue();
		return matcher.group().replaceAll("\\s+(\\\\\\s+)?", " ");
	}

	private static int coveredMethods(UserBuild build) throws IOException {
		ExecFileLoader loader = new ExecFileLoader();
		loader.load(build.directory().resolve("target/jacoco.exec").toFile());
		int covered = 0;
		for (ExecutionData data : loader.getExecutionDataStore().getContents()) {
			for (boolean probe : data.getName().endsWith("/Words") ? data.getProbes() : new boolean[0]) {
				covered += probe ? 1 : 0;
			}
		}
		return covered;
	}

	private static String coverageReport(Path module) throws IOException {
		return Files.readString(module.resolve("target/site/jacoco/jacoco.xml"));
	}

	private static String counter(String type, int missed, int covered) {
		return "<counter type=\"%s\" missed=\"%d\" covered=\"%d\"/>".formatted(type, missed, covered);
	}

	private static UserBuild checkout(Setup setup, String machine) throws IOException {
		UserBuild checkout = UserBuild.in("scale-out/" + setup.directory() + "/" + machine);
		checkout.write("pom.xml", pom(checkout, "0.9"));
		writeSources(checkout, "");
		return checkout;
	}

	private static String pom(UserBuild build, String lines) {
		return pom(build.parent(), lines);
	}

	private static String pom(String parent, String lines) {
		return """
				<project>
					<modelVersion>4.0.0</modelVersion>
					%s
					<groupId>user</groupId>
					<artifactId>app</artifactId>
					<properties>
						<coverage.lines>%s</coverage.lines>
						<coverage.branches>0</coverage.branches>
						<exec.skip>false</exec.skip>
					</properties>
					<dependencies>
						<dependency>
							<groupId>org.springframework.boot</groupId>
							<artifactId>spring-boot-starter-test</artifactId>
							<scope>test</scope>
						</dependency>
					</dependencies>
					<build>
						<plugins>
							<plugin>
								<groupId>org.apache.maven.plugins</groupId>
								<artifactId>maven-surefire-plugin</artifactId>
								%s
							</plugin>
							<plugin>
								<groupId>org.codehaus.mojo</groupId>
								<artifactId>exec-maven-plugin</artifactId>
								%3$s
							</plugin>
							<plugin>
								<groupId>org.jacoco</groupId>
								<artifactId>jacoco-maven-plugin</artifactId>
							</plugin>
						</plugins>
					</build>
				</project>
				""".formatted(parent, lines, UserBuild.withPristine());
	}

	/**
	 * A class, a test for each of its methods, and a method without one.
	 */
	private static void writeSources(UserBuild build, String module) throws IOException {
		// JaCoCo takes the coverage of this package.
		build.write(module + "src/main/java/io/github/pristinedb/words/Words.java", """
				package io.github.pristinedb.words;

				public interface Words {
					static int untested() { return 0; }
				%s
				}
				""".formatted(lines("	static int word%d() { return 1; }")));
		build.write(module + "src/test/java/io/github/pristinedb/words/WordsTests.java", """
				package io.github.pristinedb.words;

				class WordsTests {
				%s
				}
				"""
			.formatted(lines("	@org.junit.jupiter.api.Test void countsWord%1$d() { assert Words.word%1$d() == 1; }")));
	}

	private static String lines(String template) {
		return IntStream.range(0, METHODS).mapToObj(template::formatted).collect(Collectors.joining("\n"));
	}

	/**
	 * The volume that pods share is a directory of the checkout.
	 */
	private static String local(String text, UserBuild build) {
		return text.replace("/shared/", build.directory() + "/");
	}

	private static Map<String, String> local(Map<String, String> environment, UserBuild build) {
		Map<String, String> local = new HashMap<>(environment);
		local.replaceAll((name, value) -> local(value, build));
		return local;
	}

	@SuppressWarnings("unchecked")
	private static Setup github() throws IOException {
		Map<String, Object> jobs = (Map<String, Object>) load("github-actions.yml").get(0).get("jobs");
		Map<String, Object> shard = (Map<String, Object>) jobs.get("shard");
		Map<String, Object> matrix = (Map<String, Object>) ((Map<String, Object>) shard.get("strategy")).get("matrix");
		List<Machine> machines = new ArrayList<>();
		for (Object value : (List<Object>) matrix.get("shard")) {
			Map<String, String> environment = new HashMap<>((Map<String, String>) shard.get("env"));
			environment.replaceAll((name, text) -> text.replace("${{ matrix.shard }}", value.toString()));
			// An artifact starts at the directory that its paths have in common.
			assertThat(value).isEqualTo(machines.size() + 1);
			machines.add(new Machine(machines.size() + 1, environment,
					Map.of("target/pristine/journal", "shards/shard-" + value + "/pristine/journal",
							"target/jacoco.exec", "shards/shard-" + value + "/jacoco.exec")));
		}
		return new Setup("GitHub Actions", machines, runs(shard), runs((Map<String, Object>) jobs.get("merge")),
				".pristine/timings.tsv");
	}

	@SuppressWarnings("unchecked")
	private static String runs(Map<String, Object> job) {
		return ((List<Map<String, Object>>) job.get("steps")).stream()
			.filter((step) -> step.containsKey("run"))
			.map((step) -> (String) step.get("run"))
			.collect(Collectors.joining("\n"));
	}

	@SuppressWarnings("unchecked")
	private static Setup gitlab() throws IOException {
		Map<String, Object> jobs = load("gitlab-ci.yml").get(0);
		Map<String, Object> tests = (Map<String, Object>) jobs.get("tests");
		Integer total = (Integer) tests.get("parallel");
		List<Machine> machines = new ArrayList<>();
		for (int index = 1; index <= total; index++) {
			machines.add(new Machine(index,
					Map.of("CI_NODE_INDEX", String.valueOf(index), "CI_NODE_TOTAL", total.toString()),
					Map.of("shards", "shards")));
		}
		return new Setup("GitLab", machines, lines(tests, "script") + "\n" + lines(tests, "after_script"),
				lines((Map<String, Object>) jobs.get("merge"), "script"), ".pristine/timings.tsv");
	}

	@SuppressWarnings("unchecked")
	private static String lines(Map<String, Object> job, String name) {
		return String.join("\n", (List<String>) job.get(name));
	}

	@SuppressWarnings("unchecked")
	private static Setup kubernetes() throws IOException {
		List<Map<String, Object>> jobs = load("kubernetes.yaml");
		Map<String, Object> spec = (Map<String, Object>) jobs.get(0).get("spec");
		assertThat(spec).containsEntry("completionMode", "Indexed");
		Map<String, Object> container = container(jobs.get(0));
		Map<String, String> environment = new HashMap<>();
		for (Map<String, Object> variable : (List<Map<String, Object>>) container.get("env")) {
			if (variable.get("value") instanceof String value) {
				environment.put((String) variable.get("name"), value);
			}
		}
		List<Machine> machines = new ArrayList<>();
		for (int index = 0; index < (Integer) spec.get("completions"); index++) {
			Map<String, String> own = new HashMap<>(environment);
			own.put("JOB_COMPLETION_INDEX", String.valueOf(index));
			machines.add(new Machine(index + 1, own, Map.of("target/pristine/journal", "shards/" + index)));
		}
		return new Setup("Kubernetes", machines, String.join(" ", (List<String>) container.get("command")),
				((List<String>) container(jobs.get(1)).get("args")).get(0), "timings.tsv");
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> container(Map<String, Object> job) {
		Map<String, Object> template = (Map<String, Object>) ((Map<String, Object>) job.get("spec")).get("template");
		return ((List<Map<String, Object>>) ((Map<String, Object>) template.get("spec")).get("containers")).get(0);
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
	 * How a file has a suite run.
	 *
	 * @param name what runs it
	 * @param machines the machines
	 * @param tests the commands of each machine
	 * @param merge the commands of the machine that merges
	 * @param timings the file that has the timings in the end
	 */
	record Setup(String name, List<Machine> machines, String tests, String merge, String timings) {

		String directory() {
			return this.name.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	/**
	 * A machine that runs a shard.
	 *
	 * @param shard the shard's number
	 * @param environment its variables
	 * @param kept what is kept of its files, and where it goes on the machine that merges
	 */
	record Machine(int shard, Map<String, String> environment, Map<String, String> kept) {

		String name() {
			return "machine-" + Integer.toHexString(this.environment.hashCode());
		}

	}

}
