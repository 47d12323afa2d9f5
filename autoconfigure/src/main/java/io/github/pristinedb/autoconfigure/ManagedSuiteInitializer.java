package io.github.pristinedb.autoconfigure;

import io.github.pristinedb.scope.TestRun;
import io.github.pristinedb.test.TestContextMarker;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Marks the test contexts whose configuration names a managed database. A slice such as
 * {@code @WebMvcTest} has no data source and none of Pristine's auto-configuration, but
 * its mocks belong to a suite whose tests run side by side.
 */
final class ManagedSuiteInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		if (TestRun.hasBegun()) {
			// Only then all properties are there, and the marker.
			BeanFactoryPostProcessor decision = (beanFactory) -> decide(beanFactory, context);
			context.addBeanFactoryPostProcessor(decision);
		}
	}

	private static void decide(ConfigurableListableBeanFactory beanFactory, ConfigurableApplicationContext context) {
		if (beanFactory.getSingleton(TestContextMarker.BEAN_NAME) instanceof TestContextMarker marker) {
			ConfiguredDatabases databases = new ConfiguredDatabases(context.getEnvironment(), context.getClassLoader());
			if (databases.anyManaged("spring.datasource") || databases.isDefaultManaged() || databases.isBrought()) {
				marker.belongsToAManagedSuite();
			}
		}
	}

}
