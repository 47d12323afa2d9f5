package io.github.pristinedb.engine;

/**
 * The reason why a statement cannot run inside the transaction of a scenario.
 *
 * @param reason the reason, as a clause that follows a colon
 * @param cure what to write instead, as a sentence; empty if only another isolation helps
 */
public record StatementRefusal(String reason, String cure) {

	/**
	 * A refusal that only another isolation cures.
	 * @param reason the reason, as a clause that follows a colon
	 * @return the refusal
	 */
	public static StatementRefusal of(String reason) {
		return new StatementRefusal(reason, "");
	}

}
