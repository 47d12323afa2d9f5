package io.github.pristinedb.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.Listing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link WholeFile}.
 */
class WholeFileTests {

	@TempDir
	private Path temporary;

	@Test
	void fileIsReplaced() throws IOException {
		Path file = Files.writeString(this.temporary.resolve("a.txt"), "before");
		WholeFile.write(file, "after");
		assertThat(file).hasContent("after");
		assertThat(Listing.of(this.temporary)).containsExactly("a.txt");
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "It replaces no file that somebody has open")
	void readerFindsOneFileOrTheOtherAllTheTime() throws Exception {
		List<String> texts = List.of("a".repeat(10_000), "b".repeat(20_000));
		Path file = this.temporary.resolve("a.txt");
		WholeFile.write(file, texts.get(0));
		CountDownLatch written = new CountDownLatch(1);
		Concurrently.run(2, (number) -> {
			if (number == 0) {
				try {
					for (int i = 0; i < 1_000; i++) {
						WholeFile.write(file, texts.get(i % 2));
					}
				}
				finally {
					written.countDown();
				}
			}
			while (written.getCount() > 0) {
				assertThat(texts.contains(Files.readString(file))).as("a whole text").isTrue();
			}
			return null;
		});
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has other permissions")
	void fileCanBeReadByWhoeverCouldReadOneThatIsWrittenInPlace() throws IOException {
		Path file = this.temporary.resolve("a.txt");
		WholeFile.write(file, "text");
		Path inPlace = Files.writeString(this.temporary.resolve("b.txt"), "text");
		Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(inPlace);
		permissions.removeAll(PosixFilePermissions.fromString("----w--w-"));
		assertThat(Files.getPosixFilePermissions(file)).isEqualTo(permissions);
	}

	@Test
	void fileThatIsWrittenForGoodIsReadOnly() throws IOException {
		Path file = this.temporary.resolve("a.txt");
		WholeFile.writeForGood(file, this.temporary.resolve("a.tmp"), "for good");
		assertThat(file).hasContent("for good");
		assertThat(Files.getPosixFilePermissions(file)).doesNotContain(PosixFilePermission.OWNER_WRITE);
		assertThat(Listing.of(this.temporary)).containsExactly("a.txt");
	}

	@Test
	void fileThatCannotBeWrittenLeavesNothing() throws IOException {
		Path directory = Files.createDirectories(this.temporary.resolve("a.txt/b"));
		assertThatIOException().isThrownBy(() -> WholeFile.write(directory.getParent(), "text"));
		assertThat(Listing.of(this.temporary)).containsExactly("a.txt");
	}

}
