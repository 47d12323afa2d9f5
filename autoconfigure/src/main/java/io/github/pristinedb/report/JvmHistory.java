package io.github.pristinedb.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.event.PristineEvent.ShardChosen;
import io.github.pristinedb.event.PristineEvent.TestAssigned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.journal.Journal;
import io.github.pristinedb.journal.JournalHeader;
import org.jspecify.annotations.Nullable;

/**
 * The history of one JVM, replayed from its journal.
 *
 * @param file the file of the journal
 * @param header the first line of the journal
 * @param shard the shard that the JVM ran, {@code null} if it ran all tests
 * @param assigned the tests that the JVM found, with the shards that they belong to
 * @param statistics the figures of the JVM, with times since 1970
 * @param ended whether the JVM reached the end of its run
 */
public record JvmHistory(Path file, JournalHeader header, @Nullable ShardChosen shard, List<TestAssigned> assigned,
		RunStatistics statistics, boolean ended) {

	/**
	 * Replay a journal.
	 * @param journal the journal
	 * @return the history
	 */
	public static JvmHistory of(Journal journal) {
		ShardChosen shard = null;
		List<TestAssigned> assigned = new ArrayList<>();
		RunStatistics statistics = new RunStatistics();
		boolean ended = false;
		for (Journal.Entry entry : journal.entries()) {
			PristineEvent event = entry.event();
			if (event instanceof ShardChosen chosen) {
				shard = chosen;
			}
			else if (event instanceof TestAssigned test) {
				assigned.add(test);
			}
			ended = event instanceof RunFinished || (ended && !(event instanceof TestStarted));
			statistics.add(event, entry.at());
		}
		return new JvmHistory(journal.file(), journal.header(), shard, assigned, statistics, ended);
	}

	/**
	 * The results of the tests.
	 * @return the statistics
	 */
	public TestStatistics tests() {
		return this.statistics.tests();
	}

	/**
	 * Whether the JVM ran tests, or was about to. Otherwise it only looked for them.
	 * @return whether it ran any
	 */
	public boolean ran() {
		return !tests().started().isEmpty() || !tests().waiting().isEmpty();
	}

	/**
	 * The tests that the JVM found and that a shard has to run.
	 * @param shard the number of the shard
	 * @return names with units, by id
	 */
	public Map<String, String> assigned(int shard) {
		Map<String, String> names = new LinkedHashMap<>();
		for (TestAssigned test : this.assigned) {
			if (test.shard() == shard) {
				names.put(test.id(), TestStatistics.describe(test.name(), test.unit()));
			}
		}
		return names;
	}

	/**
	 * The tests that this JVM left undone. Other JVMs of its run may have run them.
	 * @return the missing tests
	 */
	MissingTests missing() {
		return new MissingTests(!this.ended, tests().running(), tests().waiting());
	}

}
