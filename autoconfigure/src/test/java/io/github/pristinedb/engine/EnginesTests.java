package io.github.pristinedb.engine;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;

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
