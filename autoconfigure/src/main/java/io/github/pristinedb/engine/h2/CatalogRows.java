package io.github.pristinedb.engine.h2;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.h2.engine.DbObject;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.Page;
import org.h2.result.SearchRow;
import org.h2.value.VersionedValue;
import org.jspecify.annotations.Nullable;

/**
 * The catalog: a row with the statement that creates it for each table, index, user,
 * right, comment and so on. H2 has made objects from these rows, which no page puts back,
 * so that a changed row is doubtful. What H2 writes there by itself is none: the next
 * number of a sequence, and what an {@code ANALYZE} has seen.
 */
final class CatalogRows implements StatePart {

	private static final String MAP = "table.0";

	// Columns of a row: ID, HEAD, TYPE, SQL.
	private static final int TYPE = 2;

	private static final int SQL = 3;

	private static final Pattern SELECTIVITY = Pattern.compile(" SELECTIVITY \\d+");

	private static final String OPTIONS = " START WITH ";

	private final MVMap<?, ?> map;

	private final Page<?, ?> root;

	private final Map<Object, Object> rows = new HashMap<>();

	private CatalogRows(MVMap<?, ?> map) {
		this.map = map;
		this.root = map.getRootPage();
		map.entrySet().forEach((entry) -> this.rows.put(entry.getKey(), entry.getValue()));
	}

	/**
	 * Remember the catalog.
	 * @param maps the maps of a store in which no transaction is open
	 * @return the rows
	 */
	static CatalogRows of(Iterable<MVMap<?, ?>> maps) {
		for (MVMap<?, ?> map : maps) {
			if (map.getName().equals(MAP)) {
				return new CatalogRows(map);
			}
		}
		throw new IllegalStateException("H2 has no map " + MAP);
	}

	@Override
	@SuppressWarnings("ReferenceEquality")
	public Change look() {
		if (this.map.getRootPage() == this.root) {
			return Change.NONE;
		}
		int number = 0;
		for (Map.Entry<?, ?> entry : this.map.entrySet()) {
			if (!isAlike(this.rows.get(entry.getKey()), entry.getValue())) {
				return Change.DOUBTFUL;
			}
			number++;
		}
		return Change.doubtful(number != this.rows.size());
	}

	@SuppressWarnings("ReferenceEquality")
	private static boolean isAlike(@Nullable Object before, Object now) {
		// H2 keeps the object of a row that nobody has written.
		return before == now || (before != null && isAlike(row(before), row(now)));
	}

	private static boolean isAlike(SearchRow before, SearchRow now) {
		int type = now.getValue(TYPE).getInt();
		String sql = now.getValue(SQL).getString();
		String earlier = before.getValue(SQL).getString();
		if (before.getValue(TYPE).getInt() != type) {
			return false;
		}
		return switch (type) {
			case DbObject.SEQUENCE -> name(sql).equals(name(earlier));
			case DbObject.TABLE_OR_VIEW ->
				SELECTIVITY.matcher(sql).replaceAll("").equals(SELECTIVITY.matcher(earlier).replaceAll(""));
			default -> sql.equals(earlier);
		};
	}

	private static String name(String sequence) {
		int end = sequence.indexOf(OPTIONS);
		return (end != -1) ? sequence.substring(0, end) : sequence;
	}

	private static SearchRow row(Object value) {
		return (SearchRow) ((value instanceof VersionedValue<?> versioned) ? versioned.getCurrentValue() : value);
	}

	@Override
	public String doubt() {
		return "the schema, a user, a right or a comment was changed";
	}

}
