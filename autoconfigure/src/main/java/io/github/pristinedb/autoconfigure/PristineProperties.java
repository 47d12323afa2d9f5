package io.github.pristinedb.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.jdbc.SharingRules;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.slot.Keep;
import io.github.pristinedb.test.ContextMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * How Pristine manages the databases of tests.
 *
 * @param enabled whether Pristine manages databases. If not, they are migrated by Flyway
 * as without Pristine; configured seeds are still applied
 * @param scenarioPrefixes how the name of a database starts that may be managed: for
 * SQLite the file name in the JDBC URL, in upper or lower case
 * @param required whether a database of tests that is not managed is an error
 * @param shared the names of databases, or of data source beans, that tests share on
 * purpose: nothing is said of them, and pristine.required does not forbid them
 * @param workspace the directory for what is gone when the run ends; by default
 * target/pristine or build/pristine where there is a directory target or build, else a
 * directory below the temporary one
 * @param keep whose databases are kept when a scenario ends, in the directory kept of the
 * workspace: of those that failed, of all, or of none
 * @param keepMax how many databases of a run are kept at the most
 * @param isolation how scenarios are kept apart, unless @PristineDatabase or a tag says
 * otherwise: each on a private database, or in one transaction that is rolled back, or
 * all of a class or feature on one private database, or not at all
 * @param context how many application contexts there are for one configuration: one that
 * all workers share, or one for each worker
 * @param exclusiveContexts whether tests wait for each other that cannot share an
 * application context: those of one with mocks run one at a time, and none is closed by
 * {@code @DirtiesContext} while others use it
 * @param template the template
 */
@ConfigurationProperties("pristine")
public record PristineProperties(@DefaultValue("true") boolean enabled, @DefaultValue( {
		"scenario", "test" }) List<String> scenarioPrefixes, @DefaultValue("false") boolean required,
		@DefaultValue List<String> shared, @Nullable String workspace, @DefaultValue("failed") Keep keep,
		@DefaultValue("10") int keepMax, @DefaultValue("database") Isolation isolation,
		@DefaultValue("shared") ContextMode context, @DefaultValue("true") boolean exclusiveContexts,
		@DefaultValue Template template){

	static final List<String> SCENARIO_PREFIXES = List.of("scenario", "test");

	SharingRules sharing() {
		return new SharingRules(this.required, this.shared);
	}

	/**
	 * The template.
	 *
	 * @param cacheDir the directory where templates outlive the JVM, absolute, relative
	 * to the working directory, or starting with ~/; by default pristine/templates in
	 * $XDG_CACHE_HOME or ~/.cache
	 * @param buildTimeout how long to wait for another process that builds the template
	 * @param maxEntries how many templates are kept in the cache at the most; the least
	 * recently used are removed when another one is built
	 * @param maxAge how long a template is kept in the cache that nobody uses
	 * @param seed SQL scripts that put reference data into the template after the
	 * migration: Spring resource patterns, in order; those of one pattern run in the
	 * order of their paths. A script must be there unless the pattern starts with
	 * optional:
	 */
	public record Template(@Nullable String cacheDir, @DefaultValue("10m") Duration buildTimeout,
			@DefaultValue("100") int maxEntries, @DefaultValue("30d") Duration maxAge,
			@DefaultValue List<String> seed) {

		TemplateLimits limits() {
			require(isPositive(this.buildTimeout), "build-timeout", this.buildTimeout,
					"It is how long to wait for another process that builds the template, such as 10m.");
			require(this.maxEntries > 0, "max-entries", this.maxEntries,
					"It is a number of templates, and the one that is used now is always kept.");
			require(isPositive(this.maxAge), "max-age", this.maxAge,
					"It is how long a template is kept that nobody uses, such as 30d.");
			return new TemplateLimits(this.buildTimeout, this.maxEntries, this.maxAge);
		}

		private static boolean isPositive(Duration duration) {
			return !duration.isNegative() && !duration.isZero();
		}

		private static void require(boolean right, String name, Object value, String reason) {
			if (!right) {
				throw new InvalidConfigurationPropertyValueException("pristine.template." + name, value, reason);
			}
		}

	}

}
