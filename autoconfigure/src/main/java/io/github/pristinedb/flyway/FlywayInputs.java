package io.github.pristinedb.flyway;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.pristinedb.template.ClassFiles;
import io.github.pristinedb.template.FingerprintBuilder;
import io.github.pristinedb.template.NoFingerprintException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resolver.MigrationResolver;
import org.jspecify.annotations.Nullable;

/**
 * What of a Flyway configuration decides the content of the database it migrates: the
 * version of Flyway, its scripts, its Java code, and its settings. The inputs are
 * <table>
 * <caption>Names and values</caption>
 * <tr>
 * <th>name</th>
 * <th>value</th>
 * </tr>
 * <tr>
 * <td>{@code flyway/version}</td>
 * <td>of Flyway</td>
 * </tr>
 * <tr>
 * <td>{@code flyway/setting/<property>}</td>
 * <td>a property of {@link Configuration}, as in {@code flyway/setting/table}</td>
 * </tr>
 * <tr>
 * <td>{@code flyway/setting/<extension>.<property>}</td>
 * <td>a property of an extension, as in
 * {@code flyway/setting/BaselineMigrationConfigurationExtension.baselineMigrationPrefix}</td>
 * </tr>
 * <tr>
 * <td>{@code flyway/placeholder/<name>}</td>
 * <td>what it is replaced with</td>
 * </tr>
 * <tr>
 * <td>{@code flyway/resource/<path>}</td>
 * <td>the bytes of a script, or of the {@code .conf} file beside it; the path is the one
 * that Flyway writes to its history, relative to the location, with {@code /}</td>
 * </tr>
 * <tr>
 * <td>{@code flyway/callback-resource/<path>}</td>
 * <td>the same, of the callback locations; {@code -text} follows either section where a
 * resource provider of the user's has no bytes but text beyond ISO 8859-1</td>
 * </tr>
 * <tr>
 * <td>{@code flyway/java-migration/<class>}</td>
 * <td>version, description, checksum, type and transaction</td>
 * </tr>
 * <tr>
 * <td>{@code flyway/callback/<position>}, {@code flyway/resolver/<class>},
 * {@code flyway/plugin/<class>}</td>
 * <td>the classes that run; plugins are those that are not Flyway's own</td>
 * </tr>
 * <tr>
 * <td>{@code flyway/class/<class>}</td>
 * <td>the bytes of each of these classes, see {@link ClassFiles}</td>
 * </tr>
 * </table>
 * Which location a file or a class is in makes no difference to Flyway, nor does it here:
 * locations themselves are not inputs. All scripts count, also those above the target and
 * those for undoing, and every file of the locations that ends as a migration does, also
 * where its name says that Flyway passes over it.
 * <p>
 * No connection is opened, and nothing that Flyway would not find, load or instantiate
 * itself is touched. What Flyway would refuse ends in a fingerprint that no template can
 * have, so that the refusal is left to Flyway, or in the exception that Flyway would
 * throw.
 * <p>
 * Limits. The content can depend on what is not seen here, and then it is the user's to
 * name with a {@link io.github.pristinedb.template.FingerprintContributor}:
 * <ul>
 * <li>the placeholders that Flyway sets itself from the moment and the machine
 * ({@code flyway:timestamp}, {@code flyway:user}, {@code flyway:database},
 * {@code flyway:workingDirectory}; {@code flyway:filename} and the others follow from
 * inputs), and the name of the database user where {@code installedBy} is not set;</li>
 * <li>the helper classes of Java migrations, callbacks and resolvers, the values their
 * instances hold, and what they read, besides the checksum that a Java migration gives
 * itself;</li>
 * <li>what a shell script does, and with which interpreter;</li>
 * <li>the same source compiled by another compiler gives other class bytes, and so
 * another fingerprint: the template is built once more.</li>
 * </ul>
 */
final class FlywayInputs {

	private final Configuration configuration;

	private final FlywayScan scan;

	private final InputGroups inputs = new InputGroups();

	private final ClassFiles classes = new ClassFiles((name, bytes) -> this.inputs.add("flyway/class/" + name, bytes),
			FlywayBeans.CLASSES);

	private FlywayInputs(FlywayScan scan) {
		this.configuration = scan.configuration();
		this.scan = scan;
	}

	/**
	 * Add all that the configuration contributes.
	 * @param fingerprint what it is added to
	 * @param scan of the configuration of the Flyway that will migrate
	 * @throws NoFingerprintException if Flyway would run a class whose bytes cannot be
	 * had, so that nothing can be known of what it does
	 */
	static void addTo(FingerprintBuilder fingerprint, FlywayScan scan) {
		FlywayInputs flyway = new FlywayInputs(scan);
		flyway.addSettings();
		flyway.addExtensions();
		flyway.addScripts();
		flyway.addCode();
		flyway.addRefusal();
		flyway.inputs.addTo(fingerprint);
	}

	/**
	 * Add the settings alone, without scripts and code.
	 * @param fingerprint what they are added to
	 * @param scan of the configuration of the Flyway that will migrate
	 */
	static void addSettingsTo(FingerprintBuilder fingerprint, FlywayScan scan) {
		FlywayInputs flyway = new FlywayInputs(scan);
		flyway.addSettings();
		flyway.addExtensions();
		flyway.inputs.addTo(fingerprint);
	}

