package io.github.pristinedb.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.github.pristinedb.CommandRun;
import io.github.pristinedb.CountingCallback;
import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.Listing;
import io.github.pristinedb.MigrationFiles;
import io.github.pristinedb.autoconfigure.PristineAutoConfiguration;
import io.github.pristinedb.autoconfigure.PristineFlywayAutoConfiguration;
import io.github.pristinedb.console.DeliberateOutput;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextHierarchy;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The command, and the tests that find what it has built.
 */
@DeliberateOutput({ "Using H2 .* which is newer than the version Flyway has been verified with",
		"Tests share the database", "Migration of schema .* failed",
		"Exception encountered during context initialization", "Application run failed", "No migrations found",
		"The template cache .* is not used" })
class TemplateCommandTests {

	@TempDir
	private Path temporary;

	private MigrationFiles migrations;

	/**
	 * The command has the JVM to itself, and switches the log off for good.
	 */
	@AfterAll
	static void letTheNextClassesLog() {
		LoggingSystem.get(TemplateCommandTests.class.getClassLoader())
			.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
	}

	@BeforeEach
	void setUp() {
		this.migrations = MigrationFiles.in(this.temporary.resolve("migrations")).projects();
	}

	@Test
	void templateIsBuiltThenFound() {
		CommandRun built = run(RandomPort.class);
		built.assertDone();
		assertThat(built.out()).matches("[0-9a-f]{64} built \\d+ \\S+\\R");
		assertThat(Path.of(part(built, 3))).isNotEmptyFile()
			.hasParent(this.temporary.resolve("cache"))
			.hasFileName(part(built, 0) + ".template");
		CommandRun found = run(RandomPort.class);
		found.assertDone();
		assertThat(found.out()).matches("[0-9a-f]{64} hit \\d+ \\S+\\R");
		assertThat(List.of(part(found, 0), part(found, 3))).isEqualTo(List.of(part(built, 0), part(built, 3)));
	}

	@Test
	void nothingIsWrittenButTheTemplate() {
		run(RandomPort.class).assertDone();
		// Neither the file that the URL names nor a database of the context's.
		assertThat(Listing.of(this.temporary)).containsExactly("cache", "migrations");
	}

	@ParameterizedTest
	@ValueSource(classes = { RandomPort.class, WithUser.class })
	void fingerprintIsPrintedAloneAndNothingIsWritten(Class<?> tests) {
		CommandRun fingerprint = run(tests, "--fingerprint");
		fingerprint.assertDone();
		assertThat(Listing.of(this.temporary)).containsExactly("migrations");
		assertThat(fingerprint.out()).isEqualTo(part(run(tests), 0) + System.lineSeparator());
	}

	@ParameterizedTest
	@ValueSource(classes = { RandomPort.class, MockServer.class, NoServer.class, WithMainMethod.class,
			WithDynamicProperties.class, WithConfigurationOfItsOwn.class, WithProfile.class, WithUser.class })
	void testsFindTheTemplate(Class<?> tests) throws Exception {
		CommandRun built = run(tests);
		built.assertDone();
		Files.delete(Path.of(part(built, 3)));
		startAsTestsDo(tests);
		// The other one is the layer that both were built upon or left behind.
		assertThat(Listing.of(this.temporary.resolve("cache"), ".template")).hasSizeLessThanOrEqualTo(2)
			.contains(Path.of(part(built, 3)));
	}

	@Test
	void testsWhoseDatabaseHasAnotherNameEachTimeFindTheTemplate() throws Exception {
		this.migrations.add("V2__first_projects.sql", "INSERT INTO project (id, name) VALUES (1, 'alpha');");
		testsFindTheTemplate(WithATestDatabase.class);
	}

	@Test
	void eachConfigurationHasItsFingerprint() {
		assertThat(List.of(run(NoServer.class), run(WithDynamicProperties.class), run(WithConfigurationOfItsOwn.class),
				run(WithProfile.class)))
			.extracting((result) -> part(result, 0))
			.doesNotHaveDuplicates();
		assertThat(List.of(run(RandomPort.class), run(MockServer.class), run(WithMainMethod.class)))
			.extracting((result) -> part(result, 0))
			.containsOnly(part(run(NoServer.class), 0));
	}

	@Test
	void propertiesWinOverThoseOfTheClass() {
		String fingerprint = run(WithProperties.class, "--fingerprint").out();
		assertThat(run(WithProperties.class, "--fingerprint", "--spring.flyway.table=of_the_command").out())
			.isNotEqualTo(fingerprint);
		assertThat(run(WithProperties.class, "--fingerprint", "--spring.flyway.table=of_the_class").out())
			.isEqualTo(fingerprint);
	}

	@Test
	void applicationsOwnClassIsConfiguredByProfilesAndProperties() {
		CommandRun application = run(Application.class, "--spring.profiles.active=extra");
		application.assertDone();
		assertThat(part(application, 0)).isEqualTo(part(run(WithProfile.class), 0))
			.isNotEqualTo(part(run(Application.class), 0));
	}

