package io.github.pristinedb.flyway;

/**
 * A template that can neither be built upon a layer nor leave one.
 */
final class NoLayersException extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param reason the end of the sentence "There are no layers: …"
	 */
	NoLayersException(String reason) {
		super(reason);
	}

}
