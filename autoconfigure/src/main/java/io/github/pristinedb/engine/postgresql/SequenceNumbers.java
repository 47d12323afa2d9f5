package io.github.pristinedb.engine.postgresql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbers that the sequences of a database start a scenario with. No rollback takes a
 * number back.
 *
 * @param sequences the sequences
 * @param numbers the state of each
 */
record SequenceNumbers(SequenceStates sequences, List<String> numbers) {

	/**
	 * Read the sequences.
	 * @param connection a connection that looks for names in {@code pg_catalog} alone
	 * @return their numbers
	 * @throws SQLException if the connection fails
	 */
	static SequenceNumbers of(Connection connection) throws SQLException {
		SequenceStates sequences = SequenceStates.of(connection);
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT " + sequences.expression())) {
			return new SequenceNumbers(sequences, numbers(row));
		}
	}

	private static List<String> numbers(ResultSet row) throws SQLException {
		row.next();
		Array numbers = row.getArray(1);
		return List.of((String[]) numbers.getArray());
	}

	/**
	 * Put back the sequences that have moved, and release what else a rollback leaves in
	 * a session.
	 * @param connection a connection that is in no transaction
	 * @throws SQLException if it fails
	 */
	void restore(Connection connection) throws SQLException {
		List<String> moved = new ArrayList<>();
		try (Statement statement = connection.createStatement()) {
			statement.execute("SELECT pg_catalog.pg_advisory_unlock_all(); DISCARD SEQUENCES; SELECT "
					+ this.sequences.expression());
			statement.getMoreResults();
			statement.getMoreResults();
			try (ResultSet row = statement.getResultSet()) {
				List<String> present = numbers(row);
				for (int i = 0; i < present.size(); i++) {
					if (!present.get(i).equals(this.numbers.get(i))) {
						moved.add(setval(i));
					}
				}
			}
			if (!moved.isEmpty()) {
				statement.execute("SELECT " + String.join(", ", moved));
			}
		}
	}

	private String setval(int index) {
		// (17,t)
		String[] number = this.numbers.get(index).split("[(,)]", -1);
		return "pg_catalog.setval(" + this.sequences.sequences().get(index).oid() + ", " + number[1] + ", '" + number[2]
				+ "')";
	}

}
