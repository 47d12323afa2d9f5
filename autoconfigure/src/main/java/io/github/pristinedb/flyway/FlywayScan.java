package io.github.pristinedb.flyway;

import java.beans.PropertyDescriptor;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.pristinedb.files.Sha256;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.flywaydb.core.api.ClassProvider;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resolver.MigrationResolver;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.extensibility.ConfigurationExtension;
import org.flywaydb.core.extensibility.Plugin;
import org.flywaydb.core.internal.license.VersionPrinter;
import org.flywaydb.core.internal.resource.filesystem.FileSystemResource;
import org.flywaydb.core.internal.scanner.ClasspathLocationHandler;
import org.flywaydb.core.internal.scanner.ReadOnlyLocationHandler;
import org.flywaydb.core.internal.util.ClassUtils;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;

/**
 * The files and classes that Flyway finds for a configuration. The location handlers of
 * Flyway's own scanner find them.
 * <p>
 * Only this class and {@link ScriptName} know {@code org.flywaydb.core.internal}. Flyway
 * has no public way to resolve migrations without a connection. A scanner of our own
 * would sooner or later find something else than Flyway. This class follows
 * {@code Scanner}, {@code FlywayExecutor} and {@code CompositeMigrationResolver} of
 * Flyway 12.4.
 */
final class FlywayScan {

	private static final Log logger = LogFactory.getLog(FlywayScan.class);

	private static final String FLYWAY = "org.flywaydb.";

	// What is in here are the settings of reports, licences and secrets.
	private static final List<String> NO_CONTENT = List.of("org.flywaydb.core.internal.", "com.redgate.");

	private static final int NESTED_EXTENSION_PROPERTIES = 4;

	private final Configuration configuration;

	private final Configuration undecoded;

	private final Location[] locations;

	private final Location[] callbackLocations;

	private @Nullable List<Content> scripts;

	private @Nullable List<Content> callbackScripts;

	private boolean refused;

	FlywayScan(Configuration configuration) {
		this.configuration = configuration;
		this.undecoded = undecoded(configuration);
		// Each call parses them anew, which takes Flyway milliseconds.
		this.locations = configuration.getLocations();
		this.callbackLocations = configuration.getCallbackLocations();
	}

	/**
	 * The version of Flyway.
	 * @return as in {@code 12.4.0}
	 */
	static String version() {
		return VersionPrinter.getVersion();
	}

	/**
	 * Whether Flyway looks for callbacks in locations of their own.
	 * @return whether there are such locations
	 */
	boolean hasCallbackLocations() {
		return this.callbackLocations.length > 0;
	}

	/**
	 * Whether Flyway will not migrate with this configuration, as far as the scans so far
	 * could see: a missing location, say, that must not be missing.
	 * @return whether a scan has failed
	 */
	boolean isRefused() {
		return this.refused;
	}

	/**
	 * The scripts of the locations, or those of the user's own resource provider, and the
	 * {@code .conf} files that belong to them. Each file is read once.
	 * @return their paths and contents, each file once
	 */
	List<Content> scripts() {
		if (this.scripts == null) {
			ResourceProvider provider = this.configuration.getResourceProvider();
			this.scripts = (provider != null) ? resources(provider, scriptFiles())
					: resources(this.locations, scriptFiles());
		}
		return this.scripts;
	}

	/**
	 * The scripts of the callback locations. Each file is read once.
	 * @return their paths and contents, each file once
	 */
	List<Content> callbackScripts() {
		if (this.callbackScripts == null) {
			this.callbackScripts = resources(this.callbackLocations, scriptFiles());
		}
		return this.callbackScripts;
	}

	private ScriptFiles scriptFiles() {
		return new ScriptFiles(this.configuration, this);
	}

	/**
	 * What is scanned for.
	 * @return the configuration
	 */
	Configuration configuration() {
		return this.configuration;
	}

	private List<Content> resources(Location[] locations, Predicate<String> fileNames) {
		List<ReadOnlyLocationHandler> handlers = plugins(ReadOnlyLocationHandler.class);
		List<LoadableResource> resources = new ArrayList<>();
		for (Location location : locations) {
			handlers.stream()
				.filter((handler) -> handler.canHandleLocation(location))
				.findFirst()
				.map((handler) -> ask(location, () -> handler.scanForResources(location, this.undecoded)))
				.ifPresent(resources::addAll);
		}
		Map<String, LoadableResource> byPath = new HashMap<>();
		resources.forEach((resource) -> byPath.put(lowerCase(resource.getRelativePath()), resource));
		return contents(resources, fileNames, (path) -> byPath.get(lowerCase(path)), true);
	}

