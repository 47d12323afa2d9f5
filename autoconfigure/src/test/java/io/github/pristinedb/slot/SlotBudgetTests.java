package io.github.pristinedb.slot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.scope.ScenarioException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link SlotBudget}: slots of two contexts on one server.
 */
class SlotBudgetTests {

	private final Image template = mock(Image.class);

	private final Image other = mock(Image.class);

	private final EngineSession session = mock(EngineSession.class);

	private final List<ScenarioDatabase> created = new CopyOnWriteArrayList<>();

	private final ManagedDatabase model = new ManagedDatabase(mock(DatabaseEngine.class), NamedDatabase.mock());

	@BeforeEach
	void openSession() {
		given(this.session.isBoundToBaseline()).willReturn(true);
		given(this.session.connectionsOfDatabase()).willReturn(1);
		// Enough for six slots.
		given(this.session.connectionBudget()).willReturn(13);
		given(this.session.create(any(), any(), any())).willAnswer((invocation) -> {
			ScenarioDatabase database = mock(ScenarioDatabase.class);
			given(database.isClean(any())).willReturn(true);
			this.created.add(database);
			return database;
		});
	}

	@Test
	void idleSlotOfAnotherContextMakesPlace() {
		SlotBudget budget = new SlotBudget(2, Duration.ZERO);
		Slots first = slots(budget);
		Slots second = slots(budget);
		lease(first, this.template, 4).forEach(first::giveBack);
		lease(second, this.template, 6);
		this.created.subList(0, 4).forEach((database) -> then(database).should().close());
		this.created.subList(4, 10).forEach((database) -> then(database).should(never()).close());
		assertThat(first.number()).isZero();
	}

	@Test
	void idleSlotOfAnotherBaselineMakesPlaceLast() {
		SlotBudget budget = new SlotBudget(2, Duration.ZERO);
		Slots slots = slots(budget);
		List<Slot> leased = lease(slots, this.template, 6);
		slots.giveBack(leased.get(0));
		lease(slots, this.other, 1);
		then(this.created.get(0)).should().close();
		assertThat(slots.number()).isEqualTo(6);
	}

	@Test
	void leaseWaitsUntilASlotIsGivenBack() throws Exception {
		SlotBudget budget = new SlotBudget(2, Duration.ofMinutes(1));
		Slots first = slots(budget);
		Slots second = slots(budget);
		List<Slot> leased = lease(first, this.template, 6);
		FutureTask<Slot> waiting = wait(() -> second.lease(this.template).slot());
		first.giveBack(leased.get(3));
		assertThat(waiting.get(1, TimeUnit.MINUTES)).isNotNull();
		then(this.created.get(3)).should().close();
	}

	@Test
	void slotThatIsGivenBackMeanwhileIsLeasedAgain() throws Exception {
		SlotBudget budget = new SlotBudget(2, Duration.ofMinutes(1));
		Slots slots = slots(budget);
		List<Slot> leased = lease(slots, this.template, 6);
		FutureTask<Slot> waiting = wait(() -> slots.lease(this.template).slot());
		slots.giveBack(leased.get(3));
		assertThat(waiting.get(1, TimeUnit.MINUTES)).isSameAs(leased.get(3));
	}

	@Test
	void closedContextMakesPlace() {
		SlotBudget budget = new SlotBudget(2, Duration.ZERO);
		Slots first = slots(budget);
		lease(first, this.template, 6);
		first.close();
		assertThat(lease(slots(budget), this.template, 6)).hasSize(6);
	}

	@Test
	void shortageIsAnErrorWithFiguresAndCure() {
		SlotBudget budget = new SlotBudget(2, Duration.ZERO);
		lease(slots(budget), this.template, 6);
		Slots second = slots(budget);
		assertThatExceptionOfType(ScenarioException.class).isThrownBy(() -> second.lease(this.template))
			.satisfies((ex) -> assertThat(ex.getDescription()).contains("may open 13, which is enough for 6 databases"))
			.satisfies((ex) -> assertThat(ex.getAction()).contains("Run fewer tests in parallel"));
	}

	@Test
	void placeOfASlotThatCannotBeCreatedIsFree() {
		SlotBudget budget = new SlotBudget(2, Duration.ZERO);
		Slots slots = slots(budget);
		lease(slots, this.template, 5);
		willThrow(new IllegalStateException("The server is gone")).given(this.session).create(any(), any(), any());
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> slots.lease(this.template))
				.withMessage("The server is gone");
		}
	}

	@Test
	void fewSlotsAreAllowedWhateverTheServerHas() {
		given(this.session.connectionBudget()).willReturn(1);
		assertThat(lease(slots(new SlotBudget(2, Duration.ZERO)), this.template, 4)).hasSize(4);
	}

	@Test
	void sessionHasOneBudget() {
		assertThat(SlotBudget.of(this.session)).isSameAs(SlotBudget.of(this.session));
	}

	private static <T> FutureTask<T> wait(Callable<T> task) {
		FutureTask<T> waiting = new FutureTask<>(task);
		Thread thread = new Thread(waiting, "waiting");
		thread.start();
		while (thread.getState() != Thread.State.TIMED_WAITING) {
			assertThat(waiting.isDone()).isFalse();
			Thread.onSpinWait();
		}
		return waiting;
	}

	private Slots slots(SlotBudget budget) {
		return new Slots(this.model, this.session, Duration.ZERO, budget);
	}

	private static List<Slot> lease(Slots slots, Image baseline, int number) {
		List<Slot> leased = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			leased.add(slots.lease(baseline).slot());
		}
		return leased;
	}

}
