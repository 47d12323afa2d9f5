package io.github.pristinedb.engine;

import java.util.List;

import io.github.pristinedb.engine.RowChange.Cell;
import io.github.pristinedb.engine.RowChange.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseChanges}.
 */
class DatabaseChangesTests {

	@Test
	void cellsAreMaskedByTheNameOfTheirColumn() {
		DatabaseChanges changes = new DatabaseChanges(List.of(new TableChanges("account", 0, 0, 1,
				List.of(new RowChange(Kind.CHANGED,
						List.of(new Cell("id", true, "1", "1"), new Cell("password", false, null, "secret")))),
				null)), "Some.");
		assertThat(changes.withCells(
				(cell) -> cell.column().equals("password") ? cell.withValues((text) -> "***") : cell))
			.isEqualTo(new DatabaseChanges(List.of(new TableChanges("account", 0, 0, 1,
					List.of(new RowChange(Kind.CHANGED,
							List.of(new Cell("id", true, "1", "1"), new Cell("password", false, null, "***")))),
					null)), "Some."));
	}

	@Test
	void changesThatAreUnknownHaveTheReason() {
		assertThat(DatabaseChanges.unknown("It is gone.")).isEqualTo(new DatabaseChanges(List.of(), "It is gone."));
	}

	@Test
	void tableIsEmptyUnlessRowsOrTheTableItselfDiffer() {
		assertThat(new TableChanges("t", 0, 0, 0, List.of(), null).isEmpty()).isTrue();
		assertThat(new TableChanges("t", 1, 0, 0, List.of(), null).isEmpty()).isFalse();
		assertThat(new TableChanges("t", 0, 1, 0, List.of(), null).isEmpty()).isFalse();
		assertThat(new TableChanges("t", 0, 0, 1, List.of(), null).isEmpty()).isFalse();
		assertThat(new TableChanges("t", 0, 0, 0, List.of(), "It was dropped.").isEmpty()).isFalse();
	}

	@Test
	void committedRowsThatATransactionDoesNotSeeAreBesideItsOwnOnes() {
		RowChange both = row(Kind.CHANGED, "1");
		RowChange own = row(Kind.ADDED, "2");
		RowChange since = row(Kind.REMOVED, "3");
		DatabaseChanges seen = new DatabaseChanges(List.of(new TableChanges("b", 1, 0, 1, List.of(both, own), null),
				new TableChanges("d", 0, 0, 1, List.of(both), null)), "It is open.");
		DatabaseChanges committed = new DatabaseChanges(List.of(new TableChanges("a", 1, 0, 0, List.of(), "New."),
				new TableChanges("b", 0, 1, 1, List.of(both, since), null),
				new TableChanges("d", 0, 0, 1, List.of(both), null)), null);
		String unseen = "Committed, and not seen by the open transaction.";
		assertThat(seen.withUnseen(committed))
			.isEqualTo(new DatabaseChanges(
					List.of(new TableChanges("a", 1, 0, 0, List.of(), unseen), seen.tables().get(0),
							new TableChanges("b", 0, 1, 0, List.of(since), unseen), seen.tables().get(1)),
					"It is open."));
		assertThat(seen.withUnseen(DatabaseChanges.unknown("It is locked.")))
			.isEqualTo(new DatabaseChanges(seen.tables(), "It is open. Of committed rows: It is locked."));
		assertThat(seen.withUnseen(DatabaseChanges.unknown("It is open."))).isEqualTo(seen);
		assertThat(new DatabaseChanges(List.of(), null).withUnseen(DatabaseChanges.unknown("It is locked.")))
			.isEqualTo(DatabaseChanges.unknown("Of committed rows: It is locked."));
	}

	@Test
	void rowsAreNotGuessedWhereTooManyDiffer() {
		DatabaseChanges cut = new DatabaseChanges(
				List.of(new TableChanges("a", 9, 0, 0, List.of(row(Kind.ADDED, "1")), null)), null);
		DatabaseChanges other = new DatabaseChanges(
				List.of(new TableChanges("a", 2, 0, 0, List.of(row(Kind.ADDED, "1"), row(Kind.ADDED, "2")), null)),
				null);
		assertThat(cut.withUnseen(cut)).isEqualTo(cut);
		for (DatabaseChanges each : List.of(cut.withUnseen(other), other.withUnseen(cut))) {
			assertThat(each.tables()).hasSize(2).last().satisfies((table) -> {
				assertThat(table.rows()).isEmpty();
				assertThat(table.note()).contains("too many differ");
			});
		}
	}

	private static RowChange row(Kind kind, String id) {
		return new RowChange(kind, List.of(new Cell("id", true, id, id)));
	}

}
