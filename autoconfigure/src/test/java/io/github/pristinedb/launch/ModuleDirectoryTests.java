package io.github.pristinedb.launch;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ModuleDirectory}. {@code ScaleOutDocumentTests} has Maven's own JVM.
 */
class ModuleDirectoryTests {

	@TempDir
	private Path temporary;

	@Test
	void moduleOfAForkIsItsWorkingDirectory() {
		assertThat(MavenJvm.isThisJvm()).isFalse();
		assertThat(ModuleDirectory.ofThisJvm()).isEqualTo(new ModuleDirectory(Path.of("")));
	}

	@Test
	void moduleOfAClassLoaderIsAboveItsFirstClasses() throws IOException {
		Files.createFile(this.temporary.resolve("pom.xml"));
		Path app = classes("app");
		Path library = classes("library");
		assertThat(find(app, library)).isEqualTo(this.temporary.resolve("app"));
		assertThat(find(library, app)).isEqualTo(this.temporary.resolve("library"));
		assertThat(find()).isNull();
	}

	private static Path find(Path... directories) throws IOException {
		URL[] urls = new URL[directories.length];
		for (int i = 0; i < urls.length; i++) {
			urls[i] = directories[i].toUri().toURL();
		}
		try (URLClassLoader loader = new URLClassLoader(urls, null)) {
			return ModuleDirectory.find(loader);
		}
	}

	private Path classes(String module) throws IOException {
		Path directory = Files.createDirectories(this.temporary.resolve(module));
		Files.createFile(directory.resolve("pom.xml"));
		return Files.createDirectories(directory.resolve("target/test-classes"));
	}

	@Test
	void outputIsThatOfMavenOrOfGradle() throws IOException {
		ModuleDirectory module = new ModuleDirectory(this.temporary);
		Files.createFile(this.temporary.resolve("target"));
		assertThat(module.output()).isNull();
		Files.createDirectories(this.temporary.resolve("build"));
		assertThat(module.output()).isEqualTo(this.temporary.resolve("build"));
		Files.delete(this.temporary.resolve("target"));
		Files.createDirectories(this.temporary.resolve("target"));
		assertThat(module.output()).isEqualTo(this.temporary.resolve("target"));
	}

}
