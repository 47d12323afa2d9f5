package io.github.pristinedb.slot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

/**
 * The managed databases of all application contexts of this JVM. Static, since a context
 * that is started by hand inside a scenario looks for those of the scenario's context.
 */
public final class ManagedDatabases {

	private static final Set<ScenarioDatabases> all = ConcurrentHashMap.newKeySet();

	private ManagedDatabases() {
	}

	static void add(ScenarioDatabases databases) {
		all.add(databases);
	}

	static void remove(ScenarioDatabases databases) {
		all.remove(databases);
	}

	/**
	 * The databases that a scope has for a database of that place.
	 * @param scope the scope
	 * @param database the place
	 * @return the databases, {@code null} if none of the scope's contexts names it
	 */
	public static @Nullable ScenarioDatabases of(Scope scope, Database database) {
		for (ScenarioDatabases databases : all) {
			if (databases.model().database().equals(database) && scope.isIn(databases.context())) {
				return databases;
			}
		}
		return null;
	}

	/**
	 * The database that the application means, if a URL was derived from a managed data
	 * source and leads to one of its slots.
	 * @param managed the database that the URL names
	 * @return the database that is meant
	 */
	public static ManagedDatabase meantBy(ManagedDatabase managed) {
		for (ScenarioDatabases databases : all) {
			if (databases.hasSlotWith(managed.database())) {
				return databases.model();
			}
		}
		return managed;
	}

	/**
	 * Whether any database of a context or of its ancestors is managed.
	 * @param context the context
	 * @return whether there is one, as far as data sources have been made
	 */
	public static boolean existIn(ApplicationContext context) {
		return !in(context).isEmpty();
	}

	/**
	 * The scope whose state of a database this thread would find in a context. Never
	 * fails, and leases nothing.
	 * @param context the context
	 * @return the scope, {@code null} if it is the context's own database, or could be
	 * any
	 */
	public static @Nullable Scope isolatedScope(ApplicationContext context) {
		Scope scope = ScopeBinding.guess(context);
		if (scope != null) {
			for (ScenarioDatabases databases : in(context)) {
				if (databases.isolate(scope)) {
					return databases.shared(scope);
				}
			}
		}
		return null;
	}

	/**
	 * What a scope has done to its databases by now. To be called before the scope ends;
	 * never fails.
	 * @param scope the scope
	 * @param limits how much is looked for in each of them, {@code null} if rows are not
	 * to be compared
	 * @return the changes of each database that the scope has used, by name
	 */
	public static List<LeasedChanges> changes(Scope scope, @Nullable ChangeLimits limits) {
		return all.stream()
			.map((databases) -> databases.changes(scope, limits))
			.filter(Objects::nonNull)
			.sorted(Comparator.comparing(LeasedChanges::database))
			.toList();
	}

	/**
	 * The columns of tables in the databases of a scope. To be called before the scope
	 * ends; never fails.
	 * @param scope the scope
	 * @param tables the tables as statements write them
	 * @return the columns, in order, by table; nothing of a table that is unknown, or
	 * that could be any of several
	 */
	public static Map<String, List<String>> columns(Scope scope, Set<String> tables) {
		TableColumns columns = new TableColumns();
		if (!tables.isEmpty()) {
			all.forEach((databases) -> databases.readColumns(scope, tables, columns));
		}
		return columns.found();
	}

	/**
	 * Whether a scope has a state of a database to itself in a context.
	 * @param context the context
	 * @param scope the scope
	 * @return whether the context or an ancestor has a managed database that the scope
	 * does not share
	 */
	static boolean isolate(ApplicationContext context, Scope scope) {
		return in(context).stream().anyMatch((databases) -> databases.isolate(scope));
	}

	/**
	 * A scenario starts in a context.
	 * @param context the context
	 * @param scenario the scenario
	 * @return whether it goes on with the databases that the last one there had
	 */
	static boolean goOn(ApplicationContext context, Scope scenario) {
		List<ScenarioDatabases> managed = in(context);
		boolean goOn = !managed.isEmpty();
		for (ScenarioDatabases databases : managed) {
			goOn &= databases.goOn(scenario);
		}
		return goOn;
	}

	/**
	 * The start-up of a context is over. Scopes start from the present content of its
	 * databases and of those of its ancestors.
	 * @param context the context
	 */
	public static void startUpEnded(ApplicationContext context) {
		in(context).forEach(ScenarioDatabases::startUpEnded);
	}

	private static List<ScenarioDatabases> in(ApplicationContext context) {
		List<ScenarioDatabases> found = new ArrayList<>();
		for (ApplicationContext each = context; each != null; each = each.getParent()) {
			for (ScenarioDatabases databases : all) {
				if (databases.context() == each) {
					found.add(databases);
				}
			}
		}
		return found;
	}

}
