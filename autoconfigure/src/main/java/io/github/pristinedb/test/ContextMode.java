package io.github.pristinedb.test;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestPropertySource;

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
		ActiveProfiles profiles = TestContextAnnotationUtils.findMergedAnnotation(testClass, ActiveProfiles.class);
		return modes.computeIfAbsent((profiles != null) ? List.of(profiles.profiles()) : List.of(),
				ContextMode::configured);
	}

	private static @Nullable ContextMode inlined(Class<?> testClass) {
		SpringBootTest boot = TestContextAnnotationUtils.findMergedAnnotation(testClass, SpringBootTest.class);
		TestPropertySource source = TestContextAnnotationUtils.findMergedAnnotation(testClass,
				TestPropertySource.class);
		return Stream
			.concat(Stream.of((source != null) ? source.properties() : new String[0]),
					Stream.of((boot != null) ? boot.properties() : new String[0]))
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
