package io.github.pristinedb.tape;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import io.github.pristinedb.scope.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The tapes of the scopes that have asked for a database. Static, since a scope may have
 * databases in several application contexts, and has one tape.
 */
public final class Tapes {

	private static final Map<Scope, Tape> tapes = Collections.synchronizedMap(new WeakHashMap<>());

	private Tapes() {
	}

	/**
	 * The tape of a scope, which begins now if the scope has none.
	 * @param scope the scope
	 * @param settings the settings of the context that the scope asks in; those of the
	 * first one count
	 * @return the tape, {@code null} if nothing is told of any scenario
	 */
	public static @Nullable Tape of(Scope scope, RecordingSettings settings) {
		return settings.isOn() ? tapes.computeIfAbsent(scope, (added) -> new Tape(settings)) : null;
	}

	/**
	 * The tape that a scope has already.
	 * @param scope the scope
	 * @return the tape, {@code null} if there is none
	 */
	public static @Nullable Tape find(Scope scope) {
		return tapes.get(scope);
	}

	/**
	 * Take the tape of a scope that has ended.
	 * @param scope the scope
	 * @return the tape, {@code null} if there is none
	 */
	public static @Nullable Tape remove(Scope scope) {
		return tapes.remove(scope);
	}

}
