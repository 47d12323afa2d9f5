package io.github.pristinedb.slot;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.ScenarioDatabase.Restoration;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.test.RecordedEvents;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

/**
 * Slots of an engine that restores ahead: they are brought back on another thread, when
 * they are given back.
 */
@DeliberateOutput("cannot be brought back, and another one takes its place")
class RestoringAheadTests {

	private static final long MINUTE = 60_000;

	private final Image template = mock(Image.class, "template");

	private final Image captured = mock(Image.class, "captured");

	private final EngineSession session = mock(EngineSession.class);

	private final ManagedDatabase model = new ManagedDatabase(mock(DatabaseEngine.class), NamedDatabase.mock());

	private final List<FakeDatabase> created = new CopyOnWriteArrayList<>();

	private final Slots slots = new Slots(this.model, this.session);

	@BeforeEach
	void openSession() {
		RecordedEvents.clear();
		given(this.session.restoresAhead()).willReturn(true);
		given(this.session.connectionBudget()).willReturn(Integer.MAX_VALUE);
		given(this.session.create(any(), any(), any())).willAnswer((invocation) -> {
			FakeDatabase database = new FakeDatabase();
			this.created.add(database);
			return database.mock;
		});
	}

	@Test
	void databaseIsBroughtBackOnAnotherThread() {
		Slot slot = this.slots.lease(this.template).slot();
		this.slots.giveBack(slot);
		verify(database(0).mock, timeout(MINUTE)).restore(any(), any());
		assertThat(this.slots.lease(this.template)).isEqualTo(new Slots.Leased(slot, false));
		assertThat(database(0).threads).hasSize(1).allMatch((thread) -> thread.startsWith("pristine-slots-"));
		then(database(0).mock).should(times(1)).isClean(any());
	}

	@Test
	void scopeThatHasWrittenNothingIsTold() {
		Slot slot = this.slots.lease(this.template).slot();
		given(database(0).mock.isClean(any())).willReturn(true);
		this.slots.giveBack(slot);
		assertThat(this.slots.lease(this.template)).isEqualTo(new Slots.Leased(slot, true));
		then(database(0).mock).should(never()).restore(any(), any());
	}

	@Test
	void leaseWaitsForASlotThatIsBeingBroughtBack() throws Exception {
		Slot slot = this.slots.lease(this.template).slot();
		database(0).stop();
		this.slots.giveBack(slot);
		database(0).reached.await();
		FutureTask<Slots.Leased> leased = leaseOnAnotherThread(this.template);
		database(0).goOn.countDown();
		assertThat(leased.get(1, TimeUnit.MINUTES).slot()).isSameAs(slot);
		assertThat(this.created).hasSize(1);
	}

	@Test
	void interruptionDoesNotCostTheSlotThatIsWaitedFor() throws Exception {
		Slot slot = this.slots.lease(this.template).slot();
		database(0).stop();
		this.slots.giveBack(slot);
		database(0).reached.await();
		AtomicReference<Boolean> interrupted = new AtomicReference<>();
		FutureTask<Slots.Leased> leased = onAnotherThread(() -> {
			Thread.currentThread().interrupt();
			Slots.Leased result = this.slots.lease(this.template);
			interrupted.set(Thread.interrupted());
			return result;
		});
		database(0).goOn.countDown();
		assertThat(leased.get(1, TimeUnit.MINUTES).slot()).isSameAs(slot);
		assertThat(interrupted).hasValue(true);
	}

	@Test
	void slotThatIsReadyIsPreferred() throws Exception {
		Slot busy = this.slots.lease(this.template).slot();
		Slot ready = this.slots.lease(this.template).slot();
		database(0).stop();
		this.slots.giveBack(ready);
		verify(database(1).mock, timeout(MINUTE)).restore(any(), any());
		this.slots.giveBack(busy);
		database(0).reached.await();
		assertThat(this.slots.lease(this.template).slot()).isSameAs(ready);
		database(0).goOn.countDown();
	}

	@Test
	void twoLeasesDoNotWaitForOneSlot() throws Exception {
		Slot slot = this.slots.lease(this.template).slot();
		database(0).stop();
		this.slots.giveBack(slot);
		database(0).reached.await();
		FutureTask<Slots.Leased> waiting = leaseOnAnotherThread(this.template);
		assertThat(this.slots.lease(this.template).slot()).isNotSameAs(slot);
		database(0).goOn.countDown();
		assertThat(waiting.get(1, TimeUnit.MINUTES).slot()).isSameAs(slot);
	}

