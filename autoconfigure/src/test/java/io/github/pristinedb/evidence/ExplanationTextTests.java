package io.github.pristinedb.evidence;

import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.Kept;
import io.github.pristinedb.engine.RowChange;
import io.github.pristinedb.engine.RowChange.Cell;
import io.github.pristinedb.engine.RowChange.Kind;
import io.github.pristinedb.engine.TableChanges;
import io.github.pristinedb.evidence.Explanation.Explained;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.slot.LeasedChanges;
import io.github.pristinedb.tape.TapeEntry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExplanationText}.
 */
class ExplanationTextTests {

	@Test
	void rowsAndStatementsAreToldInTheirOrder() {
		List<RowChange> rows = List.of(
				new RowChange(Kind.ADDED,
						List.of(new Cell("id", true, null, "8"), new Cell("name", false, null, null))),
				new RowChange(Kind.REMOVED, List.of(new Cell("id", true, "6", null))), new RowChange(Kind.CHANGED,
						List.of(new Cell("id", true, "7", "7"), new Cell("name", false, "x", "y"))));
		TableChanges table = new TableChanges("orders", 1, 1, 1, rows, "It was altered.");
		TapeEntry first = entry("INSERT", "@BeforeEach", null);
		TapeEntry second = new TapeEntry(5_000_000, TapeEntry.Kind.WRITE, "DELETE\n  FROM x", List.of("1", "a"), 3, 2,
				1_500_000, "main", 4, "test.db", "@Test", "SQLState 23505: no");
		Explanation explanation = new Explanation("it fails", List.of(explained(List.of(table), "Not all.")),
				List.of(first, second), 7);
		assertThat(ExplanationText.whole(explanation)).isEqualTo(
				"""
						What 'it fails' did to its databases:
						  test.db, from baseline 'template 3f2a91', isolation 'database'
						    orders: 1 added, 1 removed, 1 changed. It was altered.
						      + id = '8', name = null
						      - id = '6'
						      ~ id = '7', name = 'x' → 'y'
						    Not all.
						  the last 2 of 9 statements:
						    @BeforeEach
						      0.0 ms  INSERT  (0.0 ms, connection 1 on main)
						    @Test
						      5.0 ms  DELETE FROM x  [1, a]  (batch of 3, 2 rows, 1.5 ms, connection 4 on main) failed: SQLState 23505: no
						""");
	}

