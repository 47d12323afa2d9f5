package io.github.pristinedb.slot;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.ScenarioDatabase.Restoration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;

/**
 * Tests for {@link SlotsAhead}: a slot that is lost has a successor with open
 * connections.
 */
class SlotsAheadTests {

	private static final long MINUTE = 60_000;

	private final Image template = mock(Image.class, "template");

	private final EngineSession session = mock(EngineSession.class);

	private final List<ScenarioDatabase> created = new CopyOnWriteArrayList<>();

	private final List<Database> connected = new CopyOnWriteArrayList<>();

	private final SlotConnector connector = mock(SlotConnector.class);

	private final SlotConnections connections = mock(SlotConnections.class);

	// The creation of the second database waits for it.
	private final CountDownLatch creation = new CountDownLatch(1);

	private final AtomicBoolean creationFails = new AtomicBoolean();

	private final SlotBudget budget = new SlotBudget(3, Duration.ofMinutes(1));

	private final Slots slots = new Slots(new ManagedDatabase(mock(DatabaseEngine.class), NamedDatabase.mock()),
			this.session, Duration.ofMinutes(1), this.budget);

	@BeforeEach
	void openSession() throws SQLException {
		given(this.session.restoresAhead()).willReturn(true);
		given(this.session.isBoundToBaseline()).willReturn(true);
		given(this.session.connectionBudget()).willReturn(100);
		given(this.session.create(any(), any(), any())).willAnswer((invocation) -> create());
		given(this.connector.connectsAhead()).willReturn(true);
		given(this.connector.connect(any())).willAnswer((invocation) -> {
			this.connected.add(invocation.getArgument(0));
			return this.connections;
		});
		given(this.connections.getConnection()).willAnswer((invocation) -> mock(Connection.class));
		given(this.connections.isQuiet()).willReturn(true);
	}

	private ScenarioDatabase create() throws InterruptedException {
		boolean second = this.created.size() == 1;
		ScenarioDatabase database = mock(ScenarioDatabase.class);
		Database place = mock(Database.class);
		given(database.database()).willReturn(place);
		given(database.bringBack(any(), any())).willReturn(Restoration.REFUSED);
		if (second && Thread.currentThread().getName().startsWith("pristine-slots")) {
			this.creation.await();
			if (this.creationFails.get()) {
				throw new IllegalStateException("The server is gone");
			}
		}
		this.created.add(database);
		return database;
	}

	@AfterEach
	void close() {
		this.creation.countDown();
		this.slots.close();
	}

	@Test
	void lostSlotHasASuccessorWithAnOpenConnection() throws SQLException {
		this.creation.countDown();
		lose(used());
		Slots.Leased leased = leaseAhead();
		assertThat(leased.clean()).isFalse();
		assertThat(leased.slot().database()).isSameAs(this.created.get(1));
		assertThat(this.connected).element(1).isSameAs(this.created.get(1).database());
		then(this.created.get(1)).should().inspect(any());
	}

	@Test
	void nextOneIsMadeWhenThatOneIsLeased() throws SQLException {
		this.creation.countDown();
		lose(used());
		Slot second = leaseAhead().slot();
		then(this.session).should(timeout(MINUTE).times(3)).create(any(), any(), any());
		lose(second);
		assertThat(leaseAhead().slot().database()).isSameAs(this.created.get(2));
	}

	@Test
	void nothingIsMadeWhileNoSlotIsLost() throws SQLException {
		Slot slot = used();
		given(slot.database().bringBack(any(), any())).willReturn(Restoration.IN_PLACE);
		this.slots.giveBack(slot);
		assertThat(this.slots.lease(this.template).slot()).isSameAs(slot);
		this.slots.close();
		assertThat(this.created).hasSize(1);
	}

	@Test
	void slotsThatAreWaitedForAgainAndAgainGetOneMore() throws Exception {
		this.creation.countDown();
		Slot slot = used();
		for (int wait = 1; wait <= 3; wait++) {
			assertThat(this.created).hasSize(1);
			CountDownLatch goOn = giveBackSlowly(slot);
			FutureTask<Slots.Leased> waiting = leaseOnAnotherThread();
			goOn.countDown();
			assertThat(waiting.get(1, TimeUnit.MINUTES).slot()).isSameAs(slot);
		}
		while (this.slots.number() == 1) {
			Thread.onSpinWait();
		}
		CountDownLatch goOn = giveBackSlowly(slot);
		assertThat(this.slots.lease(this.template).slot().database()).isSameAs(this.created.get(1));
		goOn.countDown();
		this.slots.close();
		assertThat(this.created).hasSize(2);
	}

	/**
	 * Give a slot back, and wait until it is being brought back.
	 * @return lets that go on
	 */
	private CountDownLatch giveBackSlowly(Slot slot) throws InterruptedException {
		CountDownLatch reached = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		given(slot.database().bringBack(any(), any())).willAnswer((invocation) -> {
			reached.countDown();
			goOn.await();
			return Restoration.IN_PLACE;
		});
		this.slots.giveBack(slot);
		reached.await();
		return goOn;
	}

	@Test
	void leaseWaitsForTheSlotThatIsComing() throws Exception {
		lose(used());
		FutureTask<Slots.Leased> waiting = leaseOnAnotherThread();
		this.creation.countDown();
		assertThat(waiting.get(1, TimeUnit.MINUTES).slot().database()).isSameAs(this.created.get(1));
	}

