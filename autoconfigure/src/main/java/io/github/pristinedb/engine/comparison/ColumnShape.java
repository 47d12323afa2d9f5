package io.github.pristinedb.engine.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a column of a table is like. A table with other shapes than before was altered.
 *
 * @param type its type as the product tells it
 * @param key whether it is a part of the primary key
 */
public record ColumnShape(String type, boolean key) {

	/**
	 * The columns that a table has now and had before. Rows keep their key only if all of
	 * its columns are among them.
	 * @param present the columns now, by name
	 * @param former the columns before, by name
	 * @return the columns that can be compared, in their present order
	 */
	public static List<ComparedColumn> shared(Map<String, ColumnShape> present, Map<String, ColumnShape> former) {
		boolean keyed = present.entrySet()
			.stream()
			.allMatch((column) -> !column.getValue().key || former.containsKey(column.getKey()));
		List<ComparedColumn> shared = new ArrayList<>();
		present.forEach((name, column) -> {
			if (former.containsKey(name)) {
				shared.add(new ComparedColumn(name, keyed && column.key));
			}
		});
		return shared;
	}

}
