package io.github.pristinedb.report;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Counts the bytes of an object and of all that it refers to, as a JVM of 64 bits with
 * compressed references lays them out. What the JDK's classes hide is computed from what
 * they hold, so the figure is the same on each machine.
 */
final class RetainedBytes {

	private static final int REFERENCE = 4;

	private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Deque<Object> waiting = new ArrayDeque<>();

	private RetainedBytes() {
	}

	static long of(Object root) throws IllegalAccessException {
		RetainedBytes counter = new RetainedBytes();
		counter.add(root);
		long bytes = 0;
		while (!counter.waiting.isEmpty()) {
			bytes += counter.count(counter.waiting.remove());
		}
		return bytes;
	}

	private void add(Object object) {
		if (object != null && !(object instanceof Enum) && this.seen.add(object)) {
			this.waiting.add(object);
		}
	}

	private long count(Object object) throws IllegalAccessException {
		if (object instanceof String text) {
			boolean latin = text.chars().allMatch((each) -> each < 256);
			return 24 + array(text.length(), latin ? 1 : 2);
		}
		if (object instanceof Number) {
			return (object instanceof Long || object instanceof Double) ? 24 : 16;
		}
		if (object instanceof Map<?, ?> map) {
			map.forEach((key, value) -> {
				add(key);
				add(value);
			});
			// A node, and its place in a table that is half full.
			return 48 + map.size() * ((map instanceof SortedMap) ? 40L : 32L + 2 * REFERENCE);
		}
		if (object instanceof Collection<?> collection) {
			collection.forEach(this::add);
			return 24 + ((collection instanceof Set) ? collection.size() * (32L + 2 * REFERENCE)
					: array(collection.size(), REFERENCE));
		}
		if (object.getClass().isArray()) {
			return array(object);
		}
		if (!object.getClass().getName().startsWith("io.github.pristinedb.")) {
			throw new IllegalStateException("Of unknown size: " + object.getClass());
		}
		return fields(object);
	}

	private long array(Object array) {
		if (array instanceof Object[] elements) {
			for (Object element : elements) {
				add(element);
			}
		}
		return array(Array.getLength(array), size(array.getClass().getComponentType()));
	}

	private long fields(Object object) throws IllegalAccessException {
		long bytes = 12;
		for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers())) {
					bytes += size(field.getType());
					if (!field.getType().isPrimitive()) {
						field.setAccessible(true);
						add(field.get(object));
					}
				}
			}
		}
		return align(bytes);
	}

	private static long array(int length, int size) {
		return align(16 + (long) length * size);
	}

	private static int size(Class<?> type) {
		if (type == long.class || type == double.class) {
			return 8;
		}
		if (type == boolean.class || type == byte.class) {
			return 1;
		}
		return (type == char.class || type == short.class) ? 2 : REFERENCE;
	}

	private static long align(long bytes) {
		return (bytes + 7) / 8 * 8;
	}

}
