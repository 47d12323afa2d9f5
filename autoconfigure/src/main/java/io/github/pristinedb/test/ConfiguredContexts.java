package io.github.pristinedb.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
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

/**
 * How many contexts there are for one configuration: the value of
 * {@code pristine.context}.
 */
enum ContextMode {

	/**
	 * One, which all workers share.
	 */
	SHARED,

	/**
	 * One for each worker.
	 */
	PER_WORKER;

	private static final String PROPERTY = "pristine.context";

	private static final Log logger = LogFactory.getLog(ContextMode.class);

	// Loading configuration data takes its time, and the TestContext framework asks for
	// each Cucumber scenario.
	private static final Map<List<String>, ContextMode> modes = new ConcurrentHashMap<>();

	/**
	 * The mode for a test class. It decides which context is loaded, so it has to be
	 * known before there is one: the application's configuration data is read for it.
	 * @param testClass the test class
	 * @return the mode
	 */
	static ContextMode of(Class<?> testClass) {
		ContextMode inlined = inlined(testClass);
		if (inlined != null) {
			return inlined;
		}
		return modes.computeIfAbsent(profiles(testClass), ContextMode::configured);
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
	 * The nearest inlined property. A composed annotation may bring some, beside those
	 * that stand at the class.
	 */
	private static @Nullable ContextMode inlined(Class<?> testClass) {
		MergedAnnotations annotations = MergedAnnotations.search(SearchStrategy.TYPE_HIERARCHY)
			.withEnclosingClasses(TestContextAnnotationUtils::searchEnclosingClass)
			.from(testClass);
		return Stream.of(TestPropertySource.class, SpringBootTest.class)
			.flatMap(annotations::stream)
			.flatMap((annotation) -> Stream.of(annotation.getStringArray("properties")))
			.flatMap(String::lines)
			.map(String::strip)
			.filter((property) -> property.startsWith(PROPERTY))
			.map((property) -> property.substring(PROPERTY.length()).replaceFirst("^\\s*[=:]?\\s*", ""))
			.findFirst()
			.map(ContextMode::parse)
			.orElse(null);
	}

	private static ContextMode configured(List<String> profiles) {
		StandardEnvironment environment = new StandardEnvironment();
		try {
			ConfigDataEnvironmentPostProcessor.applyTo(environment, null, null, profiles);
		}
		catch (RuntimeException ex) {
			// The context will say so better.
			logger.debug("The configuration data cannot be read", ex);
		}
		return parse(Binder.get(environment).bind(PROPERTY, String.class).orElse("shared"));
	}

	private static ContextMode parse(String value) {
		return switch (value.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "")) {
			case "shared" -> SHARED;
			case "perworker" -> PER_WORKER;
			default -> throw new IllegalStateException(
					"The property " + PROPERTY + " is '" + value + "'. Set it to 'shared' or to 'per-worker'.");
		};
	}

}
