package io.github.pristinedb.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.sql.DataSource;

import io.github.pristinedb.CountingCallback;
import io.github.pristinedb.Listing;
import io.github.pristinedb.MigrationFiles;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.flyway.FastMigrationStrategy;
import io.github.pristinedb.flyway.SeedingMigrationStrategy;
import io.github.pristinedb.seed.SeedException;
import io.github.pristinedb.seed.TemplateSeeder;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Seeds in real contexts.
 */
@DeliberateOutput({ "is migrated without a template", "Exception encountered during context initialization" })
class PristineSeedsTests {

	private static final String[] SEEDED = { "alpha", "beta", "gamma" };

	@TempDir
	private Path temporary;

	private Path cache;

	private Path database;

	private Path script;

	private final CountingCallback counted = new CountingCallback();

	private ApplicationContextRunner withoutSeeds;

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void setUp() throws IOException {
		this.cache = this.temporary.resolve("cache");
		this.database = this.temporary.resolve("scenario-1.db");
		this.script = Files.writeString(this.temporary.resolve("seed.sql"),
				"INSERT INTO project (name) VALUES ('gamma');");
		MigrationFiles migrations = MigrationFiles.in(this.temporary.resolve("migrations")).projects();
		this.withoutSeeds = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(PristineAutoConfiguration.class,
					PristineFlywayAutoConfiguration.class, PristineDisabledAutoConfiguration.class,
					DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class))
			.withBean(CountingCallback.class, () -> this.counted)
			.withPropertyValues("pristine.template.cache-dir=" + this.cache,
					"pristine.workspace=" + this.temporary.resolve("workspace"),
					"spring.datasource.url=jdbc:sqlite:" + this.database,
					"spring.flyway.locations=" + migrations.location());
		this.contextRunner = this.withoutSeeds.withPropertyValues("pristine.template.seed[0]=" + this.script.toUri());
	}

	@Test
	void seedsAreBakedIntoTheTemplateOnce() throws IOException {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(projects(this.database)).containsExactly(SEEDED);
		Path template = Listing.of(this.cache, ".template").get(0);
		assertThat(projects(template)).containsExactly(SEEDED);
		Path another = this.temporary.resolve("scenario-2.db");
		this.contextRunner.withPropertyValues("spring.datasource.url=jdbc:sqlite:" + another)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(projects(another)).containsExactly(SEEDED);
		assertThat(this.counted.count(Event.AFTER_MIGRATE)).isOne();
	}

	@Test
	void otherSeedsMakeAnotherTemplate() throws IOException {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed());
		Files.writeString(this.script, "INSERT INTO project (name) VALUES ('delta');");
		Path another = this.temporary.resolve("scenario-2.db");
		this.contextRunner.withPropertyValues("spring.datasource.url=jdbc:sqlite:" + another)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(projects(another)).containsExactly("alpha", "beta", "delta");
	}

	@Test
	void seedersRunInTheirOrder() {
		this.contextRunner.withUserConfiguration(Seeders.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(projects(this.database)).containsExactly("alpha", "beta", "gamma", "first", "second");
	}

	@Test
	void failingSeedPublishesNothing() throws IOException {
		Files.writeString(this.script, "-- Twice.\nINSERT INTO project (name) VALUES ('alpha');");
		this.contextRunner.run((context) -> assertThat(context).getFailure()
			.hasRootCauseInstanceOf(org.sqlite.SQLiteException.class)
			.hasMessageContaining("seed.sql")
			.hasMessageContaining("in line 2"));
		assertThat(Listing.of(this.cache, ".template")).isEmpty();
		assertThat(Listing.of(this.cache, ".json")).isEmpty();
		assertThat(this.database).doesNotExist();
	}

	@Test
	void existingDatabaseGetsNoSeeds() {
		Sql.execute(this.database, "CREATE TABLE project (id INTEGER PRIMARY KEY, name TEXT)");
		this.contextRunner.withPropertyValues("spring.flyway.baseline-on-migrate=true")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(projects(this.database)).containsExactly("alpha", "beta");
	}

	@Test
	void databaseThatIsNotManagedGetsNoSeeds() {
		Path orders = this.temporary.resolve("orders.db");
		for (String enabled : new String[] { "true", "false" }) {
			this.contextRunner
				.withPropertyValues("pristine.enabled=" + enabled, "spring.datasource.url=jdbc:sqlite:" + orders)
				.run((context) -> assertThat(context).hasNotFailed());
			assertThat(projects(orders)).containsExactly("alpha", "beta");
		}
	}

	@Test
	void classThatCannotBeReadDoesNotKeepTheSeedsAway() throws Exception {
		TemplateSeeder unreadable = unreadable();
		this.contextRunner.withBean(TemplateSeeder.class, () -> unreadable)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(projects(this.database)).containsExactly("alpha", "beta", "gamma", "of a seeder from nowhere");
		assertThat(Listing.of(this.cache, ".template")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "pristine.template.seed[0]=", "pristine.template.seed=" })
	void disabledPristineStillSeedsANewDatabaseAndOnlyThat(String property) {
		ApplicationContextRunner disabled = this.withoutSeeds.withPropertyValues("pristine.enabled=false",
				property + this.script.toUri());
		for (int i = 0; i < 2; i++) {
			disabled.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(FlywayMigrationStrategy.class)
				.hasSingleBean(SeedingMigrationStrategy.class));
			assertThat(projects(this.database)).containsExactly(SEEDED);
		}
		assertThat(this.counted.count(Event.AFTER_MIGRATE)).isEqualTo(2);
		assertThat(this.cache).doesNotExist();
	}

	@Test
	void disabledPristineSeedsBySeedersToo() {
		this.withoutSeeds.withUserConfiguration(Seeders.class)
			.withPropertyValues("pristine.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(projects(this.database)).containsExactly("alpha", "beta", "first", "second");
	}

	@Test
	void disabledPristineMigratesByTheUsersOwnStrategy() {
		this.contextRunner
			.withBean(FlywayMigrationStrategy.class, () -> (
					flyway) -> Flyway.configure().configuration(flyway.getConfiguration()).target("1").load().migrate())
			.withPropertyValues("pristine.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(projects(this.database)).containsExactly("gamma");
	}

	@Test
	void disabledPristineTellsWhatToDoWithADatabaseThatHasNoSeeds() throws IOException {
		Files.writeString(this.script, "INSERT INTO nowhere VALUES (1);");
		this.contextRunner.withPropertyValues("pristine.enabled=false")
			.run((context) -> assertThat(context.getStartupFailure()).cause()
				.isInstanceOfSatisfying(SeedException.class, (ex) -> assertThat(ex.getAction())
					.contains("delete the database jdbc:sqlite:" + this.database)));
	}

	@Test
	void disabledPristineWithoutSeedsLeavesNothing() {
		this.withoutSeeds.withPropertyValues("pristine.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(FlywayMigrationStrategy.class)
				.doesNotHaveBean(PristineProperties.class));
	}

	@Test
	void disabledPristineWithSeedsDoesWithoutFlyway() {
		this.contextRunner.withPropertyValues("pristine.enabled=false")
			.withClassLoader(new FilteredClassLoader(Flyway.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FlywayMigrationInitializer.class));
	}

	@Test
	void enabledPristineHasOneStrategy() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(FastMigrationStrategy.class)
			.doesNotHaveBean(SeedingMigrationStrategy.class));
	}

	private static java.util.List<String> projects(Path file) {
		return Sql.query(file, Sql.PROJECTS);
	}

	/**
	 * Of a class without a class file.
	 */
	private static TemplateSeeder unreadable() throws Exception {
		String name = "nowhere.Seeder";
		byte[] bytes = io.github.pristinedb.flyway.MigrationFiles
			.compile(name,
					"""
							package nowhere;
							public class Seeder implements io.github.pristinedb.seed.TemplateSeeder {
								@Override
								public void seed(javax.sql.DataSource dataSource) throws Exception {
									try (var connection = dataSource.getConnection(); var statement = connection.createStatement()) {
										statement.execute("INSERT INTO project (name) VALUES ('of a seeder from nowhere')");
									}
								}
							}
							""")
			.values()
			.iterator()
			.next();
		ClassLoader loader = new ClassLoader(PristineSeedsTests.class.getClassLoader()) {

			@Override
			protected Class<?> findClass(String className) {
				return defineClass(className, bytes, 0, bytes.length);
			}

		};
		return (TemplateSeeder) loader.loadClass(name).getConstructor().newInstance();
	}

	private static void insert(DataSource dataSource, String name) {
		new JdbcTemplate(dataSource).update("INSERT INTO project (name) VALUES (?)", name);
	}

	@Configuration(proxyBeanMethods = false)
	static class Seeders {

		@Bean
		@Order(2)
		TemplateSeeder second() {
			return (dataSource) -> insert(dataSource, "second");
		}

		@Bean
		@Order(1)
		TemplateSeeder first() {
			return (dataSource) -> insert(dataSource, "first");
		}

	}

}
