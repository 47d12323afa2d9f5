package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.h2.H2Content.Index;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The statements that a database is made from. Safe for use by several threads.
 */
final class H2Script {

	private static final String CURE = "Leave objects that H2's command SCRIPT cannot copy out of the tests' database. To leave"
			+ " the database unmanaged, choose a name without a scenario prefix, or set pristine.h2.manage-generated=false.";

	private static final int HEAD = 80;

	private static final Pattern HEADER = Pattern.compile("-- Line breaks after each statement: (\\d{1,4})\n");

	private static final List<String> SETTINGS = List.of("MODE", "DEFAULT_NULL_ORDERING");

	private final List<String> statements;

	private volatile @Nullable String digest;

	H2Script(List<String> statements) {
		this.statements = List.copyOf(statements);
	}

	List<String> statements() {
		return this.statements;
	}

	/**
	 * Read a database, and make sure that another one can be made from what was read.
	 * @param source an administrator's connection to the database
	 * @param model its settings
	 * @param names names for the other one
	 * @return the script
	 * @throws SQLException if the database cannot be read
	 * @throws DatabaseCopyException if no equal one can be made
	 */
	static H2Script of(Connection source, H2Database model, H2Names names) throws SQLException {
		H2Content content = H2Content.of(source);
		List<String> statements = new ArrayList<>(content.statements());
		try (OwnedDatabase trial = new OwnedDatabase(names.next(model, "trial"), null)) {
			run(statements, trial.owner());
			List<String> rest = rest(content, H2Content.withoutScript(trial.owner()));
			run(rest, trial.owner());
			statements.addAll(rest);
			statements.addAll(compileViews(trial.owner(), InvalidViews.of(source)));
			H2Content made = H2Content.of(trial.owner());
			String difference = content.difference(made, model.user());
			if (difference != null) {
				throw new SQLException("the copy differs: " + head(difference));
			}
			H2Script script = new H2Script(statements);
			script.digest = made.digest(model.user());
			return script;
		}
		catch (SQLException ex) {
			throw new DatabaseCopyException("The database " + model + " could not be copied: " + ex.getMessage() + ".",
					CURE, ex);
		}
	}

	/**
	 * What H2 writes into no script: settings that it keeps in memory alone, and the
	 * names of indexes that it has made for constraints, which stand in its messages.
	 */
	private static List<String> rest(H2Content wanted, H2Content made) {
		List<String> rest = new ArrayList<>();
		for (String setting : SETTINGS) {
			String value = wanted.settings().get(setting);
			if (value != null && !value.equals(made.settings().get(setting))) {
				rest.add("SET " + setting + " " + value);
			}
		}
		Map<Index, String> names = new LinkedHashMap<>();
		made.indexes().forEach((constraint, index) -> {
			Index name = wanted.indexes().get(constraint);
			if (name != null) {
				// Constraints share an index: a foreign key that of a unique one, say.
				names.putIfAbsent(index, name.name());
			}
		});
		List<String> last = new ArrayList<>();
		names.forEach((index, name) -> {
			if (!name.equals(index.name())) {
				// Another one may have the name yet.
				String between = "PRISTINE_" + last.size();
				rest.add(index.rename(between));
				last.add(new Index(index.schema(), between).rename(name));
			}
		});
		rest.addAll(last);
		return rest;
	}

	/**
	 * Compile the views that come before a table they read: one whose columns were
	 * changed, which makes it the newest table.
	 * @param made a connection to the new database
	 * @param invalid the views that the original cannot use either
	 * @return the statements that compile the views
	 */
	private static List<String> compileViews(Connection made, Set<String> invalid) throws SQLException {
		List<String> compiled = new ArrayList<>();
		Set<String> left = InvalidViews.of(made);
		left.removeAll(invalid);
		// A view may read another one.
		for (int before = -1; before != compiled.size();) {
			before = compiled.size();
			for (String view : List.copyOf(left)) {
				List<String> statement = List.of("ALTER VIEW " + view + " RECOMPILE");
				try {
					run(statement, made);
					left.remove(view);
					compiled.addAll(statement);
				}
				catch (SQLException ex) {
					if (ex.getErrorCode() != ErrorCode.VIEW_IS_INVALID_2) {
						throw ex;
					}
				}
			}
		}
		return compiled;
	}

	/**
	 * Read what {@link #text()} has written. Parsing the SQL would take as long as
	 * running a large script takes.
	 * @param text the text
	 * @return the script
	 * @throws IllegalArgumentException if the text is of another format, or incomplete
	 */
	static H2Script read(String text) {
		Matcher header = HEADER.matcher(text);
		if (!header.lookingAt()) {
			throw new IllegalArgumentException("The script has no header");
		}
		String end = end(Integer.parseInt(header.group(1)));
		List<String> statements = new ArrayList<>();
		int from = header.end();
		for (int to = text.indexOf(end, from); to != -1; to = text.indexOf(end, from)) {
			statements.add(text.substring(from, to));
			from = to + end.length();
		}
		if (from != text.length()) {
			throw new IllegalArgumentException("The script lacks its end");
		}
		return new H2Script(statements);
	}

	/**
	 * The script as H2's command {@code RUNSCRIPT} reads it. Its first line says how
	 * statements end: by a semicolon and so many line breaks that no statement has the
	 * same within it.
	 * @return the text
	 */
	String text() {
		int breaks = 1;
		while (contains(end(breaks))) {
			breaks++;
		}
		StringBuilder text = new StringBuilder("-- Line breaks after each statement: " + breaks + "\n");
		for (String statement : this.statements) {
			text.append(statement).append(end(breaks));
		}
		return text.toString();
	}

	private boolean contains(String end) {
		return this.statements.stream().anyMatch((statement) -> statement.contains(end));
	}

	private static String end(int breaks) {
		return ";" + "\n".repeat(breaks);
	}

	/**
	 * Make the content of a new database.
	 * @param connection its owner's connection to it
	 * @throws SQLException if a statement fails
	 */
	void run(Connection connection) throws SQLException {
		run(this.statements, connection);
	}

	private static void run(List<String> statements, Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			// A quote or a brace in a text is none of JDBC's.
			statement.setEscapeProcessing(false);
			for (String sql : statements) {
				try {
					statement.execute(sql);
				}
				catch (SQLException ex) {
					throw new SQLException("H2 refuses " + head(sql) + " with error " + ex.getErrorCode(),
							ex.getSQLState(), ex.getErrorCode(), ex);
				}
			}
		}
	}

	/**
	 * What a statement is about. It may go on with the user's data.
	 */
	private static String head(String sql) {
		String line = sql.lines().findFirst().orElse("");
		int values = line.indexOf('(');
		int end = Math.min((values != -1) ? values : line.length(), HEAD);
		return line.substring(0, end).trim();
	}

	/**
	 * What {@link H2Content#digest} says of a database that was made from this script
	 * just now.
	 * @param made the connection of its owner
	 * @param user the user who created it
	 * @return the digest
	 * @throws SQLException if the database cannot be read
	 */
	String digest(Connection made, String user) throws SQLException {
		String digest = this.digest;
		if (digest == null) {
			digest = H2Content.of(made).digest(user);
			this.digest = digest;
		}
		return Objects.requireNonNull(digest);
	}

}
