package io.github.pristinedb.flyway;

import java.util.Arrays;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.resource.ResourceName;
import org.flywaydb.core.internal.resource.ResourceNameParser;
import org.jspecify.annotations.Nullable;

/**
 * The meaning that Flyway gives to the name of a file. Flyway's own parser reads it. The
 * parser is internal, like the classes that {@link FlywayScan} uses.
 *
 * @param kind what it is
 * @param version of a versioned migration
 * @param event of a callback
 */
record ScriptName(Kind kind, @Nullable MigrationVersion version, @Nullable Event event) {

	/**
	 * Read a name.
	 * @param fileName the name, without a folder
	 * @param parser Flyway's parser
	 * @param configuration its configuration
	 * @return what it says
	 */
	static ScriptName of(String fileName, ResourceNameParser parser, Configuration configuration) {
		if (Arrays.stream(configuration.getSqlMigrationSuffixes()).noneMatch(fileName::endsWith)) {
			return of(Kind.UNKNOWN);
		}
		ResourceName name = parser.parse(fileName);
		if (!name.isValid()) {
			return of(Kind.IGNORED);
		}
		String prefix = name.getPrefix();
		if (prefix.equals(configuration.getSqlMigrationPrefix())) {
			return new ScriptName(Kind.VERSIONED, name.getVersion(), null);
		}
		if (prefix.equals(configuration.getRepeatableSqlMigrationPrefix())) {
			return of(Kind.REPEATABLE);
		}
		Event event = Event.fromId(prefix);
		return (event != null) ? new ScriptName(Kind.CALLBACK, null, event) : of(Kind.UNKNOWN);
	}

	private static ScriptName of(Kind kind) {
		return new ScriptName(kind, null, null);
	}

	/**
	 * What a file can be.
	 */
	enum Kind {

		/**
		 * A migration that runs once, in the order of the versions.
		 */
		VERSIONED,

		/**
		 * A migration that runs after all versioned ones.
		 */
		REPEATABLE,

		/**
		 * A callback.
		 */
		CALLBACK,

		/**
		 * Named in a way that Flyway passes over.
		 */
		IGNORED,

		/**
		 * Something else that Flyway may run: a baseline migration, a shell script.
		 */
		UNKNOWN

	}

}
