package io.github.pristinedb.test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import io.github.pristinedb.slot.ManagedDatabases;
import org.jspecify.annotations.Nullable;
import org.mockito.Mockito;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.util.ClassUtils;

/**
 * What is known of an application context once it was loaded: whether there are mocks
 * among its beans that no bean override put there, and whether it has or names a managed
 * database. Kept by configuration, so that it is known before the next class uses the
 * context, or loads it again. Static, as the contexts are the JVM's.
 */
final class LoadedContexts {

	private static final boolean MOCKITO = ClassUtils.isPresent("org.mockito.Mockito",
			LoadedContexts.class.getClassLoader());

	private static final Set<MergedContextConfiguration> known = ConcurrentHashMap.newKeySet();

	private static final Set<MergedContextConfiguration> withMocks = ConcurrentHashMap.newKeySet();

	private static final Set<MergedContextConfiguration> unmanaged = ConcurrentHashMap.newKeySet();

	private LoadedContexts() {
	}

	/**
	 * Whether a context was found to have mocks.
	 * @param configuration the configuration of the context
	 * @return whether it was; not if it was never loaded
	 */
	static boolean haveMocks(MergedContextConfiguration configuration) {
		return withMocks.contains(configuration);
	}

	/**
	 * Whether a context was found to have no managed database.
	 * @param configuration the configuration of the context
	 * @return whether it was; not if it was never loaded
	 */
	static boolean areUnmanaged(MergedContextConfiguration configuration) {
		return unmanaged.contains(configuration);
	}

	/**
	 * Look at a context and its ancestors, if nobody has yet.
	 * @param configurations the configurations of all of them, the root first
	 * @param context the context
	 */
	static synchronized void look(List<MergedContextConfiguration> configurations, ApplicationContext context) {
		MergedContextConfiguration own = configurations.get(configurations.size() - 1);
		if (!known.add(own)) {
			return;
		}
		ApplicationContext each = context;
		for (int level = configurations.size() - 1; level >= 0 && each != null; level--) {
			if (hasMocks(each)) {
				withMocks.add(configurations.get(level));
			}
			each = each.getParent();
		}
		if (!ManagedDatabases.existIn(context) && !isOfAManagedSuite(context) && allDataSourcesAreMade(context)) {
			unmanaged.add(own);
		}
	}

	private static @Nullable ConfigurableListableBeanFactory beans(ApplicationContext context) {
		return (context instanceof ConfigurableApplicationContext configurable) ? configurable.getBeanFactory() : null;
	}

	/**
	 * A slice without a database has mocks too, and the tests of its suite run side by
	 * side.
	 */
	private static boolean isOfAManagedSuite(ApplicationContext context) {
		return context.containsBean(TestContextMarker.BEAN_NAME)
				&& context.getBean(TestContextMarker.BEAN_NAME, TestContextMarker.class).isOfAManagedSuite();
	}

	/**
	 * A lazy one may yet turn out to be managed.
	 */
	private static boolean allDataSourcesAreMade(ApplicationContext context) {
		for (ApplicationContext each = context; each != null; each = each.getParent()) {
			ConfigurableListableBeanFactory beans = beans(each);
			if (beans != null) {
				for (String name : beans.getBeanNamesForType(DataSource.class, false, false)) {
					if (!beans.containsSingleton(name)) {
						return false;
					}
				}
			}
		}
		return true;
	}

	private static boolean hasMocks(ApplicationContext context) {
		ConfigurableListableBeanFactory beans = beans(context);
		if (beans == null) {
			return false;
		}
		if (beans.getBeanNamesForType(MockRestServiceServer.class, false, false).length > 0) {
			return true;
		}
		if (MOCKITO) {
			for (String name : beans.getSingletonNames()) {
				Object bean = beans.getSingleton(name);
				if (bean != null && MockitoMocks.contain(bean)) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Apart, since Mockito may be missing.
	 */
	private static final class MockitoMocks {

		private static boolean contain(Object bean) {
			try {
				return Mockito.mockingDetails(bean).isMock();
			}
			catch (RuntimeException | LinkageError ex) {
				// Where it does not work there are no mocks.
				return false;
			}
		}

	}

}
