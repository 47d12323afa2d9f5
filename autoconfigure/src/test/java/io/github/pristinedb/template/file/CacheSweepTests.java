package io.github.pristinedb.template.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.Listing;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.files.ProcessLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CacheSweep}.
 */
@DeliberateOutput("The template .* cannot be used because")
class CacheSweepTests {

	@TempDir
	private Path temporary;

	private Path cache;

	@BeforeEach
	void setUp() throws IOException {
		this.cache = this.temporary.toRealPath();
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Locks stay")
	void whatADeadBuilderLeftIsRemovedWithItsLock() throws IOException {
		TemplateFiles dead = files("dead");
		Files.createDirectories(dead.scratch().resolve("deep"));
		Path readOnly = Files.writeString(dead.scratch().resolve("deep/scenario.db"), "half a database");
		assertThat(readOnly.toFile().setReadOnly()).isTrue();
		Files.createFile(dead.lock());
		CacheSweep.sweep(this.cache);
		assertThat(Listing.of(this.cache)).isEmpty();
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Locks stay")
	void halfOfATemplateIsRemoved() throws IOException {
		Files.createFile(files("without-manifest").image());
		Files.createFile(files("without-image").manifest());
		Files.createFile(files("without-both").lock());
		CacheSweep.sweep(this.cache);
		assertThat(Listing.of(this.cache)).isEmpty();
	}

	@Test
	void whatSomebodyHoldsTheLockOfStays() throws Exception {
		TemplateFiles busy = files("busy");
		try (ProcessLock lock = ProcessLock.tryAcquire(busy.lock())) {
			assertThat(lock).isNotNull();
			Files.createDirectory(busy.scratch());
			Files.createFile(busy.image());
			Concurrently.run(1, (number) -> {
				CacheSweep.sweep(this.cache);
				return null;
			});
			CacheSweep.sweep(this.cache);
			assertThat(Listing.of(this.cache)).hasSize(3);
		}
	}

	@Test
	void templatesAndTheirLocksStay() throws IOException {
		new TestTemplates(this.cache, () -> this.cache).get(new ProjectsRecipe());
		List<String> before = Listing.of(this.cache);
		CacheSweep.sweep(this.cache);
		assertThat(Listing.of(this.cache)).isEqualTo(before).hasSize(3);
	}

	@Test
	void filesOfOthersStay() throws IOException {
		Files.createFile(this.cache.resolve("README.md"));
		Files.createFile(this.cache.resolve("orders.lock"));
		Files.createDirectory(this.cache.resolve("0123.build"));
		Files.createFile(this.cache.resolve(NamedRecipe.fingerprint("a") + ".template.copy"));
		CacheSweep.sweep(this.cache);
		assertThat(Listing.of(this.cache)).hasSize(4);
	}

	@Test
	void latestTemplatesThatWereSetAsideStay() throws IOException {
		for (int i = 0; i < 6; i++) {
			TemplateFiles bad = files("bad " + i);
			Files.writeString(bad.image(), "wrong");
			Quarantine.move(bad, "it is a test");
			Path aside = Listing.of(this.cache)
				.stream()
				.map(this.cache::resolve)
				.filter((file) -> bad.isAside(file))
				.findFirst()
				.orElseThrow();
			assertThat(aside.resolve(bad.image().getFileName())).hasContent("wrong");
			Files.setLastModifiedTime(aside, FileTime.fromMillis(1_000_000L * i));
		}
		CacheSweep.sweep(this.cache);
		assertThat(Listing.of(this.cache)).hasSize(CacheSweep.ASIDE)
			.allMatch((name) -> List.of("bad 3", "bad 4", "bad 5")
				.stream()
				.anyMatch((bad) -> files(bad).isAside(this.cache.resolve(name))));
	}

	private TemplateFiles files(String name) {
		return new TemplateFiles(this.cache, NamedRecipe.fingerprint(name));
	}

}
