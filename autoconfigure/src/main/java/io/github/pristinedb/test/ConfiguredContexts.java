package io.github.pristinedb.test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ActiveProfilesResolver;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestContextAnnotationUtils.AnnotationDescriptor;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.support.DefaultActiveProfilesResolver;
import org.springframework.test.context.support.TestPropertySourceUtils;

/**
 * What decides how many contexts there are for a test class, {@code pristine.context},
 * and whether tests wait for one, {@code pristine.exclusive-contexts}. Both have to be
 * known before there is a context: the application's configuration data is read for it.
 *
 * @param enabled whether Pristine manages databases; if not, the rest does not count
 * @param mode the value of {@code pristine.context}
 * @param exclusive the value of {@code pristine.exclusive-contexts}
 */
record ConfiguredContexts(boolean enabled, ContextMode mode, boolean exclusive) {

	private static final String ENABLED = "pristine.enabled";

	private static final String CONTEXT = "pristine.context";

	private static final String EXCLUSIVE = "pristine.exclusive-contexts";

	private static final Log logger = LogFactory.getLog(ConfiguredContexts.class);

	// Loading configuration data takes its time, and the TestContext framework asks for
	// each Cucumber scenario.
	private static final Map<List<String>, ConfiguredContexts> byProfiles = new ConcurrentHashMap<>();

	/**
	 * How many contexts there are for a test class.
	 * @param testClass the test class
	 * @return the mode
	 * @throws IllegalStateException if the property has no such value
	 */
	static ContextMode modeFor(Class<?> testClass) {
		ConfiguredContexts configured = of(testClass);
		return configured.enabled() ? configured.mode() : ContextMode.SHARED;
	}

	/**
	 * What is configured for a test class.
	 * @param testClass the test class
	 * @return the values
	 * @throws IllegalStateException if one of them cannot be read
	 */
	static ConfiguredContexts of(Class<?> testClass) {
		Binder inlined = new Binder(new MapConfigurationPropertySource(inlined(testClass)));
		return bind(inlined, byProfiles.computeIfAbsent(profiles(testClass), ConfiguredContexts::configured));
	}

	private static ConfiguredContexts bind(Binder binder, ConfiguredContexts defaults) {
		try {
			return new ConfiguredContexts(binder.bind(ENABLED, Boolean.class).orElse(defaults.enabled()),
					binder.bind(CONTEXT, ContextMode.class).orElse(defaults.mode()),
					binder.bind(EXCLUSIVE, Boolean.class).orElse(defaults.exclusive()));
		}
		catch (BindException ex) {
			ConfigurationProperty property = ex.getProperty();
			throw new IllegalStateException(
					"The property " + ex.getName() + " is '" + ((property != null) ? property.getValue() : null)
							+ "'. Set it to " + (CONTEXT.equals(ex.getName().toString())
									? "'shared' or to 'per-worker'." : "'true' or to 'false'."),
					ex);
		}
	}

	private static List<String> profiles(Class<?> testClass) {
		List<String> profiles = new ArrayList<>();
		AnnotationDescriptor<ActiveProfiles> descriptor = TestContextAnnotationUtils.findAnnotationDescriptor(testClass,
				ActiveProfiles.class);
		while (descriptor != null) {
			ActiveProfiles annotation = descriptor.getAnnotation();
			ActiveProfilesResolver resolver = (annotation.resolver() != ActiveProfilesResolver.class)
					? BeanUtils.instantiateClass(annotation.resolver()) : new DefaultActiveProfilesResolver();
			profiles.addAll(0, List.of(resolver.resolve(descriptor.getRootDeclaringClass())));
			descriptor = annotation.inheritProfiles() ? descriptor.next() : null;
		}
		return profiles;
	}

	/**
	 * The inlined properties, of which the nearest count. A composed annotation may bring
	 * some, beside those that stand at the class.
	 */
	private static Map<String, Object> inlined(Class<?> testClass) {
		MergedAnnotations annotations = MergedAnnotations.search(SearchStrategy.TYPE_HIERARCHY)
			.withEnclosingClasses(TestContextAnnotationUtils::searchEnclosingClass)
			.from(testClass);
		Map<String, Object> properties = new HashMap<>();
		Stream.of(TestPropertySource.class, SpringBootTest.class)
			.flatMap(annotations::stream)
			.map((annotation) -> annotation.getStringArray("properties"))
			.map(TestPropertySourceUtils::convertInlinedPropertiesToMap)
			.forEach((nearest) -> nearest.forEach(properties::putIfAbsent));
		return properties;
	}

	private static ConfiguredContexts configured(List<String> profiles) {
		StandardEnvironment environment = new StandardEnvironment();
		try {
			ConfigDataEnvironmentPostProcessor.applyTo(environment, null, null, profiles);
		}
		catch (RuntimeException ex) {
			// The context will say so better.
			logger.debug("The configuration data cannot be read", ex);
		}
		return bind(Binder.get(environment), new ConfiguredContexts(true, ContextMode.SHARED, true));
	}

}
