package io.github.pristinedb.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.EngineSessions;
import io.github.pristinedb.engine.Engines;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.Places;
import io.github.pristinedb.jdbc.ScenarioDataSource;
import io.github.pristinedb.jdbc.ScenarioDataSourcePostProcessor;
import io.github.pristinedb.jdbc.SpringBootNames;
import io.github.pristinedb.launch.RunToken;
import io.github.pristinedb.recipe.DatabaseProvision;
import io.github.pristinedb.seed.Seeds;
import io.github.pristinedb.seed.TemplateSeeder;
import io.github.pristinedb.slot.KeptDatabases;
import io.github.pristinedb.slot.Workspace;
import io.github.pristinedb.template.FingerprintContributor;
import io.github.pristinedb.template.Templates;
import io.github.pristinedb.test.TestContextMarker;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.util.StringUtils;

/**
 * Auto-configuration of engines, guard, templates, workspace and data sources. Only where
 * tests run, and after the data sources of Spring Boot: their definitions tell whether
 * anything is managed.
 */
@AutoConfiguration(afterName = SpringBootNames.DATA_SOURCE_AUTO_CONFIGURATION)
@Conditional(OnTestRunCondition.class)
@ConditionalOnClass(AbstractDataSource.class)
@ConditionalOnBooleanProperty(name = "pristine.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PristineProperties.class)
public final class PristineAutoConfiguration {

	private final PristineProperties properties;

	private final Directories directories = Directories.ofThisProcess();

	PristineAutoConfiguration(PristineProperties properties, Environment environment) {
		PropertyNames.check(environment);
		this.properties = properties;
	}

	@Bean
	Guard pristineGuard(ObjectProvider<DatabaseEngine> engines, ResourceLoader resources) {
		List<String> prefixes = this.properties.scenarioPrefixes();
		if (prefixes.isEmpty() || !prefixes.stream().allMatch(StringUtils::hasText)) {
			throw new InvalidConfigurationPropertyValueException("pristine.scenario-prefixes", prefixes,
					"A blank prefix admits every database, and an empty list admits none. Name at least one prefix,"
							+ " or set pristine.enabled=false.");
		}
		return this.properties.guard(engines(engines, resources));
	}

	/**
	 * The beans come first.
	 */
	static List<DatabaseEngine> engines(ObjectProvider<DatabaseEngine> beans, ResourceLoader resources) {
		return Stream.concat(beans.orderedStream(), Engines.withDriver(resources.getClassLoader()).stream()).toList();
	}

	@Bean
	@ConditionalOnMissingBean
	Places pristinePlaces(Workspace workspace, ObjectProvider<DatabaseEngine> engines, ResourceLoader resources,
			Environment environment) {
		return this.properties.places(workspace, this.directories,
				EngineSettings.of(environment, engines(engines, resources)));
	}

	/**
	 * The run closes them, not the context.
	 */
	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	EngineSessions pristineEngineSessions(Places places) {
		return EngineSessions.of(places);
	}

	@Bean
	@ConditionalOnMissingBean
	Templates pristineTemplates(Places places) {
		return new Templates(places.limits().buildTimeout());
	}

	@Bean
	@ConditionalOnMissingBean
	Workspace pristineWorkspace() {
		return this.directories.workspace(this.properties.workspace());
	}

	@Bean
	@ConditionalOnMissingBean
	KeptDatabases pristineKeptDatabases(Workspace workspace) {
		if (this.properties.keepMax() < 0) {
			throw new InvalidConfigurationPropertyValueException("pristine.keep-max", this.properties.keepMax(),
					"The value is a number of databases. To keep none, set pristine.keep=none.");
		}
		return new KeptDatabases(workspace.base(), this.properties.keep(), this.properties.keepMax(),
				RunToken.wholeOfThisJvm(), RunToken::isAlive);
	}

	@Bean
	@ConditionalOnMissingBean
	Seeds pristineSeeds(ResourcePatternResolver resources, ObjectProvider<TemplateSeeder> seeders) {
		return new Seeds(this.properties.template().seed(), resources, () -> seeders.orderedStream().toList());
	}

	/**
	 * Not a bean of its own, since Spring orders the earliest post-processors by their
	 * declaration. Spring's own for the spies of a test may come first.
	 */
	@Bean
	static BeanFactoryPostProcessor pristineDataSourcePostProcessor(ConfigurableApplicationContext context,
			ObjectProvider<Guard> guard, ObjectProvider<EngineSessions> sessions, ObjectProvider<Workspace> workspace,
			ObjectProvider<KeptDatabases> kept, ObjectProvider<PristineProperties> properties) {
		return (beanFactory) -> {
			ScenarioDataSourcePostProcessor postProcessor = new ScenarioDataSourcePostProcessor(context,
					beanFactory.containsSingleton(TestContextMarker.BEAN_NAME),
					() -> new ScenarioDataSourcePostProcessor.Collaborators(guard.getObject(), sessions.getObject(),
							workspace.getObject(), kept.getObject(),
							properties.getObject().recording(workspace.getObject()), properties.getObject().isolation(),
							properties.getObject().sharing(),
							new MigrationTools(beanFactory, guard.getObject())::migrate));
			beanFactory.addBeanPostProcessor(postProcessor);
		};
	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnManagedDatabaseCondition.class)
	static class ManagedContextConfiguration {

		@Bean
		ManagedContext pristineManagedContext() {
			return new ManagedContext();
		}

		@Bean
		@ConditionalOnMissingBean
		DatabaseProvision pristineDatabaseProvision(Guard guard, EngineSessions sessions, Templates templates,
				ObjectProvider<FingerprintContributor> contributors, Seeds seeds,
				ObjectProvider<DataSource> dataSources) {
			return new DatabaseProvision(guard, sessions, templates, contributors.orderedStream().toList(), seeds,
					(managed) -> find(dataSources, managed));
		}

		/**
		 * When all beans are there: some of them may have used their pool by then.
		 */
		@Bean
		SmartInitializingSingleton pristinePoolStart(ObjectProvider<DatabaseProvision> provision) {
			return () -> provision.ifAvailable(DatabaseProvision::startPools);
		}

		private static @Nullable ScenarioDataSource find(ObjectProvider<DataSource> dataSources,
				ManagedDatabase managed) {
			return dataSources.stream()
				.map(ScenarioDataSource::find)
				.filter((candidate) -> candidate != null && candidate.model().equals(managed))
				.findFirst()
				.orElse(null);
		}

	}

}
