package io.github.pristinedb.launch;

import java.util.Optional;

import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/**
 * Readable names of tests.
 */
public final class TestNames {

	private TestNames() {
	}

	/**
	 * The name of a test: for a method {@code Class.method}, and what tells one
	 * invocation from another; else the name that the engine shows.
	 * @param source where the test is from
	 * @param shown the name that the engine shows
	 * @return the name
	 */
	public static String of(Optional<TestSource> source, String shown) {
		if (source.orElse(null) instanceof MethodSource method) {
			String className = method.getClassName();
			String name = className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1)
					+ "." + method.getMethodName();
			return shown.startsWith(method.getMethodName() + "(") ? name : name + " " + shown;
		}
		return shown;
	}

}
