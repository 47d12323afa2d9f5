package io.github.pristinedb.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

import io.github.pristinedb.launch.ModuleDirectory;
import io.github.pristinedb.slot.Workspace;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * Where Pristine keeps its files, as configured or by default.
 *
 * @param module the directory of the module under test, which relative paths are relative
 * to
 * @param home the user's home directory
 * @param temporary the directory for temporary files
 * @param environment the environment variables
 */
record Directories(ModuleDirectory module, Path home, Path temporary, Map<String, String> environment) {

	static Directories ofThisProcess() {
		return new Directories(new ModuleDirectory(ModuleDirectory.ofThisJvm().path().toAbsolutePath()),
				Path.of(System.getProperty("user.home")), Path.of(System.getProperty("java.io.tmpdir")),
				System.getenv());
	}

	Path templateCache(@Nullable String configured) {
		if (StringUtils.hasText(configured)) {
			return resolve("pristine.template.cache-dir", configured);
		}
		Path caches = userCaches();
		return (caches != null) ? caches.resolve("pristine").resolve("templates") : ownTemporary("pristine-templates-");
	}

	private @Nullable Path userCaches() {
		try {
			Path caches = Path.of(this.environment.getOrDefault("XDG_CACHE_HOME", ""));
			if (caches.isAbsolute()) {
				return caches;
			}
		}
		catch (InvalidPathException ex) {
			// Not a path, so not an absolute one; the specification wants it ignored.
		}
		// Java knows no home of a user that the system does not know, as in a container.
		return this.home.isAbsolute() ? this.home.resolve(".cache") : null;
	}

	private Path ownTemporary(String prefix) {
		return this.temporary.resolve(prefix + System.getProperty("user.name"));
	}

	Workspace workspace(@Nullable String configured) {
		if (StringUtils.hasText(configured)) {
			return Workspace.in(resolve("pristine.workspace", configured));
		}
		Path output = this.module.output();
		return (output != null) ? Workspace.in(output.resolve("pristine"))
				: Workspace.inTemporary(ownTemporary("pristine-"));
	}

	private Path resolve(String property, String configured) {
		try {
			return this.module.resolve(configured, this.home);
		}
		catch (InvalidPathException ex) {
			throw new InvalidConfigurationPropertyValueException(property, configured,
					"The value is not a valid path on this system: " + ex.getReason());
		}
	}

}
