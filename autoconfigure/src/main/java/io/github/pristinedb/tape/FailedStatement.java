package io.github.pristinedb.tape;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.pristinedb.proxy.StatementRecorder.NamedValue;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a statement. Drivers quote values, rows and whole statements in their
 * messages, so that it can be told only with what is known of the statement.
 *
 * @param state the SQLState and the driver's own code, empty if there are none
 * @param message the message, in which {@link #STATEMENT} stands for the statement
 */
record FailedStatement(String state, String message) {

	static final String HIDDEN = "(the message may quote a secret)";

	private static final char STATEMENT = '\uFFFC';

	private static final int LONGEST = 400;

	private static final int LONGEST_CAPTURED = 4000;

	// Long enough to be no part of other words by chance.
	private static final int START_OF_SECRET = 8;

	// PostgreSQL quotes the whole row, in the language of the server.
	private static final Set<String> OF_WHOLE_ROWS = Set.of("23502", "23514");

	private static final Pattern valuesOfColumns = Pattern.compile("\\((.*?)\\)(\\s*(?:=|VALUES)\\s*)\\(.*\\)");

	/**
	 * Capture a failure.
	 * @param failure the failure
	 * @param sql the statement as it was executed
	 * @return what is kept of it
	 */
	static FailedStatement of(Throwable failure, @Nullable String sql) {
		String message = message(failure);
		// H2 quotes the statement there, and PostgreSQL the place in it.
		int statement = message.indexOf("; SQL statement:");
		message = (statement != -1) ? message.substring(0, statement) : message;
		if (sql != null && !sql.isEmpty()) {
			message = message.replace(sql, String.valueOf(STATEMENT));
		}
		String state = "";
		if (failure instanceof SQLException ex) {
			state = state(ex);
			if (OF_WHOLE_ROWS.contains(String.valueOf(ex.getSQLState()))) {
				message = message.lines().findFirst().orElse("");
			}
		}
		return new FailedStatement(state,
				(message.length() > LONGEST_CAPTURED) ? message.substring(0, LONGEST_CAPTURED) : message);
	}

	/**
	 * SQLite has no states, and PostgreSQL no codes.
	 */
	private static String state(SQLException failure) {
		StringJoiner state = new StringJoiner(", ", "", ": ").setEmptyValue("");
		if (failure.getSQLState() != null) {
			state.add("SQLState " + failure.getSQLState());
		}
		if (failure.getErrorCode() != 0) {
			state.add("code " + failure.getErrorCode());
		}
		return state.toString();
	}

	/**
	 * PostgreSQL quotes the entry of a batch, values and all, and tells the reason next.
	 */
	private static String message(Throwable failure) {
		SQLException next = (failure instanceof BatchUpdateException batch) ? batch.getNextException() : null;
		String message = ((next != null) ? next : failure).getMessage();
		return (message != null) ? message : failure.getClass().getName();
	}

	/**
	 * The failure in words.
	 * @param text the statement that failed
	 * @param values the values of its parameters
	 * @param sets how many sets of values it had as a batch
	 * @return the message without secrets, with the SQLState
	 */
	String told(StatementText text, @Nullable Object[] values, int sets) {
		String message = this.message.lines().map(String::strip).collect(Collectors.joining(" "));
		// Of a batch, only the first set of values is known.
		if (text.hidesLiterals() || (sets > 1 && text.hasSecrets())) {
			return this.state + HIDDEN;
		}
		for (int i = 0; i < values.length; i++) {
			Object value = (values[i] instanceof NamedValue named) ? named.value() : values[i];
			boolean secret = text.isSecret(i) || (values[i] instanceof NamedValue && text.hidesOthers());
			if (secret && value != null && !value.toString().isEmpty()) {
				String hidden = value.toString();
				message = message.replace(hidden, Secrets.MASK);
				if (hidden.length() >= START_OF_SECRET && message.contains(hidden.substring(0, START_OF_SECRET))) {
					return this.state + HIDDEN;
				}
			}
		}
		message = valuesOfColumns.matcher(message)
			.replaceAll((found) -> Matcher.quoteReplacement(Secrets.isSecret(found.group(1))
					? "(" + found.group(1) + ")" + found.group(2) + "(***)" : found.group()));
		message = Secrets.hide(message).replace(String.valueOf(STATEMENT), text.shown());
		return this.state
				+ ((message.length() > LONGEST) ? message.substring(0, LONGEST) + CapturedValue.CUT : message);
	}

}
