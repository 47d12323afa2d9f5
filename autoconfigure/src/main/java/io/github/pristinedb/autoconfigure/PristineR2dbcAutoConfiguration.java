package io.github.pristinedb.autoconfigure;

import io.github.pristinedb.jdbc.ReactiveConnections;
import io.github.pristinedb.test.TestContextMarker;
import io.r2dbc.spi.ConnectionFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration of what tells that tests share the databases of R2DBC. Also where
 * the application has no JDBC at all.
 */
@AutoConfiguration
@Conditional(OnTestRunCondition.class)
@ConditionalOnClass(ConnectionFactory.class)
@ConditionalOnBooleanProperty(name = "pristine.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PristineProperties.class)
public final class PristineR2dbcAutoConfiguration {

	@Bean
	static BeanFactoryPostProcessor pristineReactiveConnections(ConfigurableApplicationContext context,
			ObjectProvider<PristineProperties> properties) {
		return (beanFactory) -> {
			if (beanFactory.containsSingleton(TestContextMarker.BEAN_NAME)) {
				beanFactory
					.addBeanPostProcessor(new ReactiveConnections(context, () -> properties.getObject().sharing()));
			}
		};
	}

}
