package io.github.pristinedb.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.pristinedb.engine.sqlite.SqliteEngine;
import org.jspecify.annotations.Nullable;

import org.springframework.core.PriorityOrdered;

/**
 * SQLite as another engine, some of whose methods answer otherwise.
 */
public final class AlteredSqlite {

	private AlteredSqlite() {
	}

	/**
	 * An engine that is asked before SQLite's own.
	 * @param name its name, which no other engine of the run has: sessions are the run's
	 * @param session what becomes of SQLite's session
	 * @return the engine, to be a bean
	 */
	public static DatabaseEngine engine(String name, UnaryOperator<EngineSession> session) {
		SqliteEngine sqlite = new SqliteEngine();
		return in(sqlite,
				Map.of("name", (arguments) -> name, "getOrder", (arguments) -> 0, "open",
						(arguments) -> session.apply(sqlite.open((Database) arguments[0], (Places) arguments[1]))),
				DatabaseEngine.class, PriorityOrdered.class);
	}

	/**
	 * A session, some of whose methods answer otherwise.
	 * @param session the session
	 * @param answers the answers by the names of the methods
	 * @return the other session
	 */
	public static EngineSession session(EngineSession session, Map<String, Answer> answers) {
		return in(session, answers, EngineSession.class);
	}

	@SuppressWarnings("unchecked")
	private static <T> T in(T target, Map<String, Answer> answers, Class<?>... types) {
		return (T) Proxy.newProxyInstance(AlteredSqlite.class.getClassLoader(), types, (proxy, method, arguments) -> {
			Answer answer = answers.get(method.getName());
			try {
				return (answer != null) ? answer.to(arguments) : method.invoke(target, arguments);
			}
			catch (InvocationTargetException ex) {
				throw ex.getCause();
			}
		});
	}

	/**
	 * What a method answers in the place of another one.
	 */
	@FunctionalInterface
	public interface Answer {

		/**
		 * Answer a call.
		 * @param arguments the arguments, {@code null} if the method has none
		 * @return the answer
		 */
		@Nullable Object to(Object[] arguments);

	}

}
