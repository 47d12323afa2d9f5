package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.util.Objects;

import io.github.pristinedb.engine.DatabaseCopyException;

/**
 * What a user reads when a server refuses something.
 *
 * @param administration knows the server
 */
record ServerFailures(Administration administration) {

	// too_many_connections
	private static final String SHORTAGE = "53300";

	/**
	 * A database could not be copied, created or changed.
	 * @param what was to be done, as the start of the sentence "… failed"
	 * @param failure why not
	 * @return the exception
	 */
	DatabaseCopyException failed(String what, SQLException failure) {
		return new DatabaseCopyException(what + " failed: " + reason(failure) + ".", cure(failure), failure);
	}

	/**
	 * The server's own words.
	 */
	static String reason(SQLException failure) {
		String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
		return message.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\.$", "");
	}

	/**
	 * What to do about a failure.
	 * @param failure what the driver threw
	 * @return one or more sentences
	 */
	String cure(SQLException failure) {
		if (reason(failure).contains("collation version")) {
			return "Let an administrator execute ALTER DATABASE template1 REFRESH COLLATION VERSION. The operating"
					+ " system has been updated, and sorts texts by other rules than before.";
		}
		return switch (Objects.requireNonNullElse(failure.getSQLState(), "")) {
			case SHORTAGE -> shortage();
			case "53100", "58030" -> "Free some space on the server's disk, or let fewer tests run in parallel.";
			case "3D000" -> "Somebody dropped the database while the tests ran. Run them again.";
			case "55006" -> "Close all other connections to the database.";
			case "42501" -> "Give the user " + this.administration.server().user() + " that right.";
			default -> "Check that the server " + this.administration.server() + " runs, and that the user "
					+ this.administration.server().user() + " may connect to it and create databases.";
		};
	}

	private String shortage() {
		try {
			ServerFacts facts = this.administration.facts();
			String limit = (facts.userLimit() >= 0)
					? " The user " + this.administration.server().user() + " may have " + facts.userLimit() + "." : "";
			return "The server accepts " + facts.maxConnections() + " connections, " + facts.reserved()
					+ " of them for administrators only." + limit
					+ " Run fewer tests in parallel, let the application's pools be smaller, or raise max_connections.";
		}
		catch (SQLException ex) {
			return "Run fewer tests in parallel, let the application's pools be smaller, or raise max_connections.";
		}
	}

}
