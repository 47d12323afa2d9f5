package io.github.pristinedb.engine.postgresql.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stores of other versions.
 */
class FormerStoresTests {

	@TempDir
	private Path base;

	@Test
	void onlyStoresThatNobodyHasUsedForLongAreRemoved() throws IOException {
		Path old = store("linux-x86_64-1a2b3c-1", 40);
		Path recent = store("linux-x86_64-1a2b3d-1", 20);
		Path foreign = store("photos", 40);
		Path unused = Files.createDirectory(this.base.resolve("linux-x86_64-1a2b3e-1"));
		Path used = store("linux-x86_64-alpine_linux-1a2b3f-1", 40);
		Users users = new Users(used.toRealPath().resolve("users"));
		users.enter();
		new FormerStores(this.base, Duration.ofDays(30)).remove();
		assertThat(old).doesNotExist();
		assertThat(this.base).isDirectoryContaining((each) -> each.equals(recent))
			.isDirectoryContaining((each) -> each.equals(foreign))
			.isDirectoryContaining((each) -> each.equals(unused))
			.isDirectoryContaining((each) -> each.equals(used));
		assertThat(users.leave()).isTrue();
		new FormerStores(this.base, Duration.ofDays(30)).remove();
		assertThat(used).doesNotExist();
		new FormerStores(this.base.resolve("missing"), Duration.ofDays(30)).remove();
	}

	private Path store(String name, int days) throws IOException {
		Path store = Files.createDirectory(this.base.resolve(name));
		Files.createFile(store.resolve("snapshot"));
		Files.setLastModifiedTime(store.resolve("snapshot"), FileTime.from(Instant.now().minus(Duration.ofDays(days))));
		return store;
	}

}
