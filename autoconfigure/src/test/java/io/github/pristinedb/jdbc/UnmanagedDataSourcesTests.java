package io.github.pristinedb.jdbc;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import io.github.pristinedb.autoconfigure.PristineAutoConfiguration;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.event.PristineEvent.DatabaseUnmanaged;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.test.context.support.TestPropertySourceUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnmanagedDataSources} and {@link Diagnosing}.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput({ "Tests share the database", "Exception encountered during context initialization" })
class UnmanagedDataSourcesTests {

	@TempDir
	private Path temporary;

	@BeforeEach
	void forgetEvents() {
		RecordedEvents.clear();
	}

	@Test
	void databaseIsWarnedOfOnceAndToldForEachContext(CapturedOutput output) {
		for (int i = 0; i < 2; i++) {
			on("jdbc:sqlite:target/orders.db").run((context) -> assertThat(context).hasNotFailed());
		}
		assertThat(output)
			.containsOnlyOnce("Tests share the database jdbc:sqlite:target/orders.db:"
					+ " name does not start with scenario or test.")
			.contains("change or remove it there; name a file such as jdbc:sqlite:target/test-orders.db.")
			.contains("If tests are to share it, set pristine.shared=orders.db.");
		assertThat(RecordedEvents.of(DatabaseUnmanaged.class)).hasSize(2)
			.extracting(DatabaseUnmanaged::context)
			.doesNotHaveDuplicates();
	}

