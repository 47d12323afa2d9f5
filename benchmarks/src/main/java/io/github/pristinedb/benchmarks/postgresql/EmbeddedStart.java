package io.github.pristinedb.benchmarks.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.github.pristinedb.benchmarks.JvmCommand;
import io.github.pristinedb.benchmarks.Timings;
import io.github.pristinedb.engine.postgresql.embedded.EmbeddedServer;
import io.github.pristinedb.scope.TestRun;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * How long the embedded server takes the first application context of a build, and how
 * long that whole context takes. Each is in a JVM of its own, which starts the server and
 * stops it. The server's binaries and the template are there from an earlier build.
 */
final class EmbeddedStart {

	private EmbeddedStart() {
	}

	/**
	 * Measure it.
	 * @param directory a directory to work in
	 * @param fixture the migrations of the context
	 * @param rounds how often
	 * @return the medians by name
	 * @throws Exception if a context does not start
	 */
	static Map<String, Double> measure(Path directory, PostgresFixture fixture, int rounds) throws Exception {
		Files.createDirectories(directory);
		Path result = directory.resolve("result.txt");
		Timings servers = new Timings();
		Timings contexts = new Timings();
		for (int round = 0; round <= rounds; round++) {
			List<String> command = JvmCommand.of(
					List.of("-XX:TieredStopAtLevel=1", "-Dlogging.config=classpath:logback-benchmark.xml"),
					EmbeddedStart.class, result, directory.resolve("cache"), fixture.location());
			int exitCode = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(directory.resolve("context.log").toFile())
				.start()
				.waitFor();
			if (exitCode != 0) {
				throw new IllegalStateException("No context on an embedded server: exit code %d. See %s"
					.formatted(exitCode, directory.resolve("context.log")));
			}
			String[] nanos = Files.readString(result).split(" ");
			// The first one fills the cache.
			if (round > 0) {
				servers.add(Long.parseLong(nanos[0]));
				contexts.add(Long.parseLong(nanos[1]));
			}
		}
		return Map.of(PostgresFigures.EMBEDDED, servers.median(), PostgresFigures.EMBEDDED_CONTEXT, contexts.median());
	}

	/**
	 * The JVM.
	 * @param args the file for the result, the directory of the cache, and the place of
	 * the migrations
	 * @throws IOException if the result cannot be written
	 * @throws SQLException if a statement fails
	 */
	public static void main(String[] args) throws IOException, SQLException {
		TestRun.begin();
		// As Spring Boot does before it asks for a server.
		LogFactory.getLog(EmbeddedStart.class);
		long started = System.nanoTime();
		EmbeddedServer.in(Path.of(args[1])).createDatabase();
		long there = System.nanoTime();
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ScenarioSteps.Application.class)
			.web(WebApplicationType.NONE)
			.run("--pristine.postgresql.embedded=true", "--pristine.template.cache-dir=" + args[1],
					"--spring.flyway.locations=" + args[2], "--spring.main.banner-mode=off",
					"--logging.level.root=warn");
				Connection connection = context.getBean(DataSource.class).getConnection()) {
			Server.select(connection);
			Files.writeString(Path.of(args[0]), (there - started) + " " + (System.nanoTime() - started));
		}
		System.exit(0);
	}

}
