package io.github.pristinedb.starter;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The starter changes nothing but managed databases: the same application in two JVMs,
 * one of which has the starter's dependencies on its class path, beans, report of the
 * auto-configuration, property sources and tables side by side.
 */
class StarterTests {

	// What observes the data sources of tests. It decorates and answers nothing.
	private static final Pattern OBSERVER = Pattern.compile(
			"bean (pristine(Guard|Places|EngineSessions|Templates|Workspace|KeptDatabases|Seeds|DataSourcePostProcessor)"
					+ "|pristine-io\\.github\\S+|io\\.github\\.pristinedb\\.(autoconfigure|test)\\.\\S+) .*");

	@TempDir
	private Path temporary;

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "MANAGED")
	void applicationIsWhatItIsWithoutTheStarter(Application application) throws Exception {
		Process withoutStarter = start(application, "without", List.of());
		Process withStarter = start(application, "with", starter());
		List<String> without = snapshot(withoutStarter);
		List<String> with = snapshot(withStarter);
		List<String> missing = new ArrayList<>(without);
		missing.removeAll(with);
		assertThat(missing).isEmpty();
		List<String> added = new ArrayList<>(with);
		added.removeAll(without);
		assertThat(added).allMatch(OBSERVER.asMatchPredicate());
		assertThat(without).contains("bean workers java.util.concurrent.Executors$FinalizableDelegatedExecutorService")
			.containsAll(application.tables.stream().map((table) -> "table " + table).toList());
		assertThat(this.temporary.resolve("with/target")).doesNotExist();
		if (application == Application.NO_DATABASE) {
			assertThat(with).filteredOn((line) -> line.startsWith("bean ") && !line.contains("ApplicationSnapshot"))
				.filteredOn((line) -> line.contains("pristine"))
				.as("beans of Pristine without any database")
				.containsExactly("bean io.github.pristinedb.test.TestContextMarker"
						+ " io.github.pristinedb.test.TestContextMarker");
		}
	}

	@Test
	void managedApplicationsAreSeenToChange() throws Exception {
		List<String> snapshots = snapshot(start(Application.MANAGED, "with", starter()));
		assertThat(snapshots)
			.noneMatch("bean workers java.util.concurrent.Executors$FinalizableDelegatedExecutorService"::equals)
			.containsSubsequence("bean fastMigrationStrategy io.github.pristinedb.flyway.FastMigrationStrategy",
					"table flyway_schema_history", "table note",
					"bean fastMigrationStrategy io.github.pristinedb.flyway.FastMigrationStrategy", "table NOTE",
					"table flyway_schema_history");
		assertThat(this.temporary.resolve("with/test-x.db")).doesNotExist();
	}

	private Process start(Application application, String side, List<String> added) throws IOException {
		Path directory = Files.createDirectories(this.temporary.resolve(side));
		Set<String> classPath = new LinkedHashSet<>();
		classPath.add(Path.of("target", "test-classes").toAbsolutePath().toString());
		testClassPath().filter(application::has).forEach(classPath::add);
		classPath.addAll(added);
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp", String.join(File.pathSeparator, classPath)));
		command.add(ApplicationSnapshot.class.getName());
		command.addAll(application.urls);
		return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
	}

	private static List<String> snapshot(Process process) throws Exception {
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).describedAs(output).isZero();
		return output.lines()
			.filter((line) -> line.startsWith(ApplicationSnapshot.PREFIX))
			.map((line) -> line.substring(ApplicationSnapshot.PREFIX.length()))
			.filter((line) -> !line.startsWith("condition io.github.pristinedb."))
			.toList();
	}

	private static Stream<String> testClassPath() {
		String entries = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return Stream.of(entries.split(File.pathSeparator));
	}

	private static List<String> starter() throws IOException {
		return List.of(Files.readString(Path.of("target", "starter.classpath")).trim().split(File.pathSeparator));
	}

	/**
	 * An application. With several URLs it starts once for each, in the same JVM.
	 */
	enum Application {

		NO_DATABASE(List.of(), "", List.of()),

		H2_WITHOUT_FLYWAY(List.of("jdbc:h2:mem:mine"), "|h2", List.of()),

		LIQUIBASE(List.of("jdbc:h2:mem:mine"),
				"|h2|spring-boot-(starter-)?liquibase|liquibase-core|opencsv|commons-.*|jaxb-.*",
				List.of("NOTE", "DATABASECHANGELOG")),

		OTHER_SQLITE_FILE(List.of("jdbc:sqlite:dev.db"),
				"|sqlite-jdbc|spring-boot-(starter-)?flyway|flyway-.*|jackson-.*",
				List.of("note", "flyway_schema_history")),

		MANAGED(List.of("jdbc:sqlite:test-x.db", "jdbc:h2:mem:testdb"),
				"|sqlite-jdbc|h2|spring-boot-(starter-)?flyway|flyway-.*|jackson-.*", List.of());

		private static final String COMMON = "spring-boot|spring-boot-(starter|starter-logging|starter-test|autoconfigure|test"
				+ "|test-autoconfigure)|spring-(core|beans|context|aop|expression|test)|micrometer-.*|jspecify|logback-.*"
				+ "|slf4j-api|log4j-.*|jul-to-slf4j|commons-logging|snakeyaml|jakarta\\.annotation-api|junit-jupiter.*"
				+ "|junit-platform-(commons|engine|launcher)|opentest4j|apiguardian-api|assertj-core|mockito-.*"
				+ "|byte-buddy.*|objenesis|json-path|json-smart|accessors-smart|asm|jsonassert|android-json|xmlunit-core"
				+ "|hamcrest|awaitility|jakarta\\.xml\\.bind-api|jakarta\\.activation-api";

		private static final String JDBC = "|spring-boot-(starter-)?jdbc|spring-boot-(sql|persistence|transaction)"
				+ "|spring-(jdbc|tx)|HikariCP";

		private final List<String> urls;

		private final Pattern libraries;

		private final List<String> tables;

		Application(List<String> urls, String libraries, List<String> tables) {
			this.urls = urls;
			this.libraries = Pattern.compile("(" + COMMON + (urls.isEmpty() ? "" : JDBC) + libraries + ")-\\d.*\\.jar");
			this.tables = tables;
		}

		boolean has(String entry) {
			return this.libraries.matcher(Path.of(entry).getFileName().toString()).matches();
		}

	}

}
