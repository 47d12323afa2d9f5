package io.github.pristinedb.engine.kit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.RowChange;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.engine.TableChanges;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.TemplateFacts;
import io.github.pristinedb.engine.TemplateStore;
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

	/**
	 * An engine whose sessions have a fault.
	 * @param engine the engine
	 * @param fault puts the fault in
	 * @return the engine in front
	 */
	static DatabaseEngine withSessions(DatabaseEngine engine, UnaryOperator<EngineSession> fault) {
		return in(DatabaseEngine.class, engine,
				Map.of("open", (arguments, right) -> fault.apply((EngineSession) Objects.requireNonNull(right.get()))));
	}

	/**
	 * A session whose scenario databases have a fault.
	 * @param session the session
	 * @param fault puts the fault in
	 * @return the session in front
	 */
	static EngineSession withDatabases(EngineSession session, UnaryOperator<ScenarioDatabase> fault) {
		return in(EngineSession.class, session, Map.of("create",
				(arguments, right) -> fault.apply((ScenarioDatabase) Objects.requireNonNull(right.get()))));
	}

	/**
	 * A session whose templates are found while they are built.
	 * @param session the session
	 * @return the session in front
	 */
	static EngineSession publishedEarly(EngineSession session) {
		Map<Fingerprint, Database> building = new ConcurrentHashMap<>();
		TemplateStore store = in(TemplateStore.class, session.templates(), Map.of("claim", (arguments, right) -> {
			Fingerprint fingerprint = (Fingerprint) arguments[0];
			TemplateStore.Claim claim = (TemplateStore.Claim) Objects.requireNonNull(right.get());
			return in(TemplateStore.Claim.class, claim, Map.of("scratch", (ignored, scratch) -> {
				Scratch made = (Scratch) Objects.requireNonNull(scratch.get());
				building.put(fingerprint, made.database());
				return made;
			}, "close", (ignored, close) -> {
				building.remove(fingerprint);
				return close.get();
			}));
		}, "find", (arguments, right) -> {
			Object found = right.get();
			Database built = building.get(arguments[0]);
			return (found != null || built == null) ? found : new Template((Fingerprint) arguments[0],
					session.copy(built), new TemplateFacts("a fault", 0, 0, null));
		}));
		return in(EngineSession.class, session, Map.of("templates", (arguments, right) -> store));
	}

	/**
	 * A session whose slots have a copy of the application's own URL.
	 * @param session the session
	 * @return the session in front
	 */
	static EngineSession copiedUrl(EngineSession session) {
		return in(EngineSession.class, session, Map.of("create",
				(arguments, right) -> in(ScenarioDatabase.class, (ScenarioDatabase) Objects.requireNonNull(right.get()),
						Map.of("database", (ignored, database) -> arguments[0])),
				"withOptions", (arguments, right) -> arguments[1]));
	}

	/**
	 * A session that tells one thing of the changed rows otherwise.
	 * @param session the session
	 * @param fault puts the fault into the changes
	 * @return the session in front
	 */
	static EngineSession otherChanges(EngineSession session, UnaryOperator<DatabaseChanges> fault) {
		return withDatabases(session, (database) -> in(ScenarioDatabase.class, database, Map.of("changes",
				(arguments, right) -> fault.apply((DatabaseChanges) Objects.requireNonNull(right.get())))));
	}

	/**
	 * The last row that differs is missed.
	 * @param changes the changes
	 * @return all others
	 */
	static DatabaseChanges missedRow(DatabaseChanges changes) {
		return ofLast(changes, (table) -> {
			List<RowChange> rows = table.rows();
			RowChange.Kind missed = rows.isEmpty() ? null : rows.get(rows.size() - 1).kind();
			return new TableChanges(table.table(), table.added() - ((missed == RowChange.Kind.ADDED) ? 1 : 0),
					table.removed() - ((missed == RowChange.Kind.REMOVED) ? 1 : 0),
					table.changed() - ((missed == RowChange.Kind.CHANGED) ? 1 : 0),
					rows.subList(0, Math.max(0, rows.size() - 1)), table.note());
		});
	}

	/**
	 * A changed cell of each changed row is taken for equal.
	 * @param changes the changes
	 * @return all but that cell
	 */
	static DatabaseChanges missedCell(DatabaseChanges changes) {
		return new DatabaseChanges(changes.tables()
			.stream()
			.map((table) -> new TableChanges(table.table(), table.added(), table.removed(), table.changed(),
					table.rows().stream().map(Faults::withoutLastCell).toList(), table.note()))
			.toList(), changes.incomplete());
	}

	private static RowChange withoutLastCell(RowChange row) {
		return (row.kind() == RowChange.Kind.CHANGED)
				? new RowChange(row.kind(), row.cells().subList(0, row.cells().size() - 1)) : row;
	}

	/**
	 * The rows of the last table are told of another one.
	 * @param changes the changes
	 * @return the same rows
	 */
	static DatabaseChanges otherTable(DatabaseChanges changes) {
		return ofLast(changes, (table) -> new TableChanges("another", table.added(), table.removed(), table.changed(),
				table.rows(), table.note()));
	}

	private static DatabaseChanges ofLast(DatabaseChanges changes, UnaryOperator<TableChanges> fault) {
		List<TableChanges> tables = new ArrayList<>(changes.tables());
		if (!tables.isEmpty()) {
			tables.set(tables.size() - 1, fault.apply(tables.get(tables.size() - 1)));
		}
		return new DatabaseChanges(tables, changes.incomplete());
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
