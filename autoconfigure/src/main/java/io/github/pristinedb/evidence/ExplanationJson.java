package io.github.pristinedb.evidence;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.pristinedb.engine.Kept;
import io.github.pristinedb.engine.RowChange;
import io.github.pristinedb.engine.RowChange.Cell;
import io.github.pristinedb.engine.TableChanges;
import io.github.pristinedb.evidence.Explanation.Explained;
import io.github.pristinedb.tape.Tape;
import io.github.pristinedb.tape.TapeEntry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * Evidence as JSON, for events.
 */
final class ExplanationJson {

	private static final JsonWriter<Map<String, ?>> writer = JsonWriter.standard();

	private ExplanationJson() {
	}

	/**
	 * The figures of a tape.
	 * @param tape the tape
	 * @return the JSON, without values of statements
	 */
	static String of(Tape tape) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("tables", tape.tables());
		members.put("repeated", tape.repeated().stream().map(ExplanationJson::members).toList());
		return writer.writeToString(members);
	}

	private static Map<String, Object> members(Tape.Repeated repeated) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("sql", repeated.sql());
		members.put("count", repeated.count());
		return members;
	}

	/**
	 * An explanation.
	 * @param explanation the explanation
	 * @return the JSON
	 */
	static String of(Explanation explanation) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("databases", explanation.databases().stream().map(ExplanationJson::members).toList());
		boolean several = explanation.hasSeveralDatabases();
		members.put("tape", explanation.tape().stream().map((entry) -> members(entry, several)).toList());
		members.put("earlier", explanation.earlier());
		return writer.writeToString(members);
	}

	private static Map<String, @Nullable Object> members(Explained database) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("name", database.changes().database());
		members.put("baseline", database.changes().baseline());
		members.put("isolation", database.changes().isolation().label());
		members.put("changes", database.changes().changes().tables().stream().map(ExplanationJson::members).toList());
		members.put("incomplete", database.changes().changes().incomplete());
		members.put("kept", members(database.kept()));
		if (database.note() != null) {
			members.put("note", database.note());
		}
		return members;
	}

	private static @Nullable Map<String, Object> members(@Nullable Kept kept) {
		if (kept == null) {
			return null;
		}
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("place", kept.place());
		members.put("command", kept.command());
		return members;
	}

	private static Map<String, @Nullable Object> members(TableChanges table) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("table", table.table());
		members.put("added", table.added());
		members.put("removed", table.removed());
		members.put("changed", table.changed());
		members.put("note", table.note());
		members.put("rows", table.rows().stream().map(ExplanationJson::members).toList());
		return members;
	}

	private static Map<String, Object> members(RowChange row) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("kind", row.kind().name().toLowerCase(Locale.ROOT));
		List<Map<String, @Nullable Object>> cells = row.cells().stream().map(ExplanationJson::members).toList();
		members.put("cells", cells);
		return members;
	}

	private static Map<String, @Nullable Object> members(Cell cell) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("column", cell.column());
		members.put("key", cell.key());
		members.put("before", cell.before());
		members.put("after", cell.after());
		return members;
	}

	private static Map<String, @Nullable Object> members(TapeEntry entry, boolean several) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("at", TimeUnit.NANOSECONDS.toMicros(entry.nanosBefore()) / 1000.0);
		members.put("sql", entry.sql());
		members.put("values", entry.values());
		if (entry.sets() > 0) {
			members.put("batch", entry.sets());
		}
		members.put("rows", (entry.rows() >= 0) ? entry.rows() : null);
		members.put("micros", TimeUnit.NANOSECONDS.toMicros(entry.nanos()));
		members.put("thread", entry.thread());
		members.put("connection", entry.connection());
		if (several) {
			members.put("database", entry.database());
		}
		members.put("step", entry.step());
		members.put("error", entry.error());
		return members;
	}

}
