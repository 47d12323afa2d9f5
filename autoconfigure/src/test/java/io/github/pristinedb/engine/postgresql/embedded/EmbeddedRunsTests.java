package io.github.pristinedb.engine.postgresql.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.Rounds;
import io.github.pristinedb.autoconfigure.PristineAutoConfiguration;
import io.github.pristinedb.autoconfigure.PristineFlywayAutoConfiguration;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.postgresql.PostgresServer;
import io.github.pristinedb.scope.TestRun;
import io.github.pristinedb.test.Runs;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Whole runs on the embedded server, each in a JVM of its own: what is left of them. The
 * server's data are this class's own.
 */
@DeliberateOutput("Deleting symbolic link from location inside of temp dir")
class EmbeddedRunsTests {

	private static final String NOTES = "classpath:postgresql/notes";

	private static final Pattern PLACE = Pattern.compile("^port (\\d+) database (\\S+)");

	@TempDir
	private static Path cache;

	private static Path directory;

	@TempDir
	private Path workspace;

	@BeforeAll
	static void useTheBinariesOfTheOtherTests() throws IOException {
		Path binaries = TestBinaries.unpacked();
		directory = Files
			.createDirectories(cache.resolve("postgresql").resolve(binaries.getParent().getFileName().toString()));
		Files.createSymbolicLink(directory.resolve("dist"), binaries);
	}

	private static ServerStore store() {
		return new ServerStore(directory, Account.find(), null, Surroundings.ofThisMachine());
	}

	@Test
	void printedCommandOpensTheDatabaseOfAFailedTestByPsql() throws Exception {
		assumeTrue(Psql.find(Path.of(""), System.getenv("PATH")).isThere(), "This machine has no psql");
		EmbeddedServer given = EmbeddedServer.in(PostgresServer.CACHE);
		String output;
		try (ForkedJvm jvm = JvmCommand.of(FailingRun.class)
			.withServer()
			.options("-Dpristine.workspace=" + this.workspace)
			.environment("TEST_CACHE", cache.toString())
			.environment("TEST_URL", given.url("test_kept"))
			.environment("TEST_PASSWORD", given.password())
			.start()) {
			output = jvm.finish();
		}
		assertThat(directory.resolve("server")).as("a running server").doesNotExist();
		List<String> commands = Pattern.compile("To look into it: (.*)")
			.matcher(output)
			.results()
			.map((found) -> found.group(1))
			.toList();
		assertThat(commands).as(output).hasSize(2);
		assertThat(psql(commands.get(0), "")).contains("from the failing test");
		assertThat(directory.resolve("server")).as("a running server").doesNotExist();
		assertThat(psql(commands.get(1), given.password())).contains("from the failing test");
		try (Connection connection = new ServerAddress(given.port(), given.password()).connect();
				Statement statement = connection.createStatement()) {
			statement.execute("DROP DATABASE " + commands.get(1).replaceAll(".*/([^/\"]+)\"$", "\"$1\""));
		}
	}

