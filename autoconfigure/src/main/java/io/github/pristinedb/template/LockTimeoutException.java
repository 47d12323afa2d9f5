package io.github.pristinedb.template;

/**
 * Another one held a {@link ProcessLock} for too long.
 */
class LockTimeoutException extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param holder who holds it
	 */
	LockTimeoutException(String holder) {
		super(holder);
	}

	/**
	 * Who holds the lock.
	 * @return for example "process 123 on localhost since …"
	 */
	String holder() {
		return String.valueOf(getMessage());
	}

}
