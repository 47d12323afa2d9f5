package io.github.pristinedb.engine.h2;

import org.h2.engine.Database;
import org.h2.engine.SessionLocal;
import org.h2.value.ValueNull;

/**
 * The sessions of a database, each of them a connection that is idle in its pool. What
 * settings and variables stick to them is seen in the statements, and such a connection
 * is closed. The numbers that they have drawn from sequences are forgotten here.
 */
final class OpenSessions implements StatePart {

	private final H2Internals internals;

	private final Database database;

	/**
	 * Look at the sessions of a database.
	 * @param internals reaches what H2 does not show
	 * @param database the database
	 */
	OpenSessions(H2Internals internals, Database database) {
		this.internals = internals;
		this.database = database;
	}

	/**
	 * Pages that are put back under a transaction would hold rows of it.
	 */
	@Override
	public Change look() {
		if (this.database.isClosing()
				|| !this.database.getStore().getTransactionStore().getOpenTransactions().isEmpty()) {
			return Change.DOUBTFUL;
		}
		Change change = Change.NONE;
		for (SessionLocal session : this.database.getSessions(false)) {
			change = change.and(Change.doubtful(!session.getLocalTempTables().isEmpty()))
				.and(Change.restorable(session.getLastIdentity() != ValueNull.INSTANCE));
		}
		return change;
	}

	@Override
	public void restore() {
		for (SessionLocal session : this.database.getSessions(false)) {
			session.setLastIdentity(ValueNull.INSTANCE);
			this.internals.forgetSequenceValues(session);
		}
	}

	@Override
	public String doubt() {
		return "a transaction or a temporary table was left, or the database was shut down";
	}

}
