package io.github.pristinedb.benchmarks.hammer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * What a connection is like beside its database's content.
 *
 * @param settings its settings by name
 * @param databases the names of the databases that it has, or of the schemas, but for the
 * temporary one of SQLite, which is there as soon as it is looked for
 * @param temporary what there is in the temporary database or in the session
 * @param functions the functions that scenarios made
 */
record ConnectionState(SortedMap<String, String> settings, List<String> databases, List<String> temporary,
		List<String> functions) {

	static ConnectionState of(Connection connection) throws SQLException {
		return HammerRun.current().options().engine().database().state(connection);
	}

	/**
	 * In what another state differs from this one.
	 * @param other the other state
	 * @return a few words, empty if they are equal
	 */
	String differences(ConnectionState other) {
		List<String> differences = new ArrayList<>();
		other.settings.forEach((name, value) -> {
			if (!value.equals(this.settings.get(name))) {
				differences.add(name + " is " + value + ", not " + this.settings.get(name));
			}
		});
		differences
			.add("databases " + other.databases + ", temporary " + other.temporary + ", functions " + other.functions);
		return String.join("; ", differences);
	}

}
