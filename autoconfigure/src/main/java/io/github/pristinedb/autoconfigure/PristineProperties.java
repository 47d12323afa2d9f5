package io.github.pristinedb.autoconfigure;

import java.util.List;

import io.github.pristinedb.scenario.Isolation;
import io.github.pristinedb.scenario.Keep;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Pristine manages the databases of tests.
 *
 * @param enabled whether databases are managed; without, everything is as if the starter
 * were absent
 * @param scenarioPrefixes how the name of a database starts that may be managed: for
 * SQLite the file name in the JDBC URL, in upper or lower case
 * @param workspace the directory for what is gone when the run ends; by default
 * target/pristine where there is a directory target, else a directory below the temporary
 * one
 * @param keep whose databases are kept when a scenario ends, in the directory kept of the
 * workspace: of those that failed, of all, or of none
 * @param keepMax how many databases are kept at the most
 * @param isolation how scenarios are kept apart, unless @PristineDatabase or a tag says
 * otherwise: each on a private database, or not at all
 * @param context how many application contexts there are for one configuration: one that
 * all workers share, or one for each worker
 * @param template the template
 */
@ConfigurationProperties("pristine")
public record PristineProperties(@DefaultValue("true") boolean enabled, @DefaultValue( {
		"scenario", "test" }) List<String> scenarioPrefixes, @Nullable String workspace,
		@DefaultValue("failed") Keep keep, @DefaultValue("10") int keepMax,
		@DefaultValue("database") Isolation isolation, @DefaultValue("shared") Context context,
		@DefaultValue Template template){

	/**
	 * How many application contexts there are for one configuration.
	 */
	public enum Context {

		/**
		 * One, which all workers share.
		 */
		SHARED,

		/**
		 * One for each worker, with its own port and singletons.
		 */
		PER_WORKER

	}

	static final List<String> SCENARIO_PREFIXES = List.of("scenario", "test");

	/**
	 * The template.
	 *
	 * @param cacheDir the directory where templates outlive the JVM, absolute, relative
	 * to the working directory, or starting with ~/; by default pristine/templates in
	 * $XDG_CACHE_HOME or ~/.cache
	 */
	public record Template(@Nullable String cacheDir) {

	}

}
