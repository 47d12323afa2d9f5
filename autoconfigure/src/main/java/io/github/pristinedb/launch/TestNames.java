package io.github.pristinedb.launch;

import java.util.Optional;

import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/**
 * Creates readable names of tests.
 */
public final class TestNames {

	private TestNames() {
	}

	/**
	 * The name of a test. A method is {@code Class.method}, with the display name of the
	 * invocation if there are several. Any other test has its display name.
	 * @param source the source of the test
	 * @param shown the display name
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