	@Test
	void consoleHasTwentyRowsAndStatements() {
		List<RowChange> rows = new ArrayList<>();
		List<TapeEntry> tape = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			rows.add(new RowChange(Kind.ADDED, List.of(new Cell("id", true, null, "row " + i))));
			tape.add(entry("statement " + i, "", null));
		}
		TableChanges table = new TableChanges("orders", 40, 0, 0, rows, null);
		String text = ExplanationText
			.brief(new Explanation("it fails", List.of(explained(List.of(table), null)), tape, 0), "the file");
		assertThat(text).contains("row 19").doesNotContain("row 20").contains("… and 20 rows");
		assertThat(text).contains("the last 20 of 30 statements")
			.contains("statement 10 ")
			.doesNotContain("statement 9 ");
		assertThat(text).endsWith("All of it: the file");
	}

	@Test
	void consoleShowsAllColumnsOfARowWithLongValues() {
		RowChange row = new RowChange(Kind.ADDED, List.of(new Cell("body", false, null, "b".repeat(200)),
				new Cell("state", false, null, "open"), new Cell("id", true, null, "7")));
		TapeEntry entry = new TapeEntry(0, TapeEntry.Kind.WRITE, "INSERT INTO doc VALUES (?, ?, ?)",
				List.of("b".repeat(200), "open", "7"), 0, 1, 0, "main", 1, "test.db", "", null);
		Explanation explanation = new Explanation("it fails",
				List.of(explained(List.of(new TableChanges("doc", 1, 0, 0, List.of(row), null)), null)), List.of(entry),
				0);
		assertThat(ExplanationText.brief(explanation, null)).contains("b…', state = 'open', id = '7'", "b…, open, 7]");
		assertThat(ExplanationText.whole(explanation)).contains("b".repeat(200) + "', state", "b".repeat(200) + ", op");
	}

	@Test
	void statementsOfSeveralDatabasesTellTheirs() {
		TapeEntry other = new TapeEntry(0, TapeEntry.Kind.READ, "SELECT 2", List.of(), 0, -1, 0, "main", 2, "audit.db",
				"", null);
		Explanation explanation = new Explanation("it fails", List.of(), List.of(entry("SELECT 1", "", null), other),
				0);
		assertThat(ExplanationText.brief(explanation, null)).contains(
				"SELECT 1  (0.0 ms, connection 1 to test.db on main)",
				"SELECT 2  (0.0 ms, connection 2 to audit.db on main)");
		assertThat(ExplanationJson.of(explanation)).contains("\"connection\":1,\"database\":\"test.db\"",
				"\"connection\":2,\"database\":\"audit.db\"");
		assertThat(ExplanationJson.of(new Explanation("it fails", List.of(), List.of(other), 0)))
			.contains("\"connection\":2,\"step\"");
	}

	@Test
	void consoleShowsStatementsThatFailedBeforeTheLastOnes() {
		List<TapeEntry> tape = new ArrayList<>();
		for (int i = 0; i < 60; i++) {
			String error = (i % 10 == 5) ? "SQLState 42P01: " + "long ".repeat(79) + "end " + i : null;
			tape.add(entry("statement " + i, "step " + i / 40, error));
		}
		Explanation explanation = new Explanation("it fails", List.of(), tape, 7);
		List<String> lines = ExplanationText.brief(explanation, null).lines().toList();
		assertThat(lines.subList(1, 7)).satisfiesExactly((line) -> assertThat(line).isEqualTo("  failed earlier:"),
				(line) -> assertThat(line).isEqualTo("    step 0"),
				(line) -> assertThat(line).contains("statement 15 ").endsWith("end 15"),
				(line) -> assertThat(line).contains("statement 25 ").endsWith("end 25"),
				(line) -> assertThat(line).contains("statement 35 ").endsWith("end 35"),
				(line) -> assertThat(line).isEqualTo("  the last 20 of 67 statements:"));
		assertThat(lines).hasSize(7 + 1 + 20).last().asString().contains("statement 59 ");
		assertThat(ExplanationText.whole(explanation)).doesNotContain("failed earlier").containsOnlyOnce("end 25");
	}

	@Test
	void consoleShowsTheEndsOfALongStatementAndItsValues() {
		String columns = "o.column_of_orders,".repeat(40);
		TapeEntry entry = new TapeEntry(0, TapeEntry.Kind.READ,
				"select " + columns + "o.id from orders o where o.id=? and o.state=?", List.of("7", "v".repeat(200)), 0,
				2, 0, "main", 1, "test.db", "", null);
		Explanation explanation = new Explanation("it fails", List.of(), List.of(entry), 0);
		assertThat(ExplanationText.brief(explanation, null).lines().toList()).last()
			.satisfies((line) -> assertThat(line).hasSizeLessThanOrEqualTo(240)
				.contains("  select o.column_")
				.containsPattern(
						" … .*o\\.id from orders o where o\\.id=\\? and o\\.state=\\?  \\[7, v+…]  \\(2 rows, "));
		assertThat(ExplanationText.whole(explanation)).contains("select " + columns + "o.id from")
			.contains("v".repeat(200) + "]");
	}

	@Test
	void consoleShowsAllOfWhatIsToBeCopied() {
		String file = "directory/".repeat(50);
		Kept kept = new Kept("place", "sqlite3 " + file);
		Explained database = new Explained(new LeasedChanges("test.db", "template 3f2a91", Isolation.DATABASE,
				new DatabaseChanges(List.of(), null)), kept, null);
		assertThat(ExplanationText.brief(new Explanation("it fails", List.of(database), List.of(), 0), file))
			.contains("to look into it: sqlite3 " + file)
			.endsWith("All of it: " + file);
	}

	@Test
	void unchangedDatabaseIsTold() {
		Explanation explanation = new Explanation("it fails", List.of(explained(List.of(), null)), List.of(), 0);
		assertThat(ExplanationText.brief(explanation, null)).endsWith("    no row differs");
	}

	@Test
	void valueCannotForgeALine() {
		TapeEntry entry = new TapeEntry(0, TapeEntry.Kind.READ, "SELECT ?", List.of("a\nFAKE\r\t\u001b[31m"), 0, -1, 0,
				"main", 1, "test.db", "", null);
		assertThat(ExplanationText.whole(new Explanation("it fails", List.of(), List.of(entry), 0)))
			.contains("[a\\nFAKE\\r ?[31m]");
	}

	private static TapeEntry entry(String sql, String step, String error) {
		return new TapeEntry(0, TapeEntry.Kind.READ, sql, List.of(), 0, -1, 0, "main", 1, "test.db", step, error);
	}

	private static Explained explained(List<TableChanges> tables, String incomplete) {
		return new Explained(new LeasedChanges("test.db", "template 3f2a91", Isolation.DATABASE,
				new DatabaseChanges(tables, incomplete)), null, null);
	}

}
