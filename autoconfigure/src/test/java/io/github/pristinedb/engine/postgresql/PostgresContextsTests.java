package io.github.pristinedb.engine.postgresql;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.HashSet;
import java.util.Set;

import javax.sql.DataSource;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.console.OnTheSharedServer;
import io.github.pristinedb.jdbc.ScenarioDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.container.ContainerImageMetadata;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.Commit;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each way by which a context is told its server: tests have databases of their own
 * there.
 */
@DeliberateOutput("No MyBatis mapper was found|spring.jpa.open-in-view is enabled")
@OnTheSharedServer
class PostgresContextsTests {

	private static final String NAME = "test_slots_contexts";

	private static PGSimpleDataSource server() {
		PGSimpleDataSource server = new PGSimpleDataSource();
		server.setUrl(PostgresServer.url(NAME));
		return server;
	}

	private static String url() {
		return "jdbc:postgresql://" + server().getServerNames()[0] + ":" + server().getPortNumbers()[0] + "/" + NAME;
	}

	/**
	 * What a context needs beside its server.
	 */
	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@TestPropertySource(properties = { "spring.flyway.locations=classpath:postgresql/notes",
			"spring.sql.init.mode=never", "spring.autoconfigure.exclude=${test.tables}" })
	@Commit
	private @interface Notes {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * Tests that commit, and find nothing of each other.
	 */
	abstract static class Committing {

		@RepeatedTest(3)
		void databaseIsTheTestsOwn(@Autowired DataSource dataSource, @Autowired JdbcClient jdbc) {
			assertThat(ScenarioDataSource.find(dataSource)).isNotNull()
				.extracting((found) -> found.model().database().name())
				.isEqualTo(NAME);
			assertThat(jdbc.sql("SELECT current_database()").query(String.class).single()).startsWith(NAME + "_");
			assertThat(jdbc.sql("SELECT text FROM note").query(String.class).list())
				.containsExactly("from the migration");
			jdbc.sql("INSERT INTO note (text) VALUES ('committed')").update();
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class)
	@Notes
	class ByProperties extends Committing {

		@DynamicPropertySource
		static void server(DynamicPropertyRegistry registry) {
			registry.add("spring.datasource.url", PostgresContextsTests::url);
			registry.add("spring.datasource.username", () -> PostgresContextsTests.server().getUser());
			registry.add("spring.datasource.password", () -> PostgresContextsTests.server().getPassword());
		}

	}

	@Nested
	@SpringBootTest(classes = { Application.class, Details.class })
	@Notes
	class ByConnectionDetails extends Committing {

	}

	@Nested
	@SpringBootTest(classes = { Application.class, DriversOwn.class })
	@Notes
	class ByABean extends Committing {

	}

	/**
	 * A lock is no setting, so settled connections are closed.
	 */
	@Nested
	@SpringBootTest(classes = { Application.class, Details.class }, properties = {
			"spring.datasource.hikari.connection-init-sql=SET work_mem = '7MB'; SELECT pg_advisory_lock_shared(4711)",
			"spring.datasource.hikari.schema=public" })
	@Notes
	class WithAnInitSql {

		private static final Set<String> databases = new HashSet<>();

		@RepeatedTest(3)
		void eachConnectionIsSetUpByThePool(@Autowired JdbcClient jdbc) {
			assertThat(jdbc
				.sql("SELECT current_setting('work_mem') || ' ' || count(*) FROM pg_locks"
						+ " WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
				.query(String.class)
				.single()).isEqualTo("7MB 1");
			assertThat(jdbc.sql("SELECT text FROM note").query(String.class).list())
				.containsExactly("from the migration");
			jdbc.sql("INSERT INTO note (text) VALUES ('committed')").update();
			databases.add(jdbc.sql("SELECT current_database()").query(String.class).single());
		}

		@AfterAll
		static void databaseWasBroughtBack() {
			assertThat(databases).hasSize(1);
		}

	}

	/**
	 * The pool keeps the connections that start-up code has used.
	 */
	@Nested
	@SpringBootTest(classes = { Application.class, Details.class, StartUp.class },
			properties = "spring.datasource.type=org.apache.commons.dbcp2.BasicDataSource")
	@Notes
	class ByAnotherPool {

		@RepeatedTest(2)
		void testsStartFromWhatStartUpHasWritten(@Autowired JdbcClient jdbc) {
			assertThat(jdbc.sql("SELECT text FROM note ORDER BY id").query(String.class).list())
				.containsExactly("from the migration", "from start-up");
			jdbc.sql("INSERT INTO note (text) VALUES ('committed')").update();
		}

	}

	@Nested
	@JdbcTest
	@ContextConfiguration(classes = Application.class)
	@Notes
	class OfASlice extends Committing {

		@DynamicPropertySource
		static void server(DynamicPropertyRegistry registry) {
			registry.add("spring.datasource.url", PostgresContextsTests::url);
			registry.add("spring.datasource.username", () -> PostgresContextsTests.server().getUser());
			registry.add("spring.datasource.password", () -> PostgresContextsTests.server().getPassword());
		}

	}

	@Nested
	@JdbcTest
	@ContextConfiguration(classes = { Application.class, ServiceConnection.class })
	@Notes
	class OfASliceWithAContainer extends Committing {

	}

	@Nested
	@DataJpaTest
	@ContextConfiguration(classes = { Application.class, ServiceConnection.class })
	@Notes
	class OfJpaWithAContainer extends Committing {

	}

	@Configuration(proxyBeanMethods = false)
	static class StartUp {

		@Bean
		ApplicationRunner runner(JdbcClient jdbc) {
			return (arguments) -> jdbc.sql("INSERT INTO note (text) VALUES ('from start-up')").update();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Details {

		@Bean
		JdbcConnectionDetails details() {
			return new ServerDetails();
		}

	}

	/**
	 * As {@code @ServiceConnection} registers what it finds out of a container.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(Container.class)
	static class ServiceConnection {

	}

	static class Container implements ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			RootBeanDefinition details = new RootBeanDefinition(ServerDetails.class);
			new ContainerImageMetadata("postgres:18").addTo(details);
			registry.registerBeanDefinition("detailsOfAContainer", details);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DriversOwn {

		@Bean
		PGSimpleDataSource dataSource() {
			return server();
		}

	}

	/**
	 * The server of the tests.
	 */
	static final class ServerDetails implements JdbcConnectionDetails {

		@Override
		public String getUsername() {
			return server().getUser();
		}

		@Override
		public String getPassword() {
			return server().getPassword();
		}

		@Override
		public String getJdbcUrl() {
			return url();
		}

	}

}
