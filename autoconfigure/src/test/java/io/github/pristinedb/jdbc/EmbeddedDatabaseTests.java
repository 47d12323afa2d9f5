package io.github.pristinedb.jdbc;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.pristinedb.autoconfigure.PristineAutoConfiguration;
import io.github.pristinedb.autoconfigure.PristineFlywayAutoConfiguration;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.event.PristineEvent.MigrationAvoided;
import io.github.pristinedb.event.PristineEvent.TemplateBuilt;
import io.github.pristinedb.event.PristineEvent.TemplateFound;
import io.github.pristinedb.slot.ManagedDatabases;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.EmbeddedDataSourceConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.jdbc.test.autoconfigure.TestDatabaseAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseFactoryBean;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * Spring's embedded databases of H2: their names are generated, or start with a prefix.
 */
@DeliberateOutput("Using H2 .* which is newer than the version Flyway has been verified with")
class EmbeddedDatabaseTests {

	private static final String FROM_MIGRATION = "from the migration";

	@Test
	void eachScenarioHasADatabaseOfItsOwn() {
		context(embedded()).run((context) -> assertThatEachScenarioStartsFrom(context, FROM_MIGRATION));
	}

	@Test
	void contentThatTheBeanMethodMadeIsWhatScenariosStartFrom() {
		context(populated()).withPropertyValues("spring.flyway.enabled=false")
			.run((context) -> assertThatEachScenarioStartsFrom(context, "from the script"));
	}

	@Test
	void contentThatTheBeanMethodMadeIsThereWhenFlywayMigrates() {
		context(populated())
			.withPropertyValues("spring.flyway.locations=classpath:h2/more", "spring.flyway.baseline-on-migrate=true",
					"spring.flyway.baseline-version=0")
			.run((context) -> assertThatEachScenarioStartsFrom(context, "from the script", "from another migration"));
	}

	@Test
	void shutDownByTheApplicationIsThatOfItsOwnDatabase() {
		EmbeddedDatabase embedded = populated();
		String url = url(embedded);
		context(embedded).withPropertyValues("spring.flyway.enabled=false").run((context) -> {
			EmbeddedDatabase database = context.getBean(EmbeddedDatabase.class);
			assertThat(exists(url)).isTrue();
			Stage.scenario(context, () -> {
				Stage.write(context, "before");
				database.shutdown();
				Stage.write(context, "after");
				assertThat(Stage.notes(context)).containsExactly("from the script", "before", "after");
			});
			assertThat(exists(url)).isFalse();
		});
	}

	@Test
	void contextShutsItsOwnDatabaseDownWhenItCloses() {
		EmbeddedDatabase embedded = populated();
		String url = url(embedded);
		context(embedded).withPropertyValues("spring.flyway.enabled=false")
			.run((context) -> assertThat(exists(url)).isTrue());
		assertThat(exists(url)).isFalse();
	}

	@Test
	void databaseOfAFactoryBeanGoesWithItsContext() {
		EmbeddedDatabaseFactoryBean factory = new EmbeddedDatabaseFactoryBean();
		factory.setDatabaseType(EmbeddedDatabaseType.H2);
		factory.setGenerateUniqueDatabaseName(true);
		factory.setDatabasePopulator(new ResourceDatabasePopulator(new ClassPathResource("h2/notes.sql")));
		ApplicationContext[] closed = new ApplicationContext[1];
		Stage.contextWithoutUrl()
			.withBean("mine", EmbeddedDatabaseFactoryBean.class, () -> factory)
			.withPropertyValues("spring.flyway.enabled=false")
			.run((context) -> {
				closed[0] = context.getSourceApplicationContext();
				assertThatEachScenarioStartsFrom(context, "from the script");
				assertThat(ManagedDatabases.existIn(closed[0])).isTrue();
			});
		assertThat(ManagedDatabases.existIn(closed[0])).isFalse();
	}

