package io.github.pristinedb.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.DatabaseKept;
import io.github.pristinedb.event.PristineEvent.FailureExplained;
import io.github.pristinedb.event.PristineEvent.LockFailed;
import io.github.pristinedb.event.PristineEvent.ScenarioRecorded;
import io.github.pristinedb.event.PristineEvent.TestFailed;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What single scenarios did: their statements, kept databases and failures. The long
 * texts of failures have {@value #ROOM} bytes in memory, compressed. What comes later is
 * left out and counted. Not safe for use by several threads.
 */
final class ScenarioFacts {

	private static final int ROOM = 16 << 20;

	private final int room;

	private final Map<String, List<DatabaseKept>> kept = new HashMap<>();

	private final Map<String, Integer> locks = new HashMap<>();

	private final Map<String, Recorded> recorded = new HashMap<>();

	private final EqualValues<RawJson> texts = new EqualValues<>();

	// By the id of the scenario.
	private final SimilarTexts explanations = new SimilarTexts();

	// By the JVM and the id of the test, which several JVMs may run.
	private final SimilarTexts errors = new SimilarTexts();

	private long bytes;

	private int leftOut;

	ScenarioFacts() {
		this(ROOM);
	}

	ScenarioFacts(int room) {
		this.room = room;
	}

	void add(PristineEvent event) {
		if (event instanceof DatabaseKept kept) {
			this.kept.computeIfAbsent(kept.scenario(), (key) -> new ArrayList<>(1)).add(kept);
		}
		else if (event instanceof LockFailed failed) {
			this.locks.merge(failed.scenario(), 1, Integer::sum);
		}
		else if (event instanceof TestFailed failed) {
			put(this.errors, failed.id(), this.errors.compress(failed.error()));
		}
		else if (event instanceof ScenarioRecorded recorded) {
			RawJson json = RawJson.of(recorded.json());
			this.recorded.put(recorded.scenario(), new Recorded(recorded.statements(), recorded.nanos(),
					(json != null) ? this.texts.one(json) : null));
		}
		else if (event instanceof FailureExplained explained && RawJson.of(explained.json()) != null) {
			put(this.explanations, explained.scenario(), this.explanations.compress(explained.json()));
		}
	}

	private void put(SimilarTexts texts, String id, CompressedText text) {
		if (this.bytes + text.length() > this.room) {
			this.leftOut++;
			return;
		}
		CompressedText earlier = texts.put(id, text);
		this.bytes += text.length() - ((earlier != null) ? earlier.length() : 0);
	}

	/**
	 * Add the facts of another JVM.
	 * @param other the facts of that JVM
	 * @param jvm the prefix for the ids of that JVM's tests
	 */
	void include(ScenarioFacts other, String jvm) {
		this.kept.putAll(other.kept);
		this.locks.putAll(other.locks);
		this.recorded.putAll(other.recorded);
		other.explanations.forEach((id, text) -> put(this.explanations, id, text));
		other.errors.forEach((id, text) -> put(this.errors, jvm + id, text));
		this.leftOut += other.leftOut;
	}

	/**
	 * The facts of a test.
	 * @param test the test
	 * @param jvm the prefix for the ids of the tests of its JVM
	 * @return the facts so far
	 */
	OfTest of(TestResult test, String jvm) {
		String scenario = test.scenario();
		return new OfTest(List.copyOf(this.kept.getOrDefault(scenario, List.of())),
				this.locks.getOrDefault(scenario, 0), this.recorded.get(scenario), this.explanations.get(scenario),
				(test.outcome() == Outcome.FAILED) ? this.errors.get(jvm + test.id()) : null);
	}

	int leftOut() {
		return this.leftOut;
	}

	/**
	 * The facts of a test.
	 *
	 * @param kept the databases that were kept
	 * @param locks the number of statements that failed because of a lock
	 * @param recorded what it executed, {@code null} if that is unknown
	 * @param explanation the changes and the tape as JSON, {@code null} if there are none
	 * @param error why it failed, {@code null} if it did not
	 */
	record OfTest(List<DatabaseKept> kept, int locks, @Nullable Recorded recorded, @Nullable CompressedText explanation,
			@Nullable CompressedText error) {

	}

	/**
	 * What a scenario executed.
	 *
	 * @param statements the number of its statements
	 * @param nanos their time
	 * @param json the tables and repeated statements, {@code null} if they are no JSON
	 */
	record Recorded(int statements, long nanos, @Nullable RawJson json) {

	}

}