	@Test
	void unmanagedDatabaseBesideAManagedOneIsWarnedOf(CapturedOutput output) {
		on("jdbc:sqlite:target/scenario-orders.db").withUserConfiguration(Archive.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("Tests share the database jdbc:sqlite:target/archive.db")
			.contains("No property has its URL: let the data source bean 'archive' of the tests use a file");
	}

	@ParameterizedTest
	@CsvSource({ "archive", "ARCHIVE.db" })
	void databaseThatTestsAreToShareIsNotWarnedOf(String name, CapturedOutput output) {
		on("jdbc:sqlite:target/scenario-orders.db").withUserConfiguration(Archive.class)
			.withPropertyValues("pristine.shared=" + name, "pristine.required=true")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("Tests share");
		assertThat(RecordedEvents.of(DatabaseUnmanaged.class)).singleElement()
			.satisfies((event) -> assertThat(event.intended()).isTrue())
			.extracting(DatabaseUnmanaged::reason)
			.isEqualTo("pristine.shared names it");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					jdbc:sqlite::memory:                                    | jdbc:sqlite::memory: | it lives in memory only
					jdbc:sqlite:file:test-x?mode=memory&cache=shared        | jdbc:sqlite:file:test-x | it lives in memory only
					jdbc:sqlite:file:target/test-x.db?immutable=1           | jdbc:sqlite:file:target/test-x.db | its URL says that nobody changes it
					jdbc:h2:mem:mine;PASSWORD=geheim                        | mine                 | name does not start with scenario or test
					jdbc:h2:./test;PASSWORD=geheim                          | test                 | it is a file, and only databases of H2 that live in memory are managed
					jdbc:h2:file:./test                                     | test                 | it is a file, and only databases of H2 that live in memory are managed
					jdbc:h2:nio:/tmp/test                                   | test                 | it is a file, and only databases of H2 that live in memory are managed
					jdbc:h2:zip:~/db.zip!/test                              | test                 | it is a file, and only databases of H2 that live in memory are managed
					jdbc:h2:nioMemFS:test                                   | test                 | it is a file, and only databases of H2 that live in memory are managed
					jdbc:h2:tcp://db.acme.com/mem:test;PASSWORD=geheim      | test                 | it is on a server, and only databases of H2 that live in the memory of the tests are managed
					jdbc:h2:ssl://db.acme.com/~/test                        | test                 | it is on a server, and only databases of H2 that live in the memory of the tests are managed
					jdbc:h2:mem:                                            | jdbc:h2:mem:         | its URL has no name, so that each connection gets a database of its own
					jdbc:hsqldb:mem:mine                                    | HSQLDB               | there is no engine for HSQLDB
					jdbc:mariadb://db.acme.com:3306/mine?password=geheim    | MariaDB              | there is no engine for MariaDB
					jdbc:postgresql://db.acme.com/mine?password=geheim      | mine                 | name does not start with scenario or test
					jdbc:postgresql://db.acme.com/?user=postgres            | postgres             | it is a database of the server's own
					jdbc:tc:postgresql:18:///test?password=geheim           | test                 | each pool would start a container of its own
					jdbc:acme:mine                                          | acme                 | there is no engine for acme
					""")
	void reasonIsThatOfTheUrl(String url, String database, String reason) {
		Lazy.url = url;
		Stage.context()
			.withPropertyValues("spring.flyway.enabled=false")
			.withUserConfiguration(Lazy.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(RecordedEvents.of(DatabaseUnmanaged.class)).singleElement().satisfies((event) -> {
			assertThat(event.database()).isEqualTo(database);
			assertThat(event.reason()).isEqualTo(reason);
			assertThat(event.cure())
				.containsAnyOf("use a file such as jdbc:sqlite:target/test-notes.db.",
						"use a database such as jdbc:h2:mem:test-",
						"use a database such as jdbc:postgresql://localhost/test-",
						"Start one for the tests, by a container bean with @ServiceConnection for example.")
				.doesNotContain("geheim");
		});
	}

	@Test
	void databaseThroughASymbolicLinkIsOne() throws IOException {
		Path link = Files.createSymbolicLink(this.temporary.resolve("test.db"), this.temporary.resolve("prod.db"));
		on("jdbc:sqlite:" + link).run((context) -> assertThat(context).hasNotFailed());
		assertThat(RecordedEvents.of(DatabaseUnmanaged.class)).singleElement()
			.extracting(DatabaseUnmanaged::reason)
			.isEqualTo("it is reached through a symbolic link, which could lead anywhere");
	}

	@Test
	void dataSourceThatHidesItsDatabaseIsNamedByItsBean() {
		Stage.context()
			.withPropertyValues("spring.flyway.enabled=false")
			.withUserConfiguration(Hiding.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(RecordedEvents.of(DatabaseUnmanaged.class)).singleElement().satisfies((event) -> {
			assertThat(event.database()).isEqualTo("orders");
			assertThat(event.reason()).isEqualTo(Opaque.class.getName() + " does not tell its URL");
			assertThat(event.cure()).contains("Return a connection pool");
		});
	}

	@Test
	void cureNamesFileAndLineOfTheUrlAndTheProfiles() throws IOException {
		write("application.properties", "a=b\nspring.datasource.url=jdbc:sqlite:target/lined.db\n");
		configured("prod").run((context) -> assertThat(context).hasNotFailed());
		assertThat(cure())
			.startsWith("spring.datasource.url is from URL [file:" + this.temporary + "/application.properties] - 2:23:"
					+ " let the configuration of the tests name a file such as jdbc:sqlite:target/test-lined.db."
					+ " Active profiles: prod");
	}

	@Test
	void cureNamesTheFileOfTheTestProfileThatIsNotActive() throws IOException {
		write("application.yml", "spring.datasource.url: jdbc:sqlite:target/shop.db\n");
		write("application-test.yml", "spring.datasource.url: jdbc:sqlite:target/test-shop.db\n");
		configured("").withClassLoader(new URLClassLoader(new URL[] { this.temporary.toUri().toURL() }))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(cure())
			.contains("No profile is active, so application-test.yml is not read: add" + " @ActiveProfiles(\"test\").");
	}

	@Test
	void cureOfAnInlinedUrlIsInTheTestClass() throws IOException {
		write("application.yml", "a: b\n");
		write("application-test.yml", "spring.datasource.url: jdbc:sqlite:target/test-shop.db\n");
		configured("")
			.withInitializer((context) -> TestPropertySourceUtils.addInlinedPropertiesToEnvironment(context,
					"spring.datasource.url=jdbc:sqlite:target/inlined.db"))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(cure()).isEqualTo("spring.datasource.url is from the properties of the test class: change or remove"
				+ " it there; name a file such as jdbc:sqlite:target/test-inlined.db."
				+ " If tests are to share it, set pristine.shared=inlined.db.");
	}

	@Test
	void databaseWithAGeneratedNameIsManaged() {
		Stage.contextWithoutUrl()
			.withPropertyValues("spring.flyway.enabled=false", "pristine.required=true")
			.run((context) -> assertThat(ScenarioDataSource.find(context.getBean(DataSource.class))).isNotNull());
		assertThat(RecordedEvents.of(DatabaseUnmanaged.class)).isEmpty();
	}

	@Test
	void cureOfAGeneratedNameThatIsNotWantedIsTheProperty() {
		Stage.contextWithoutUrl()
			.withPropertyValues("spring.flyway.enabled=false", "pristine.h2.manage-generated=false")
			.run((context) -> assertThat(ScenarioDataSource.find(context.getBean(DataSource.class))).isNull());
		assertThat(RecordedEvents.of(DatabaseUnmanaged.class)).singleElement().satisfies((event) -> {
			assertThat(event.database()).isEqualTo("generated");
			assertThat(event.reason()).isEqualTo("its name is generated, and pristine.h2.manage-generated is false");
			assertThat(event.cure())
				.startsWith("Remove pristine.h2.manage-generated from \"pristine.h2.manage-generated\""
						+ " from property source \"test\".")
				.endsWith("If tests are to share it, set pristine.shared=generated.");
		});
	}

	@Test
	void generatedNameThatIsNotWantedIsNoErrorIfTestsAreToShareIt() {
		Stage.contextWithoutUrl()
			.withPropertyValues("spring.flyway.enabled=false", "pristine.h2.manage-generated=false",
					"pristine.shared=generated", "pristine.required=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					jdbc:sqlite:target/test-notes.db | @AutoConfigureTestDatabase replaced test-notes.db | Set replace = NONE at the annotation, or spring.test.database.replace=none for a test slice.
					jdbc:sqlite:target/notes.db      | @AutoConfigureTestDatabase replaced the application's database | Set replace = NONE at the annotation, or spring.test.database.replace=none for a test slice; and let spring.datasource.url name a file such as jdbc:sqlite:target/test-notes.db.
					""")
	void databaseOfAnotherProductThatATestPutInThePlaceOfTheApplicationsIsOne(String url, String reason, String cure) {
		on(url).withBean("embedded", EmbeddedDatabase.class, Foreign::new,
				// As Spring Boot's bean, which an engine would manage here.
				(definition) -> definition.setFactoryBeanName(SpringBootNames.TEST_DATABASE_AUTO_CONFIGURATION))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(RecordedEvents.of(DatabaseUnmanaged.class)).first().satisfies((event) -> {
			assertThat(event.database()).isEqualTo("HSQLDB");
			assertThat(event.reason()).isEqualTo(reason);
			assertThat(event.cure()).startsWith(cure);
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			testdb | true
			orders | false
			""")
	void embeddedDatabaseWithAChosenNameNeedsAPrefix(String name, boolean managed) {
		EmbeddedDatabase database = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
			.setName(name)
			.build();
		Stage.contextWithoutUrl()
			.withPropertyValues("spring.flyway.enabled=false")
			.withBean("orders", EmbeddedDatabase.class, () -> database)
			.run((context) -> assertThat(ScenarioDataSource.find(context.getBean(DataSource.class)) != null)
				.isEqualTo(managed));
		assertThat(RecordedEvents.of(DatabaseUnmanaged.class)).extracting(DatabaseUnmanaged::reason)
			.isEqualTo(managed ? List.of() : List.of("name does not start with scenario or test"));
	}

	@Test
	void cureOfAnEmbeddedDatabaseThatNothingConfiguresIsTheUrl() {
		Stage.contextWithoutUrl()
			.withPropertyValues("spring.flyway.enabled=false", "spring.datasource.generate-unique-name=false",
					"spring.datasource.name=orders")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(cure()).startsWith("No property has its URL: set spring.datasource.url to a database such as"
				+ " jdbc:h2:mem:test-orders (needs com.h2database:h2).");
	}

	@Test
	void refusedDatabaseIsToldToo() {
		on("jdbc:sqlite:target/refused.db").withPropertyValues("pristine.required=true")
			.run((context) -> assertThat(context).hasFailed());
		assertThat(RecordedEvents.of(DatabaseUnmanaged.class)).singleElement()
			.extracting(DatabaseUnmanaged::database)
			.isEqualTo("refused.db");
	}

	@Test
	void cureNamesThePropertyThatOutranksTheRightOne() throws IOException {
		write("application.yml", "spring.datasource.url: jdbc:sqlite:target/main.db\n");
		write("application-test.yml", "spring:\n  datasource:\n    url: jdbc:sqlite:target/test-right.db\n");
		write("application-test.properties", "spring.datasource.url=jdbc:sqlite:target/outranking.db\n");
		configured("test").run((context) -> assertThat(context).hasNotFailed());
		assertThat(cure()).startsWith("Remove spring.datasource.url from URL [file:" + this.temporary
				+ "/application-test.properties] - 1:23: it outranks URL [file:" + this.temporary
				+ "/application-test.yml] - 3:10, which names test-right.db.");
	}

	@Test
	void cureNamesThePropertyOfAnotherDataSourceToo() throws IOException {
		write("application.yml", """
				circle.url: ${circle.url}
				app:
				  archive:
				    jdbc-url: jdbc:sqlite:${place}/archive-2.db
				place: target
				""");
		Lazy.url = "jdbc:sqlite:target/archive-2.db";
		configured("test").withUserConfiguration(Lazy.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(cure())
			.startsWith("app.archive.jdbc-url is from URL [file:" + this.temporary + "/application.yml] - 4:15");
	}

	@Test
	void requiredDatabaseIsAnErrorWithReasonAndCure() {
		on("jdbc:sqlite:target/required.db").withPropertyValues("pristine.required=true")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageStartingWith("Tests would share the database jdbc:sqlite:target/required.db, although"
						+ " pristine.required is true: name does not start with scenario or test.")
				.hasMessageContaining("name a file such as jdbc:sqlite:target/test-required.db")
				.hasMessageEndingWith("If tests are to share it, set pristine.shared=required.db."));
	}

	@Test
	void contextThatIsNotOfATestIsNobodysConcern(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PristineAutoConfiguration.class))
			.withPropertyValues("pristine.required=true")
			.withUserConfiguration(Archive.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(RecordedEvents.of(DatabaseUnmanaged.class)).isEmpty();
		assertThat(output).doesNotContain("Tests share");
	}

	private static ApplicationContextRunner on(String url) {
		return Stage.context().withPropertyValues("spring.flyway.enabled=false", "spring.datasource.url=" + url);
	}

	private ApplicationContextRunner configured(String profile) {
		// Above the URL that the stage has by itself.
		return Stage.contextWithoutUrl()
			.withPropertyValues("spring.flyway.enabled=false", "spring.profiles.active=" + profile,
					"spring.config.location=file:" + this.temporary + "/")
			.withInitializer(new ConfigDataApplicationContextInitializer());
	}

	private static String cure() {
		List<DatabaseUnmanaged> found = RecordedEvents.of(DatabaseUnmanaged.class);
		assertThat(found).hasSize(1);
		return found.get(0).cure();
	}

	private void write(String name, String content) throws IOException {
		Files.writeString(this.temporary.resolve(name), content);
	}

	@Configuration(proxyBeanMethods = false)
	static class Archive {

		@Bean(defaultCandidate = false)
		DataSource archive() {
			return new DriverManagerDataSource("jdbc:sqlite:target/archive.db");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Lazy {

		private static String url = "";

		@Bean
		DataSource orders() {
			return new DriverManagerDataSource(url);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hiding {

		@Bean
		DataSource orders() {
			return new Opaque();
		}

	}

	/**
	 * An embedded database as Spring makes it, of a product without a driver here.
	 */
	static final class Foreign extends AbstractDataSource implements EmbeddedDatabase {

		private final DataSource target = new DriverManagerDataSource("jdbc:hsqldb:mem:x");

		@Override
		public Connection getConnection() throws SQLException {
			return this.target.getConnection();
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return this.target.getConnection(username, password);
		}

		@Override
		public <T> T unwrap(Class<T> type) throws SQLException {
			return this.target.unwrap(type);
		}

		@Override
		public boolean isWrapperFor(Class<?> type) throws SQLException {
			return this.target.isWrapperFor(type);
		}

		@Override
		public void shutdown() {
		}

	}

	static final class Opaque extends AbstractDataSource {

		private final DataSource target = DataSourceBuilder.create().url(Stage.URL).build();

		@Override
		public Connection getConnection() throws SQLException {
			return this.target.getConnection();
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return this.target.getConnection(username, password);
		}

	}

}
