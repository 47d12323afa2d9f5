package io.github.pristinedb.shard;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.RepeatableContainers;
import org.springframework.util.ReflectionUtils;

/**
 * The test classes whose tests share something that is made once for the class, or that
 * rely on an order. Annotations are known by their names, since not every application has
 * all of them. Safe for use by several threads.
 */
final class WholeClasses {

	private static final String JUPITER = "org.junit.jupiter.api.";

	private static final Set<String> ON_METHODS = Set.of(JUPITER + "BeforeAll", JUPITER + "AfterAll");

	private static final Set<String> ON_CLASSES = Set.of(JUPITER + "TestMethodOrder", JUPITER + "ClassTemplate");

	private final Map<Class<?>, Optional<Class<?>>> known = new ConcurrentHashMap<>();

	private final boolean oneInstanceByDefault;

	/**
	 * Create the knowledge of a launch.
	 * @param oneInstanceByDefault whether all tests of a class have one instance of it,
	 * unless it says otherwise
	 */
	WholeClasses(boolean oneInstanceByDefault) {
		this.oneInstanceByDefault = oneInstanceByDefault;
	}

	/**
	 * The class that is not torn apart and that a class belongs to.
	 * @param type the class
	 * @return the outermost such class, {@code null} if there is none
	 */
	@Nullable Class<?> around(Class<?> type) {
		return this.known.computeIfAbsent(type, this::search).orElse(null);
	}

	private Optional<Class<?>> search(Class<?> type) {
		Class<?> whole = null;
		for (Class<?> each = type; each != null; each = outer(each)) {
			whole = isWhole(each) ? each : whole;
		}
		return Optional.ofNullable(whole);
	}

	/**
	 * The class around a {@code @Nested} one, whose methods for all tests are run for
	 * those of the nested class too.
	 */
	private static @Nullable Class<?> outer(Class<?> type) {
		return Modifier.isStatic(type.getModifiers()) ? null : type.getEnclosingClass();
	}

	private boolean isWhole(Class<?> type) {
		MergedAnnotations annotations = annotations(type);
		return ON_CLASSES.stream().anyMatch(annotations::isPresent)
				|| hasOneInstance(annotations.get(JUPITER + "TestInstance"))
				|| annotations.stream("org.springframework.test.context.jdbc.Sql")
					.anyMatch((sql) -> has(sql, "executionPhase", "BEFORE_TEST_CLASS")
							|| has(sql, "executionPhase", "AFTER_TEST_CLASS"))
				|| hasMethodForAll(type);
	}

	private boolean hasOneInstance(MergedAnnotation<?> instance) {
		return instance.isPresent() ? has(instance, "value", "PER_CLASS") : this.oneInstanceByDefault;
	}

	private static boolean hasMethodForAll(Class<?> type) {
		for (var method : ReflectionUtils.getAllDeclaredMethods(type)) {
			MergedAnnotations annotations = annotations(method);
			if (ON_METHODS.stream().anyMatch(annotations::isPresent)) {
				return true;
			}
		}
		return false;
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
