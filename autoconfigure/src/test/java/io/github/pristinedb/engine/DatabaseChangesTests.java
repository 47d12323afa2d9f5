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

}
