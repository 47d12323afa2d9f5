package io.github.pristinedb.test;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.github.pristinedb.test.ContextClaim.Access;
import io.github.pristinedb.test.ContextClaim.Level;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.BootstrapUtils;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * What a test class and its tests demand of their application context and its ancestors.
 * A class that closes its context anywhere has it alone from the start: while it runs,
 * its tests change what the context is then closed for, and a class that has its context
 * together with others could wait for them at its end, but not for another one that does
 * the same.
 *
 * @param testClass the test class
 * @param contexts what tells its context and the ancestors from others, the root first
 * @param closes how far a test of the class, or of a class nested in it, closes contexts
 */
record ContextDemands(Class<?> testClass, List<MergedContextConfiguration> contexts, Set<HierarchyMode> closes) {

	private static final String BEAN_OVERRIDES = "org.springframework.test.context.bean.override.BeanOverrideContextCustomizer";

	/**
	 * The demands of a test class. Nothing is loaded.
	 * @param testClass the test class
	 * @return the demands
	 */
	static ContextDemands of(Class<?> testClass) {
		Deque<MergedContextConfiguration> contexts = new ArrayDeque<>();
		MergedContextConfiguration context = BootstrapUtils.resolveTestContextBootstrapper(testClass)
			.buildMergedContextConfiguration();
		for (MergedContextConfiguration each = context; each != null; each = each.getParent()) {
			contexts.push(each);
		}
		return new ContextDemands(testClass, List.copyOf(contexts), closes(testClass));
	}

	private static Set<HierarchyMode> closes(Class<?> testClass) {
		Set<HierarchyMode> modes = EnumSet.noneOf(HierarchyMode.class);
		DirtiesContext ofClass = TestContextAnnotationUtils.findMergedAnnotation(testClass, DirtiesContext.class);
		if (ofClass != null) {
			modes.add(ofClass.hierarchyMode());
		}
		MetadataLookup<DirtiesContext> lookup = ContextDemands::ofMethod;
		Collection<DirtiesContext> ofMethods = MethodIntrospector.selectMethods(testClass, lookup).values();
		ofMethods.forEach((annotation) -> modes.add(annotation.hierarchyMode()));
		for (Class<?> type = testClass; type != null; type = type.getSuperclass()) {
			for (Class<?> member : type.getDeclaredClasses()) {
				if (!Modifier.isStatic(member.getModifiers())) {
					modes.addAll(closes(member));
				}
			}
		}
		return modes;
	}

	private static @Nullable DirtiesContext ofMethod(Method method) {
		return AnnotatedElementUtils.findMergedAnnotation(method, DirtiesContext.class);
	}

	/**
	 * The context of the class itself.
	 */
	MergedContextConfiguration context() {
		return this.contexts.get(this.contexts.size() - 1);
	}

	/**
	 * Whether the context is closed between tests of the class, so that an instance for
	 * one may be made while another one closes it.
	 */
	boolean closeContextsBetweenTests() {
		return !this.closes.isEmpty();
	}

	/**
	 * What it takes that nobody closes the context while an instance is made.
	 */
	List<ContextClaim> ofAnInstance() {
		return this.contexts.stream().map((each) -> new ContextClaim(each, Level.TEST, Access.SHARED)).toList();
	}

	/**
	 * What the class claims while it lasts.
	 */
	List<ContextClaim> ofClass() {
		return claims(Level.CLASS, this.closes);
	}

	/**
	 * What a test of the class claims.
	 * @param method the test method, {@code null} if the test has none
	 */
	List<ContextClaim> ofTest(@Nullable Method method) {
		DirtiesContext ofMethod = (method != null) ? ofMethod(method) : null;
		DirtiesContext ofClass = TestContextAnnotationUtils.findMergedAnnotation(this.testClass, DirtiesContext.class);
		Set<HierarchyMode> modes = EnumSet.noneOf(HierarchyMode.class);
		if (ofMethod != null) {
			modes.add(ofMethod.hierarchyMode());
		}
		if (ofClass != null && (ofClass.classMode() == ClassMode.BEFORE_EACH_TEST_METHOD
				|| ofClass.classMode() == ClassMode.AFTER_EACH_TEST_METHOD)) {
			modes.add(ofClass.hierarchyMode());
		}
		return claims(Level.TEST, modes);
	}

	private List<ContextClaim> claims(Level level, Set<HierarchyMode> closes) {
		List<ContextClaim> claims = new ArrayList<>();
		for (MergedContextConfiguration each : this.contexts) {
			// A context is closed with all of its descendants, which hold it as well.
			boolean closed = (closes.contains(HierarchyMode.EXHAUSTIVE) && each == this.contexts.get(0))
					|| (closes.contains(HierarchyMode.CURRENT_LEVEL) && each == context());
			claims.add(new ContextClaim(each, level,
					closed ? Access.CLOSES : hasMocks(each) ? Access.MOCKS : Access.SHARED));
		}
		return claims;
	}

	/**
	 * Bean overrides are part of the configuration. The class of their customizer is not
	 * public.
	 */
	private static boolean hasMocks(MergedContextConfiguration context) {
		return LoadedContexts.haveMocks(context) || context.getContextCustomizers()
			.stream()
			.anyMatch((customizer) -> customizer.getClass().getName().equals(BEAN_OVERRIDES));
	}

}
