package io.github.pristinedb.engine.kit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Objects that do one thing otherwise than the object behind them.
 */
final class Faults {

	private Faults() {
	}

	/**
	 * Stand before an object.
	 * @param <T> the type
	 * @param type the interface
	 * @param target the object
	 * @param faults what is done otherwise, by the method's name
	 * @return the object in front
	 */
	static <T> T in(Class<T> type, T target, Map<String, Fault> faults) {
		return type.cast(Proxy.newProxyInstance(Faults.class.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> {
					Fault fault = faults.get(method.getName());
					Object[] given = (arguments != null) ? arguments : new Object[0];
					return (fault != null) ? fault.answer(given, () -> invoke(target, method, arguments))
							: invoke(target, method, arguments);
				}));
	}

	static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	/**
	 * What is done otherwise.
	 */
	@FunctionalInterface
	interface Fault {

		/**
		 * Answer a call.
		 * @param arguments its arguments
		 * @param right makes the right answer
		 * @return the answer
		 * @throws Throwable as the method may throw it
		 */
		@Nullable Object answer(Object[] arguments, RightAnswer right) throws Throwable;

	}

	/**
	 * The right answer.
	 */
	@FunctionalInterface
	interface RightAnswer {

		@Nullable Object get() throws Throwable;

	}

}
