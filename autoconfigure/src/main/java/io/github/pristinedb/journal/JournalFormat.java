package io.github.pristinedb.journal;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.files.TabSeparated;

/**
 * Writes events as lines: time, name of the event and values, separated by tabs. The
 * record of an event defines the values, so a new event needs no code here.
 */
final class JournalFormat {

	private static final Map<String, EventType> types = new HashMap<>();

	static {
		for (Class<?> type : PristineEvent.class.getPermittedSubclasses()) {
			types.put(type.getSimpleName(), EventType.of(type));
		}
	}

	private JournalFormat() {
	}

	/**
	 * The line of an event.
	 * @param event the event
	 * @param at the time of the event, in nanoseconds since the journal was begun
	 * @return the line, with its end
	 * @throws IllegalArgumentException if the event lacks a value
	 */
	static String line(PristineEvent event, long at) {
		String name = event.getClass().getSimpleName();
		StringBuilder line = new StringBuilder(160).append(at).append('\t').append(name);
		EventType type = types.get(name);
		if (type == null) {
			throw new IllegalArgumentException("No event: " + event);
		}
		for (RecordComponent component : type.components()) {
			line.append('\t').append(TabSeparated.escape(String.valueOf(value(component, event))));
		}
		return line.append('\n').toString();
	}

	/**
	 * The event of a line.
	 * @param line the line, without its end
	 * @param start when the journal was begun, in nanoseconds since 1970
	 * @return the event
	 * @throws IllegalArgumentException if the line is no event
	 */
	static Journal.Entry entry(String line, long start) {
		String[] values = line.split("\t", -1);
		EventType type = (values.length > 1) ? types.get(values[1]) : null;
		if (type == null || values.length != type.components().length + 2) {
			throw new IllegalArgumentException("No event: " + line);
		}
		Object[] arguments = new Object[type.components().length];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = read(type.components()[i].getType(), TabSeparated.unescape(values[i + 2]));
		}
		try {
			return new Journal.Entry(start + Long.parseLong(values[0]),
					(PristineEvent) type.constructor().newInstance(arguments));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException("No event: " + line, ex);
		}
	}

	private static Object value(RecordComponent component, PristineEvent event) {
		try {
			Object value = component.getAccessor().invoke(event);
			if (value == null) {
				throw new IllegalArgumentException("No " + component.getName() + ": " + event);
			}
			return value;
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException("The values of a public record can be read", ex);
		}
	}

	private static Object read(Class<?> type, String text) {
		if (type == int.class) {
			return Integer.parseInt(text);
		}
		if (type == long.class) {
			return Long.parseLong(text);
		}
		if (type == boolean.class) {
			return Boolean.parseBoolean(text);
		}
		if (type.isEnum()) {
			return Stream.of(type.getEnumConstants())
				.filter((constant) -> constant.toString().equals(text))
				.findFirst()
				.orElseThrow(() -> new IllegalArgumentException("No " + type.getSimpleName() + ": " + text));
		}
		return text;
	}

	private record EventType(RecordComponent[] components, Constructor<?> constructor) {

		static EventType of(Class<?> type) {
			RecordComponent[] components = type.getRecordComponents();
			Class<?>[] parameters = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
			try {
				return new EventType(components, type.getDeclaredConstructor(parameters));
			}
			catch (NoSuchMethodException ex) {
				throw new IllegalStateException("Every record has its canonical constructor", ex);
			}
		}

	}

}
