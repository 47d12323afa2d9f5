package io.github.pristinedb.benchmarks.hammer;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What a scenario expects its database to contain. It starts as the template; each change
 * of the database is made here too.
 */
final class Model {

	private SortedMap<String, String> schema = new TreeMap<>();

	// By row id.
	private SortedMap<String, SortedMap<Long, List<String>>> tables = new TreeMap<>();

	private long nextPart = 1000;

	/**
	 * Start from a content.
	 * @param template the content
	 */
	Model(Content template) {
		this.schema.putAll(template.schema());
		template.tables().forEach((name, rows) -> {
			SortedMap<Long, List<String>> byId = new TreeMap<>();
			boolean hasId = !name.equals(Content.IDS);
			for (List<String> row : rows) {
				byId.put(hasId ? Long.parseLong(row.get(0)) : byId.size() + 1, row);
			}
			this.tables.put(name, byId);
		});
	}

	private Model() {
	}

	Model copy() {
		Model copy = new Model();
		copy.schema.putAll(this.schema);
		this.tables.forEach((name, rows) -> copy.tables.put(name, new TreeMap<>(rows)));
		copy.nextPart = this.nextPart;
		return copy;
	}

	/**
	 * Go back to an earlier state, as the database does when it rolls back.
	 * @param earlier a copy made then
	 * @param ids whether ids that were used since then are used again
	 */
	void resetTo(Model earlier, boolean ids) {
		Model copy = earlier.copy();
		if (!ids) {
			copy.tables.put(Content.IDS, rows(Content.IDS));
		}
		this.schema = copy.schema;
		this.tables = copy.tables;
	}

	/**
	 * Take the schema from the database, which words it in its own way.
	 * @param found the schema that a change of this scenario has left
	 */
	void schemaIs(SortedMap<String, String> found) {
		this.schema = new TreeMap<>(found);
	}

	Content content() {
		SortedMap<String, List<List<String>>> rows = new TreeMap<>();
		this.tables.forEach((name, byId) -> rows.put(name, List.copyOf(byId.values())));
		return new Content(new TreeMap<>(this.schema), rows);
	}

	SortedMap<Long, List<String>> rows(String table) {
		return this.tables.get(table);
	}

	boolean has(String kindAndName) {
		return this.schema.containsKey(kindAndName);
	}

	void define(String kindAndName, String sql) {
		this.schema.put(kindAndName, sql);
		if (kindAndName.startsWith("table ")) {
			this.tables.putIfAbsent(kindAndName.substring(6), new TreeMap<>());
		}
	}

	void drop(String kindAndName) {
		this.schema.remove(kindAndName);
		if (kindAndName.startsWith("table ")) {
			this.tables.remove(kindAndName.substring(6));
		}
	}

	/**
	 * A random item.
	 * @param random the source of randomness
	 * @return its id, 0 if there is none
	 */
	long item(RandomGenerator random) {
		List<Long> ids = new ArrayList<>(rows("item").keySet());
		return ids.isEmpty() ? 0 : ids.get(random.nextInt(ids.size()));
	}

	/**
	 * The id of a part that is to be inserted.
	 * @return an id that was never used
	 */
	long newPart() {
		return this.nextPart++;
	}

	void insertItem(String name, long amount) {
		long id = next("item");
		List<String> row = new ArrayList<>(List.of(Long.toString(id), name, Long.toString(amount)));
		if (this.schema.get("table item").contains("note")) {
			row.add("none");
		}
		rows("item").put(id, row);
		long entry = next("log");
		rows("log").put(entry, List.of(Long.toString(entry), "inserted", Long.toString(id)));
	}

	private long next(String table) {
		for (var sequence : rows(Content.IDS).entrySet()) {
			if (sequence.getValue().get(0).equals(table)) {
				long next = Long.parseLong(sequence.getValue().get(1)) + 1;
				sequence.setValue(List.of(table, Long.toString(next)));
				return next;
			}
		}
		throw new IllegalStateException("No sequence for " + table);
	}

	void updateItem(long id, long amount) {
		rows("item").computeIfPresent(id, (key, row) -> {
			List<String> changed = new ArrayList<>(row);
			changed.set(2, Long.toString(amount));
			return changed;
		});
	}

	void deleteItem(long id) {
		rows("item").remove(id);
		rows("part").values().removeIf((row) -> row.get(1).equals(Long.toString(id)));
	}

	void insertPart(long id, long item, String label) {
		rows("part").put(id, List.of(Long.toString(id), Long.toString(item), label));
	}

	void addNotes() {
		rows("item").replaceAll((id, row) -> {
			List<String> longer = new ArrayList<>(row);
			longer.add("none");
			return longer;
		});
	}

}
