package io.github.pristinedb.seed;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

import io.github.pristinedb.engine.SqlDialect;

/**
 * An SQL script of {@code pristine.template.seed}, in UTF-8.
 *
 * @param location where it was found, for messages
 * @param path relative to the directory that the location names, the same on every
 * machine, in a folder and in a jar
 * @param content its bytes
 */
record SeedScript(String location, String path, byte[] content) {

	private static final int LONGEST_EXCERPT = 200;

	/**
	 * Run all statements.
	 * @param connection what they run on, in a transaction
	 * @param dialect takes the script apart
	 * @throws SeedException if one fails
	 */
	void run(Connection connection, SqlDialect dialect) {
		for (SqlDialect.ScriptStatement statement : dialect.split(new String(this.content, StandardCharsets.UTF_8))) {
			try (java.sql.Statement jdbc = connection.createStatement()) {
				jdbc.execute(statement.sql());
			}
			catch (SQLException ex) {
				throw new SeedException(
						"The seed " + this.location + " failed in line " + statement.line() + ": " + ex.getMessage()
								+ System.lineSeparator() + "  " + excerpt(statement.sql()),
						"Correct the script, which runs after all migrations, or take it out of pristine.template.seed.",
						ex);
			}
		}
	}

	private static String excerpt(String sql) {
		return (sql.length() <= LONGEST_EXCERPT) ? sql : sql.substring(0, LONGEST_EXCERPT) + "…";
	}

}
