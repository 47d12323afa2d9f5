package io.github.pristinedb.autoconfigure;

import java.util.function.Predicate;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.jdbc.DataSourceInspector;
import io.github.pristinedb.jdbc.ScenarioDataSource;
import io.github.pristinedb.recipe.MigrationToolBeans;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

/**
 * Beans of a context that make the content of a database from nothing and keep a history
 * of it: those of migration tools, and Liquibase. Others, such as {@code schema.sql} or
 * Hibernate, may run on a copy of a ready-made database too.
 *
 * @param beanFactory where the beans are
 * @param guard knows the database that a URL names
 */
record MigrationTools(ConfigurableListableBeanFactory beanFactory, Guard guard) {

	private static final String LIQUIBASE = "liquibase.integration.spring.SpringLiquibase";

	/**
	 * Whether one of them migrates a database. No bean is made for the answer: Spring
	 * Boot makes these before all that works with a database, so one that is not there
	 * yet may be the one that asks.
	 * @param managed the database
	 * @return whether one does
	 */
	boolean migrate(ManagedDatabase managed) {
		for (MigrationToolBeans tool : SpringFactoriesLoader.loadFactories(MigrationToolBeans.class,
				MigrationTools.class.getClassLoader())) {
			if (any(tool.type(), (bean) -> isTo(tool.dataSource(bean), managed))) {
				return true;
			}
		}
		return any(LIQUIBASE,
				(bean) -> isTo(
						(DataSource) PropertyAccessorFactory.forBeanPropertyAccess(bean).getPropertyValue("dataSource"),
						managed));
	}

	private boolean any(String type, Predicate<Object> migrates) {
		ClassLoader classLoader = this.beanFactory.getBeanClassLoader();
		if (!ClassUtils.isPresent(type, classLoader)) {
			return false;
		}
		for (String name : this.beanFactory.getBeanNamesForType(ClassUtils.resolveClassName(type, classLoader), true,
				false)) {
			Object bean = this.beanFactory.containsSingleton(name) ? this.beanFactory.getSingleton(name) : null;
			if (bean == null || migrates.test(bean)) {
				return true;
			}
		}
		return false;
	}

	private boolean isTo(@Nullable DataSource dataSource, ManagedDatabase managed) {
		if (dataSource == null) {
			return false;
		}
		ScenarioDataSource scenarios = ScenarioDataSource.find(dataSource);
		return managed.equals((scenarios != null) ? scenarios.model()
				: this.guard.admit(DataSourceInspector.of(dataSource).access()));
	}

}
