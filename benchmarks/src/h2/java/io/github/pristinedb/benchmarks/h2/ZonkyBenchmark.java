package io.github.pristinedb.benchmarks.h2;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import io.zonky.test.db.AutoConfigureEmbeddedDatabase;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseType;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.RefreshMode;
import io.zonky.test.db.EmbeddedDatabaseTestExecutionListener;
import io.zonky.test.db.event.EventPublishingTestExecutionListener;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.support.DependencyInjectionTestExecutionListener;

/**
 * The benchmark with zonky's Embedded Database, which is on the class path of this
 * profile alone. Arguments: those of {@link H2Benchmark#run}, and zonky's version.
 */
final class ZonkyBenchmark {

	private static final String MIGRATIONS = "benchmark.migrations";

	private ZonkyBenchmark() {
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
				return new ZonkyDatabase();
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
	static class ZonkyTest {

		void method() {
		}

		@SpringBootConfiguration(proxyBeanMethods = false)
		@EnableAutoConfiguration
		static class Application {

		}

	}

	/**
	 * The database of that test.
	 */
	private static final class ZonkyDatabase implements PeerDatabase {

		private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

		private final TestContextManager manager = new TestContextManager(ZonkyTest.class);

		private final ZonkyTest test = new ZonkyTest();

		private final DataSource dataSource;

		ZonkyDatabase() throws Exception {
			this.manager.beforeTestClass();
			this.manager.prepareTestInstance(this.test);
			this.manager.beforeTestMethod(this.test, ZonkyTest.class.getDeclaredMethod("method"));
			this.dataSource = this.manager.getTestContext().getApplicationContext().getBean(DataSource.class);
		}

		@Override
		public DataSource dataSource() {
			return this.dataSource;
		}

		@Override
		public void nextMethod() throws Exception {
			this.manager.afterTestMethod(this.test, ZonkyTest.class.getDeclaredMethod("method"), null);
			this.manager.prepareTestInstance(this.test);
			this.manager.beforeTestMethod(this.test, ZonkyTest.class.getDeclaredMethod("method"));
		}

		/**
		 * Its threads wait for tasks then. Twice, since one may be about to take a task.
		 */
		@Override
		public void awaitIdle() {
			for (int idle = 0; idle < 2;) {
				LockSupport.parkNanos(PAUSE);
				idle = isIdle() ? idle + 1 : 0;
			}
		}

		private static boolean isIdle() {
			return Thread.getAllStackTraces()
				.entrySet()
				.stream()
				.filter((thread) -> thread.getKey().getName().startsWith("prefetching-"))
				.allMatch((thread) -> Arrays.stream(thread.getValue())
					.anyMatch((frame) -> Objects.equals(frame.getMethodName(), "getTask")));
		}

	}

}
