package io.github.pristinedb.engine.h2;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.ConnectionSource;
import io.github.pristinedb.engine.KeepRequest;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;

/**
 * Databases in memory for the tests of H2's engine.
 */
final class H2Memory {

	static final ConnectionSource NOBODY = () -> {
		throw new SQLException("Nobody is connected");
	};

	private static final AtomicInteger last = new AtomicInteger();

	static final H2Names NAMES = new H2Names("run");

	static final PageRestoration RESTORATION = new PageRestoration(RootPagesProbe::run);

	private H2Memory() {
	}

	/**
	 * A database of which nothing is there yet.
	 * @param settings what follows its name in the URL
	 * @return the database
	 */
	static H2Database database(String settings) {
		return at("jdbc:h2:mem:tests/" + last.incrementAndGet() + "/testdb" + settings);
	}

	static H2Database at(String url) {
		return Objects.requireNonNull(H2Database.of(new Access(url, "sa", "geheim", Map.of())));
	}

	static H2ScenarioDatabase scenario(H2Database database, H2Image baseline) {
		return H2ScenarioDatabase.create(database, NAMES, RESTORATION, baseline);
	}

	/**
	 * What reaches the inside of H2.
	 */
	static H2Internals internals() {
		return Objects.requireNonNull(RootPagesProbe.run().internals());
	}

	/**
	 * H2's own object for a connection.
	 */
	static SessionLocal session(Connection connection) throws SQLException {
		return (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
	}

	static H2Script script(String... statements) {
		return new H2Script(List.of(statements));
	}

	static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	static void execute(H2Database database, String... statements) throws SQLException {
		try (Connection connection = database.connect()) {
			execute(connection, statements);
		}
	}

	static List<String> rows(Connection connection, String query) throws SQLException {
		List<String> rows = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(query)) {
			int columns = result.getMetaData().getColumnCount();
			while (result.next()) {
				StringBuilder row = new StringBuilder();
				for (int i = 1; i <= columns; i++) {
					row.append((i > 1) ? "," : "").append(result.getString(i));
				}
				rows.add(row.toString());
			}
		}
		return rows;
	}

	static List<String> rows(H2Database database, String query) throws SQLException {
		try (Connection connection = database.connect()) {
			return rows(connection, query);
		}
	}

	static KeepRequest request(Path directory) {
		return new KeepRequest() {

			@Override
			public String name() {
				return "scenario";
			}

			@Override
			public String run() {
				return "run";
			}

			@Override
			public Path file(String extension) {
				return directory.resolve("it's kept" + extension);
			}

		};
	}

}
