package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A way to put the rows of one table back.
 */
interface TableRestoration {

	/**
	 * The table.
	 */
	BaselineTable table();

	/**
	 * The statements that keep what is needed later. They run in the finished database.
	 * @return the statements
	 */
	default List<String> preparation() {
		return List.of();
	}

	/**
	 * Tables of Pristine's own to which the application's statements write.
	 * @return their names
	 */
	default List<String> journals() {
		return List.of();
	}

	/**
	 * Whether rows that the table gets in a new file, by {@code TRUNCATE} for example,
	 * can be put back.
	 * @return whether they can
	 */
	default boolean bearsNewFile() {
		return true;
	}

	/**
	 * By how many bytes the table may have grown until it is vacuumed. Each scan reads
	 * the pages that deleted rows have left.
	 * @return the number of bytes
	 */
	default long bearableGrowth() {
		return 64 * 1024;
	}

	/**
	 * What stands before the body.
	 * @param connection reads the table and its shadow
	 * @return the declarations of variables, empty for none
	 * @throws SQLException if it fails
	 */
	default String declarations(Connection connection) throws SQLException {
		return "";
	}

	/**
	 * The body of a PL/pgSQL function that puts the rows back. It returns {@code null},
	 * or the reason why it cannot.
	 * @return the statements between {@code begin} and {@code return null}
	 */
	String body();

}
