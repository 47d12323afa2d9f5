package io.github.pristinedb.evidence;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.Kept;
import io.github.pristinedb.event.PristineEvent.FailureExplained;
import io.github.pristinedb.event.PristineEvent.ScenarioRecorded;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.evidence.Explanation.Explained;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.slot.KeptDatabases;
import io.github.pristinedb.slot.LeasedChanges;
import io.github.pristinedb.slot.ManagedDatabases;
import io.github.pristinedb.tape.Recording;
import io.github.pristinedb.tape.RecordingSettings;
import io.github.pristinedb.tape.Tape;
import io.github.pristinedb.tape.TapeEntry;
import io.github.pristinedb.tape.Tapes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of one scenario: gathered before its databases go back, told when it has
 * ended.
 */
public final class ScenarioEvidence {

	private static final Log logger = LogFactory.getLog(ScenarioEvidence.class);

	/**
	 * A run with more failures than this has one cause, which the first ones show.
	 */
	private static final int MOST_WHOLE = 100;

	private static final int BRIEF = 20;

	private static final AtomicInteger explained = new AtomicInteger();

	// Of scenarios that have failed, and have not ended.
	private static final Map<Scope, ScenarioEvidence> early = Collections.synchronizedMap(new WeakHashMap<>());

	private final Scope scope;

	private final boolean failed;

	private final @Nullable Tape tape;

	private final List<LeasedChanges> changes;

	// Of tables that statements write without naming the columns.
	private final Map<String, List<String>> columns;

	private ScenarioEvidence(Scope scope, boolean failed, @Nullable Tape tape, List<LeasedChanges> changes) {
		this.scope = scope;
		this.failed = failed;
		this.tape = tape;
		this.changes = changes;
		this.columns = new HashMap<>();
		readColumns();
	}

	private void readColumns() {
		if (this.tape != null && this.tape.settings().tape().isFor(this.failed)) {
			Set<String> tables = this.tape.unnamedColumns();
			tables.removeAll(this.columns.keySet());
			this.columns.putAll(ManagedDatabases.columns(this.scope, tables));
		}
	}

	/**
	 * Gather the evidence of a scope, whose end is near.
	 * @param scope the scope
	 * @param failed whether it failed
	 * @return the evidence; that of the failure itself, if somebody has asked for it then
	 */
	public static ScenarioEvidence gather(Scope scope, boolean failed) {
		ScenarioEvidence atFailure = early.remove(scope);
		if (!failed || atFailure == null) {
			return look(scope, failed);
		}
		// Statements may have come since.
		atFailure.readColumns();
		return atFailure;
	}

	/**
	 * Explain the failure of a scope that has not ended yet.
	 * @param scope the scope
	 * @return the whole text, {@code null} if nothing is told of the scope, or it was
	 * told already
	 */
	public static @Nullable String explainNow(Scope scope) {
		if (early.containsKey(scope)) {
			return null;
		}
		ScenarioEvidence evidence = look(scope, true);
		if (evidence.tape == null || !isTold(evidence.tape.settings(), true)) {
			return null;
		}
		early.put(scope, evidence);
		return ExplanationText.whole(evidence.explanation(evidence.tape));
	}

	/**
	 * Describe what a scope has done that passes, and has not ended yet.
	 * @param scope the scope
	 * @return the whole text, {@code null} if nothing is told of such scopes, or the
	 * scope has no database
	 */
	public static @Nullable String describeNow(Scope scope) {
		Tape tape = Tapes.find(scope);
		if (tape == null || !isTold(tape.settings(), false)) {
			return null;
		}
		return ExplanationText.whole(look(scope, false).explanation(tape));
	}

	private static ScenarioEvidence look(Scope scope, boolean failed) {
		// A class of its own accord: what failed before its tests, or after them.
		Tape tape = (scope.kind() == Scope.Kind.SCENARIO || failed) ? Tapes.find(scope) : null;
		if (tape == null || !isTold(tape.settings(), failed)) {
			return new ScenarioEvidence(scope, failed, tape, List.of());
		}
		ChangeLimits limits = tape.settings().diff().isFor(failed) ? ChangeLimits.USUAL : null;
		if (limits != null && failed && explained.get() >= MOST_WHOLE) {
			limits = new ChangeLimits(BRIEF, limits.length(), limits.time());
		}
		return new ScenarioEvidence(scope, failed, tape,
				ManagedDatabases.changes(scope, limits)
					.stream()
					.map((each) -> each.withCells(Explanation::hide))
					.toList());
	}

	private static boolean isTold(RecordingSettings settings, boolean failed) {
		return settings.tape().isFor(failed) || settings.diff().isFor(failed);
	}

	/**
	 * Tell what was gathered: by events, and by a text in the log if the scenario failed.
	 * To be called when the scope has ended.
	 */
	public void tell() {
		Tapes.remove(this.scope);
		if (this.tape == null) {
			return;
		}
		RecordingSettings settings = this.tape.settings();
		if (settings.tape() != Recording.OFF && this.scope.isTold()) {
			PristineEvents.publish(new ScenarioRecorded(this.scope.id(), this.tape.statements(), this.tape.nanos(),
					ExplanationJson.of(this.tape)));
		}
		if (!isTold(settings, this.failed)) {
			return;
		}
		Explanation explanation = explanation(this.tape);
		if (this.failed) {
			boolean whole = explained.incrementAndGet() <= MOST_WHOLE;
			Path file = whole ? ExplanationFile.write(explanation, settings) : null;
			logger.info(ExplanationText.brief(explanation, (file != null) ? file.toString() : null));
			explanation = whole ? explanation : explanation.withLast(BRIEF);
		}
		if (this.scope.isTold()) {
			PristineEvents.publish(new FailureExplained(this.scope.id(), ExplanationJson.of(explanation)));
		}
	}

	/**
	 * The tape does not tell which database a connection leads to.
	 */
	private @Nullable String note(LeasedChanges database, List<TapeEntry> entries) {
		UncommittedRead read = (this.failed && this.changes.size() == 1
				&& database.isolation() == Isolation.TRANSACTION) ? UncommittedRead.find(entries) : null;
		return (read != null) ? read.note() : null;
	}

	private Explanation explanation(Tape tape) {
		List<TapeEntry> entries = tape.settings().tape().isFor(this.failed) ? tape.entries(this.columns) : List.of();
		Map<String, Kept> kept = KeptDatabases.of(this.scope);
		List<Explained> databases = new ArrayList<>();
		for (LeasedChanges each : this.changes) {
			databases.add(new Explained(each, kept.get(each.database()), note(each, entries)));
		}
		return new Explanation(this.scope.path(), databases, entries,
				entries.isEmpty() ? 0 : tape.recorded() - entries.size());
	}

}