	private List<Content> resources(ResourceProvider provider, Predicate<String> fileNames) {
		// All the questions that Flyway asks. A provider need not answer them alike.
		String[] suffixes = this.configuration.getSqlMigrationSuffixes();
		Set<String> prefixes = new LinkedHashSet<>();
		prefixes.add("");
		prefixes.add(this.configuration.getSqlMigrationPrefix());
		prefixes.add(this.configuration.getRepeatableSqlMigrationPrefix());
		prefixes.addAll(resolverPrefixes());
		Map<List<String>, LoadableResource> resources = new LinkedHashMap<>();
		for (String prefix : prefixes) {
			for (String[] ends : List.of(suffixes, new String[] { "" })) {
				for (LoadableResource resource : provider.getResources(prefix, ends)) {
					resources.putIfAbsent(List.of(resource.getRelativePath(), resource.getAbsolutePath()), resource);
				}
			}
		}
		return contents(resources.values(), fileNames, provider::getResource, false);
	}

	private static List<Content> contents(Collection<LoadableResource> resources, Predicate<String> fileNames,
			Function<String, @Nullable LoadableResource> lookup, boolean scanned) {
		List<Content> contents = new ArrayList<>(resources.size());
		Set<String> scriptConfigs = new HashSet<>();
		for (LoadableResource resource : resources) {
			if (!fileNames.test(resource.getFilename())) {
				continue;
			}
			contents.add(content(resource.getRelativePath(), resource, scanned));
			String path = resource.getRelativePath() + ".conf";
			LoadableResource scriptConfig = lookup.apply(path);
			if (scriptConfig != null && scriptConfigs.add(scriptConfig.getAbsolutePath())) {
				contents.add(content(path, scriptConfig, scanned));
			}
			// Of a file, Flyway looks for the encoding there without asking the scan.
			if (scanned && resource instanceof FileSystemResource) {
				File beside = new File(resource.getAbsolutePath() + ".conf");
				if (beside.exists() && scriptConfigs.add(beside.getPath())) {
					contents.add(new Content(path, read(beside.toPath()), false));
				}
			}
		}
		return contents;
	}

	private static Content content(String path, LoadableResource resource, boolean scanned) {
		if (scanned && resource instanceof FileSystemResource) {
			// A .conf file can set the encoding of this one.
			return new Content(path, read(Path.of(resource.getAbsolutePathOnDisk())), false);
		}
		try (Reader reader = resource.read()) {
			return content(path, readAll(reader));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Failed to read " + resource.getAbsolutePath(), ex);
		}
	}

