package io.github.pristinedb.evidence;

import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.tape.TapeEntry;
import io.github.pristinedb.tape.TapeEntry.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UncommittedRead}.
 */
class UncommittedReadTests {

	private static final String WRITE = "insert into note values (?), (?) returning id";

	private final List<TapeEntry> tape = new ArrayList<>();

	@BeforeEach
	void begin() {
		on(1, "setAutoCommit(false)");
	}

	@Test
	void statementBesideAnOpenTransactionThatWroteSawItsRows() {
		on(1, WRITE);
		on(2, "select * from note");
		UncommittedRead read = UncommittedRead.find(this.tape);
		assertThat(read).isNotNull();
		assertThat(read.note()).contains("Connection 2 on thread-2 saw what connection 1 on thread-1 had not committed")
			.endsWith("The isolation 'database' keeps them apart.");
	}

	@Test
	void writeBesideATransactionThatWroteCountsToo() {
		on(1, "MERGE INTO note USING other ON true WHEN MATCHED THEN DELETE");
		on(2, "update note set text = ?");
		assertThat(UncommittedRead.find(this.tape)).isNotNull();
	}

	@Test
	void transactionsOneAfterTheOtherSeeNothingOfEachOther() {
		on(1, WRITE);
		on(1, "commit()");
		on(2, "select * from note");
		on(1, WRITE);
		on(1, "rollback()");
		on(2, "select * from note");
		on(1, WRITE);
		on(1, "setAutoCommit(true)");
		on(1, WRITE);
		on(2, "select * from note");
		assertThat(UncommittedRead.find(this.tape)).isNull();
	}

	@Test
	void transactionThatOnlyReadHidesNothing() {
		on(1, "select * from note");
		on(2, "select * from note");
		assertThat(UncommittedRead.find(this.tape)).isNull();
	}

	@Test
	void callsOfAnotherConnectionSeeNothing() {
		on(1, WRITE);
		on(2, "setAutoCommit(false)");
		on(2, "commit()");
		on(1, "select * from note");
		assertThat(UncommittedRead.find(this.tape)).isNull();
	}

	@Test
	void writeThatFailedLeftNothingToSee() {
		add(1, Kind.WRITE, WRITE, "no such table");
		on(2, "select * from note");
		assertThat(UncommittedRead.find(this.tape)).isNull();
	}

	private void on(int connection, String sql) {
		Kind kind = sql.endsWith(")") ? Kind.CALL : sql.startsWith("select") ? Kind.READ : Kind.WRITE;
		add(connection, kind, sql, null);
	}

	private void add(int connection, Kind kind, String sql, @Nullable String error) {
		this.tape.add(new TapeEntry(0, kind, sql, List.of(), 0, -1, 0, "thread-" + connection, connection, "test.db",
				"", error));
	}

}
