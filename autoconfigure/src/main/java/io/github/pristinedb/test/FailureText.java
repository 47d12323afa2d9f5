package io.github.pristinedb.test;

/**
 * The text of a failure for the report: the exception and its causes, each with the first
 * lines of its stack trace.
 */
final class FailureText {

	private static final int CAUSES = 5;

	private static final int LINES = 12;

	private static final int LONGEST_MESSAGE = 2_000;

	private FailureText() {
	}

	/**
	 * The text of a failure.
	 * @param failure the failure
	 * @return several lines
	 */
	static String of(Throwable failure) {
		StringBuilder text = new StringBuilder();
		Throwable each = failure;
		for (int number = 0; each != null && number < CAUSES; number++) {
			text.append((number > 0) ? "\nCaused by: " : "").append(message(each));
			StackTraceElement[] trace = each.getStackTrace();
			for (int line = 0; line < trace.length && line < LINES; line++) {
				text.append("\n\tat ").append(trace[line]);
			}
			each = each.getCause();
		}
		return text.toString();
	}

	/**
	 * An exception of the application may fail to give its message.
	 */
	private static String message(Throwable failure) {
		try {
			String message = failure.toString();
			return (message.length() > LONGEST_MESSAGE) ? message.substring(0, LONGEST_MESSAGE) + "…" : message;
		}
		catch (RuntimeException ex) {
			return failure.getClass().getName();
		}
	}

}
