package io.github.pristinedb.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.pristinedb.launch.ModuleDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Directories}.
 */
class DirectoriesTests {

	@TempDir
	private Path root;

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "  " })
	void templateCacheIsInTheUsersCacheByDefault(String configured) {
		assertThat(directories(Map.of()).templateCache(configured))
			.isEqualTo(this.root.resolve("home/.cache/pristine/templates"));
	}

	@Test
	void templateCacheIsWhereTheUserKeepsCaches() {
		Path caches = this.root.resolve("caches");
		assertThat(directories(Map.of("XDG_CACHE_HOME", caches.toString())).templateCache(null))
			.isEqualTo(caches.resolve("pristine/templates"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "caches", "./caches", "~/caches", "no\0path" })
	void cacheHomeThatIsNoAbsolutePathIsIgnored(String caches) {
		assertThat(directories(Map.of("XDG_CACHE_HOME", caches)).templateCache(null))
			.isEqualTo(this.root.resolve("home/.cache/pristine/templates"));
	}

	@Test
	void templateCacheOfAUserWithoutAHomeIsTemporary() {
		Directories directories = new Directories(new ModuleDirectory(this.root), Path.of("?"),
				this.root.resolve("tmp"), Map.of());
		assertThat(directories.templateCache(null))
			.isEqualTo(this.root.resolve("tmp/pristine-templates-" + System.getProperty("user.name")));
	}

	@Test
	void pathsAreRelativeToTheModuleAsThoseOfTheRunAre() {
		assertThat(Directories.ofThisProcess().module().path())
			.isEqualTo(ModuleDirectory.ofThisJvm().path().toAbsolutePath());
	}

	@Test
	void configuredPathsAreRelativeToTheWorkingDirectory() {
		Directories directories = directories(Map.of("XDG_CACHE_HOME", this.root.resolve("caches").toString()));
		assertThat(directories.templateCache("a/b")).isEqualTo(this.root.resolve("work/a/b"));
		assertThat(directories.workspace("a/b").base()).isEqualTo(this.root.resolve("work/a/b"));
	}

	@Test
	void configuredPathsMayBeAbsolute() {
		String absolute = this.root.resolve("x").toString();
		assertThat(directories(Map.of()).templateCache(absolute)).isEqualTo(this.root.resolve("x"));
		assertThat(directories(Map.of()).workspace(absolute).base()).isEqualTo(this.root.resolve("x"));
	}

	@Test
	void tildeIsTheHomeDirectory() {
		assertThat(directories(Map.of()).templateCache("~")).isEqualTo(this.root.resolve("home"));
		assertThat(directories(Map.of()).templateCache("~/a/b")).isEqualTo(this.root.resolve("home/a/b"));
		assertThat(directories(Map.of()).templateCache("~\\a")).isEqualTo(this.root.resolve("home/a"));
		assertThat(directories(Map.of()).workspace("~/a").base()).isEqualTo(this.root.resolve("home/a"));
	}

	@Test
	void tildeInsideANameIsATilde() {
		assertThat(directories(Map.of()).templateCache("~backup")).isEqualTo(this.root.resolve("work/~backup"));
		assertThat(directories(Map.of()).templateCache("a/~/b")).isEqualTo(this.root.resolve("work/a/~/b"));
	}

	@Test
	void whatIsNoPathIsAnErrorThatNamesTheProperty() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> directories(Map.of()).templateCache("no\0path"))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("pristine.template.cache-dir"))
			.satisfies((ex) -> assertThat(ex.getReason()).contains("not a valid path"));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> directories(Map.of()).workspace("~/no\0path"))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("pristine.workspace"));
	}

	@Test
	void workspaceIsInTargetWhereThereIsOne() throws IOException {
		Files.createDirectories(this.root.resolve("work/target"));
		assertThat(directories(Map.of()).workspace(null).base()).isEqualTo(this.root.resolve("work/target/pristine"));
	}

	@Test
	void workspaceIsInBuildWhereGradleBuilds() throws IOException {
		Files.createDirectories(this.root.resolve("work/build"));
		assertThat(directories(Map.of()).workspace(null).base()).isEqualTo(this.root.resolve("work/build/pristine"));
	}

	@Test
	void workspaceIsTemporaryWhereThereIsNoTarget() throws IOException {
		Path temporary = this.root.resolve("tmp/pristine-" + System.getProperty("user.name"));
		assertThat(directories(Map.of()).workspace(null).base()).isEqualTo(temporary);
		Files.createDirectories(this.root.resolve("work"));
		Files.createFile(this.root.resolve("work/target"));
		assertThat(directories(Map.of()).workspace(" ").base()).isEqualTo(temporary);
	}

	@Test
	void directoriesOfThisProcessAreAbsolute() {
		assertThat(Directories.ofThisProcess().templateCache(null)).isAbsolute();
		assertThat(Directories.ofThisProcess().workspace(null).base()).isAbsolute();
		assertThat(Directories.ofThisProcess().workspace("a").base()).isAbsolute();
	}

	private Directories directories(Map<String, String> environment) {
		return new Directories(new ModuleDirectory(this.root.resolve("work")), this.root.resolve("home"),
				this.root.resolve("tmp"), environment);
	}

}
