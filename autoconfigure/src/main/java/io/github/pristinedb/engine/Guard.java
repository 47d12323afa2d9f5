package io.github.pristinedb.engine;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The rule that says whether a database may be managed at all: its own name starts with
 * one of the scenario prefixes, in upper or lower case, and it is a place that outlives a
 * connection. Everything else is left exactly as it is.
 */
public final class Guard {

	private static final Log logger = LogFactory.getLog(Guard.class);

	private final List<DatabaseEngine> engines;

	private final List<String> prefixes;

	private final Set<String> explained = ConcurrentHashMap.newKeySet();

	/**
	 * Create a new guard.
	 * @param engines the engines that are asked, in order, whose database a URL names
	 * @param prefixes the scenario prefixes; none of them is empty
	 */
	public Guard(List<DatabaseEngine> engines, List<String> prefixes) {
		this.engines = List.copyOf(engines);
		this.prefixes = prefixes.stream().map((prefix) -> prefix.toLowerCase(Locale.ROOT)).toList();
		if (this.prefixes.stream().anyMatch(String::isBlank)) {
			throw new IllegalArgumentException("A scenario prefix must not be blank: it would open the guard to any"
					+ " database. Found: " + prefixes);
		}
	}

	/**
	 * Judge the database that a JDBC URL names. No connection is opened.
	 * @param url the JDBC URL, {@code null} if it is not known
	 * @return the database, or {@code null} if it is not to be managed
	 */
	public @Nullable ManagedDatabase admit(@Nullable String url) {
		if (url == null) {
			return null;
		}
		for (DatabaseEngine engine : this.engines) {
			Database database = engine.locate(url);
			if (database != null) {
				return admits(database) ? new ManagedDatabase(engine, database) : null;
			}
		}
		return null;
	}

	/**
	 * Whether {@link #admit} admits what a property says, which need not be a URL. Says
	 * nothing to anybody.
	 * @param url what may be a JDBC URL
	 * @return whether it is that of a database to be managed
	 */
	public boolean wouldAdmit(String url) {
		return this.engines.stream()
			.map((engine) -> engine.locate(url))
			.filter(Objects::nonNull)
			.findFirst()
			.filter((database) -> database.unmanageable() == null && startsWithPrefix(database))
			.isPresent();
	}

	/**
	 * A database that nothing but its name keeps from being managed. No connection is
	 * opened.
	 * @param url the JDBC URL, {@code null} if it is not known
	 * @return the database, or {@code null} if the URL names no such one
	 */
	public @Nullable Database passedOver(@Nullable String url) {
		if (url == null) {
			return null;
		}
		return this.engines.stream()
			.map((engine) -> engine.locate(url))
			.filter(Objects::nonNull)
			.findFirst()
			.filter((database) -> database.unmanageable() == null && !startsWithPrefix(database))
			.orElse(null);
	}

	/**
	 * How the name of a managed database starts.
	 * @return the scenario prefixes, in lower case
	 */
	public List<String> prefixes() {
		return this.prefixes;
	}

	private boolean admits(Database database) {
		String reason = database.unmanageable();
		if (reason != null) {
			if (this.explained.add(database.url())) {
				logger.info("The database " + database + " is not managed because " + reason);
			}
			return false;
		}
		return startsWithPrefix(database);
	}

	private boolean startsWithPrefix(Database database) {
		String name = database.name().toLowerCase(Locale.ROOT);
		return this.prefixes.stream().anyMatch(name::startsWith);
	}

}
