package io.github.pristinedb.test;

import org.springframework.util.ClassUtils;

/**
 * What a test class is called in logs and file names.
 */
final class ReadableName {

	private ReadableName() {
	}

	/**
	 * The name of a class.
	 * @param testClass the class
	 * @return its name, without the package
	 */
	static String of(Class<?> testClass) {
		return of(testClass.getName());
	}

	/**
	 * The name of a class.
	 * @param className the fully qualified name
	 * @return its name, without the package
	 */
	static String of(String className) {
		return ClassUtils.getShortName(className);
	}

}
