package io.github.pristinedb.flyway;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.Configuration;

import org.springframework.util.StringUtils;

/**
 * Whether Flyway may take a file for a migration or a callback, by its name without a
 * folder. A little wider than Flyway: one file too many costs a build, one too few a
 * wrong template.
 */
final class ScriptFiles implements Predicate<String> {

	private static final Set<String> SCRIPT_EXTENSIONS = Set.of("", "cmd", "bat", "ps1", "py", "sh", "bash");

	private final String[] suffixes;

	private final Set<String> prefixes = new LinkedHashSet<>();

	ScriptFiles(Configuration configuration, FlywayScan scan) {
		this.suffixes = configuration.getSqlMigrationSuffixes();
		this.prefixes.add(configuration.getSqlMigrationPrefix());
		this.prefixes.add(configuration.getRepeatableSqlMigrationPrefix());
		this.prefixes.addAll(scan.resolverPrefixes());
		Stream.of(Event.values()).map(Event::getId).forEach(this.prefixes::add);
	}

	@Override
	public boolean test(String fileName) {
		if (fileName.isEmpty()) {
			// A folder of a jar.
			return false;
		}
		for (String suffix : this.suffixes) {
			if (StringUtils.endsWithIgnoreCase(fileName, suffix)) {
				return true;
			}
		}
		int dot = fileName.lastIndexOf('.');
		String extension = (dot != -1) ? fileName.substring(dot + 1) : "";
		return SCRIPT_EXTENSIONS.contains(extension.toLowerCase(Locale.ROOT))
				&& this.prefixes.stream().anyMatch(fileName::startsWith);
	}

}
