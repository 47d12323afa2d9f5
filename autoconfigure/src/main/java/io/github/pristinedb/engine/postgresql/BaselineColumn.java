package io.github.pristinedb.engine.postgresql;

/**
 * A stored column of a table, that is, one without a generation expression.
 *
 * @param name the name, quoted where it has to be
 * @param type the type with its modifiers, as SQL
 * @param own whether the type belongs to the server. A shadow keeps other types as text:
 * a column of such a type would hold up an application that drops the type
 */
record BaselineColumn(String name, String type, boolean own) {

	/**
	 * The column's value as a shadow stores it.
	 * @param row the alias of a row of the table
	 * @return an expression
	 */
	String toShadow(String row) {
		return this.own ? row + "." + this.name : row + "." + this.name + "::text";
	}

	/**
	 * The value of a shadow as the table stores it.
	 * @param row the alias of a row of the shadow
	 * @return an expression
	 */
	String fromShadow(String row) {
		return this.own ? row + "." + this.name : row + "." + this.name + "::" + this.type;
	}

}