	@Test
	void interruptionDoesNotEndTheWait() throws Exception {
		lose(used());
		AtomicBoolean interrupted = new AtomicBoolean();
		FutureTask<Slots.Leased> waiting = onAnotherThread(new FutureTask<>(() -> {
			Thread.currentThread().interrupt();
			Slots.Leased leased = this.slots.lease(this.template);
			interrupted.set(Thread.interrupted());
			return leased;
		}));
		this.creation.countDown();
		assertThat(waiting.get(1, TimeUnit.MINUTES).slot().database()).isSameAs(this.created.get(1));
		assertThat(interrupted).isTrue();
	}

	@Test
	void twoLeasesDoNotWaitForOneSlot() throws Exception {
		lose(used());
		FutureTask<Slots.Leased> waiting = leaseOnAnotherThread();
		Slot own = this.slots.lease(this.template).slot();
		assertThat(own.database()).isSameAs(this.created.get(1));
		this.creation.countDown();
		assertThat(waiting.get(1, TimeUnit.MINUTES).slot().database()).isSameAs(this.created.get(2));
	}

	@Test
	void whoWaitsMakesTheSlotThatCannotBeMadeAhead() throws Exception {
		this.creationFails.set(true);
		lose(used());
		FutureTask<Slots.Leased> waiting = leaseOnAnotherThread();
		this.creation.countDown();
		assertThat(waiting.get(1, TimeUnit.MINUTES).slot().database()).isSameAs(this.created.get(1));
	}

	@Test
	void connectionThatCannotBeOpenedAheadIsOpenedByTheScope() throws SQLException {
		this.creation.countDown();
		Slot slot = used();
		given(this.connections.getConnection()).willThrow(new SQLException("The server is busy"))
			.willAnswer((invocation) -> mock(Connection.class));
		lose(slot);
		Slot second = leaseAhead().slot();
		assertThat(second.database()).isSameAs(this.created.get(1));
		assertThat(second.inspected(this.connector)).isSameAs(this.connections);
		then(this.created.get(1)).should().inspect(any());
	}

	@Test
	void poolIsMadeWithTheClassLoaderOfWhoConnectedFirst() throws SQLException {
		this.creation.countDown();
		ClassLoader own = Thread.currentThread().getContextClassLoader();
		ClassLoader loader = new ClassLoader(own) {
		};
		List<ClassLoader> loaders = new CopyOnWriteArrayList<>();
		given(this.connections.getConnection()).willAnswer((invocation) -> {
			loaders.add(Thread.currentThread().getContextClassLoader());
			return mock(Connection.class);
		});
		Thread.currentThread().setContextClassLoader(loader);
		try {
			lose(used());
		}
		finally {
			Thread.currentThread().setContextClassLoader(own);
		}
		leaseAhead();
		assertThat(loaders).startsWith(loader, loader);
	}

	@Test
	void nothingIsMadeAheadForAPoolThatMayNotConnect() throws SQLException {
		given(this.connector.connectsAhead()).willReturn(false);
		lose(used());
		assertThat(this.slots.lease(this.template).slot().database()).isSameAs(this.created.get(1));
		this.slots.close();
		assertThat(this.created).hasSize(2);
	}

	@Test
	void nothingIsMadeAheadForASlotThatNobodyHasConnectedTo() {
		lose(this.slots.lease(this.template).slot());
		this.slots.close();
		assertThat(this.created).hasSize(1);
	}

	@Test
	void nothingIsMadeAheadWhereTheServerHasNoConnectionToSpare() throws SQLException {
		given(this.session.connectionBudget()).willReturn(12);
		Slot slot = used();
		for (int i = 0; i < 4; i++) {
			assertThat(this.budget.takeSpare(Integer.MAX_VALUE)).isTrue();
		}
		lose(slot);
		this.slots.close();
		assertThat(this.created).hasSize(1);
	}

	@Test
	void slotThatComesAfterTheEndIsClosed() throws Exception {
		lose(used());
		FutureTask<Boolean> closing = onAnotherThread(new FutureTask<>(() -> {
			this.slots.close();
			return true;
		}));
		this.creation.countDown();
		assertThat(closing.get(1, TimeUnit.MINUTES)).isTrue();
		then(this.created.get(1)).should().close();
	}

	@Test
	void imageOfWhichASlotIsComingIsNotDropped() throws Exception {
		lose(used());
		assertThat(this.slots.forget(this.template)).isFalse();
		this.creation.countDown();
		then(this.session).should(timeout(MINUTE).times(2)).create(any(), any(), any());
		while (this.created.size() < 2) {
			Thread.onSpinWait();
		}
		then(this.created.get(1)).should(timeout(MINUTE)).close();
		assertThat(this.slots.number()).isZero();
	}

	private Slot used() throws SQLException {
		Slot slot = this.slots.lease(this.template).slot();
		slot.inspected(this.connector);
		return slot;
	}

	/**
	 * Give a slot back that cannot be brought back, and wait until it is gone.
	 */
	private void lose(Slot slot) {
		this.slots.giveBack(slot);
		then(slot.database()).should(timeout(MINUTE)).close();
	}

	/**
	 * Lease a slot that was made ahead.
	 */
	private Slots.Leased leaseAhead() {
		while (this.slots.number() == 0) {
			Thread.onSpinWait();
		}
		return this.slots.lease(this.template);
	}

	private FutureTask<Slots.Leased> leaseOnAnotherThread() {
		return onAnotherThread(new FutureTask<>(() -> this.slots.lease(this.template)));
	}

	/**
	 * Do something on another thread, which has to wait.
	 */
	private static <T> FutureTask<T> onAnotherThread(FutureTask<T> task) {
		Thread thread = new Thread(task, "waiting");
		thread.start();
		while (thread.getState() != Thread.State.TIMED_WAITING) {
			assertThat(task.isDone()).isFalse();
			Thread.onSpinWait();
		}
		return task;
	}

}
