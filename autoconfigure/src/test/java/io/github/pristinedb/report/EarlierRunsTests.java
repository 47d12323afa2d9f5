package io.github.pristinedb.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.journal.Journal;
import io.github.pristinedb.journal.JournalFile;
import io.github.pristinedb.journal.JournalHeader;
import io.github.pristinedb.launch.ProcessToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EarlierRuns}.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("The run of 1970")
class EarlierRunsTests {

	private static final String DEAD = "4194305-1";

	@TempDir
	private Path temporary;

	@Test
	void earlierRunsAreClearedAwayAndThoseThatDiedAreNamed(CapturedOutput output) throws IOException {
		Path directory = Files.createDirectories(this.temporary.resolve("journal"));
		Path whole = JournalFile.write(directory.resolve("whole.journal"), new JournalHeader("earlier", "", DEAD, 1),
				new RunFinished());
		Path died = JournalFile.write(directory.resolve("died.journal"), new JournalHeader("earlier", "", DEAD, 1),
				started("1"));
		Path alive = JournalFile.write(directory.resolve("alive.journal"),
				new JournalHeader("another", "", ProcessToken.ofThisJvm(), 1));
		Path fork = JournalFile.write(directory.resolve("fork.journal"), new JournalHeader("this", "", DEAD, 1),
				started("2"));
		Path otherRun = JournalFile.write(directory.resolve("other-run.journal"),
				new JournalHeader("this", "17", DEAD, 1));
		JournalHeader own = new JournalHeader("this", "", "this JVM", 2);
		Path other = Files.writeString(directory.resolve("other.journal"), "something else\n");
		Path unreadable = Files.writeString(directory.resolve(DEAD + "-2.journal"), "something else\n");
		Path justBegun = Files.createFile(directory.resolve(ProcessToken.ofThisJvm() + Journal.ENDING));
		EarlierRuns.tell(directory, own);
		assertThat(output.getOut()).contains("1970-01-01T00:00:00.001Z died: 1 running: one (u1); 0 never started.")
			.contains("1 running: one (u2)");
		assertThat(whole).doesNotExist();
		assertThat(died).doesNotExist();
		assertThat(alive).exists();
		assertThat(fork).as("part of this run, for the merge").exists();
		assertThat(otherRun).as("of a process that outlives builds").doesNotExist();
		assertThat(other).as("nobody knows whose").exists();
		assertThat(unreadable).as("of another version, say").doesNotExist();
		assertThat(justBegun).exists();
		String told = output.getOut();
		EarlierRuns.tell(directory, own);
		assertThat(output.getOut()).as("once is enough").isEqualTo(told);
	}

	@Test
	void coverageBesideAnEarlierJournalIsClearedAway() throws IOException {
		Path directory = Files.createDirectories(this.temporary.resolve("journal"));
		JournalFile.write(directory.resolve("a.journal"), new JournalHeader("this", "", DEAD, 1));
		Path coverage = Files.createFile(directory.resolve("jacoco.exec"));
		Files.setLastModifiedTime(coverage, FileTime.fromMillis(1));
		Path ofThisRun = Files.createFile(directory.resolve("jacoco-2.exec"));
		Path furtherUp = Files.createFile(this.temporary.resolve("jacoco.exec"));
		Files.setLastModifiedTime(furtherUp, FileTime.fromMillis(1));
		EarlierRuns.tell(directory, new JournalHeader("this", "", "this JVM", 2));
		assertThat(coverage).as("of another JVM of this run").exists();
		EarlierRuns.tell(directory, new JournalHeader("later", "", "this JVM", 2));
		assertThat(coverage).doesNotExist();
		assertThat(ofThisRun).exists();
		assertThat(furtherUp).as("in another directory").exists();
	}

	private static TestStarted started(String id) {
		return new TestStarted(id, "u" + id, "one", false, "");
	}

}
