package io.github.pristinedb.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestPlanned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.journal.Journal;
import io.github.pristinedb.journal.JournalHeader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JvmHistory}.
 */
class JvmHistoryTests {

	private final List<Journal.Entry> entries = new ArrayList<>();

	@Test
	void runIsWholeWhenAllIsDoneAndSaid() throws IOException {
		write(planned("1"));
		write(planned("2"));
		write(started("1"));
		assertThat(history().missing().isNone()).isFalse();
		assertThat(history().missing().describe()).isEqualTo("1 running: one (u1); 1 never started: one (u2)");
		write(new TestFinished("1", Outcome.PASSED, 1, 0));
		write(new RunFinished());
		assertThat(history().missing().isNone()).isFalse();
		write(new TestFinished("2", Outcome.SKIPPED, 0, 0));
		assertThat(history().missing().isNone()).isTrue();
		write(started("1"));
		write(new TestFinished("1", Outcome.PASSED, 1, 0));
		assertThat(history().missing().isNone()).as("in another session, which has not ended").isFalse();
	}

	private void write(PristineEvent event) {
		this.entries.add(new Journal.Entry(this.entries.size(), event));
	}

	private JvmHistory history() {
		return JvmHistory.of(new Journal(Path.of("a.journal"), JournalHeader.ofThisJvm(), this.entries));
	}

	private static TestPlanned planned(String id) {
		return new TestPlanned(id, "u" + id, "one");
	}

	private static TestStarted started(String id) {
		return new TestStarted(id, "u" + id, "one", false, "");
	}

}
