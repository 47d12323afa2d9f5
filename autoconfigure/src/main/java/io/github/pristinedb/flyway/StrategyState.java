package io.github.pristinedb.flyway;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.template.FingerprintBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a migration strategy, and what a lambda expression has captured. A
 * strategy with fields may depend on all that its application context has.
 */
final class StrategyState {

	private final Object strategy;

	private final List<Field> fields = new ArrayList<>();

	StrategyState(Object strategy) {
		this.strategy = strategy;
		for (Class<?> type = strategy.getClass(); type != null; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers())) {
					this.fields.add(field);
				}
			}
		}
	}

	/**
	 * Whether there is no field.
	 * @return whether the class alone decides what the strategy does
	 */
	boolean isEmpty() {
		return this.fields.isEmpty();
	}

	/**
	 * Add the values that never change, and that have a name on every machine.
	 * @param fingerprint what they are added to
	 */
	void addTo(FingerprintBuilder fingerprint) {
		for (int i = 0; i < this.fields.size(); i++) {
			Field field = this.fields.get(i);
			if (Modifier.isFinal(field.getModifiers()) && field.trySetAccessible()) {
				Object value = value(field);
				if (value instanceof Enum<?> constant) {
					value = constant.name();
				}
				if (value instanceof String || value instanceof Boolean || value instanceof Character
						|| value instanceof Number) {
					fingerprint.add("strategy/field/" + i + "/" + field.getName(), value.toString());
				}
			}
		}
	}

	private @Nullable Object value(Field field) {
		try {
			return field.get(this.strategy);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
