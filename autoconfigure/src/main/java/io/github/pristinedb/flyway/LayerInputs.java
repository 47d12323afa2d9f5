package io.github.pristinedb.flyway;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.LayerSupport;
import io.github.pristinedb.template.ClassFiles;
import io.github.pristinedb.template.FingerprintBuilder;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.internal.resource.ResourceNameParser;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ObjectUtils;
import org.springframework.util.StringUtils;

/**
 * Parts of a Flyway configuration: the versioned migrations one by one, the scripts that
 * run with each of them, and the scripts that run after them. The last decide no layer.
 * <p>
 * A layer must equal a migration from nothing at that point, to the last row. If that is
 * not certain, a {@link NoLayersException} says why.
 */
final class LayerInputs {

	private static final String CONFIG = ".conf";

	private final Configuration configuration;

	private final LayerSupport support;

	private final FlywayScan scan;

	private final ResourceNameParser names;

	private final NavigableMap<MigrationVersion, Step> steps = new TreeMap<>();

	private final InputGroups each = new InputGroups();

	private boolean hasRepeatables;

	private boolean hasLateIfMigrated;

	private boolean lateReadsConnection;

	private LayerInputs(FlywayScan scan, LayerSupport support) {
		this.configuration = scan.configuration();
		this.support = support;
		this.scan = scan;
		this.names = new ResourceNameParser(this.configuration);
	}

	/**
	 * Find the layers.
	 * @param scan of the configuration of the Flyway that will migrate
	 * @param support knows what sticks to connections
	 * @param foundation what else decides the content, the inputs of Flyway left out
	 * @return the layers
	 * @throws NoLayersException if there can be none
	 */
	static LayerChain chain(FlywayScan scan, LayerSupport support, FingerprintBuilder foundation)
			throws NoLayersException {
		LayerInputs inputs = new LayerInputs(scan, support);
		inputs.checkSettings();
		inputs.checkCode();
		inputs.addScripts("script", scan.scripts());
		inputs.addScripts("callback", scan.callbackScripts());
		inputs.addJavaMigrations();
		return inputs.chain(foundation);
	}

	private void checkSettings() throws NoLayersException {
		Configuration configuration = this.configuration;
		refuse(!MigrationVersion.LATEST.equals(configuration.getTarget()), "there is a target");
		refuse(!ObjectUtils.isEmpty(configuration.getCherryPick()), "migrations are picked by hand");
		refuse(configuration.isSkipExecutingMigrations(), "migrations are not executed");
		refuse(configuration.getDryRunOutput() != null, "it is a dry run");
		refuse(configuration.isGroup(), "all migrations are one transaction");
		refuse(StringUtils.hasText(configuration.getInitSql()), "there is SQL for each new connection");
		refuse(!ObjectUtils.isEmpty(configuration.getErrorOverrides()), "errors are overridden");
		refuse(configuration.isSkipDefaultResolvers(), "the default resolvers are skipped");
		refuse(!ObjectUtils.isEmpty(configuration.getResolvers()), "there are resolvers of the user's");
		refuse(configuration.getResourceProvider() != null, "there is a resource provider of the user's");
		refuse(configuration.getJavaMigrationClassProvider() != null, "there is a class provider of the user's");
		refuse(!this.scan.foreignPlugins().isEmpty(), "there are plugins that do not come with Flyway");
		Charset encoding = configuration.getEncoding();
		refuse(encoding.name().startsWith("UTF-16") || encoding.name().startsWith("UTF-32"),
				"the scripts are in " + encoding);
	}

	private void checkCode() throws NoLayersException {
		for (Callback callback : this.configuration.getCallbacks()) {
			refuse(!CallbackTime.isLate(callback),
					callback.getClass().getName() + " is called before or during the versioned migrations");
		}
	}

