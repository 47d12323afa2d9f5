package io.github.pristinedb.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.Listing;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestPlanned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.launch.ProcessToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link JournalWriter} and {@link Journal}.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("The journal of this run cannot be written")
class JournalTests {

	@TempDir
	private Path temporary;

	private JournalWriter writer;

	@BeforeEach
	void open() {
		this.writer = new JournalWriter(this.temporary.resolve("journal"), JournalHeader.ofThisJvm(), () -> {
		});
	}

	@Test
	void journalIsBegunWithTheFirstTest() throws IOException {
		HandedOver handedOver = new HandedOver("1", "scenario.db", 1, true, "database");
		this.writer.write(handedOver, 1);
		assertThat(this.temporary).isEmptyDirectory();
		this.writer.write(planned("1"), 2);
		this.writer.write(handedOver, 3);
		assertThat(journal().entries()).extracting(Journal.Entry::event).containsExactly(planned("1"), handedOver);
	}

	@Test
	void lineThatIsCutOffIsPassedOver() throws IOException {
		this.writer.write(started("1"), 1);
		this.writer.write(new TestFinished("1", Outcome.PASSED, 1, 0), 2);
		Path file = journal().file();
		String text = Files.readString(file);
		Files.writeString(file, text.substring(0, text.length() - 3));
		assertThat(journal().entries()).extracting(Journal.Entry::event).containsExactly(started("1"));
		// In the middle of a character.
		Files.write(file, new byte[] { (byte) 0xC3 }, StandardOpenOption.APPEND);
		assertThat(journal().entries()).extracting(Journal.Entry::event).containsExactly(started("1"));
	}

	@Test
	void otherFileIsAnError() throws IOException {
		Path file = Files.writeString(this.temporary.resolve("a.journal"), "something else\n");
		assertThatIOException().isThrownBy(() -> Journal.read(file))
			.withMessage("it is not a journal of this version, since it begins with 'something else'."
					+ " Use the same version of Pristine on all machines");
		this.writer.write(started("1"), 1);
		Path journal = journal().file();
		Files.writeString(journal, Files.readString(journal) + "what is this\n");
		assertThatIOException().isThrownBy(() -> Journal.read(journal))
			.withMessage("its line 3 is not an event of this version: 'what is this'."
					+ " Use the same version of Pristine on all machines");
	}

	@Test
	void eachWriterOfAJvmHasAJournalOfItsOwn() throws IOException {
		this.writer.write(started("1"), 1);
		JournalWriter another = new JournalWriter(this.temporary.resolve("journal"), JournalHeader.ofThisJvm(), () -> {
		});
		another.write(started("2"), 1);
		assertThat(Journal.files(this.temporary.resolve("journal"))).hasSize(2)
			.extracting(JournalWriter::process)
			.containsOnly(ProcessToken.ofThisJvm());
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
		assertThat(journal().entries()).hasSize(3200);
	}

	@Test
	void journalThatCannotBeWrittenIsAWarning(CapturedOutput output) throws IOException {
		Files.createFile(this.temporary.resolve("journal"));
		this.writer.write(started("1"), 1);
		this.writer.write(started("2"), 2);
		assertThat(output.getOut()).containsOnlyOnce("The journal of this run cannot be written");
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
