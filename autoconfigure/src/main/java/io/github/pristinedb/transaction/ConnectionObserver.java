package io.github.pristinedb.transaction;

import java.sql.SQLException;

/**
 * Is told what happens on the physical connection of a scenario.
 */
public interface ConnectionObserver {

	/**
	 * Something was done that may stick to the physical connection, or to the database
	 * itself.
	 */
	void stuck();

	/**
	 * A statement failed.
	 * @param failure why
	 */
	void failed(SQLException failure);

	/**
	 * A call was refused, since the one transaction of the scenario cannot stand for it.
	 * @param refusal what the caller gets
	 */
	void refused(TransactionIsolationException refusal);

}
