package io.github.pristinedb.tape;

import java.sql.SQLException;
import java.util.stream.Collectors;

import io.github.pristinedb.proxy.StatementRecorder.NamedValue;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a statement in words. Drivers quote values and whole statements in their
 * messages.
 */
final class ErrorText {

	private static final int LONGEST = 400;

	private ErrorText() {
	}

	/**
	 * Describe a failure.
	 * @param failure the failure
	 * @param text the statement that failed
	 * @param values the values of its parameters
	 * @param sql the statement as it was executed
	 * @return the message without secrets, with the SQLState
	 */
	static String of(Throwable failure, StatementText text, @Nullable Object[] values, @Nullable String sql) {
		String message = (failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getName();
		// H2 quotes the statement there, and PostgreSQL the place in it.
		int statement = message.indexOf("; SQL statement:");
		message = (statement != -1) ? message.substring(0, statement) : message;
		if (sql != null) {
			message = message.replace(sql, text.shown());
		}
		for (int i = 0; i < values.length; i++) {
			Object value = (values[i] instanceof NamedValue named) ? named.value() : values[i];
			boolean secret = text.isSecret(i) || (values[i] instanceof NamedValue && text.hidesOthers());
			if (secret && value != null && !value.toString().isEmpty()) {
				message = message.replace(value.toString(), Secrets.MASK);
			}
		}
		if (text.hidesLiterals()) {
			message = "(the message may quote a secret)";
		}
		message = Secrets.hide(message.lines().map(String::strip).collect(Collectors.joining(" ")));
		message = (message.length() > LONGEST) ? message.substring(0, LONGEST) + CapturedValue.CUT : message;
		return (failure instanceof SQLException ex) ? "SQLState " + ex.getSQLState()
				+ ((ex.getErrorCode() != 0) ? ", code " + ex.getErrorCode() : "") + ": " + message : message;
	}

}
