package io.github.pristinedb.shard;

import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.UniqueId;

/**
 * A test class at the place where it runs. A {@code @Nested} class runs inside each class
 * that inherits it, with that class's methods for all tests.
 *
 * @param name the name that the class would have if it were declared at that place
 * @param type the class
 * @param outer the class that runs around it, {@code null} if there is none
 */
record TestClass(String name, Class<?> type, @Nullable TestClass outer) {

	/**
	 * The class that runs a test.
	 * @param id the id of the test or class. In Jupiter it has all classes from the
	 * outermost to the innermost
	 * @param declared the class in the source of the test
	 * @return the class
	 */
	static TestClass of(UniqueId id, Class<?> declared) {
		TestClass innermost = null;
		for (UniqueId.Segment segment : id.getSegments()) {
			innermost = switch (segment.getType()) {
				case "class", "class-template", "fq-nested-class", "fq-nested-class-template" ->
					named(segment.getValue(), innermost);
				case "nested-class", "nested-class-template" ->
					(innermost != null) ? innermost.nested(segment.getValue()) : null;
				// A suite's engine has another engine within.
				case "engine" -> null;
				default -> innermost;
			};
		}
		return (innermost != null && innermost.type == declared) ? innermost : declared(declared);
	}

	private static @Nullable TestClass named(String name, @Nullable TestClass outer) {
		Class<?> type = ReflectionSupport.tryToLoadClass(name).toOptional().orElse(null);
		if (type == null) {
			return null;
		}
		return (outer != null) ? outer.with(type) : declared(type);
	}

	private @Nullable TestClass nested(String simpleName) {
		for (Class<?> declaring = this.type; declaring != null; declaring = declaring.getSuperclass()) {
			for (Class<?> member : declaring.getDeclaredClasses()) {
				if (member.getSimpleName().equals(simpleName)) {
					return with(member);
				}
			}
		}
		return null;
	}

	private TestClass with(Class<?> nested) {
		return new TestClass(this.name + "$" + nested.getSimpleName(), nested, this);
	}

	private static TestClass declared(Class<?> type) {
		Class<?> enclosing = Modifier.isStatic(type.getModifiers()) ? null : type.getEnclosingClass();
		return new TestClass(type.getName(), type, (enclosing != null) ? declared(enclosing) : null);
	}

}
