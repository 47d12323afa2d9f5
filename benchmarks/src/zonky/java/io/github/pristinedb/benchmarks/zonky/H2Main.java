package io.github.pristinedb.benchmarks.zonky;

import io.github.pristinedb.benchmarks.PeerDatabase;
import io.github.pristinedb.benchmarks.h2.H2Benchmark;
import io.github.pristinedb.benchmarks.h2.H2Fixture;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseType;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.RefreshMode;
import io.zonky.test.db.EmbeddedDatabaseTestExecutionListener;
import io.zonky.test.db.event.EventPublishingTestExecutionListener;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.support.DependencyInjectionTestExecutionListener;

/**
 * The benchmark with zonky's Embedded Database, which is on the class path of this
 * profile alone. Arguments: those of {@link H2Benchmark#run}, and zonky's version.
 */
final class H2Main {

	private static final String MIGRATIONS = "benchmark.migrations";

	private H2Main() {
	}

	public static void main(String[] arguments) throws Exception {
		H2Benchmark.run(arguments, new H2Benchmark.Peer() {

			@Override
			public String library() {
				return "embedded-database-spring-test " + arguments[6];
			}

			@Override
			public PeerDatabase start(H2Fixture fixture) throws Exception {
				System.setProperty(MIGRATIONS, fixture.location());
				return new ZonkyDatabase(ZonkyTest.class);
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
	@AutoConfigureEmbeddedDatabase(type = DatabaseType.H2, refresh = RefreshMode.AFTER_EACH_TEST_METHOD)
	@TestExecutionListeners({ EmbeddedDatabaseTestExecutionListener.class, EventPublishingTestExecutionListener.class,
			DependencyInjectionTestExecutionListener.class })
	static class ZonkyTest extends ZonkyDatabase.Test {

		@SpringBootConfiguration(proxyBeanMethods = false)
		@EnableAutoConfiguration
		static class Application {

		}

	}

}
