package io.github.pristinedb.engine.kit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * Stands before an object and does one thing wrong.
 */
final class Faults {

	private Faults() {
	}

	static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

}