	@Test
	void noBeanIsMadeThatFlywayDoesNotNeed() {
		run(WithOtherBeans.class).assertDone();
		assertThatThrownBy(() -> startAsTestsDo(WithOtherBeans.class)).hasStackTraceContaining("was made");
	}

	@Test
	void eachFlywayWithATemplateOfItsOwnHasALine() {
		CommandRun result = run(WithTwoFlyways.class);
		result.assertDone();
		assertThat(result.out().lines()).hasSize(2)
			.doesNotHaveDuplicates()
			.allSatisfy((line) -> assertThat(line).contains(" built "));
		assertThat(run(WithTwoFlyways.class, "--fingerprint").out().lines())
			.containsExactlyElementsOf(result.out().lines().map((line) -> line.split(" ")[0]).toList());
	}

	@Test
	void inputsAreNamedAndChangeWithWhatTheyName() {
		List<String> before = run(NoServer.class, "--inputs").out().lines().toList();
		assertThat(before).isNotEmpty().allSatisfy((line) -> assertThat(line).matches("[0-9a-f]{64} \\S.*"));
		this.migrations.add("V2__first_projects.sql", "INSERT INTO project (name) VALUES ('gamma');");
		List<String> changed = new ArrayList<>(run(NoServer.class, "--inputs").out().lines().toList());
		changed.removeAll(before);
		assertThat(changed).singleElement().asString().endsWith(" flyway/resource/V2__first_projects.sql");
		assertThat(Listing.of(this.temporary)).containsExactly("migrations");
	}

	@Test
	void databaseThatIsNotManagedIsNamedAndNotTouched() {
		Path file = this.temporary.resolve("app.db");
		CommandRun result = run(NoServer.class, "--spring.datasource.url=jdbc:sqlite:" + file + "?password=secret");
		result.assertRefused("the Flyway 'flyway' points at jdbc:sqlite:" + file + ". ", "pristine.scenario-prefixes",
				"--spring.profiles.active=test");
		assertThat(result.err()).doesNotContain("secret");
		assertThat(Listing.of(this.temporary)).containsExactly("migrations");
	}

	@Test
	void failingMigrationIsFlywaysErrorAndLeavesNoTemplate() {
		this.migrations.add("V3__typo.sql", "CREATE TABEL typo (id INTEGER);");
		run(NoServer.class).assertRefused("V3__typo.sql", "syntax error");
		assertThat(Listing.of(this.temporary.resolve("cache"), ".template")).isEmpty();
	}

	@Test
	void templateThatIsNotKeptIsNone() throws IOException {
		Path cache = Files.createDirectories(this.temporary.resolve("cache"));
		assumeTrue(Files.getFileStore(cache).supportsFileAttributeView("posix"));
		Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
		run(NoServer.class).assertRefused("was built, but is not kept",
				cache + " is not used because other users can write", "chmod go-w");
		Files.delete(cache);
		Files.createFile(cache);
		run(NoServer.class).assertRefused("was built, but is not kept", cache + " is not used because it cannot be");
	}

	@Test
	void contextWithoutFlywayOrPristineIsRefused() {
		run(NoServer.class, "--spring.flyway.enabled=false").assertRefused("NoServer has no Flyway");
		run(NoServer.class, "--pristine.enabled=false").assertRefused("Pristine is switched off", "pristine.enabled");
	}

	@Test
	void contextThatCannotBeConfiguredIsItsOwnError() {
		run(NoServer.class, "--pristine.scenario-prefixes=").assertRefused("pristine.scenario-prefixes",
				"Name at least one prefix");
		run(WithHierarchy.class).assertRefused("hierarchy of contexts");
	}

