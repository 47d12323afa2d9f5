package io.github.pristinedb.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.Engines;
import io.github.pristinedb.jdbc.SpringBootNames;
import io.github.pristinedb.recipe.MigrationToolBeans;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.core.type.MethodMetadata;
import org.springframework.util.ClassUtils;

/**
 * Whether a context may have a managed database. Evaluated before any bean exists, so a
 * data source whose URL no property names counts as managed. A false positive costs some
 * beans, a false negative the isolation.
 */
class OnManagedDatabaseCondition extends SpringBootCondition implements ConfigurationCondition {

	// What Spring Boot makes of properties, besides the beans of migration tools.
	private static final List<String> CONFIGURED = List.of(SpringBootNames.DATA_SOURCES + "DataSource",
			SpringBootNames.DATA_SOURCES + "EmbeddedDataSource");

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Managed database");
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		if (beanFactory == null) {
			return ConditionOutcome.noMatch(message.because("there is no bean factory"));
		}
		List<String> dataSources = names(beanFactory, DataSource.class.getName(), context.getClassLoader());
		if (dataSources.isEmpty()) {
			return ConditionOutcome.noMatch(message.because("there is no data source"));
		}
		List<DatabaseEngine> engines = Engines.withDriver(context.getClassLoader());
		boolean ownEngine = beanFactory.getBeanNamesForType(DatabaseEngine.class, true, false).length > 0;
		if (engines.isEmpty() && !ownEngine) {
			return ConditionOutcome.noMatch(message.because("there is no engine for any database"));
		}
		List<MigrationToolBeans> tools = SpringFactoriesLoader.loadFactories(MigrationToolBeans.class,
				getClass().getClassLoader());
		if (ownEngine || !isConfigured(beanFactory, context.getClassLoader(), dataSources, tools)) {
			return ConditionOutcome.match(message.because("the URL of a data source is known to its bean alone"));
		}
		ConfiguredDatabases databases = new ConfiguredDatabases(context.getEnvironment(), engines,
				context.getClassLoader());
		if (databases.isDefaultManaged()) {
			return ConditionOutcome.match(message.because("no property has a URL, so Spring Boot makes one"));
		}
		if (!names(beanFactory, SpringBootNames.TEST_DATABASE_REPLACEMENT, context.getClassLoader()).isEmpty()
				&& databases.isTestDatabaseManaged()) {
			return ConditionOutcome.match(message.because("the annotation of a test names one"));
		}
		String[] prefixes = Stream
			.concat(Stream.of("spring.datasource"), tools.stream().map(MigrationToolBeans::properties))
			.toArray(String[]::new);
		boolean managed = databases.anyManaged(prefixes);
		return new ConditionOutcome(managed,
				message.because(managed ? "a property names one" : "no property names one"));
	}

	/**
	 * Whether properties tell all databases of the context.
	 */
	private static boolean isConfigured(ConfigurableListableBeanFactory beanFactory, @Nullable ClassLoader classLoader,
			List<String> dataSources, List<MigrationToolBeans> tools) {
		List<String> decisive = new ArrayList<>(dataSources);
		decisive.addAll(names(beanFactory, SpringBootNames.CONNECTION_DETAILS, classLoader));
		List<String> makers = new ArrayList<>(CONFIGURED);
		for (MigrationToolBeans tool : tools) {
			decisive.addAll(names(beanFactory, tool.type(), classLoader));
			makers.add(tool.autoConfigurations());
		}
		return decisive.stream().allMatch((name) -> isMadeBy(makers, beanFactory, name));
	}

	private static boolean isMadeBy(List<String> makers, ConfigurableListableBeanFactory beanFactory, String name) {
		if (!beanFactory.containsBeanDefinition(name)
				|| !(beanFactory.getBeanDefinition(name) instanceof AnnotatedBeanDefinition definition)) {
			return false;
		}
		MethodMetadata factoryMethod = definition.getFactoryMethodMetadata();
		return factoryMethod != null && makers.stream().anyMatch(factoryMethod.getDeclaringClassName()::startsWith);
	}

	private static List<String> names(ConfigurableListableBeanFactory beanFactory, String type,
			@Nullable ClassLoader classLoader) {
		return ClassUtils.isPresent(type, classLoader)
				? List.of(beanFactory.getBeanNamesForType(ClassUtils.resolveClassName(type, classLoader), true, false))
				: List.of();
	}

}
