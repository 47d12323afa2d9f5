package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sequences of a database, those of identity columns included. Counters of rows do
 * not tell of them, and {@code pg_sequence_last_value} hides whether a value was handed
 * out: each state is read as it is.
 *
 * @param sequences the sequences
 * @param readByFunction whether the server reads a sequence by a function, which is
 * quicker than a query
 * @param logged whether the server writes a record, and takes a transaction number, for
 * the first value of each sequence
 */
record SequenceStates(List<Sequence> sequences, boolean readByFunction, boolean logged) {

	private static final int READ_BY_FUNCTION = 18;

	private static final String SEQUENCES = """
			select s.seqrelid, s.seqrelid::regclass::text, c.relpersistence from pg_sequence s
			  join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
			 where n.nspname <> 'pristine' and c.relpersistence <> 't' and n.nspname !~ '^pg_' order by s.seqrelid""";

	/**
	 * Read the sequences.
	 * @param connection a connection that looks for names in {@code pg_catalog} alone
	 * @return their states
	 * @throws SQLException if the connection fails
	 */
	static SequenceStates of(Connection connection) throws SQLException {
		List<Sequence> sequences = new ArrayList<>();
		boolean logged = true;
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(SEQUENCES)) {
			while (rows.next()) {
				logged &= rows.getString(3).equals("p");
				sequences.add(new Sequence(rows.getLong(1), rows.getString(2)));
			}
		}
		int version = connection.getMetaData().getDatabaseMajorVersion();
		return new SequenceStates(List.copyOf(sequences), version >= READ_BY_FUNCTION, logged);
	}

	/**
	 * Statements after which the next value of each sequence is logged.
	 */
	String normalisation() {
		return this.sequences.stream()
			.map((sequence) -> "select setval(" + sequence.oid + ", last_value, is_called) from " + sequence.name)
			.collect(Collectors.joining(";\n"));
	}

	/**
	 * An expression for all states, as an array of texts.
	 */
	String expression() {
		return this.sequences.stream()
			.map((sequence) -> this.readByFunction ? "pg_get_sequence_data(" + sequence.oid + ")::text"
					: "(select (last_value, is_called)::text from " + sequence.name + ")")
			.collect(Collectors.joining(",\n  ", "array[", "]::text[]"));
	}

	/**
	 * PL/pgSQL that puts back the sequences that have moved.
	 * @param variable the variable that holds the present states
	 * @param baseline the states at the baseline
	 */
	String restoration(String variable, List<String> baseline) {
		StringBuilder body = new StringBuilder();
		for (int i = 0; i < this.sequences.size(); i++) {
			String state = baseline.get(i);
			// (17,t)
			int comma = state.indexOf(',');
			body.append("if %s[%d] <> '%s' then perform setval(%d, %s, '%s'); end if;\n".formatted(variable, i + 1,
					state, this.sequences.get(i).oid, state.substring(1, comma),
					state.substring(comma + 1, comma + 2)));
		}
		return body.toString();
	}

	/**
	 * A sequence.
	 *
	 * @param oid its number
	 * @param name its name with the schema
	 */
	record Sequence(long oid, String name) {

	}

}
