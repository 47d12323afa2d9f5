package io.github.pristinedb.engine.postgresql;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The columns that tell the rows of a table apart, by an index of the table.
 *
 * @param columns the columns, in the order of the index
 */
record BaselineKey(List<Part> columns) {

	/**
	 * Finds the row of a table, by the table's index.
	 * @param row the alias of a row of the table
	 * @param shadow the alias of a row of its shadow
	 * @return a condition
	 */
	String findsRow(String row, String shadow) {
		return this.columns.stream()
			.map((part) -> row + "." + part.column.name() + " operator(" + part.equality + ") "
					+ part.column.fromShadow(shadow))
			.collect(Collectors.joining(" and "));
	}

	/**
	 * Finds the row of a shadow, by the shadow's index.
	 * @param row the alias of a row of the table
	 * @param shadow the alias of a row of its shadow
	 * @return a condition
	 */
	String findsShadow(String row, String shadow) {
		return this.columns.stream()
			.map((part) -> part.column.own()
					? row + "." + part.column.name() + " operator(" + part.equality + ") " + shadow + "."
							+ part.column.name()
					: part.column.toShadow(row) + " operator(pg_catalog.=) " + shadow + "." + part.column.name())
			.collect(Collectors.joining(" and "));
	}

	List<BaselineColumn> parts() {
		return this.columns.stream().map(Part::column).toList();
	}

	/**
	 * The names of the columns.
	 * @param prefix what stands before each name
	 */
	String names(String prefix) {
		return this.columns.stream().map((part) -> prefix + part.column.name()).collect(Collectors.joining(", "));
	}

	/**
	 * A column of the index.
	 *
	 * @param column the column
	 * @param equality the index's operator, with its schema
	 */
	record Part(BaselineColumn column, String equality) {

	}

}