	@Test
	void refusedSlotIsRetiredAndWhoWaitsGetsAnotherOne() throws Exception {
		Slot slot = this.slots.lease(this.template).slot();
		given(database(0).mock.restore(any(), any())).willReturn(Restoration.REFUSED);
		given(database(0).mock.refusal()).willReturn("a test has dropped a table");
		database(0).stop();
		this.slots.giveBack(slot);
		database(0).reached.await();
		FutureTask<Slots.Leased> leased = leaseOnAnotherThread(this.template);
		database(0).goOn.countDown();
		assertThat(leased.get(1, TimeUnit.MINUTES).slot()).isNotSameAs(slot);
		verify(database(0).mock, timeout(MINUTE)).close();
		awaitRetired("its database could not be restored in place: a test has dropped a table");
		assertThat(this.slots.contain(database(0).mock.database())).isFalse();
	}

	@Test
	void failureOfTheOtherThreadIsLoggedAndAnotherSlotIsCreated() {
		Slot slot = this.slots.lease(this.template).slot();
		given(database(0).mock.restore(any(), any())).willThrow(new IllegalStateException("The server is gone"));
		this.slots.giveBack(slot);
		assertThat(this.slots.lease(this.template).slot()).isNotSameAs(slot);
		verify(database(0).mock, timeout(MINUTE)).close();
		awaitRetired("its database could not be restored in place");
	}

	@Test
	void slotWhoseConnectionCannotBeSettledIsRetired() throws SQLException {
		Slot slot = this.slots.lease(this.template).slot();
		SlotConnector connector = mock(SlotConnector.class);
		SlotConnections connections = mock(SlotConnections.class);
		given(connector.connect(any())).willReturn(connections);
		willThrow(new SQLException("The server is gone")).given(connections).forEachOpen(any());
		slot.connections(connector);
		given(database(0).mock.needsSettling()).willReturn(true);
		this.slots.giveBack(slot);
		assertThat(this.slots.lease(this.template).slot()).isNotSameAs(slot);
		verify(database(0).mock, timeout(MINUTE)).close();
		awaitRetired("a connection could not be settled");
	}

	@Test
	void slotThatTakesTooLongIsGivenUp() throws Exception {
		Slots impatient = new Slots(this.model, this.session, Duration.ZERO, SlotBudget.of(this.session));
		Slot slot = impatient.lease(this.template).slot();
		database(0).stop();
		impatient.giveBack(slot);
		database(0).reached.await();
		assertThat(impatient.lease(this.template).slot()).isNotSameAs(slot);
		then(database(0).mock).should(never()).close();
		database(0).goOn.countDown();
		verify(database(0).mock, timeout(MINUTE)).close();
		awaitRetired("it took too long to restore its database");
	}

	@Test
	void slotIsRestoredToAnotherBaselineWhenItIsLeased() {
		Slot slot = this.slots.lease(this.template).slot();
		this.slots.giveBack(slot);
		assertThat(this.slots.lease(this.captured)).isEqualTo(new Slots.Leased(slot, false));
		then(database(0).mock).should().restore(eq(this.captured), any());
	}

	@Test
	void slotThatIsBoundToItsBaselineIsLeftAlone() {
		given(this.session.isBoundToBaseline()).willReturn(true);
		Slot slot = this.slots.lease(this.template).slot();
		this.slots.giveBack(slot);
		Slot other = this.slots.lease(this.captured).slot();
		assertThat(other).isNotSameAs(slot);
		assertThat(this.slots.lease(this.template).slot()).isSameAs(slot);
		then(this.session).should().create(any(), any(), eq(this.captured));
	}

	@Test
	void slotsOfABaselineThatNobodyStartsFromAreClosed() {
		given(this.session.isBoundToBaseline()).willReturn(true);
		Slot idle = this.slots.lease(this.captured).slot();
		this.slots.lease(this.template);
		this.slots.giveBack(idle);
		assertThat(this.slots.forget(this.captured)).isTrue();
		verify(database(0).mock, timeout(MINUTE)).close();
		then(database(1).mock).should(never()).close();
		assertThat(RecordedEvents.of(SlotRetired.class)).isEmpty();
	}

