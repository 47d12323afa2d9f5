package io.github.pristinedb.jdbc;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.util.Objects;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.objenesis.SpringObjenesis;
import org.springframework.util.ReflectionUtils;

/**
 * Makes another object of an application's own subclass of a pool or data source, so that
 * the code of the application runs: what it does to each connection, for example. No
 * constructor is called, since it may want arguments, or connect.
 */
final class SubclassCopy {

	private static final SpringObjenesis objenesis = new SpringObjenesis();

	private SubclassCopy() {
	}

	/**
	 * Make a data source of the class of another one.
	 * @param <T> the class that the application has extended
	 * @param original the application's own, whose fields are copied as far as the
	 * application has added them
	 * @param base the class that the application has extended
	 * @param blank a new object of that class, which becomes a part of the copy and is
	 * not to be used any more
	 * @return the copy
	 * @throws IllegalStateException if the application's class keeps connections itself
	 */
	static <T extends DataSource> T of(T original, Class<T> base, T blank) {
		T copy = base.cast(objenesis.newInstance(original.getClass()));
		for (Class<?> type = original.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
			boolean added = type != base && base.isAssignableFrom(type);
			for (Field field : type.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers())) {
					ReflectionUtils.makeAccessible(field);
					copy(field, added ? original : blank, copy, added);
				}
			}
		}
		return copy;
	}

	private static void copy(Field field, Object from, Object to, boolean added) {
		Object value = ReflectionUtils.getField(field, from);
		if (added && (value instanceof Connection || leadsToTheSame(value, (DataSource) from))) {
			throw new IllegalStateException(
					"The field " + field.getName() + " of " + field.getDeclaringClass() + " keeps connections itself");
		}
		ReflectionUtils.setField(field, to, value);
	}

	private static boolean leadsToTheSame(@Nullable Object value, DataSource original) {
		return value instanceof DataSource other && other != original
				&& Objects.equals(DataSourceInspector.of(other).url(), DataSourceInspector.of(original).url());
	}

}
