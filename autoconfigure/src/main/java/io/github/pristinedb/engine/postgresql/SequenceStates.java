package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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

	/**
	 * A function of PostgreSQL 18. A later version may tell more than these two.
	 */
	private static final String HAS_FUNCTION = """
			select 1 from pg_proc where proname = 'pg_get_sequence_data' and pronamespace = 'pg_catalog'::regnamespace
			 and proargnames[2:] = '{last_value,is_called}'""";

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
		return new SequenceStates(List.copyOf(sequences), !Sql.column(connection, HAS_FUNCTION).isEmpty(), logged);
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
	 * The end of a query for the sequences that have moved. Each is a row {@code u}: its
	 * number {@code o}, and the baseline's {@code v} and {@code c} for {@code setval}.
	 * @param baseline the states at the baseline
	 * @return the query from {@code from} on
	 */
	String moved(List<String> baseline) {
		if (this.sequences.isEmpty()) {
			return "from (select null::oid as o, null::bigint as v, null::boolean as c where false) u";
		}
		List<Baseline> states = new ArrayList<>();
		for (int i = 0; i < this.sequences.size(); i++) {
			states.add(Baseline.of(this.sequences.get(i), baseline.get(i)));
		}
		if (this.readByFunction) {
			return "from unnest(%s::oid[], %s::bigint[], %s::boolean[]) u (o, v, c) where %s".formatted(
					array(states, (state) -> state.sequence.oid), array(states, Baseline::value),
					array(states, Baseline::called), "pg_get_sequence_data(u.o) is distinct from row(u.v, u.c)");
		}
		return states.stream()
			.map((state) -> "select %d::oid as o, %d::bigint as v, %s as c, last_value, is_called from %s"
				.formatted(state.sequence.oid, state.value, state.called, state.sequence.name))
			.collect(Collectors.joining(" union all ", "from (",
					") u where row(u.last_value, u.is_called) is distinct from row(u.v, u.c)"));
	}

	private static String array(List<Baseline> states, Function<Baseline, Object> part) {
		return states.stream()
			.map((state) -> String.valueOf(part.apply(state)))
			.collect(Collectors.joining(",", "'{", "}'"));
	}

	/**
	 * A sequence.
	 *
	 * @param oid its number
	 * @param name its name with the schema
	 */
	record Sequence(long oid, String name) {

	}

	/**
	 * A sequence at the baseline.
	 *
	 * @param sequence the sequence
	 * @param value its last value
	 * @param called whether it has given the value to anybody
	 */
	private record Baseline(Sequence sequence, long value, boolean called) {

		/**
		 * Read a state.
		 * @param sequence whose state it is
		 * @param state the state as text, as in {@code (17,t)}
		 */
		static Baseline of(Sequence sequence, String state) {
			int comma = state.indexOf(',');
			return new Baseline(sequence, Long.parseLong(state.substring(1, comma)), state.charAt(comma + 1) == 't');
		}

	}

}
