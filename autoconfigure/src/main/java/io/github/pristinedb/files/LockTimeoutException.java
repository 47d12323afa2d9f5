package io.github.pristinedb.files;

/**
 * Another thread or process held a {@link ProcessLock} for too long.
 */
public class LockTimeoutException extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param holder the holder
	 */
	LockTimeoutException(String holder) {
		super(holder);
	}

	/**
	 * The holder of the lock.
	 * @return for example "process 123 on localhost since …"
	 */
	public String holder() {
		return String.valueOf(getMessage());
	}

}
