package io.github.pristinedb.template.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.Listing;
import io.github.pristinedb.Sql;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.engine.sqlite.TestFormat;
import io.github.pristinedb.files.ProcessLock;
import io.github.pristinedb.template.file.TestTemplates.FileTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Pruning} and {@link LastUse}, through {@link FileTemplateStore}.
 */
class PruningTests {

	private static final Duration DAY = Duration.ofDays(1);

	@TempDir
	private Path temporary;

	private final Instant now = Instant.now();

	@Test
	void leastRecentlyUsedTemplatesAreRemovedWhenAnotherOneIsBuilt() throws IOException {
		TestTemplates cache = cache(100, DAY);
		build(cache, "a", "b", "c", "d");
		used("a", Duration.ofMinutes(3));
		used("b", Duration.ofMinutes(40));
		used("c", Duration.ofMinutes(20));
		used("d", Duration.ofMinutes(1));
		build(cache(3, DAY), "e");
		assertThatCacheHas("a", "d", "e");
	}

	@Test
	void templatesThatNobodyHasUsedForLongAreRemoved() throws IOException {
		TestTemplates cache = cache(100, DAY);
		build(cache, "a", "b", "c");
		used("a", DAY.plusMinutes(1));
		used("b", DAY.minusMinutes(1));
		used("c", DAY.multipliedBy(1000));
		build(cache, "d");
		assertThatCacheHas("b", "d");
	}

	@Test
	void templateThatWasBuiltJustNowStays() throws IOException {
		TestTemplates cache = cache(1, DAY);
		build(cache, "a");
		build(cache, "b");
		assertThatCacheHas("b");
	}

	@Test
	void nothingIsRemovedWhenATemplateIsFound() throws IOException {
		build(cache(100, DAY), "a", "b");
		used("a", DAY.multipliedBy(9));
		cache(1, Duration.ofSeconds(1)).get(new NamedRecipe("b"));
		assertThatCacheHas("a", "b");
	}

	@Test
	void templateThatIsFoundIsUsedNow() throws IOException {
		build(cache(100, DAY), "a", "b");
		used("a", DAY.multipliedBy(9));
		used("b", DAY.multipliedBy(9));
		cache(100, DAY).get(new NamedRecipe("a"));
		build(cache(100, DAY), "c");
		assertThatCacheHas("a", "c");
	}

	@Test
	void useIsNotedOnceInAJvm() throws IOException {
		CheckedImages jvm = new CheckedImages();
		build(cache(100, DAY), "a");
		used("a", DAY);
		cache(100, DAY, jvm).get(new NamedRecipe("a"));
		assertThat(Files.getLastModifiedTime(files("a").manifest()).toInstant()).isAfter(this.now.minusSeconds(60));
		used("a", DAY);
		FileTime before = Files.getLastModifiedTime(files("a").manifest());
		cache(100, DAY, jvm).get(new NamedRecipe("a"));
		assertThat(Files.getLastModifiedTime(files("a").manifest())).isEqualTo(before);
	}

	@Test
	void useInTheFutureBecomesThePresent() throws IOException {
		TestTemplates cache = cache(100, DAY);
		build(cache, "a", "b");
		used("a", DAY.multipliedBy(-400));
		used("b", Duration.ofMinutes(1));
		build(cache, "c");
		assertThatCacheHas("a", "b", "c");
		assertThat(Files.getLastModifiedTime(files("a").manifest()).toInstant()).isBetween(this.now, Instant.now());
	}

	@Test
	void templateWhoseLockIsHeldStays() throws Exception {
		TestTemplates cache = cache(100, DAY);
		build(cache, "a", "b");
		used("a", DAY.multipliedBy(9));
		used("b", DAY.multipliedBy(9));
		try (ProcessLock lock = ProcessLock.tryAcquire(files("a").lock())) {
			assertThat(lock).isNotNull();
			Concurrently.run(1, (number) -> cache.get(new NamedRecipe("c")));
		}
		assertThatCacheHas("a", "c");
	}

	@Test
	void templateThatWasOpenedBeforeItIsRemovedCanBeCopiedOn() throws IOException {
		TestTemplates cache = cache(1, DAY);
		FileTemplate opened = cache.get(new NamedRecipe("a"));
		build(cache, "b");
		assertThat(cache.get(new NamedRecipe("a"))).isEqualTo(opened);
		Path copy = this.temporary.resolve("scenario-1.db");
		TestFormat.copy(opened.image(), copy);
		assertThat(Sql.query(copy, Sql.PROJECTS)).containsExactly("alpha");
	}

	@Test
	void whoCopiesWhileOthersRemoveGetsTheWholeTemplate() throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		Concurrently.run(4, (number) -> {
			for (int i = 0; number == 0 ? i < 60 : !over.get(); i++) {
				// The first one's builds throw out what the others look for, and theirs
				// its.
				FileTemplate template = cache(1, DAY).get(new NamedRecipe((number == 0) ? "a" + i : "b"));
				Path copy = this.temporary.resolve("scenario-" + number + "-" + i + ".db");
				assertThat(TestFormat.copy(template.image(), copy)).isTrue();
				assertThat(Sql.query(copy, Sql.PROJECTS)).containsExactly("alpha");
			}
			over.set(over.get() || number == 0);
			return null;
		});
	}

	private void build(TestTemplates cache, String... names) {
		for (String name : names) {
			cache.get(new NamedRecipe(name));
		}
	}

	private void used(String name, Duration ago) throws IOException {
		Files.setLastModifiedTime(files(name).manifest(), FileTime.from(this.now.minus(ago)));
	}

	private void assertThatCacheHas(String... names) {
		assertThat(Listing.of(this.temporary.resolve("cache"))).containsExactlyInAnyOrderElementsOf(Arrays.stream(names)
			.map((name) -> NamedRecipe.fingerprint(name).value())
			.flatMap((fingerprint) -> Arrays
				.stream(new String[] { fingerprint + ".json", fingerprint + ".lock", fingerprint + ".template" }))
			.toList());
	}

	private TemplateFiles files(String name) throws IOException {
		return new TemplateFiles(this.temporary.resolve("cache").toRealPath(), NamedRecipe.fingerprint(name));
	}

	private TestTemplates cache(int maxEntries, Duration maxAge) {
		return cache(maxEntries, maxAge, new CheckedImages());
	}

	private TestTemplates cache(int maxEntries, Duration maxAge, CheckedImages checked) {
		return new TestTemplates(this.temporary.resolve("cache"), () -> {
			throw new IllegalStateException("The cache can be written to");
		}, new TemplateLimits(Duration.ofMinutes(1), maxEntries, maxAge), new TemplateCheck(TestFormat.SQLITE, checked),
				ProcessLock.OPENER);
	}

}
