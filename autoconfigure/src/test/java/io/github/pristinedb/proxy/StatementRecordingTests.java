package io.github.pristinedb.proxy;

import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.github.pristinedb.proxy.StatementRecorder.NamedValue;
import io.github.pristinedb.proxy.StatementRecorder.RowCount;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link StatementRecording}, for what the drivers of tests do not have.
 */
class StatementRecordingTests {

	private final List<List<Object>> recorded = new ArrayList<>();

	private final List<Long> counts = new ArrayList<>();

	private final StatementRecorder recorder = (sql, values, sets, started, failure) -> {
		this.recorded.add(Arrays.asList(values));
		return new RowCount() {

			@Override
			public void set(long rows) {
				StatementRecordingTests.this.counts.add(rows);
			}

			@Override
			public void next() {
			}

		};
	};

	private CallableStatementProxy statement() throws SQLException {
		ConnectionGate gate = mock(ConnectionGate.class);
		StatementGate statementGate = mock(StatementGate.class);
		given(gate.recorder()).willReturn(this.recorder);
		given(statementGate.executePrepared(any())).willReturn(Optional.of(false));
		return new CallableStatementProxy(mock(CallableStatement.class), gate, statementGate, "{call p(?, ?)}");
	}

	@Test
	void namedValuesFollowThoseWithAPosition() throws SQLException {
		CallableStatementProxy statement = statement();
		statement.setInt(1, 7);
		statement.setString("name", "ada");
		statement.execute();
		statement.clearParameters();
		statement.execute();
		assertThat(this.recorded).containsExactly(List.of(7, new NamedValue("name", "ada")), List.of());
	}

	@Test
	void driversOwnObjectIsRecordedThatStandsBehindAValue() throws SQLException {
		CallableStatementProxy statement = statement();
		Array array = mock(Array.class);
		statement.setArray(1, new ArrayProxy(array, mock(ConnectionGate.class)));
		statement.setObject(2, null);
		statement.execute();
		assertThat(this.recorded).containsExactly(Arrays.asList(array, null));
	}

	@Test
	void positionThatNoDriverTakesIsNotRecorded() throws SQLException {
		StatementRecording recording = new StatementRecording(this.recorder, "SELECT ?");
		recording.bind(0, "x");
		recording.bind(Integer.MAX_VALUE, "x");
		recording.bind(2, "b");
		recording.executePrepared(Optional::empty);
		assertThat(this.recorded).containsExactly(Arrays.asList(null, "b"));
	}

	@Test
	void countsOfABatchThatTheDriverDoesNotTellAreNone() throws SQLException {
		StatementRecording recording = new StatementRecording(this.recorder, "INSERT");
		recording.addSet();
		recording.executeBatch(() -> Optional.of(new int[] { java.sql.Statement.SUCCESS_NO_INFO }));
		recording.addSet();
		recording.executeBatch(() -> Optional.of(new long[0]));
		assertThat(this.counts).isEmpty();
		assertThat(this.recorded).hasSize(2);
	}

	@Test
	void updateCountWithoutAStatementIsNobodys() {
		StatementRecording recording = new StatementRecording(this.recorder, null);
		recording.updateCount(1);
		assertThat(recording.rows()).isNull();
	}

	@Test
	void failureOfTheDriverItselfIsRecorded() {
		StatementRecording recording = new StatementRecording(this.recorder, null);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> recording.execute("SELECT 1", () -> {
			throw new IllegalStateException("broken");
		}));
		assertThat(this.recorded).hasSize(1);
	}

}
