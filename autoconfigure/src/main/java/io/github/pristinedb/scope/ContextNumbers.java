package io.github.pristinedb.scope;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.context.ApplicationContext;

/**
 * Numbers that tell the application contexts of this JVM apart in events. Their own ids
 * are often the same. Static, since the numbers are the JVM's.
 */
public final class ContextNumbers {

	private static final Map<ApplicationContext, Integer> numbers = Collections.synchronizedMap(new WeakHashMap<>());

	private static final AtomicInteger last = new AtomicInteger();

	private ContextNumbers() {
	}

	/**
	 * The number of a context.
	 * @param context the context
	 * @return the number
	 */
	public static String of(ApplicationContext context) {
		return String.valueOf(numbers.computeIfAbsent(context, (key) -> last.incrementAndGet()));
	}

	/**
	 * The numbers of a context and its ancestors.
	 * @param context the context
	 * @return the numbers, separated by blanks
	 */
	public static String withAncestors(ApplicationContext context) {
		ApplicationContext parent = context.getParent();
		return (parent != null) ? of(context) + " " + withAncestors(parent) : of(context);
	}

}
