package io.github.pristinedb.launch;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The directory of the module whose tests this JVM runs or looks for. Relative paths
 * start here. It is the working directory, except in {@link MavenJvm Maven's own JVM}.
 *
 * @param path the path, which may be relative to the working directory
 */
public record ModuleDirectory(Path path) {

	/**
	 * The directory of the module whose tests are in this JVM.
	 * @return the directory
	 */
	public static ModuleDirectory ofThisJvm() {
		Path module = MavenJvm.isThisJvm() ? find(ModuleDirectory.class.getClassLoader()) : null;
		return new ModuleDirectory((module != null) ? module : Path.of(""));
	}

	/**
	 * The nearest directory with a {@code pom.xml} above the classes of a class loader.
	 * The classes of the tests come first.
	 */
	static @Nullable Path find(ClassLoader loader) {
		try {
			Enumeration<URL> directories = loader.getResources("");
			while (directories.hasMoreElements()) {
				URI directory = directories.nextElement().toURI();
				if ("file".equals(directory.getScheme())) {
					for (Path each = Path.of(directory); each != null; each = each.getParent()) {
						if (Files.exists(each.resolve("pom.xml"))) {
							return each;
						}
					}
				}
			}
			return null;
		}
		catch (IOException | URISyntaxException ex) {
			return null;
		}
	}

	/**
	 * Resolve a configured path.
	 * @param configured an absolute path, a path relative to the module, or a path below
	 * the user's home directory that starts with {@code ~/}
	 * @param home the user's home directory
	 * @return the path
	 * @throws java.nio.file.InvalidPathException if there is no such path on this system
	 */
	public Path resolve(String configured, Path home) {
		if (configured.equals("~")) {
			return home;
		}
		return (configured.startsWith("~/") || configured.startsWith("~\\")) ? home.resolve(configured.substring(2))
				: this.path.resolve(configured);
	}

	/**
	 * The output directory of the module's build.
	 * @return an existing directory: {@code target} of Maven or {@code build} of Gradle,
	 * {@code null} if there is neither
	 */
	public @Nullable Path output() {
		return Stream.of("target", "build").map(this.path::resolve).filter(Files::isDirectory).findFirst().orElse(null);
	}

}