	@Test
	void wrongValueIsNamedWithItsPropertyItsOriginAndWhatIsValid() {
		run(NoServer.class, "--pristine.isolation=tx").assertRefused("Property: pristine.isolation", "Value: \"tx\"",
				"Origin: \"pristine.isolation\" from property source", "DATABASE", "TRANSACTION", "NONE");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "--fingerprint", "no.such.Class", "--fingerprints java.lang.String",
			"--fingerprint --inputs java.lang.String", "java.lang.String java.lang.Object" })
	void argumentsThatMakeNoCommandAreAnsweredWithTheUsage(String arguments) {
		CommandRun result = execute(arguments.split(" "));
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.out()).isEmpty();
		assertThat(result.err()).startsWith("pristine: ").contains("Usage: ");
	}

	@Test
	void outputIsFitForAScriptWhateverIsLogged() {
		String[] arguments = arguments(NoServer.class, "--fingerprint", "--logging.level.root=debug");
		try (ForkedJvm jvm = JvmCommand.of(TemplateCommand.class)
			.withAllLibraries()
			.errorsApart()
			.start((Object[]) arguments)) {
			assertThat(jvm.finish()).isEqualToNormalizingNewlines(run(NoServer.class, "--fingerprint").out());
		}
	}

	@Test
	void nothingIsLoggedUnlessSomethingIsWrong() throws Exception {
		try (ForkedJvm jvm = JvmCommand.of(TemplateCommand.class)
			.withAllLibraries()
			.start((Object[]) arguments(RandomPort.class, "--fingerprint"))) {
			assertThat(jvm.finish()).doesNotContain("Exception", "RandomPort", "Spring Boot");
		}
	}

	@Test
	void missingLibraryIsNamed() throws Exception {
		try (ForkedJvm jvm = JvmCommand.of(TemplateCommand.class)
			.withAllLibraries()
			.without("flyway-core")
			.start((Object[]) arguments(NoServer.class))) {
			assertThatThrownBy(jvm::finish).hasMessageContainingAll("ended with 1", "The class path has no Flyway");
		}
	}

	private CommandRun run(Class<?> type, String... more) {
		return execute(arguments(type, more));
	}

	private String[] arguments(Class<?> type, String... more) {
		List<String> arguments = new ArrayList<>(properties().stream().map((property) -> "--" + property).toList());
		arguments.add(type.getName());
		arguments.addAll(List.of(more));
		return arguments.toArray(String[]::new);
	}

	private List<String> properties() {
		return List.of("pristine.template.cache-dir=" + this.temporary.resolve("cache"),
				"pristine.workspace=" + this.temporary.resolve("workspace"),
				"spring.datasource.url=jdbc:sqlite:" + this.temporary.resolve("scenario-app.db"),
				"spring.flyway.locations=" + this.migrations.location());
	}

	private static CommandRun execute(String... arguments) {
		return CommandRun.of((out, err) -> new TemplateCommand(out, err).run(arguments));
	}

	/**
	 * A part of the line that the command prints.
	 */
	private static String part(CommandRun run, int number) {
		return run.out().strip().split(" ")[number];
	}

	/**
	 * Load the context of a test class by the TestContext framework. The directory of
	 * this test can only be told to it by system properties.
	 */
	private void startAsTestsDo(Class<?> tests) throws Exception {
		properties().forEach((property) -> {
			int equals = property.indexOf('=');
			System.setProperty(property.substring(0, equals), property.substring(equals + 1));
		});
		try {
			TestContextManager manager = new TestContextManager(tests);
			((ConfigurableApplicationContext) manager.getTestContext().getApplicationContext()).close();
			manager.getTestContext().markApplicationContextDirty(null);
		}
		finally {
			properties().forEach((property) -> System.clearProperty(property.substring(0, property.indexOf('='))));
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class,
			TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			PristineAutoConfiguration.class, PristineFlywayAutoConfiguration.class })
	static class Application {

		public static void main(String... args) {
			SpringApplication.run(Application.class, args);
		}

		@Bean
		@Profile("extra")
		FlywayConfigurationCustomizer tableOfTheProfile() {
			return (flyway) -> flyway.table("of_the_profile");
		}

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT)
	static class RandomPort {

	}

	/**
	 * Each of its contexts has a database with another name.
	 */
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@AutoConfigureTestDatabase(replace = Replace.ANY)
	static class WithATestDatabase {

	}

	@SpringBootTest(classes = Application.class)
	static class MockServer {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	static class NoServer {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
			useMainMethod = UseMainMethod.ALWAYS)
	static class WithMainMethod {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = "spring.flyway.table=of_the_class")
	static class WithProperties {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = "spring.flyway.user=migrator")
	static class WithUser {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@ActiveProfiles("extra")
	static class WithProfile {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	static class WithDynamicProperties {

		@DynamicPropertySource
		static void table(DynamicPropertyRegistry registry) {
			registry.add("spring.flyway.table", () -> "of_the_registry");
		}

	}

	@SpringBootTest(classes = { Application.class, WithConfigurationOfItsOwn.OfItsOwn.class },
			webEnvironment = WebEnvironment.NONE)
	static class WithConfigurationOfItsOwn {

		@TestConfiguration(proxyBeanMethods = false)
		static class OfItsOwn {

			@Bean
			CountingCallback callback() {
				return new CountingCallback();
			}

		}

	}

	@SpringBootTest(classes = { Application.class, WithOtherBeans.Others.class },
			webEnvironment = WebEnvironment.RANDOM_PORT)
	static class WithOtherBeans {

		@TestConfiguration(proxyBeanMethods = false)
		static class Others {

			@Bean
			Object other(DataSource dataSource) {
				throw new IllegalStateException("The other bean was made");
			}

			@Bean
			SmartLifecycle process() {
				throw new IllegalStateException("The process was made");
			}

		}

	}

	@SpringBootTest(classes = { Application.class, WithTwoFlyways.Two.class }, webEnvironment = WebEnvironment.NONE)
	static class WithTwoFlyways {

		@TestConfiguration(proxyBeanMethods = false)
		static class Two {

			@Bean
			Flyway first(DataSource dataSource) {
				return Flyway.configure().dataSource(dataSource).table("of_the_first").load();
			}

			@Bean
			Flyway second(DataSource dataSource) {
				return Flyway.configure().dataSource(dataSource).table("of_the_second").load();
			}

		}

	}

	@ContextHierarchy({ @ContextConfiguration(classes = Application.class),
			@ContextConfiguration(classes = WithHierarchy.Child.class) })
	static class WithHierarchy {

		@Configuration(proxyBeanMethods = false)
		static class Child {

		}

	}

}