	/**
	 * As a person types it.
	 */
	private static String psql(String command, String password) throws Exception {
		ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
		builder.environment().put("PGPASSWORD", password);
		builder.environment()
			.merge("PATH", Path.of(System.getProperty("java.home"), "bin").toString(),
					(path, java) -> java + File.pathSeparator + path);
		Process process = builder.start();
		try (var input = process.outputWriter(StandardCharsets.UTF_8)) {
			input.write("SELECT text FROM note ORDER BY id;\n");
		}
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

	@Test
	void jvmsThatStartAtOnceHaveOneServerAndLeaveNoDatabase() throws Exception {
		List<ForkedJvm> jvms = new ArrayList<>();
		try {
			int number = Rounds.of(4, 16);
			Stream.generate(this::start).limit(number).forEach(jvms::add);
			jvms.forEach((jvm) -> jvm.awaitLine("ready"));
			jvms.forEach(ForkedJvm::go);
			List<MatchResult> places = jvms.stream().map(EmbeddedRunsTests::place).toList();
			Set<String> databases = places.stream().map((place) -> place.group(2)).collect(Collectors.toSet());
			assertThat(databases).hasSize(number);
			ServerStore store = store();
			ServerAddress address = store.enter();
			assertThat(places).extracting((place) -> Integer.valueOf(place.group(1))).containsOnly(address.port());
			jvms.subList(0, number / 2).forEach(ForkedJvm::kill);
			jvms.subList(number / 2, number).forEach(ForkedJvm::go);
			jvms.subList(number / 2, number).forEach(ForkedJvm::finish);
			// Its run drops what the killed ones have left.
			ForkedJvm last = start();
			jvms.add(last);
			last.go();
			last.go();
			last.finish();
			try (Connection connection = address.connect()) {
				assertThat(databases(connection)).doesNotContainAnyElementsOf(databases)
					.noneMatch((name) -> name.startsWith("pristine_b_"))
					.filteredOn((name) -> name.startsWith("pristine_t_"))
					.hasSize(1);
			}
			store.leave(TimeLimit.in(Duration.ofMinutes(1)));
			assertThat(address.answers()).isFalse();
		}
		finally {
			jvms.forEach(ForkedJvm::close);
		}
	}

	private ForkedJvm start() {
		return JvmCommand.of(WritingRun.class)
			.withServer()
			.options("-Xmx96m", "-Xss512k")
			.minutes(5)
			.start(cache, this.workspace);
	}

	private static MatchResult place(ForkedJvm jvm) {
		return PLACE.matcher(jvm.awaitLine(" database test")).results().findFirst().orElseThrow();
	}

	private static List<String> databases(Connection connection) throws SQLException {
		List<String> names = new ArrayList<>();
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT datname FROM pg_database")) {
			while (rows.next()) {
				names.add(rows.getString(1));
			}
		}
		return names;
	}

	/**
	 * Starts the server, or joins it, writes in two scenarios, and waits in the second
	 * one.
	 */
	static final class WritingRun {

		public static void main(String[] arguments) {
			TestRun.begin();
			ForkedJvm.awaitGo();
			Stage.contextWithoutUrl()
				.withInitializer(new EmbeddedServerInitializer())
				.withConfiguration(AutoConfigurations.of(PristinePostgresAutoConfiguration.class))
				.withPropertyValues("pristine.postgresql.embedded=true", "spring.flyway.locations=" + NOTES,
						"pristine.template.cache-dir=" + arguments[0], "pristine.workspace=" + arguments[1])
				.run((context) -> {
					Stage.scenario(context, () -> write(context));
					Stage.scenario(context, () -> {
						write(context);
						System.out.println(context.getBean(JdbcClient.class)
							.sql("SELECT 'port ' || current_setting('port') || ' database ' || current_database()")
							.query(String.class)
							.single());
						ForkedJvm.awaitGo();
					});
				});
		}

		private static void write(ApplicationContext context) {
			assertThat(Stage.notes(context)).containsExactly("from the migration");
			Stage.write(context, "from process " + ProcessHandle.current().pid());
			assertThat(Stage.notes(context)).hasSize(2);
		}

	}

	/**
	 * A build with tests that fail.
	 */
	static final class FailingRun {

		public static void main(String[] arguments) {
			assertThat(Runs.of(OnTheEmbeddedServer.class, OnAGivenServer.class).failed()).hasSize(1);
		}

	}

	abstract static class Failing {

		@Test
		void failsAfterWriting(@Autowired JdbcClient jdbc) {
			jdbc.sql("INSERT INTO note (text) VALUES ('from the failing test')").update();
			fail("as it should");
		}

	}

	@SpringBootTest(classes = Application.class, properties = { "pristine.postgresql.embedded=true",
			"pristine.template.cache-dir=${TEST_CACHE}", "spring.flyway.locations=" + NOTES })
	static class OnTheEmbeddedServer extends Failing {

	}

	@SpringBootTest(classes = Application.class,
			properties = { "spring.datasource.url=${TEST_URL}", "spring.datasource.username=postgres",
					"spring.datasource.password=${TEST_PASSWORD}", "spring.flyway.locations=" + NOTES })
	static class OnAGivenServer extends Failing {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ PristinePostgresAutoConfiguration.class, PristineAutoConfiguration.class,
			PristineFlywayAutoConfiguration.class, DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class,
			JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class })
	static class Application {

	}

}