	@Test
	void databasesWithDifferentNamesShareOneTemplate() {
		RecordedEvents.clear();
		ApplicationContextRunner stage = Stage.contextWithoutUrl()
			.withPropertyValues("spring.flyway.locations=classpath:h2/migration");
		for (ApplicationContextRunner each : List.of(stage, stage, context(embedded()),
				stage.withUserConfiguration(EmbeddedDataSourceConfiguration.class),
				stage.withUserConfiguration(TestDatabaseAutoConfiguration.class), stage
					.withPropertyValues("spring.datasource.url=jdbc:h2:mem:testdb", "spring.datasource.username=sa"))) {
			each.run((context) -> assertThatEachScenarioStartsFrom(context, FROM_MIGRATION));
		}
		assertThat(Stream.concat(RecordedEvents.of(TemplateBuilt.class).stream().map(TemplateBuilt::fingerprint),
				RecordedEvents.of(TemplateFound.class).stream().map(TemplateFound::fingerprint)))
			.hasSize(6)
			.containsOnly(RecordedEvents.of(TemplateFound.class).get(0).fingerprint());
	}

	@Test
	void nameThatAPropertyMakesUpIsGeneratedToo() {
		Stage.contextWithoutUrl()
			.withInitializer((context) -> RandomValuePropertySource.addToEnvironment(context.getEnvironment()))
			.withPropertyValues("spring.flyway.locations=classpath:h2/migration",
					"spring.datasource.url=jdbc:h2:mem:${random.uuid}")
			.run((context) -> assertThatEachScenarioStartsFrom(context, FROM_MIGRATION));
	}

	@Test
	void contextsThatAreStartedByHandHaveACopyOfTheTemplateEach() {
		RecordedEvents.clear();
		for (int i = 0; i < 2; i++) {
			new ApplicationContextRunner()
				.withConfiguration(
						AutoConfigurations.of(PristineAutoConfiguration.class, PristineFlywayAutoConfiguration.class,
								DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class,
								JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class))
				.withPropertyValues("spring.flyway.locations=classpath:h2/migration",
						"pristine.template.cache-dir=target/test-templates")
				.run((context) -> {
					assertThat(Stage.notes(context)).containsExactly(FROM_MIGRATION);
					Stage.write(context, "mine");
				});
		}
		assertThat(RecordedEvents.of(MigrationAvoided.class)).hasSize(2)
			.extracting(MigrationAvoided::reason)
			.containsOnly(MigrationAvoided.Reason.COPIED);
	}

	@Test
	void callsOfASpyAreVerified() {
		context(Mockito.spy(embedded())).run((context) -> {
			assertThatEachScenarioStartsFrom(context, FROM_MIGRATION);
			EmbeddedDatabase bean = context.getBean(EmbeddedDatabase.class);
			verify(bean, atLeastOnce()).getConnection();
			verify(bean, never()).getConnection(any(), any());
		});
	}

	private static void assertThatEachScenarioStartsFrom(ApplicationContext context, String... notes) throws Exception {
		for (int i = 0; i < 2; i++) {
			Stage.scenario(context, () -> {
				assertThat(ScenarioDataSource.find(context.getBean(DataSource.class))).isNotNull();
				assertThat(Stage.notes(context)).containsExactly(notes);
				Stage.write(context, "mine");
			});
		}
	}

	private static ApplicationContextRunner context(EmbeddedDatabase database) {
		return Stage.contextWithoutUrl()
			.withPropertyValues("spring.flyway.locations=classpath:h2/migration")
			.withBean("mine", EmbeddedDatabase.class, () -> database,
					(definition) -> definition.setDestroyMethodName("shutdown"));
	}

	private static EmbeddedDatabase embedded() {
		return new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).generateUniqueName(true).build();
	}

	private static EmbeddedDatabase populated() {
		return new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
			.generateUniqueName(true)
			.addScript("classpath:h2/notes.sql")
			.build();
	}

	private static String url(EmbeddedDatabase database) {
		String url = DataSourceInspector.of(database).url();
		assertThat(url).startsWith("jdbc:h2:mem:");
		return url;
	}

	private static boolean exists(String url) {
		try {
			DriverManager.getConnection(url + ";IFEXISTS=TRUE", "sa", "").close();
			return true;
		}
		catch (SQLException ex) {
			return false;
		}
	}

}
