package io.github.pristinedb.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Discarded}.
 */
class DiscardedTests {

	@TempDir
	private Path place;

	@Test
	void discardedDirectoryHasNoNameAndIsRemovedLater() throws IOException {
		Path kept = directory("kept");
		Path former = directory("former");
		Discarded discarded = new Discarded(this.place);
		discarded.add(former);
		discarded.add(former);
		assertThat(former).doesNotExist();
		assertThat(this.place.toFile().list()).hasSize(2);
		discarded.remove(() -> false);
		assertThat(this.place).isDirectoryContaining((each) -> each.equals(kept));
		assertThat(this.place.toFile().list()).hasSize(1);
	}

	@Test
	void removalThatTakesTooLongIsGoneOnWithByTheNextOne() throws IOException {
		Discarded discarded = new Discarded(this.place);
		discarded.add(directory("former"));
		AtomicInteger asked = new AtomicInteger();
		discarded.remove(() -> asked.incrementAndGet() > 2);
		assertThat(files()).isEqualTo(2);
		discarded.remove(() -> false);
		assertThat(this.place).isEmptyDirectory();
	}

	private long files() throws IOException {
		try (Stream<Path> files = Files.walk(this.place)) {
			return files.filter(Files::isRegularFile).count();
		}
	}

	private Path directory(String name) throws IOException {
		Path directory = Files.createDirectory(this.place.resolve(name));
		for (int i = 0; i < 3; i++) {
			Files.writeString(directory.resolve("file-" + i), "");
		}
		return directory;
	}

}
