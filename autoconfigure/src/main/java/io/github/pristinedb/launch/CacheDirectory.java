package io.github.pristinedb.launch;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The directory of what outlives a JVM: templates, and the binaries of servers.
 *
 * @param module the directory of the module under test, which relative paths are relative
 * to
 * @param home the user's home directory
 * @param temporary the directory for temporary files
 * @param environment the environment variables
 */
public record CacheDirectory(ModuleDirectory module, Path home, Path temporary, Map<String, String> environment) {

	/**
	 * The property that names the directory.
	 */
	public static final String PROPERTY = "pristine.template.cache-dir";

	/**
	 * Where this process looks for the directory.
	 * @return the directory
	 */
	public static CacheDirectory ofThisProcess() {
		return new CacheDirectory(new ModuleDirectory(ModuleDirectory.ofThisJvm().path().toAbsolutePath()),
				Path.of(System.getProperty("user.home")), Path.of(System.getProperty("java.io.tmpdir")),
				System.getenv());
	}

	/**
	 * The directory, as configured or by default.
	 * @param configured the value of {@link #PROPERTY}, if it is set
	 * @return the path; nothing need be there yet
	 * @throws InvalidPathException if there is no such path on this system
	 */
	public Path resolve(@Nullable String configured) {
		if (StringUtils.hasText(configured)) {
			return this.module.resolve(configured, this.home);
		}
		Path caches = userCaches();
		return (caches != null) ? caches.resolve("pristine").resolve("templates")
				: this.temporary.resolve("pristine-templates-" + System.getProperty("user.name"));
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

}
