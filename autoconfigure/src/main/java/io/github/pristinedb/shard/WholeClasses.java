package io.github.pristinedb.shard;

import java.lang.reflect.AnnotatedElement;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.ReflectionSupport;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.RepeatableContainers;

import static org.junit.platform.commons.support.HierarchyTraversalMode.TOP_DOWN;

/**
 * Recognizes test classes whose tests share state of the class, or rely on an order.
 * Annotations are recognized by name, since not every application has all of them. Safe
 * for use by several threads.
 */
final class WholeClasses {

	private static final String JUPITER = "org.junit.jupiter.api.";

	private static final String CLASS_TEMPLATE = JUPITER + "ClassTemplate";

	private static final String JUNIT4 = "org.junit.";

	private static final Set<String> ON_CLASSES = Set.of(JUPITER + "TestMethodOrder", CLASS_TEMPLATE,
			JUNIT4 + "FixMethodOrder");

	private static final Set<String> ON_METHODS = Set.of(JUPITER + "BeforeAll", JUPITER + "AfterAll",
			JUNIT4 + "BeforeClass", JUNIT4 + "AfterClass", JUNIT4 + "ClassRule");

	private static final Set<String> ON_FIELDS = Set.of(JUNIT4 + "ClassRule");

	private final Map<Class<?>, Boolean> known = new ConcurrentHashMap<>();

	private final boolean oneInstanceByDefault;

	/**
	 * Create this for a launch.
	 * @param oneInstanceByDefault whether all tests of a class share one instance by
	 * default
	 */
	WholeClasses(boolean oneInstanceByDefault) {
		this.oneInstanceByDefault = oneInstanceByDefault;
	}

	/**
	 * The outermost class around a class that runs as a whole. A class's methods for all
	 * tests run for its nested classes too.
	 * @param type the class
	 * @return that class, {@code null} if there is none
	 */
	@Nullable TestClass around(TestClass type) {
		TestClass whole = null;
		for (TestClass each = type; each != null; each = each.outer()) {
			whole = this.known.computeIfAbsent(each.type(), this::isWhole) ? each : whole;
		}
		return whole;
	}

	/**
	 * Whether a class runs several times. Its tests are discovered with it, but are
	 * absent from the plan until it runs.
	 * @param type the class
	 * @return whether it is a class template, such as a parameterized class
	 */
	static boolean isTemplate(Class<?> type) {
		return isAny(Set.of(CLASS_TEMPLATE), type);
	}

	private boolean isWhole(Class<?> type) {
		return isAny(ON_CLASSES, type) || hasOneInstance(annotations(type).get(JUPITER + "TestInstance"))
				|| hasSqlForAll(type)
				|| !ReflectionSupport.findMethods(type, (method) -> isAny(ON_METHODS, method), TOP_DOWN).isEmpty()
				|| !ReflectionSupport.findFields(type, (field) -> isAny(ON_FIELDS, field), TOP_DOWN).isEmpty();
	}

	private static boolean isAny(Set<String> names, AnnotatedElement element) {
		return names.stream().anyMatch(annotations(element)::isPresent);
	}

	private static boolean hasSqlForAll(Class<?> type) {
		return annotations(type).stream("org.springframework.test.context.jdbc.Sql")
			.anyMatch((sql) -> has(sql, "executionPhase", "BEFORE_TEST_CLASS")
					|| has(sql, "executionPhase", "AFTER_TEST_CLASS"));
	}

	private boolean hasOneInstance(MergedAnnotation<?> instance) {
		return instance.isPresent() ? has(instance, "value", "PER_CLASS") : this.oneInstanceByDefault;
	}

	private static MergedAnnotations annotations(AnnotatedElement element) {
		return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY,
				RepeatableContainers.standardRepeatables());
	}

	private static boolean has(MergedAnnotation<?> annotation, String attribute, String constant) {
		return annotation.isPresent()
				&& annotation.getValue(attribute).map((value) -> value.toString().equals(constant)).orElse(false);
	}

}