	private void addSettings() {
		Configuration configuration = this.configuration;
		this.inputs.add("flyway/version", FlywayScan.version());
		// What is read and how.
		setting("encoding", configuration.getEncoding().name());
		setting("detectEncoding", configuration.isDetectEncoding());
		setting("stream", configuration.isStream());
		setting("sqlMigrationPrefix", configuration.getSqlMigrationPrefix());
		setting("repeatableSqlMigrationPrefix", configuration.getRepeatableSqlMigrationPrefix());
		setting("sqlMigrationSeparator", configuration.getSqlMigrationSeparator());
		settings("sqlMigrationSuffixes", configuration.getSqlMigrationSuffixes());
		setting("skipDefaultResolvers", configuration.isSkipDefaultResolvers());
		setting("skipDefaultCallbacks", configuration.isSkipDefaultCallbacks());
		setting("callbackLocations", this.scan.hasCallbackLocations());
		setting("failOnMissingLocations", configuration.isFailOnMissingLocations());
		setting("validateMigrationNaming", configuration.isValidateMigrationNaming());
		// What becomes of it.
		setting("placeholderReplacement", configuration.isPlaceholderReplacement());
		setting("placeholderPrefix", configuration.getPlaceholderPrefix());
		setting("placeholderSuffix", configuration.getPlaceholderSuffix());
		setting("placeholderSeparator", configuration.getPlaceholderSeparator());
		setting("scriptPlaceholderPrefix", configuration.getScriptPlaceholderPrefix());
		setting("scriptPlaceholderSuffix", configuration.getScriptPlaceholderSuffix());
		configuration.getPlaceholders().forEach((name, value) -> this.inputs.add("flyway/placeholder/" + name, value));
		// The name is the value of the placeholder flyway:environment.
		setting("environment", configuration.getCurrentEnvironmentName());
		// Which migrations run, and how. The getter of the target sets the other one.
		setting("target", configuration.getTarget());
		setting("failOnMissingTarget", configuration.isFailOnMissingTarget());
		settings("cherryPick", configuration.getCherryPick());
		setting("outOfOrder", configuration.isOutOfOrder());
		setting("skipExecutingMigrations", configuration.isSkipExecutingMigrations());
		setting("dryRun", configuration.getDryRunOutput() != null);
		setting("baselineOnMigrate", configuration.isBaselineOnMigrate());
		setting("baselineVersion", configuration.getBaselineVersion());
		setting("baselineDescription", configuration.getBaselineDescription());
		setting("validateOnMigrate", configuration.isValidateOnMigrate());
		settings("ignoreMigrationPatterns", configuration.getIgnoreMigrationPatterns());
		settings("errorOverrides", configuration.getErrorOverrides());
		setting("group", configuration.isGroup());
		setting("mixed", configuration.isMixed());
		setting("batch", configuration.isBatch());
		setting("executeInTransaction", configuration.isExecuteInTransaction());
		setting("communityDbSupportEnabled", configuration.isCommunityDBSupportEnabled());
		// Where it goes.
		setting("initSql", configuration.getInitSql());
		setting("table", configuration.getTable());
		setting("tablespace", configuration.getTablespace());
		setting("defaultSchema", configuration.getDefaultSchema());
		settings("schemas", configuration.getSchemas());
		setting("createSchemas", configuration.isCreateSchemas());
		setting("installedBy", configuration.getInstalledBy());
		addJdbcProperties();
	}

	// They can change how the driver stores a value. Who connects is the machine's.
	private void addJdbcProperties() {
		Map<String, String> properties = this.configuration.getJdbcProperties();
		if (properties != null) {
			properties.forEach((name, value) -> {
				if (!name.equalsIgnoreCase("user") && !name.equalsIgnoreCase("password")) {
					setting("jdbcProperties." + name, value);
				}
			});
		}
	}

	private void addExtensions() {
		this.scan.extensionProperties().forEach(this::setting);
	}

	private void addScripts() {
		add("flyway/resource", this.scan.scripts());
		add("flyway/callback-resource", this.scan.callbackScripts());
	}

	private void add(String section, List<FlywayScan.Content> contents) {
		for (FlywayScan.Content content : contents) {
			this.inputs.addDigest(section + (content.wide() ? "-text/" : "/") + content.path(), content.digest());
		}
	}

	private void addCode() {
		for (JavaMigration migration : this.configuration.getJavaMigrations()) {
			addMigration(migration);
		}
		for (JavaMigration migration : this.scan.javaMigrations()) {
			addMigration(migration);
		}
		Callback[] callbacks = this.configuration.getCallbacks();
		for (int i = 0; i < callbacks.length; i++) {
			// Those of one name run in the order in which they are given.
			this.inputs.add("flyway/callback/" + i, this.classes.add(callbacks[i]), callbacks[i].getCallbackName());
		}
		for (MigrationResolver resolver : this.configuration.getResolvers()) {
			String name = this.classes.add(resolver);
			this.inputs.add("flyway/resolver/" + name, name);
		}
		for (Object plugin : this.scan.foreignPlugins()) {
			String name = this.classes.add(plugin);
			this.inputs.add("flyway/plugin/" + name, name);
		}
	}

	private void addMigration(JavaMigration migration) {
		this.inputs.add("flyway/java-migration/" + this.classes.add(migration), text(migration.getVersion()),
				migration.getDescription(), text(migration.getChecksum()), migration.getType().name(),
				text(migration.canExecuteInTransaction()));
	}

	// The fingerprint is never that of a scan that went well, so Flyway has its say.
	private void addRefusal() {
		if (this.scan.isRefused()) {
			this.inputs.add("flyway/refused", "true");
		}
	}

	private void setting(String name, @Nullable Object value) {
		this.inputs.add("flyway/setting/" + name, text(value));
	}

	private void settings(String name, Object @Nullable [] values) {
		if (values == null) {
			setting(name, null);
			return;
		}
		this.inputs.add("flyway/setting/" + name, Stream.of(values).map(FlywayInputs::text).toArray(String[]::new));
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value != null) ? value.toString() : null;
	}

}
