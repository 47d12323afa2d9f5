package io.github.pristinedb.benchmarks.zonky;

import java.util.List;

import io.github.pristinedb.benchmarks.PeerDatabase;
import io.github.pristinedb.benchmarks.postgresql.PostgresBenchmark;
import io.github.pristinedb.benchmarks.postgresql.PostgresFixture;
import io.github.pristinedb.benchmarks.postgresql.Server;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseProvider;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseType;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.RefreshMode;
import io.zonky.test.db.EmbeddedDatabaseTestExecutionListener;
import io.zonky.test.db.event.EventPublishingTestExecutionListener;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.support.DependencyInjectionTestExecutionListener;

/**
 * The benchmark on PostgreSQL with zonky's Embedded Database. Arguments: those of
 * {@link PostgresBenchmark#run}, and zonky's version.
 */
final class PostgresMain {

	private static final String MIGRATIONS = "benchmark.migrations";

	private PostgresMain() {
	}

	public static void main(String[] arguments) throws Exception {
		PostgresBenchmark.run(arguments, new PostgresBenchmark.Peer() {

			@Override
			public String library() {
				return "embedded-database-spring-test " + arguments[arguments.length - 1];
			}

			@Override
			public PeerDatabase start(Server server, PostgresFixture fixture) throws Exception {
				System.setProperty(MIGRATIONS, fixture.location());
				return new ZonkyDatabase(ZonkyTest.class);
			}

			@Override
			public List<Class<?>> suite() {
				return List.of(ZonkyTests.First.class, ZonkyTests.Second.class);
			}

		});
		// Threads that prepare databases go on.
		System.exit(0);
	}

	/**
	 * A test as zonky's users write it. Its listeners are zonky's, and the one that every
	 * such test needs.
	 */
	@SpringBootTest(properties = { "spring.flyway.locations=${" + MIGRATIONS + "}", "pristine.enabled=false",
			"spring.main.banner-mode=off", "logging.level.root=error" })
	@AutoConfigureEmbeddedDatabase(type = DatabaseType.POSTGRES, provider = DatabaseProvider.EMBEDDED,
			refresh = RefreshMode.AFTER_EACH_TEST_METHOD)
	@TestExecutionListeners({ EmbeddedDatabaseTestExecutionListener.class, EventPublishingTestExecutionListener.class,
			DependencyInjectionTestExecutionListener.class })
	static class ZonkyTest extends ZonkyDatabase.Test {

		@SpringBootConfiguration(proxyBeanMethods = false)
		@EnableAutoConfiguration
		@Import(GivenServer.class)
		static class Application {

		}

	}

}
