package io.github.pristinedb.test;

import java.lang.reflect.Modifier;
import java.util.Optional;

import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scope.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
import org.junit.platform.engine.support.descriptor.DirectorySource;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.engine.support.descriptor.UriSource;
import org.junit.platform.launcher.TestIdentifier;

import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * What a test or container is, seen from where it is from and from what is around it.
 */
final class TestPlace {

	private TestPlace() {
	}

	/**
	 * What a test or container is.
	 * @param test the test or container
	 * @param around the container that it is in
	 * @return the kind
	 */
	static Kind kind(TestIdentifier test, @Nullable TestIdentifier around) {
		if (test.isTest()) {
			return Kind.SCENARIO;
		}
		boolean isFeature = isInFile(test) && (around == null || !isInFile(around));
		return (isFeature || source(test) instanceof ClassSource) ? Kind.TEST_CLASS : Kind.GROUP;
	}

	/**
	 * Whether a container is an inner class of the class around it, rather than a class
	 * in a suite or one invocation of a parameterized class.
	 * @param test the container
	 * @param around the container that it is in
	 * @return whether it is
	 */
	static boolean isNested(TestIdentifier test, TestIdentifier around) {
		Class<?> inner = javaClass(test);
		Class<?> outer = javaClass(around);
		Class<?> declaring = (inner != null) ? inner.getDeclaringClass() : null;
		return inner != null && outer != null && declaring != null && !Modifier.isStatic(inner.getModifiers())
				&& declaring.isAssignableFrom(outer);
	}

	/**
	 * A feature of Cucumber's, or a part of it.
	 */
	private static boolean isInFile(TestIdentifier test) {
		TestSource source = source(test);
		return source instanceof ClasspathResourceSource
				|| (source instanceof UriSource && !(source instanceof DirectorySource));
	}

	/**
	 * The line of its file that a test begins at, which its order in the file is told by.
	 * @param test the test or container
	 * @return the line, 0 if it is in no file or nobody tells
	 */
	static int line(TestIdentifier test) {
		TestSource source = source(test);
		Optional<FilePosition> position = Optional.empty();
		if (source instanceof ClasspathResourceSource resource) {
			position = resource.getPosition();
		}
		else if (source instanceof FileSource file) {
			position = file.getPosition();
		}
		return position.map(FilePosition::getLine).orElse(0);
	}

	/**
	 * The class that a container stands for.
	 * @param test the test or container
	 * @return the class, {@code null} if it stands for none
	 */
	static @Nullable Class<?> javaClass(TestIdentifier test) {
		try {
			return (source(test) instanceof ClassSource container) ? container.getJavaClass() : null;
		}
		catch (JUnitException ex) {
			// An engine may name a class that is not on the class path.
			return null;
		}
	}

	/**
	 * What the annotation of a class, or of a method, says. What is around it is asked
	 * for itself.
	 * @param test the test or container
	 * @return the isolation, {@code null} if there is no annotation
	 */
	static @Nullable Isolation annotated(TestIdentifier test) {
		PristineDatabase annotation = null;
		Class<?> javaClass = javaClass(test);
		if (javaClass != null) {
			annotation = AnnotatedElementUtils.findMergedAnnotation(javaClass, PristineDatabase.class);
		}
		else if (source(test) instanceof MethodSource method) {
			try {
				annotation = AnnotatedElementUtils.findMergedAnnotation(method.getJavaMethod(), PristineDatabase.class);
			}
			catch (JUnitException ex) {
				return null;
			}
		}
		return (annotation != null) ? annotation.isolation() : null;
	}

	private static @Nullable TestSource source(TestIdentifier test) {
		return test.getSource().orElse(null);
	}

}
