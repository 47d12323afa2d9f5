package io.github.pristinedb.engine;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The rule that decides whether a database may be managed. Its own name starts with a
 * scenario prefix, in upper or lower case, or is {@linkplain Database#isGenerated()
 * generated}; and its place outlives a connection. Everything else is left exactly as it
 * is.
 */
public final class Guard {

	private final List<DatabaseEngine> engines;

	private final List<String> prefixes;

	private final Set<String> withoutGenerated;

	private final boolean rollingBack;

	/**
	 * Create a new guard, which admits all databases with generated names.
	 * @param engines the engines that are asked, in order, whose database a URL names
	 * @param prefixes the scenario prefixes; none of them is empty
	 */
	public Guard(List<DatabaseEngine> engines, List<String> prefixes) {
		this(engines, prefixes, Set.of(), false);
	}

	/**
	 * Create a new guard.
	 * @param engines the engines that are asked, in order, whose database a URL names
	 * @param prefixes the scenario prefixes; none of them is empty
	 * @param withoutGenerated the {@linkplain DatabaseEngine#name() names} of the engines
	 * whose databases with generated names are left as they are
	 * @param rollingBack whether each scenario is a transaction that is rolled back
	 */
	public Guard(List<DatabaseEngine> engines, List<String> prefixes, Set<String> withoutGenerated,
			boolean rollingBack) {
		this.engines = List.copyOf(engines);
		this.rollingBack = rollingBack;
		this.withoutGenerated = Set.copyOf(withoutGenerated);
		this.prefixes = prefixes.stream().map((prefix) -> prefix.toLowerCase(Locale.ROOT)).toList();
		if (this.prefixes.stream().anyMatch(String::isBlank)) {
			throw new IllegalArgumentException("A blank scenario prefix admits every database. Found: " + prefixes);
		}
	}

	/**
	 * Judge the database that an application connects to. No connection is opened.
	 * @param access how it connects, {@code null} if it is not known
	 * @return the database, or {@code null} if it is not to be managed
	 */
	public @Nullable ManagedDatabase admit(@Nullable Access access) {
		Located located = (access != null) ? locate(access) : null;
		return (located != null && refusal(located) == null)
				? new ManagedDatabase(located.engine(), located.database(), this.rollingBack) : null;
	}

	private @Nullable Located locate(Access access) {
		for (DatabaseEngine engine : this.engines) {
			Database database = engine.locate(access);
			if (database != null) {
				return new Located(engine, database);
			}
		}
		return null;
	}

	/**
	 * Why the database that an application connects to is not managed. No connection is
	 * opened.
	 * @param access how it connects
	 * @return the refusal, {@code null} if the database is managed, or if no engine knows
	 * its product
	 */
	public @Nullable Refusal refusal(Access access) {
		Located located = locate(access);
		return (located != null) ? refusal(located) : null;
	}

	private @Nullable Refusal refusal(Located located) {
		DatabaseEngine engine = located.engine();
		Database database = located.database();
		String reason = database.unmanageable();
		if (reason != null) {
			return Refusal.ofPlace(engine, database, reason);
		}
		if (database.isGenerated()) {
			return this.withoutGenerated.contains(engine.name()) ? Refusal.ofGenerated(engine, database) : null;
		}
		return startsWithPrefix(database) ? null
				: Refusal.ofName(engine, database, "name does not start with " + alternatives());
	}

	/**
	 * A JDBC URL as it stands in messages and logs.
	 * @param url the JDBC URL
	 * @return the URL without what may be secret
	 */
	public String readable(String url) {
		Located located = locate(Access.to(url));
		return (located != null) ? located.database().toString() : ReadableUrl.of(url);
	}

	/**
	 * A database that tests could use, for messages: one of the first engine, which is
	 * one whose driver is there if there is any.
	 * @param name how its name starts
	 * @return the suggestion
	 */
	public Suggestion suggestion(String name) {
		List<DatabaseEngine> candidates = this.engines.isEmpty() ? Engines.all(Guard.class.getClassLoader())
				: this.engines;
		return candidates.get(0).suggestion(name);
	}

	/**
	 * How the name of a managed database starts.
	 * @return the scenario prefixes, in lower case
	 */
	public List<String> prefixes() {
		return this.prefixes;
	}

	private String alternatives() {
		int last = this.prefixes.size() - 1;
		return (last < 1) ? String.join("", this.prefixes)
				: String.join(", ", this.prefixes.subList(0, last)) + " or " + this.prefixes.get(last);
	}

	private boolean startsWithPrefix(Database database) {
		String name = database.name().toLowerCase(Locale.ROOT);
		return this.prefixes.stream().anyMatch(name::startsWith);
	}

	/**
	 * A database, managed or not, and the engine that knows it.
	 *
	 * @param engine the engine
	 * @param database the database
	 */
	private record Located(DatabaseEngine engine, Database database) {

	}

}
