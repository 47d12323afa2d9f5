package io.github.pristinedb.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.Listing;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestPlanned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.launch.RunId;
import io.github.pristinedb.launch.RunToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link JournalWriter}, {@link Journal} and {@link EarlierRuns}.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput({ "The journal of this run cannot be written", "The run of 1970" })
class JournalTests {

	private static final String DEAD = "4194305-1";

	@TempDir
	private Path temporary;

	private JournalWriter writer;

	@BeforeEach
	void open() {
		this.writer = new JournalWriter(this.temporary.resolve("journal"), Journal.Header.ofThisJvm(), () -> {
		});
	}

	@Test
	void journalIsBegunWithTheFirstTest() throws IOException {
		this.writer.write(new HandedOver("1", "scenario.db", 1, true, "database"), 1);
		assertThat(this.temporary).isEmptyDirectory();
		this.writer.write(planned("1"), 2);
		this.writer.write(new HandedOver("1", "scenario.db", 1, true, "database"), 3);
		assertThat(journal().statistics().report().handovers()).isOne();
	}

	@Test
	void runIsWholeWhenAllIsDoneAndSaid() throws IOException {
		this.writer.write(planned("1"), 1);
		this.writer.write(planned("2"), 1);
		this.writer.write(started("1"), 2);
		assertThat(journal().loss().isNone()).isFalse();
		assertThat(journal().loss().describe()).isEqualTo("1 running: one (u1); 1 never started: one (u2)");
		this.writer.write(new TestFinished("1", Outcome.PASSED, 1, 0), 3);
		this.writer.write(new RunFinished(), 4);
		assertThat(journal().loss().isNone()).isFalse();
		this.writer.write(new TestFinished("2", Outcome.SKIPPED, 0, 0), 5);
		assertThat(journal().loss().isNone()).isTrue();
		this.writer.write(started("1"), 6);
		this.writer.write(new TestFinished("1", Outcome.PASSED, 1, 0), 7);
		assertThat(journal().loss().isNone()).as("in another session, which has not ended").isFalse();
	}

	@Test
	void lineThatIsCutOffIsPassedOver() throws IOException {
		this.writer.write(started("1"), 1);
		this.writer.write(new TestFinished("1", Outcome.PASSED, 1, 0), 2);
		Path file = journal().file();
		String text = Files.readString(file);
		Files.writeString(file, text.substring(0, text.length() - 3));
		assertThat(journal().tests().running()).containsOnly(entry("1", "one (u1)"));
		// In the middle of a character.
		Files.write(file, new byte[] { (byte) 0xC3 }, StandardOpenOption.APPEND);
		assertThat(journal().tests().running()).containsOnly(entry("1", "one (u1)"));
	}

	@Test
	void otherFileIsAnError() throws IOException {
		Path file = Files.writeString(this.temporary.resolve("a.journal"), "something else\n");
		assertThatIOException().isThrownBy(() -> Journal.read(file)).withMessageContaining("is not a journal");
		this.writer.write(started("1"), 1);
		Path journal = journal().file();
		Files.writeString(journal, Files.readString(journal) + "what is this\n");
		assertThatIOException().isThrownBy(() -> Journal.read(journal)).withMessageContaining("what is this");
	}

	@Test
	void eachWriterOfAJvmHasAJournalOfItsOwn() throws IOException {
		this.writer.write(started("1"), 1);
		JournalWriter another = new JournalWriter(this.temporary.resolve("journal"), Journal.Header.ofThisJvm(), () -> {
		});
		another.write(started("2"), 1);
		assertThat(Journal.files(this.temporary.resolve("journal"))).hasSize(2)
			.extracting(JournalWriter::process)
			.containsOnly(RunToken.token(ProcessHandle.current()));
	}

	@Test
	void eventsOfManyThreadsAreWholeLines() throws Exception {
		Concurrently.run(8, (number) -> {
			for (int i = 0; i < 200; i++) {
				this.writer.write(started(number + "-" + i), i);
				this.writer.write(new TestFinished(number + "-" + i, Outcome.PASSED, 1, 0), i + 1);
			}
			return null;
		});
		assertThat(journal().tests().finished().results()).hasSize(1600);
	}

	@Test
	void journalThatCannotBeWrittenIsAWarning(CapturedOutput output) throws IOException {
		Files.createFile(this.temporary.resolve("journal"));
		this.writer.write(started("1"), 1);
		this.writer.write(started("2"), 2);
		assertThat(output.getOut()).containsOnlyOnce("The journal of this run cannot be written");
	}

