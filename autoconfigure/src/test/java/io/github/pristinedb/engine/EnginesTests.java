package io.github.pristinedb.engine;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Engines}, and for what an engine's values show.
 */
class EnginesTests {

	@Test
	void engineWithItsDriverIsFound() {
		assertThat(Engines.withDriver(getClass().getClassLoader())).extracting(DatabaseEngine::name).contains("sqlite");
	}

	@Test
	void engineWithoutItsDriverIsKnownButNotFound() {
		FilteredClassLoader classLoader = new FilteredClassLoader("org.sqlite");
		assertThat(Engines.withDriver(classLoader)).extracting(DatabaseEngine::name).doesNotContain("sqlite");
		assertThat(Engines.all(classLoader)).extracting(DatabaseEngine::name).contains("sqlite");
	}

	@Test
	void enginesOfAClassPathWithoutDriversAreFoundAsWell() throws Exception {
		URL[] urls = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.matches(".*[/\\\\](sqlite-jdbc|h2|postgresql)-[^/\\\\]*\\.jar"))
			.map((entry) -> url(Path.of(entry)))
			.toArray(URL[]::new);
		try (URLClassLoader classLoader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
			assertThatExceptionOfType(ClassNotFoundException.class)
				.isThrownBy(() -> classLoader.loadClass("org.sqlite.JDBC"));
			Class<?> engines = classLoader.loadClass(Engines.class.getName());
			assertThat(engines.getMethod("all", ClassLoader.class).invoke(null, classLoader))
				.asInstanceOf(InstanceOfAssertFactories.LIST)
				.isNotEmpty();
			assertThat(engines.getMethod("withDriver", ClassLoader.class).invoke(null, classLoader))
				.asInstanceOf(InstanceOfAssertFactories.LIST)
				.isEmpty();
		}
	}

	private static URL url(Path entry) {
		try {
			return entry.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void guardWithoutEnginesStillHasASuggestion() {
		Suggestion suggestion = new Guard(List.of(), List.of("test")).suggestion("test-notes");
		assertThat(suggestion.url()).startsWith("jdbc:").contains("test-notes");
		assertThat(suggestion.needs()).isNotBlank();
	}

	@Test
	void accessShowsNothing() {
		Access access = new Access("jdbc:x://host/db?password=geheim", "me", "geheim", Map.of("password", "geheim"));
		assertThat(access).hasToString("Access");
		assertThat(access.withUrl("jdbc:x://host/other")).hasToString("Access")
			.isEqualTo(new Access("jdbc:x://host/other", "me", "geheim", Map.of("password", "geheim")));
	}

}
