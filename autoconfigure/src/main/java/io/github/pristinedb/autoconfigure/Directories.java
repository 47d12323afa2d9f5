package io.github.pristinedb.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

import io.github.pristinedb.launch.CacheDirectory;
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
		CacheDirectory cache = new CacheDirectory(this.module, this.home, this.temporary, this.environment);
		return resolve(CacheDirectory.PROPERTY, configured, cache::resolve);
	}

	private Path ownTemporary(String prefix) {
		return this.temporary.resolve(prefix + System.getProperty("user.name"));
	}

	Workspace workspace(@Nullable String configured) {
		if (StringUtils.hasText(configured)) {
			return Workspace
				.in(resolve("pristine.workspace", configured, (path) -> this.module.resolve(configured, this.home)));
		}
		Path output = this.module.output();
		return (output != null) ? Workspace.in(output.resolve("pristine"))
				: Workspace.inTemporary(ownTemporary("pristine-"));
	}

	private static Path resolve(String property, @Nullable String configured,
			Function<@Nullable String, Path> directory) {
		try {
			return directory.apply(configured);
		}
		catch (InvalidPathException ex) {
			throw new InvalidConfigurationPropertyValueException(property, configured,
					"The value is not a valid path on this system: " + ex.getReason());
		}
	}

}
