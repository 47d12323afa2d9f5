package io.github.pristinedb.transaction;

import io.github.pristinedb.error.PristineException;
import org.jspecify.annotations.Nullable;

/**
 * A scenario whose isolation is {@code transaction} did something that one transaction
 * cannot stand for. No {@link java.sql.SQLException}: nothing that an application does
 * about those, such as trying again, is of any use here.
 */
public class TransactionIsolationException extends PristineException {

	private static final long serialVersionUID = 1L;

	private static final String OWN_DATABASE = "this scenario run on a database of its own: @PristineDatabase(isolation ="
			+ " Isolation.DATABASE), the tag @pristine-database, or pristine.isolation=database.";

	/**
	 * Create a new exception.
	 * @param description what was done, and by whom
	 * @param cause the cause, if there is one
	 */
	public TransactionIsolationException(String description, @Nullable Throwable cause) {
		super(description, "Let " + OWN_DATABASE, cause);
	}

	/**
	 * Create a new exception for which there is a cure within the transaction.
	 * @param description what was done, and by whom
	 * @param cure what to do instead, as sentences; empty if there is nothing
	 */
	TransactionIsolationException(String description, String cure) {
		super(description, (cure.isEmpty() ? "Let " : cure + " Or let ") + OWN_DATABASE, null);
	}

}