	private static Content content(String path, CharSequence text) {
		byte[] bytes = new byte[text.length()];
		byte[] pairs = new byte[text.length() * 2];
		boolean wide = false;
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			wide |= character > 0xFF;
			bytes[i] = (byte) character;
			pairs[i * 2] = (byte) (character >> 8);
			pairs[i * 2 + 1] = (byte) character;
		}
		return new Content(path, wide ? pairs : bytes, wide);
	}

	private static CharSequence readAll(Reader reader) throws IOException {
		StringBuilder text = new StringBuilder();
		char[] buffer = new char[8192];
		int count;
		while ((count = reader.read(buffer)) != -1) {
			text.append(buffer, 0, count);
		}
		return text;
	}

	private static byte[] read(Path file) {
		try {
			return Files.readAllBytes(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Failed to read " + file, ex);
		}
	}

	/**
	 * The Java migrations that Flyway finds and instantiates itself. They are
	 * instantiated here as they are there.
	 * @return an instance of each
	 */
	List<JavaMigration> javaMigrations() {
		if (this.configuration.isSkipDefaultResolvers()) {
			return List.of();
		}
		List<JavaMigration> migrations = new ArrayList<>();
		for (Class<? extends JavaMigration> type : javaMigrationClasses()) {
			migrations.add(ClassUtils.instantiate(type.getName(), this.configuration.getClassLoader()));
		}
		return migrations;
	}

	private Collection<Class<? extends JavaMigration>> javaMigrationClasses() {
		ClassProvider<JavaMigration> provider = this.configuration.getJavaMigrationClassProvider();
		if (provider != null) {
			return provider.getClasses();
		}
		List<ClasspathLocationHandler> handlers = plugins(ClasspathLocationHandler.class);
		Set<Class<? extends JavaMigration>> types = new LinkedHashSet<>();
		for (Location location : this.locations) {
			handlers.stream()
				.filter((handler) -> handler.canHandleLocation(location))
				.findFirst()
				.map((handler) -> ask(location,
						() -> handler.scanForClasses(JavaMigration.class, location, this.undecoded)))
				.ifPresent(types::addAll);
		}
		return types;
	}

	/**
	 * The prefixes of the migrations that plugins resolve, as {@code B} is of baseline
	 * migrations.
	 * @return the prefixes
	 */
	Set<String> resolverPrefixes() {
		Set<String> prefixes = new LinkedHashSet<>();
		plugins(MigrationResolver.class).stream()
			.map((resolver) -> resolver.getPrefix(this.configuration))
			.filter(Objects::nonNull)
			.forEach(prefixes::add);
		return prefixes;
	}

	/**
	 * The plugins that do not come with Flyway.
	 * @return the plugins
	 */
	List<Plugin> foreignPlugins() {
		return plugins(Plugin.class).stream()
			.filter((plugin) -> !plugin.getClass().getName().startsWith(FLYWAY) && mayDecideContent(plugin))
			.toList();
	}

	/**
	 * The settings of Flyway's extensions, as of its modules for single databases.
	 * @return values by name
	 */
	Map<String, @Nullable String> extensionProperties() {
		Map<String, @Nullable String> properties = new TreeMap<>();
		plugins(ConfigurationExtension.class).stream()
			.filter(FlywayScan::mayDecideContent)
			.forEach((extension) -> addProperties(properties, extension.getClass().getSimpleName(), extension,
					NESTED_EXTENSION_PROPERTIES));
		return properties;
	}

	private static void addProperties(Map<String, @Nullable String> properties, String prefix, Object bean, int depth) {
		BeanWrapper wrapper = new BeanWrapperImpl(bean);
		for (PropertyDescriptor property : wrapper.getPropertyDescriptors()) {
			String name = property.getName();
			if (!wrapper.isReadableProperty(name) || !wrapper.isWritableProperty(name)) {
				continue;
			}
			Object value = wrapper.getPropertyValue(name);
			if (value instanceof Object[] array) {
				value = Arrays.asList(array);
			}
			if (value instanceof Map<?, ?> map) {
				value = new TreeMap<>(map);
			}
			if (value == null || value instanceof Collection<?> || value instanceof Map<?, ?>
					|| BeanUtils.isSimpleValueType(value.getClass())) {
				properties.put(prefix + "." + name, (value != null) ? value.toString() : null);
			}
			else if (depth > 0) {
				addProperties(properties, prefix + "." + name, value, depth - 1);
			}
		}
	}

	private static boolean mayDecideContent(Plugin plugin) {
		return NO_CONTENT.stream().noneMatch(plugin.getClass().getName()::startsWith);
	}

	private <T extends Plugin> List<T> plugins(Class<T> type) {
		return this.configuration.getPluginRegister().getInstancesOf(type);
	}

	private <T> @Nullable T ask(Location location, Supplier<T> question) {
		try {
			return question.get();
		}
		catch (FlywayException ex) {
			// Flyway will say so itself.
			logger.debug("Flyway refuses the location " + location, ex);
			this.refused = true;
			return null;
		}
	}

	private static String lowerCase(String path) {
		return path.toLowerCase(Locale.ROOT);
	}

	/**
	 * A view of a configuration in which each byte of a script is a character, and the
	 * other way round. A resource of the class path can only be read through a decoder,
	 * and Flyway alone knows which of several with one name it is.
	 */
	private static Configuration undecoded(Configuration configuration) {
		return (Configuration) Proxy.newProxyInstance(Configuration.class.getClassLoader(),
				new Class<?>[] { Configuration.class }, (proxy, method, arguments) -> {
					switch (method.getName()) {
						case "getEncoding":
							return StandardCharsets.ISO_8859_1;
						case "isDetectEncoding":
							return false;
						default:
							try {
								return method.invoke(configuration, arguments);
							}
							catch (InvocationTargetException ex) {
								throw ex.getTargetException();
							}
					}
				});
	}

	/**
	 * A file that Flyway finds.
	 */
	static final class Content {

		private final String path;

		private final byte[] bytes;

		private final boolean wide;

		private final byte[] digest;

		/**
		 * Create a new content.
		 * @param path relative to its location, as Flyway writes it to its history
		 * @param bytes what is in it
		 * @param wide whether these are not the bytes of the file but pairs of bytes, one
		 * for each character of a text that is not of single bytes
		 */
		Content(String path, byte[] bytes, boolean wide) {
			this.path = path;
			this.bytes = bytes;
			this.wide = wide;
			this.digest = Sha256.digest().digest(bytes);
		}

		String path() {
			return this.path;
		}

		byte[] bytes() {
			return this.bytes;
		}

		boolean wide() {
			return this.wide;
		}

		/**
		 * The SHA-256 of the bytes.
		 */
		byte[] digest() {
			return this.digest;
		}

	}

}
