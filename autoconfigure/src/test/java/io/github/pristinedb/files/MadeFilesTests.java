package io.github.pristinedb.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.Listing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link MadeFiles}.
 */
class MadeFilesTests {

	@TempDir
	private Path directory;

	@Test
	void fileThatWasWrittenIsReplacedAndOneThatWasThereIsNot() throws IOException {
		Path foreign = Files.writeString(this.directory.resolve("timings.tsv"), "precious");
		for (String text : List.of("first", "second")) {
			MadeFiles.use(this.directory, (files) -> files.replace("report.json", (to) -> to.append(text)));
		}
		assertThatIOException().isThrownBy(
				() -> MadeFiles.use(this.directory, (files) -> files.replace("timings.tsv", (to) -> to.append("new"))))
			.withMessageContaining(foreign + ": Pristine has not made this file: move it away");
		assertThat(this.directory.resolve("report.json")).content().isEqualTo("second");
		assertThat(foreign).content().isEqualTo("precious");
	}

	@Test
	void fileThatWasAddedIsDeletedAsLongAsItHasItsSize() throws IOException {
		Path kept = Files.createDirectory(this.directory.resolve("kept"));
		MadeFiles.use(this.directory, (files) -> {
			for (String name : List.of("same.db", "changed.db")) {
				Files.writeString(kept.resolve(name), "a database");
				files.add("kept/" + name, "a run");
			}
		});
		Files.writeString(kept.resolve("changed.db"), "a person's own work");
		MadeFiles.use(this.directory, (files) -> {
			assertThat(files.in("kept")).extracting(MadeFiles.Made::name, MadeFiles.Made::run)
				.containsExactly(tuple("kept/same.db", "a run"));
			for (MadeFiles.Made each : files.in("kept")) {
				files.delete(each);
			}
		});
		assertThat(Listing.of(kept)).containsExactly("changed.db");
	}

	@Test
	void listThatSomebodyHasForgedLeadsNowhereElse(@TempDir Path elsewhere) throws IOException {
		Path outside = Files.writeString(elsewhere.resolve("outside.db"), "precious");
		MadeFiles.use(this.directory, (files) -> files.replace("report.json", (to) -> to.append("{}")));
		Path list = this.directory.resolve("made-by-pristine.list");
		Files.createSymbolicLink(this.directory.resolve("kept"), elsewhere);
		String up = this.directory.toRealPath().relativize(outside.toRealPath()).toString();
		Files.writeString(list, Files.readString(list) + "kept/outside.db\ta run\t8\nkept/../" + up + "\ta run\t8\n"
				+ outside + "\ta run\t8\n");
		MadeFiles.use(this.directory, (files) -> assertThat(files.in("kept")).isEmpty());
		assertThat(outside).content().isEqualTo("precious");
	}

	@ParameterizedTest
	@CsvSource({ "rwxr-xr-x, rw-rw-r--", "rwxr-xr-x, rw-r--rw-", "rwxrwxr-x, rw-rw-rw-", "rwx--x---, rw--w----" })
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has other permissions")
	void listThatOthersCanWriteToIsNotBelieved(String around, String mode) throws IOException {
		Path base = forged(around, mode);
		assertThatIOException().isThrownBy(() -> deleteKept(base))
			.withMessageContaining(
					"made-by-pristine.list: not used because other users can write to it (" + mode + ")");
		assertThat(base.resolve("kept/precious.db")).content().isEqualTo("precious");
	}

	@ParameterizedTest
	@CsvSource({ "rwx------, rw-rw-rw-", "rwxrw-rw-, rw-rw-rw-", "rwxrwxrwx, rw-rw-rw-", "rwxrwxr-x, rw-rw-r--" })
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has other permissions")
	void whoCanReplaceTheListIsTrustedAndWhoCannotGetAtItDoesNotMatter(String around, String mode) throws IOException {
		Path base = forged(around, mode);
		deleteKept(base);
		assertThat(base.resolve("kept")).isEmptyDirectory();
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has other permissions")
	void listThatNobodyElseCanTakeAwayButAllCanWriteToIsNotBelieved() throws IOException {
		Path base = forged("rwxrwxrwx", "rw-rw-rw-");
		Files.setAttribute(base, "unix:mode", 01777);
		assertThatIOException().isThrownBy(() -> deleteKept(base)).withMessageContaining("other users can write to it");
	}

	/**
	 * A list with a line that somebody has added.
	 */
	private Path forged(String around, String mode) throws IOException {
		Path base = Files.createDirectory(this.directory.resolve("pristine"));
		MadeFiles.use(base, (files) -> files.replace("report.json", (to) -> to.append("{}")));
		Files.writeString(Files.createDirectory(base.resolve("kept")).resolve("precious.db"), "precious");
		Path list = base.resolve("made-by-pristine.list");
		Files.writeString(list, "kept/precious.db\ta run\t8\n", StandardOpenOption.APPEND);
		Files.setPosixFilePermissions(list, PosixFilePermissions.fromString(mode));
		Files.setPosixFilePermissions(base, PosixFilePermissions.fromString(around));
		return base;
	}

	private static void deleteKept(Path base) throws IOException {
		MadeFiles.use(base, (files) -> {
			for (MadeFiles.Made each : files.in("kept")) {
				files.delete(each);
			}
		});
	}

	@Test
	void fileOfThatNameThatIsNoListIsLeftAlone() throws IOException {
		Path list = Files.writeString(this.directory.resolve("made-by-pristine.list"), "precious");
		assertThatIOException()
			.isThrownBy(() -> MadeFiles.use(this.directory, (files) -> files.replace("a", (to) -> to.append("b"))))
			.withMessageContaining("it is no list of Pristine's");
		assertThat(list).content().isEqualTo("precious");
	}

	@Test
	void filesOfThreadsSideBySideAreAllOnTheList() throws Exception {
		Concurrently.run(8, (number) -> {
			MadeFiles.use(this.directory, (files) -> files.replace("file-" + number, (to) -> to.append("text")));
			return number;
		});
		Concurrently.run(8, (number) -> {
			MadeFiles.use(this.directory, (files) -> files.replace("file-" + number, (to) -> to.append("another")));
			return number;
		});
		assertThat(this.directory.resolve("made-by-pristine.list")).content().hasLineCount(9);
	}

	@Test
	void interruptedThreadWritesAndStaysInterrupted() throws IOException {
		Thread.currentThread().interrupt();
		try {
			MadeFiles.use(this.directory, (files) -> files.replace("report.json", (to) -> to.append("{}")));
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(this.directory.resolve("report.json")).content().isEqualTo("{}");
	}

}
