package io.github.pristinedb.autoconfigure;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * Where Pristine keeps its files, as configured or by default.
 *
 * @param workingDirectory what relative paths are relative to
 * @param home the user's home directory
 * @param temporary the directory for temporary files
 * @param environment the environment variables
 */
record Directories(Path workingDirectory, Path home, Path temporary, Map<String, String> environment) {

	static Directories ofThisProcess() {
		return new Directories(Path.of("").toAbsolutePath(), Path.of(System.getProperty("user.home")),
				Path.of(System.getProperty("java.io.tmpdir")), System.getenv());
	}

	Path templateCache(@Nullable String configured) {
		if (StringUtils.hasText(configured)) {
			return resolve("pristine.template.cache-dir", configured);
		}
		String caches = this.environment.get("XDG_CACHE_HOME");
		// The specification wants a relative path to be ignored.
		Path base = (StringUtils.hasText(caches) && Path.of(caches).isAbsolute()) ? Path.of(caches)
				: this.home.resolve(".cache");
		return base.resolve("pristine").resolve("templates");
	}

	Path workspace(@Nullable String configured) {
		if (StringUtils.hasText(configured)) {
			return resolve("pristine.workspace", configured);
		}
		Path target = this.workingDirectory.resolve("target");
		return Files.isDirectory(target) ? target.resolve("pristine")
				: this.temporary.resolve("pristine-" + System.getProperty("user.name"));
	}

	private Path resolve(String property, String configured) {
		try {
			if (configured.equals("~")) {
				return this.home;
			}
			if (configured.startsWith("~/") || configured.startsWith("~\\")) {
				return this.home.resolve(configured.substring(2));
			}
			return this.workingDirectory.resolve(configured);
		}
		catch (InvalidPathException ex) {
			throw new InvalidConfigurationPropertyValueException(property, configured,
					"It is not a path on this system: " + ex.getReason());
		}
	}

}