	@Test
	void earlierRunsAreClearedAwayAndThoseThatDiedAreNamed(CapturedOutput output) throws IOException {
		Path directory = Files.createDirectories(this.temporary.resolve("journal"));
		Path whole = Files.writeString(directory.resolve("whole.journal"),
				new Journal.Header("earlier", "", DEAD, 1).line() + JournalFormat.line(new RunFinished(), 1));
		Path died = Files.writeString(directory.resolve("died.journal"),
				new Journal.Header("earlier", "", DEAD, 1).line() + JournalFormat.line(started("1"), 1));
		Path alive = Files.writeString(directory.resolve("alive.journal"),
				new Journal.Header("another", "", RunToken.token(ProcessHandle.current()), 1).line());
		Path fork = Files.writeString(directory.resolve("fork.journal"),
				new Journal.Header("this", "", DEAD, 1).line() + JournalFormat.line(started("2"), 1));
		Path otherRun = Files.writeString(directory.resolve("other-run.journal"),
				new Journal.Header("this", "17", DEAD, 1).line());
		Journal.Header own = new Journal.Header("this", "", "this JVM", 2);
		Path other = Files.writeString(directory.resolve("other.journal"), "something else\n");
		Path unreadable = Files.writeString(directory.resolve(DEAD + "-2.journal"), "something else\n");
		Path justBegun = Files.createFile(directory.resolve(RunToken.token(ProcessHandle.current()) + Journal.ENDING));
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
		Files.writeString(directory.resolve("a.journal"), new Journal.Header("this", "", DEAD, 1).line());
		Path coverage = Files.createFile(directory.resolve("jacoco.exec"));
		Files.setLastModifiedTime(coverage, FileTime.fromMillis(1));
		Path ofThisRun = Files.createFile(directory.resolve("jacoco-2.exec"));
		Path furtherUp = Files.createFile(this.temporary.resolve("jacoco.exec"));
		Files.setLastModifiedTime(furtherUp, FileTime.fromMillis(1));
		EarlierRuns.tell(directory, new Journal.Header("this", "", "this JVM", 2));
		assertThat(coverage).as("of another JVM of this run").exists();
		EarlierRuns.tell(directory, new Journal.Header("later", "", "this JVM", 2));
		assertThat(coverage).doesNotExist();
		assertThat(ofThisRun).exists();
		assertThat(furtherUp).as("in another directory").exists();
	}

	@Test
	void jvmsThatABuildForksAreOfOneRun(@TempDir Path directory) {
		try (ForkedJvm jvm = JvmCommand.of(Fork.class).in(directory).start("a.Main", RunId.UNKNOWN)) {
			assertThat(jvm.finish()).contains("of " + RunToken.token(ProcessHandle.current()));
		}
	}

	@Test
	void jvmThatGradleForksIsARunOfItsOwnUnlessACiSystemSaysWhichItIs(@TempDir Path directory) {
		String daemon = RunToken.token(ProcessHandle.current());
		String worker = "worker.org.gradle.process.internal.worker.GradleWorkerMain 'Gradle Test Executor 1'";
		try (ForkedJvm jvm = JvmCommand.of(Fork.class).in(directory).start(worker, RunId.UNKNOWN)) {
			assertThat(jvm.finish()).contains("of its own").doesNotContain(daemon);
		}
		try (ForkedJvm jvm = JvmCommand.of(Fork.class).in(directory).start(worker, "17")) {
			assertThat(jvm.finish()).contains("of " + daemon);
		}
	}

	@Test
	void processIsAliveUntilItEnds() {
		assertThat(RunToken.isAlive(RunToken.ofThisJvm(RunId.UNKNOWN))).isTrue();
		assertThat(RunToken.isAlive(RunToken.token(ProcessHandle.current()))).isTrue();
		assertThat(RunToken.isAlive(ProcessHandle.current().pid() + "-1")).as("an earlier process").isFalse();
		assertThat(RunToken.isAlive("nonsense")).isFalse();
	}

	/**
	 * Says which run it is of.
	 */
	static final class Fork {

		public static void main(String[] args) {
			String run = RunToken.of(args[0], args[1]);
			System.out.println("of " + (run.equals(RunToken.token(ProcessHandle.current())) ? "its own" : run));
		}

	}

	private Journal journal() throws IOException {
		return Journal.read(Listing.of(this.temporary.resolve("journal"), Journal.ENDING).get(0));
	}

	private static TestPlanned planned(String id) {
		return new TestPlanned(id, "u" + id, "one");
	}

	private static TestStarted started(String id) {
		return new TestStarted(id, "u" + id, "one", false, "");
	}

}