	private void addScripts(String section, List<FlywayScan.Content> contents) throws NoLayersException {
		refuse(this.scan.isRefused(), "Flyway refuses a location");
		for (FlywayScan.Content content : contents) {
			String path = content.path();
			boolean config = path.endsWith(CONFIG);
			String script = config ? path.substring(0, path.length() - CONFIG.length()) : path;
			String text = new String(content.bytes(), StandardCharsets.ISO_8859_1);
			refuse(config && text.contains("encoding"), path + " sets an encoding");
			refuse(content.wide(), path + " is no text of single bytes");
			refuse(!config && this.support.changesConnection(text),
					path + " may change its connection in a way that cannot be seen");
			ScriptName name = ScriptName.of(script.substring(script.lastIndexOf('/') + 1), this.names,
					this.configuration);
			switch (name.kind()) {
				case VERSIONED -> addVersioned(name.version(), script, content, text);
				case REPEATABLE -> {
					this.hasRepeatables = true;
					addLate(text);
				}
				case CALLBACK -> addCallback(section, name.event(), content, text);
				case IGNORED -> {
				}
				default -> throw new NoLayersException(path + " is not a plain SQL migration");
			}
		}
	}

	private void addVersioned(@Nullable MigrationVersion version, String script, FlywayScan.Content content,
			String text) throws NoLayersException {
		refuse(version == null, script + " has no version");
		Step step = this.steps.computeIfAbsent(version, (key) -> new Step(script));
		refuse(!step.name.equals(script), "there are two migrations of version " + version);
		step.inputs.addDigest(content.path(), content.digest());
		step.readsConnection |= this.support.readsConnection(text);
	}

	private void addCallback(String section, @Nullable Event event, FlywayScan.Content content, String text)
			throws NoLayersException {
		CallbackTime time = (event != null) ? CallbackTime.of(event) : CallbackTime.EARLY;
		refuse(time == CallbackTime.EARLY, content.path() + " runs before the versioned migrations");
		if (time == CallbackTime.EACH) {
			this.each.addDigest("layer/" + section + "/" + content.path(), content.digest());
			refuse(this.support.readsConnection(text), content.path() + " reads what a statement before it left");
			return;
		}
		this.hasLateIfMigrated |= time == CallbackTime.LATE_IF_MIGRATED;
		addLate(text);
	}

	private void addLate(String text) {
		this.lateReadsConnection |= this.support.readsConnection(text);
	}

	private void addJavaMigrations() throws NoLayersException {
		List<JavaMigration> migrations = new ArrayList<>(List.of(this.configuration.getJavaMigrations()));
		migrations.addAll(this.scan.javaMigrations());
		for (JavaMigration migration : migrations) {
			refuse(migration.getType() != CoreMigrationType.JDBC,
					migration.getClass().getName() + " is not a plain migration");
			MigrationVersion version = migration.getVersion();
			if (version == null) {
				this.hasRepeatables = true;
				continue;
			}
			Step step = new Step(migration.getClass().getName());
			refuse(this.steps.putIfAbsent(version, step) != null, "there are two migrations of version " + version);
			ClassFiles classes = new ClassFiles((name, bytes) -> step.inputs.add("class/" + name, bytes),
					FlywayBeans.CLASSES);
			step.inputs.add("java", classes.add(migration), migration.getDescription(),
					String.valueOf(migration.getChecksum()), String.valueOf(migration.canExecuteInTransaction()));
		}
	}

	private LayerChain chain(FingerprintBuilder foundation) throws NoLayersException {
		refuse(this.steps.isEmpty(), "there are no versioned migrations");
		FlywayInputs.addSettingsTo(foundation, this.scan);
		this.each.addTo(foundation);
		List<LayerChain.Link> links = new ArrayList<>();
		Fingerprint last = foundation.build();
		for (Map.Entry<MigrationVersion, Step> entry : this.steps.entrySet()) {
			Step step = entry.getValue();
			FingerprintBuilder link = new FingerprintBuilder();
			link.add("layer/below", last.value());
			link.add("layer/version", entry.getKey().getVersion());
			link.add("layer/name", step.name);
			step.inputs.addTo(link);
			last = link.build();
			links.add(new LayerChain.Link(last, step.readsConnection));
		}
		// Nothing would be migrated on top of the last one, and nobody told of it.
		boolean lastIsBase = !this.lateReadsConnection && (this.hasRepeatables || !this.hasLateIfMigrated);
		return new LayerChain(links, lastIsBase);
	}

	private static void refuse(boolean refused, String reason) throws NoLayersException {
		if (refused) {
			throw new NoLayersException(reason);
		}
	}

	/**
	 * One versioned migration.
	 */
	private static final class Step {

		private final String name;

		private final InputGroups inputs = new InputGroups();

		private boolean readsConnection;

		private Step(String name) {
			this.name = name;
		}

	}

}
