package io.github.pristinedb.engine.h2;

import java.util.Queue;
import java.util.concurrent.ThreadPoolExecutor;

import org.h2.mvstore.db.LobStorageMap;
import org.jspecify.annotations.Nullable;

/**
 * The LOBs that are to be removed some time after the rows that had them. Rows that are
 * put back have them again, so none of them may be removed. Where H2 has a thread that
 * does it, this part looks first: the thread is at rest when the others look.
 */
final class LobRemovals implements StatePart {

	private static final int PATIENCE = 10_000;

	private final Queue<?> pending;

	private final @Nullable ThreadPoolExecutor cleaner;

	/**
	 * Look at the removals of a database.
	 * @param internals reaches them
	 * @param lobs the storage of the LOBs
	 */
	LobRemovals(H2Internals internals, LobStorageMap lobs) {
		this.pending = internals.pendingLobRemovals(lobs);
		this.cleaner = internals.lobCleaner(lobs);
	}

	/**
	 * No statement is executed, so no removal is added. One that has begun ends soon.
	 */
	@Override
	public Change look() {
		this.pending.clear();
		for (int i = 0; i < PATIENCE; i++) {
			if (this.cleaner == null || this.cleaner.getActiveCount() == 0) {
				return Change.NONE;
			}
			Thread.yield();
		}
		return Change.DOUBTFUL;
	}

	@Override
	public String doubt() {
		return "H2 is still removing LOBs";
	}

}
