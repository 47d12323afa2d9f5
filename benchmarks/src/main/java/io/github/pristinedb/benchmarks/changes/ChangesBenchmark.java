package io.github.pristinedb.benchmarks.changes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.benchmarks.Figures;
import io.github.pristinedb.benchmarks.Machine;
import io.github.pristinedb.benchmarks.MarkdownTable;
import io.github.pristinedb.benchmarks.MarkedSection;
import io.github.pristinedb.benchmarks.Timings;
import io.github.pristinedb.benchmarks.postgresql.Server;
import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.h2.H2Engine;
import io.github.pristinedb.engine.postgresql.PostgresEngine;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import io.github.pristinedb.scope.TestRun;

import org.springframework.util.FileSystemUtils;

/**
 * Measures how long an engine takes to find ten changed rows among 100 tables. Arguments:
 * a directory to work in, the document, and the number of rounds.
 */
final class ChangesBenchmark {

	private static final int WARM_UP = 30;

	private final int rounds;

	private final MarkdownTable table = MarkdownTable.of("ten changed rows in a database of 100 tables",
			"20 rows in each table", "1,000 rows in each table");

	private ChangesBenchmark(int rounds) {
		this.rounds = rounds;
	}

	public static void main(String[] arguments) throws Exception {
		Path directory = Path.of(arguments[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		TestRun.begin();
		ChangesBenchmark benchmark = new ChangesBenchmark(Integer.parseInt(arguments[2]));
		benchmark.measure("SQLite", new SqliteEngine(),
				(rows) -> Access.to("jdbc:sqlite:" + directory.resolve("scenario-" + rows + ".db")), directory);
		Server server = Server.find();
		benchmark.measure("PostgreSQL", new PostgresEngine(),
				(rows) -> new Access(server.url(server.create("changes")), server.user(), server.password(), Map.of()),
				directory);
		server.removeAllOf(ProcessHandle.current().pid());
		benchmark.measure("H2", new H2Engine(),
				(rows) -> new Access("jdbc:h2:mem:scenario" + rows + ";DB_CLOSE_DELAY=-1", "sa", "", Map.of()),
				directory);
		String text = Machine.current().describe() + ". Medians of " + benchmark.rounds + " rounds.\n\n"
				+ benchmark.table;
		System.out.println(text);
		new MarkedSection(Path.of(arguments[1]), "changes").write(text);
	}

	private void measure(String name, DatabaseEngine engine, Model model, Path directory) throws Exception {
		double[] few = measure(engine, model, directory, 20);
		double[] many = measure(engine, model, directory, 1000);
		this.table.add(name + ", `database`", Figures.millis(few[0]), Figures.millis(many[0]));
		this.table.add(name + ", `transaction`", Figures.millis(few[1]), Figures.millis(many[1]));
	}

	private double[] measure(DatabaseEngine engine, Model model, Path directory, int rows) throws Exception {
		Access access = model.access(rows);
		try (Connection connection = DriverManager.getConnection(access.url(), access.user(), access.password())) {
			ChangesSteps.fill(connection, rows);
		}
		try (ChangesSteps steps = new ChangesSteps(engine, access, directory)) {
			return new double[] { median(() -> steps.changes(false)), median(() -> steps.changes(true)) };
		}
	}

	private double median(Step step) throws SQLException {
		Timings timings = new Timings();
		for (int round = -WARM_UP; round < this.rounds; round++) {
			double nanos = step.nanos();
			if (round >= 0) {
				timings.add(nanos);
			}
		}
		return timings.median();
	}

	/**
	 * The databases of a product.
	 */
	@FunctionalInterface
	private interface Model {

		Access access(int rows) throws SQLException;

	}

	/**
	 * Something that takes time.
	 */
	@FunctionalInterface
	private interface Step {

		double nanos() throws SQLException;

	}

	static List<String> changes() {
		return List.of("INSERT INTO entity_7 VALUES (100001, 'new', 1)",
				"INSERT INTO entity_7 VALUES (100002, 'new', 2)", "INSERT INTO entity_30 VALUES (100001, 'new', 1)",
				"INSERT INTO entity_55 VALUES (100001, 'new', 1)", "UPDATE entity_30 SET title = 'other' WHERE id <= 3",
				"UPDATE entity_81 SET amount = -1 WHERE id = 5", "DELETE FROM entity_99 WHERE id BETWEEN 2 AND 3");
	}

}
