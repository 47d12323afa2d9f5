package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import io.github.pristinedb.engine.ScenarioDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * Copies that are made ahead.
 */
class StockTests {

	private final Deque<Administration.Task> background = new ArrayDeque<>();

	private final List<ScenarioDatabase> made = new ArrayList<>();

	private final Stock<ScenarioDatabase> stock = new Stock<>(this.background::add, this::make, 2);

	private ScenarioDatabase make() {
		ScenarioDatabase database = mock(ScenarioDatabase.class);
		this.made.add(database);
		return database;
	}

	private void work() throws SQLException {
		while (!this.background.isEmpty()) {
			this.background.poll().run();
		}
	}

	@Test
	void nothingIsMadeAheadForAnImageThatIsAskedForOnce() throws SQLException {
		assertThat(this.stock.take()).isSameAs(this.made.get(0));
		assertThat(this.background).isEmpty();
	}

	@Test
	void secondDemandFillsTheStock() throws SQLException {
		this.stock.take();
		this.stock.take();
		assertThat(this.background).hasSize(2);
		work();
		assertThat(this.made).hasSize(4);
		assertThat(this.stock.take()).isSameAs(this.made.get(2));
		assertThat(this.background).hasSize(1);
		work();
		assertThat(this.stock.take()).isSameAs(this.made.get(3));
		assertThat(this.stock.take()).isSameAs(this.made.get(4));
	}

	@Test
	void failureAheadIsNobodysButTheNextDemandIsServed() throws SQLException {
		List<SQLException> failures = new ArrayList<>();
		Stock<ScenarioDatabase> failing = new Stock<>(this.background::add, () -> {
			if (failures.isEmpty()) {
				return make();
			}
			throw failures.get(0);
		}, 1);
		failing.take();
		failing.take();
		failures.add(new SQLException("full"));
		work();
		assertThatExceptionOfType(SQLException.class).isThrownBy(failing::take).withMessage("full");
		failures.clear();
		assertThat(failing.take()).isNotNull();
	}

	@Test
	void whatIsReadyGoesWithTheStock() throws SQLException {
		ScenarioDatabase first = this.stock.take();
		this.stock.take();
		work();
		this.stock.close();
		verify(this.made.get(2)).close();
		verify(this.made.get(3)).close();
		verify(first, never()).close();
	}

	@Test
	void whatComesAfterTheEndIsClosed() throws SQLException {
		this.stock.take();
		this.stock.take();
		this.stock.close();
		work();
		verify(this.made.get(2)).close();
		this.stock.take();
		assertThat(this.background).isEmpty();
	}

	@Test
	void demandIsServedWhileTheSessionEnds() throws SQLException {
		Stock<ScenarioDatabase> ending = new Stock<>((task) -> {
			throw new RejectedExecutionException();
		}, this::make, 1);
		ending.take();
		assertThat(ending.take()).isSameAs(this.made.get(1));
	}

}
