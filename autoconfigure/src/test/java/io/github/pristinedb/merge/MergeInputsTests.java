package io.github.pristinedb.merge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.journal.JournalFile;
import io.github.pristinedb.journal.JournalHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link MergeInputs}.
 */
class MergeInputsTests {

	@TempDir
	private Path temporary;

	@Test
	void whatCannotBeReadIsNamedAndTheRestIsRead() throws IOException {
		journal("1/target/pristine/journal/whole.journal");
		Files.writeString(journal("2/version.journal"), "what is this\n");
		Files.createDirectories(this.temporary.resolve("3"));
		Files.createFile(this.temporary.resolve("3/empty.journal"));
		MergeInputs inputs = find("1", "2", "3", "4");
		assertThat(inputs.journals()).hasSize(1);
		assertThat(inputs.problems()).hasSize(3)
			.satisfiesExactlyInAnyOrder(
					(problem) -> assertThat(problem).contains("version.journal", "is not a journal of this version"),
					(problem) -> assertThat(problem).contains("empty.journal"),
					(problem) -> assertThat(problem).contains("4 is not a directory"));
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has other permissions")
	void directoryThatCannotBeReadIsNamed() throws IOException {
		journal("1/a.journal");
		Path closed = Files.createDirectories(this.temporary.resolve("1/closed"));
		Files.setPosixFilePermissions(closed, Set.of());
		try {
			assumeThat(Files.isReadable(closed)).as("root can read everything").isFalse();
			MergeInputs inputs = find("1");
			assertThat(inputs.journals()).hasSize(1);
			assertThat(inputs.problems()).singleElement().asString().contains("closed");
		}
		finally {
			Files.setPosixFilePermissions(closed, Files.getPosixFilePermissions(this.temporary));
		}
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Not everybody can make links")
	void linksAreFollowedAndEachFileIsReadOnce() throws IOException {
		journal("elsewhere/a.journal");
		Files.createDirectories(this.temporary.resolve("in"));
		Files.createSymbolicLink(this.temporary.resolve("in/1"), this.temporary.resolve("elsewhere"));
		Files.createSymbolicLink(this.temporary.resolve("in/2"), this.temporary.resolve("elsewhere"));
		Files.createSymbolicLink(this.temporary.resolve("in/back"), this.temporary.resolve("in"));
		Files.createSymbolicLink(this.temporary.resolve("in/nowhere.journal"), this.temporary.resolve("no-such"));
		Files.createSymbolicLink(this.temporary.resolve("link"), this.temporary.resolve("in"));
		for (MergeInputs inputs : List.of(find("in"), find("link"), find("in", "link", "elsewhere"))) {
			assertThat(inputs.journals()).hasSize(1);
			assertThat(inputs.problems()).isEmpty();
		}
	}

	@Test
	void whatTheMergeWritesIsNotReadAndWhatLiesBesideIsRead() throws IOException {
		for (String file : List.of("in/jacoco.exec", "in/merged/jacoco.exec", "in/merged/1/jacoco.exec",
				"in/total/jacoco.exec")) {
			Files.createFile(Files.createDirectories(this.temporary.resolve(file).getParent()).resolve("jacoco.exec"));
		}
		journal("in/merged/1/a.journal");
		MergeInputs inputs = MergeInputs.find(MergeOptions.parse("--output",
				this.temporary.resolve("in/merged").toString(), "--coverage",
				this.temporary.resolve("in/total/jacoco.exec").toString(), this.temporary.resolve("in").toString()));
		assertThat(inputs.journals()).hasSize(1);
		assertThat(inputs.coverage()).containsExactlyInAnyOrder(this.temporary.resolve("in/jacoco.exec"),
				this.temporary.resolve("in/merged/1/jacoco.exec"));
	}

	private MergeInputs find(String... directories) {
		return MergeInputs.find(
				MergeOptions.parse(
						Stream
							.concat(Stream.of("--output", this.temporary.resolve("merged").toString()),
									Stream.of(directories)
										.map((directory) -> this.temporary.resolve(directory).toString()))
							.toArray(String[]::new)));
	}

	private Path journal(String name) throws IOException {
		Path file = this.temporary.resolve(name);
		Files.createDirectories(file.getParent());
		return JournalFile.write(file, new JournalHeader("run", "", "process", 1), new RunFinished());
	}

}