	@Test
	void slotOfSuchABaselineIsClosedWhenItIsGivenBack() {
		given(this.session.isBoundToBaseline()).willReturn(true);
		Slot leased = this.slots.lease(this.captured).slot();
		assertThat(this.slots.forget(this.captured)).isFalse();
		then(database(0).mock).should(never()).close();
		this.slots.giveBack(leased);
		then(database(0).mock).should().close();
		then(database(0).mock).should(never()).restore(any(), any());
	}

	@Test
	void fewIdleSlotsOfOtherBaselinesAreKept() {
		given(this.session.isBoundToBaseline()).willReturn(true);
		List<Slot> first = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			first.add(this.slots.lease(this.template).slot());
		}
		first.forEach(this.slots::giveBack);
		for (int i = 0; i < 8; i++) {
			this.slots.lease(this.captured);
		}
		for (int i = 0; i < 4; i++) {
			verify(database(i).mock, timeout(MINUTE)).close();
		}
		assertThat(this.created).hasSize(16);
		assertThat(this.slots.lease(this.template).slot()).isSameAs(first.get(7));
	}

	@Test
	void idleSlotsOfTheSameBaselineAreAllKept() {
		given(this.session.isBoundToBaseline()).willReturn(true);
		for (int round = 0; round < 2; round++) {
			List<Slot> leased = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				leased.add(this.slots.lease(this.template).slot());
			}
			leased.forEach(this.slots::giveBack);
		}
		assertThat(this.created).hasSize(8);
	}

	@Test
	void closingWaitsForWhatIsBeingBroughtBack() throws Exception {
		Slot slot = this.slots.lease(this.template).slot();
		database(0).stop();
		this.slots.giveBack(slot);
		database(0).reached.await();
		FutureTask<?> closing = onAnotherThread(() -> {
			this.slots.close();
			return slot;
		});
		then(database(0).mock).should(never()).close();
		database(0).goOn.countDown();
		closing.get(1, TimeUnit.MINUTES);
		then(database(0).mock).should(times(1)).close();
		assertThatIllegalStateException().isThrownBy(() -> this.slots.lease(this.template))
			.withMessageContaining("is closed");
	}

	@Test
	void slotThatIsGivenBackAfterTheEndIsClosed() {
		Slot slot = this.slots.lease(this.template).slot();
		this.slots.close();
		then(database(0).mock).should(never()).close();
		this.slots.giveBack(slot);
		then(database(0).mock).should().close();
	}

	private FakeDatabase database(int number) {
		return this.created.get(number);
	}

	private FutureTask<Slots.Leased> leaseOnAnotherThread(@Nullable Image wanted) {
		return onAnotherThread(() -> this.slots.lease(wanted));
	}

	/**
	 * Do something on another thread, which has to wait for a slot.
	 */
	private static <T> FutureTask<T> onAnotherThread(Callable<T> task) {
		FutureTask<T> future = new FutureTask<>(task);
		Thread thread = new Thread(future, "waiting");
		thread.start();
		while (thread.getState() != Thread.State.TIMED_WAITING) {
			assertThat(future.isDone()).isFalse();
			Thread.onSpinWait();
		}
		return future;
	}

	private static void awaitRetired(String reason) {
		while (RecordedEvents.of(SlotRetired.class).isEmpty()) {
			Thread.onSpinWait();
		}
		assertThat(RecordedEvents.of(SlotRetired.class)).extracting(SlotRetired::reason).containsExactly(reason);
	}

	/**
	 * A database that the scope has written to.
	 */
	private static final class FakeDatabase {

		private final ScenarioDatabase mock = mock(ScenarioDatabase.class);

		private final List<String> threads = new CopyOnWriteArrayList<>();

		private final CountDownLatch reached = new CountDownLatch(1);

		private final CountDownLatch goOn = new CountDownLatch(1);

		private volatile boolean stops;

		FakeDatabase() {
			Database database = mock(Database.class);
			given(this.mock.database()).willReturn(database);
			given(this.mock.bringBack(any(), any())).willCallRealMethod();
			given(this.mock.isClean(any())).willAnswer((invocation) -> {
				this.threads.add(Thread.currentThread().getName());
				if (this.stops) {
					this.reached.countDown();
					this.goOn.await();
				}
				return false;
			});
			given(this.mock.restore(any(), any())).willReturn(Restoration.IN_PLACE);
		}

		/**
		 * Let whoever brings the database back wait.
		 */
		void stop() {
			this.stops = true;
		}

	}

}
