package io.github.pristinedb.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.CountingCallback;
import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.Listing;
import io.github.pristinedb.MigrationFiles;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.Places;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.engine.TestPlaces;
import io.github.pristinedb.flyway.FastMigrationStrategy;
import io.github.pristinedb.scope.TestRun;
import io.github.pristinedb.slot.Workspace;
import io.github.pristinedb.template.Templates;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PristineFlywayAutoConfiguration} and {@link PristineAutoConfiguration}
 * in real contexts.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("Exception encountered during context initialization")
class PristineFlywayAutoConfigurationTests {

	@TempDir
	private Path temporary;

	private Path cache;

	private Path database;

	private MigrationFiles migrations;

	private final CountingCallback counted = new CountingCallback();

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void setUp() {
		this.cache = this.temporary.resolve("cache");
		this.database = this.temporary.resolve("scenario-1.db");
		this.migrations = MigrationFiles.in(this.temporary.resolve("migrations")).projects();
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(PristineAutoConfiguration.class, PristineFlywayAutoConfiguration.class,
							DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class))
			.withBean(CountingCallback.class, () -> this.counted)
			.withPropertyValues("pristine.template.cache-dir=" + this.cache,
					"pristine.workspace=" + this.temporary.resolve("workspace"),
					"spring.datasource.url=jdbc:sqlite:" + this.database,
					"spring.flyway.locations=" + this.migrations.location());
	}

	@Test
	void coldCacheMigratesOnceAndWarmCacheNever() {
		this.contextRunner
			.run((context) -> assertThat(projects(context.getBean(DataSource.class))).isEqualTo("[alpha, beta]"));
		assertThat(this.counted.count(Event.AFTER_MIGRATE)).isOne();
		int events = this.counted.events().size();
		for (int i = 2; i < 5; i++) {
			Path another = this.temporary.resolve("scenario-" + i + ".db");
			this.contextRunner.withPropertyValues("spring.datasource.url=jdbc:sqlite:" + another)
				.run((context) -> assertThat(projects(context.getBean(DataSource.class))).isEqualTo("[alpha, beta]"));
		}
		assertThat(this.counted.events()).hasSize(events);
	}

	@Test
	void laterContextOfAScenarioDoesNotMigrateAgain() {
		this.contextRunner.run((context) -> Sql.execute(context.getBean(DataSource.class),
				"INSERT INTO project (name) VALUES ('of the first command')"));
		int events = this.counted.events().size();
		this.contextRunner.run((context) -> assertThat(projects(context.getBean(DataSource.class)))
			.isEqualTo("[alpha, beta, of the first command]"));
		assertThat(this.counted.events()).hasSize(events);
	}

	@Test
	void poolIsNotStartedForAnExistingDatabase() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed());
		this.contextRunner
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getHikariPoolMXBean()).isNull());
	}

	@Test
	void poolThatKeepsNothingIdleIsStartedInFlywaysStead() {
		for (int i = 0; i < 2; i++) {
			this.contextRunner.withPropertyValues("spring.datasource.hikari.minimum-idle=0").run((context) -> {
				HikariDataSource pool = context.getBean(HikariDataSource.class);
				assertThat(pool.isRunning()).isTrue();
				assertThat(projects(pool)).isEqualTo("[alpha, beta]");
				assertThat(pool.getMinimumIdle()).isZero();
				assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isOne();
				assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
					.as("the thread that a closing pool waits for")
					.doesNotContain(pool.getPoolName() + ":connection-adder");
			});
		}
	}

	@Test
	void poolThatCannotStartIsTheApplicationsOwnMatter() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed());
		this.contextRunner
			.withPropertyValues("spring.datasource.hikari.minimum-idle=0",
					"spring.datasource.hikari.connection-init-sql=NO SQL")
			.run((context) -> {
				HikariDataSource pool = context.getBean(HikariDataSource.class);
				assertThat(pool.isRunning()).isFalse();
				assertThat(pool.getMinimumIdle()).isZero();
			});
	}

	@Test
	void nothingIsLeftOfPristineWhenItIsDisabled() {
		this.contextRunner.withPropertyValues("pristine.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(FlywayMigrationStrategy.class)
				.doesNotHaveBean(Guard.class)
				.doesNotHaveBean(Templates.class)
				.doesNotHaveBean(Workspace.class)
				.doesNotHaveBean(DatabaseEngine.class)
				.doesNotHaveBean(PristineProperties.class)
				.doesNotHaveBean(OtherMigrationStrategies.class);
			assertThat(context.getBeanDefinitionNames()).noneMatch((name) -> name.contains("pristine"));
			assertThat(projects(context.getBean(DataSource.class))).isEqualTo("[alpha, beta]");
		});
		this.contextRunner.withPropertyValues("pristine.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.counted.count(Event.AFTER_MIGRATE)).isEqualTo(2);
		assertThat(this.cache).doesNotExist();
	}

	@Test
	void contextStartsWithoutFlyway() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Flyway.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Guard.class)
				.doesNotHaveBean("fastMigrationStrategy"));
	}

	@Test
	void contextStartsWithoutSpringBootsFlyway() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(PristineAutoConfiguration.class, PristineFlywayAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.flyway"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Guard.class)
				.doesNotHaveBean("fastMigrationStrategy"));
	}

	@Test
	void contextStartsWithoutTheSqliteDriver() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(PristineAutoConfiguration.class, PristineFlywayAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.sqlite"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(FastMigrationStrategy.class)
				.doesNotHaveBean(DatabaseEngine.class));
	}

	@Test
	void contextStartsWithoutADataSource() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(PristineAutoConfiguration.class,
					PristineFlywayAutoConfiguration.class, FlywayAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(FastMigrationStrategy.class)
				.doesNotHaveBean(FlywayMigrationInitializer.class));
	}

	@Test
	void contextStartsWithoutHikari() throws Exception {
		try (ForkedJvm jvm = JvmCommand.of(WithoutHikari.class)
			.without("HikariCP")
			.start(this.cache, this.database, this.migrations.location())) {
			assertThat(jvm.finish()).contains("[alpha, beta]");
		}
		// The template and its layer.
		assertThat(Listing.of(this.cache, ".template")).hasSize(2);
	}

	@Test
	void templateIsBuiltOnAnotherKindOfDataSourceToo() {
		this.contextRunner.withPropertyValues("spring.datasource.type=" + SQLiteDataSource.class.getName())
			.run((context) -> {
				assertThat(context.getBean(DataSource.class)).isInstanceOf(SQLiteDataSource.class);
				assertThat(projects(context.getBean(DataSource.class))).isEqualTo("[alpha, beta]");
			});
		assertThat(this.counted.count(Event.AFTER_MIGRATE)).isOne();
		assertThat(Listing.of(this.cache, ".template")).hasSize(1);
	}

	@Test
	void flywayWithAUrlAndAUserOfItsOwnIsJudgedByThatUrl() {
		Path application = this.temporary.resolve("application.db");
		for (int i = 0; i < 2; i++) {
			this.contextRunner
				.withPropertyValues("spring.datasource.url=jdbc:sqlite:" + application,
						"spring.flyway.url=jdbc:sqlite:" + this.database, "spring.flyway.user=owner",
						"spring.flyway.password=secret")
				.run((context) -> assertThat(context).hasNotFailed());
		}
		assertThat(this.counted.count(Event.AFTER_MIGRATE)).isOne();
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta");
		assertThat(application).doesNotExist();
		assertThat(Listing.of(this.cache, ".template")).hasSize(1);
	}

	@Test
	void flywayWithAUserOfItsOwnUsesTheApplicationsDatabase() {
		this.contextRunner.withPropertyValues("spring.flyway.user=owner")
			.run((context) -> assertThat(projects(context.getBean(DataSource.class))).isEqualTo("[alpha, beta]"));
		assertThat(this.counted.count(Event.AFTER_MIGRATE)).isOne();
		assertThat(Listing.of(this.cache, ".template")).hasSize(1);
	}

	@Test
	void applicationSeesItsTablesWhenAConnectionWasOpenedBeforeTheMigration() {
		MigrationFiles.in(this.temporary.resolve("vendors/sqlite")).projects();
		ApplicationContextRunner vendor = this.contextRunner
			// With more, the pool may be opening one to the empty file just when it is
			// replaced.
			.withPropertyValues("spring.datasource.hikari.minimum-idle=0")
			.withPropertyValues("spring.flyway.locations=filesystem:" + this.temporary.resolve("vendors/{vendor}"));
		for (int i = 1; i < 4; i++) {
			Path file = this.temporary.resolve("scenario-" + i + ".db");
			vendor.withPropertyValues("spring.datasource.url=jdbc:sqlite:" + file).run((context) -> {
				HikariDataSource pool = context.getBean(HikariDataSource.class);
				assertThat(pool.getHikariPoolMXBean()).as("opened for the vendor's name").isNotNull();
				assertThat(projects(pool)).isEqualTo("[alpha, beta]");
			});
		}
		assertThat(this.counted.count(Event.AFTER_MIGRATE)).isOne();
	}

	@Test
	void javaMigrationsThatAreBeansRunInTheTemplate() {
		V3__gamma migration = new V3__gamma();
		for (int i = 1; i < 3; i++) {
			Path file = this.temporary.resolve("scenario-" + i + ".db");
			this.contextRunner.withBean(V3__gamma.class, () -> migration)
				.withPropertyValues("spring.datasource.url=jdbc:sqlite:" + file)
				.run((context) -> assertThat(projects(context.getBean(DataSource.class)))
					.isEqualTo("[alpha, beta, gamma]"));
		}
		assertThat(migration.runs).isOne();
	}

	@Test
	void ownStrategyBuildsTheTemplate() {
		this.contextRunner.withUserConfiguration(OwnStrategy.class).run((context) -> {
			assertThat(context.getBean(FlywayMigrationStrategy.class)).isInstanceOf(FastMigrationStrategy.class);
			assertThat(projects(context.getBean(DataSource.class))).isEqualTo("[alpha, beta, mine]");
		});
		assertThat(this.counted.count(Event.AFTER_MIGRATE)).isOne();
		assertThat(Listing.of(this.cache, ".template")).hasSize(1);
	}

	@Test
	void ownStrategyMigratesWhatIsNotManaged() {
		Path orders = this.temporary.resolve("orders.db");
		this.contextRunner.withUserConfiguration(OwnStrategy.class)
			.withPropertyValues("spring.datasource.url=jdbc:sqlite:" + orders)
			.run((context) -> assertThat(projects(context.getBean(DataSource.class))).isEqualTo("[alpha, beta, mine]"));
		assertThat(this.cache).doesNotExist();
	}

	@Test
	void ownPrimaryStrategyBuildsTheTemplate() {
		this.contextRunner.withUserConfiguration(PrimaryStrategy.class, AnotherStrategy.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(FlywayMigrationStrategy.class)).isInstanceOf(FastMigrationStrategy.class);
			assertThat(projects(context.getBean(DataSource.class))).isEqualTo("[alpha, beta, mine]");
		});
		assertThat(Listing.of(this.cache, ".template")).hasSize(1);
	}

	@Test
	void twoStrategiesOfWhichNoneIsPrimaryAreTheErrorTheyAlwaysAre() {
		ApplicationContextRunner two = this.contextRunner.withUserConfiguration(OwnStrategy.class,
				AnotherStrategy.class);
		two.withPropertyValues("pristine.enabled=false").run(this::hasFailedForTwoStrategies);
		two.run(this::hasFailedForTwoStrategies);
		assertThat(this.database).doesNotExist();
	}

	private void hasFailedForTwoStrategies(AssertableApplicationContext context) {
		assertThat(context).getFailure()
			.isInstanceOf(BeanCreationException.class)
			.rootCause()
			.isInstanceOfSatisfying(NoUniqueBeanDefinitionException.class, (ex) -> assertThat(ex.getBeanNamesFound())
				.containsExactlyInAnyOrder("ownStrategy", "anotherStrategy"));
	}

	@Test
	void strategyThatSpringBootPicksByItsNameBuildsTheTemplate() {
		ApplicationContextRunner two = this.contextRunner.withUserConfiguration(NamedStrategy.class,
				AnotherStrategy.class);
		two.withPropertyValues("pristine.enabled=false")
			.run((context) -> assertThat(projects(context.getBean(DataSource.class))).isEqualTo("[alpha, beta, mine]"));
		two.withPropertyValues("spring.datasource.url=jdbc:sqlite:" + this.temporary.resolve("scenario-2.db"))
			.run((context) -> assertThat(projects(context.getBean(DataSource.class))).isEqualTo("[alpha, beta, mine]"));
	}

	@Test
	void strategyThatMayLookAtItsContextHasATemplateForEachSetOfBeans(CapturedOutput output) {
		ApplicationContextRunner modules = this.contextRunner.withUserConfiguration(StrategyOfModules.class);
		for (String module : List.of("orders", "inventory", "orders")) {
			modules.withBean(module, Module.class)
				.withPropertyValues("spring.datasource.url=jdbc:sqlite:"
						+ this.temporary.resolve("scenario-" + UUID.randomUUID() + ".db"))
				.run((context) -> assertThat(projects(context.getBean(DataSource.class)))
					.isEqualTo("[alpha, beta, " + module + "]"));
		}
		assertThat(Listing.of(this.cache, ".template")).hasSize(2);
		assertThat(output.getOut()).containsOnlyOnce("may depend on its application context");
	}

	@Test
	void ownFastMigrationStrategyStandsAlone() {
		FastMigrationStrategy own = new FastMigrationStrategy(new Guard(List.of(), List.of("x")),
				TestPlaces.sessions(this.cache), new Templates(TemplateLimits.DEFAULTS.buildTimeout()), List.of(),
				Flyway::migrate);
		this.contextRunner.withBean("own", FastMigrationStrategy.class, () -> own, (bean) -> bean.setPrimary(true))
			.run((context) -> {
				assertThat(context).hasSingleBean(FlywayMigrationStrategy.class);
				assertThat(context.getBean(FlywayMigrationStrategy.class)).isSameAs(own);
			});
		assertThat(this.cache).doesNotExist();
	}

	@Test
	void eachFlywayIsJudgedByItself() {
		MigrationFiles audit = MigrationFiles.in(this.temporary.resolve("audit-migrations"))
			.add("V1__entries.sql", "CREATE TABLE entry (id INTEGER);");
		Path auditDatabase = this.temporary.resolve("audit.db");
		for (int i = 0; i < 2; i++) {
			Flyway second = Flyway.configure()
				.dataSource("jdbc:sqlite:" + auditDatabase, null, null)
				.locations(audit.location())
				.callbacks(this.counted)
				.load();
			this.contextRunner.withUserConfiguration(SecondFlyway.class)
				.withBean("second", SecondFlyway.Source.class, () -> new SecondFlyway.Source(second))
				.run((context) -> assertThat(context).hasNotFailed());
		}
		// The managed one once, for the template; the other one with each context.
		assertThat(this.counted.count(Event.AFTER_EACH_MIGRATE)).isEqualTo(3);
		assertThat(this.counted.count(Event.AFTER_MIGRATE)).isEqualTo(3);
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta");
		assertThat(Sql.query(auditDatabase, "SELECT count(*) FROM entry")).containsExactly("0");
		assertThat(Listing.of(this.cache, ".template")).hasSize(1);
	}

	@Test
	void flywaysOwnDataSourceIsTheOneThatIsJudged() {
		this.contextRunner.withUserConfiguration(MigrationDataSource.class)
			.withPropertyValues("spring.datasource.url=jdbc:sqlite:" + this.temporary.resolve("orders.db"),
					"migration.database=" + this.database)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta");
		assertThat(Listing.of(this.cache, ".template")).hasSize(1);
	}

	@Test
	void prefixesCanBeChosen() throws IOException {
		this.contextRunner.withPropertyValues("pristine.scenario-prefixes=demo,it-")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.cache).doesNotExist();
		Files.delete(this.database);
		Path demo = this.temporary.resolve("DEMO-1.db");
		this.contextRunner
			.withPropertyValues("pristine.scenario-prefixes=demo,it-", "spring.datasource.url=jdbc:sqlite:" + demo)
			.run((context) -> assertThat(projects(context.getBean(DataSource.class))).isEqualTo("[alpha, beta]"));
		assertThat(Listing.of(this.cache, ".template")).hasSize(1);
	}

	@Test
	void ownPlacesTakeTheirPlace() {
		Path ownCache = this.temporary.resolve("own-cache");
		this.contextRunner
			.withBean("ownPlaces", Places.class,
					() -> new TestPlaces(this.temporary.resolve("own"), ownCache, () -> ownCache,
							TemplateLimits.DEFAULTS))
			.run((context) -> assertThat(context).hasSingleBean(Places.class));
		assertThat(this.cache).doesNotExist();
		assertThat(Listing.of(ownCache, ".template")).hasSize(1);
	}

	@Test
	void workspaceIsNotCreatedBeforeItIsNeeded() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.temporary.resolve("workspace")).doesNotExist();
	}

	private static String projects(DataSource dataSource) {
		return Sql.query(dataSource, Sql.PROJECTS).toString();
	}

	private static FlywayMigrationStrategy adding(String project) {
		return (flyway) -> {
			flyway.migrate();
			Sql.execute(flyway.getConfiguration().getDataSource(),
					"INSERT INTO project (name) VALUES ('" + project + "')");
		};
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnStrategy {

		@Bean
		FlywayMigrationStrategy ownStrategy() {
			return adding("mine");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryStrategy {

		@Bean
		@Primary
		FlywayMigrationStrategy primaryStrategy() {
			return adding("mine");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NamedStrategy {

		@Bean
		FlywayMigrationStrategy migrationStrategy() {
			return adding("mine");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnotherStrategy {

		@Bean
		FlywayMigrationStrategy anotherStrategy() {
			return adding("another's");
		}

	}

	/**
	 * A second Flyway, migrated by the application itself beside Spring Boot's.
	 */
	@Configuration(proxyBeanMethods = false)
	static class SecondFlyway {

		@Bean
		InitializingBean secondMigration(Source second, FlywayMigrationStrategy strategy) {
			return () -> strategy.migrate(second.flyway());
		}

		record Source(Flyway flyway) {

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MigrationDataSource {

		@Bean
		@FlywayDataSource
		DataSource migrationDataSource(Environment environment) {
			SQLiteDataSource dataSource = new SQLiteDataSource();
			dataSource.setUrl("jdbc:sqlite:" + environment.getRequiredProperty("migration.database"));
			return dataSource;
		}

	}

	static final class WithoutHikari {

		public static void main(String[] args) {
			TestRun.begin();
			new ApplicationContextRunner()
				.withConfiguration(
						AutoConfigurations.of(PristineAutoConfiguration.class, PristineFlywayAutoConfiguration.class,
								DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class))
				.withPropertyValues("pristine.template.cache-dir=" + args[0],
						"spring.datasource.type=" + SimpleDriverDataSource.class.getName(),
						"spring.datasource.url=jdbc:sqlite:" + args[1], "spring.flyway.locations=" + args[2])
				.run((context) -> System.out.println(projects(context.getBean(DataSource.class))));
		}

	}

	static final class V3__gamma extends BaseJavaMigration {

		private int runs;

		@Override
		public void migrate(Context context) throws Exception {
			this.runs++;
			try (Statement statement = context.getConnection().createStatement()) {
				statement.execute("INSERT INTO project (name) VALUES ('gamma')");
			}
		}

	}

	/**
	 * As Spring Modulith's: which migrations run depends on the modules that a test has.
	 */
	@Configuration(proxyBeanMethods = false)
	static class StrategyOfModules {

		@Bean
		FlywayMigrationStrategy modules(ListableBeanFactory beanFactory) {
			return (flyway) -> {
				flyway.migrate();
				for (String module : beanFactory.getBeanNamesForType(Module.class)) {
					Sql.execute(flyway.getConfiguration().getDataSource(),
							"INSERT INTO project (name) VALUES ('" + module + "')");
				}
			};
		}

	}

	static class Module {

	}

}
