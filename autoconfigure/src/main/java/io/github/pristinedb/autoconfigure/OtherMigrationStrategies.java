package io.github.pristinedb.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * Migration strategies of the application. They step back behind that of Pristine.
 */
class OtherMigrationStrategies implements BeanFactoryPostProcessor {

	private final String own;

	private @Nullable String primary;

	OtherMigrationStrategies(String own) {
		this.own = own;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		for (String name : names(beanFactory)) {
			if (beanFactory.containsBeanDefinition(name)) {
				BeanDefinition definition = beanFactory.getBeanDefinition(name);
				if (definition.isPrimary()) {
					definition.setPrimary(false);
					this.primary = name;
				}
			}
		}
	}

	/**
	 * The strategy that Spring Boot would use if Pristine were absent.
	 * @param beanFactory the bean factory
	 * @param candidates all strategies but Pristine's own
	 * @return the strategy, or {@code null} if there is none
	 */
	@Nullable FlywayMigrationStrategy select(ListableBeanFactory beanFactory,
			ObjectProvider<FlywayMigrationStrategy> candidates) {
		if (this.primary != null) {
			return beanFactory.getBean(this.primary, FlywayMigrationStrategy.class);
		}
		return names(beanFactory).isEmpty() ? null : candidates.getObject();
	}

	private List<String> names(ListableBeanFactory beanFactory) {
		List<String> names = new ArrayList<>(
				Arrays.asList(beanFactory.getBeanNamesForType(FlywayMigrationStrategy.class, true, false)));
		names.remove(this.own);
		return names;
	}

}
