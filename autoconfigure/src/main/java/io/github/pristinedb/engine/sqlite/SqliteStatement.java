package io.github.pristinedb.engine.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.pristinedb.engine.KnownTexts;
import io.github.pristinedb.engine.SqlTokens;
import io.github.pristinedb.engine.StatementTraits.TransactionCommand;
import io.github.pristinedb.engine.StatementTraits.TransactionCommand.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One statement of SQLite, as far as a transaction is concerned.
 *
 * @param start where it starts in the text
 * @param end where its last token ends
 * @param head its first tokens as names, up to a certain number
 * @param writes whether a word stands in it that makes a statement write
 * @param asksConnection whether a function stands in it that tells what the same
 * connection did before
 */
record SqliteStatement(int start, int end, List<String> head, boolean writes, boolean asksConnection) {

	private static final int HEAD = 6;

	// CREATE TEMP TRIGGER.
	private static final int TEMPORARY = 3;

	private static final Set<String> WRITING = Set.of("INSERT", "UPDATE", "DELETE", "REPLACE");

	private static final Set<String> ASKING = Set.of("LAST_INSERT_ROWID", "CHANGES", "TOTAL_CHANGES");

	// Of the whole JVM, since scenarios execute the same statements.
	private static final KnownTexts<List<SqliteStatement>> known = new KnownTexts<>();

	/**
	 * The statements of a text, which is mostly read once. Safe for use by several
	 * threads.
	 * @param sql one or more statements
	 * @return the statements in order
	 */
	static List<SqliteStatement> of(String sql) {
		List<SqliteStatement> statements = known.get(sql);
		if (statements == null) {
			statements = List.copyOf(parse(sql));
			known.add(sql, statements);
		}
		return statements;
	}

	/**
	 * Read a text.
	 * @param sql one or more statements
	 * @return the statements in order
	 */
	static List<SqliteStatement> parse(String sql) {
		List<SqliteStatement> statements = new ArrayList<>(1);
		SqlTokens tokens = new SqlTokens(sql, SqliteDialect.SYNTAX);
		while (true) {
			SqliteStatement statement = read(tokens);
			if (statement == null) {
				return statements;
			}
			if (!statement.head.isEmpty()) {
				statements.add(statement);
			}
		}
	}

	private static @Nullable SqliteStatement read(SqlTokens tokens) {
		List<String> head = new ArrayList<>(HEAD);
		boolean writes = false;
		boolean asks = false;
		boolean inTrigger = false;
		boolean any = false;
		boolean first = true;
		boolean afterAsking = false;
		int start = -1;
		int end = -1;
		while (tokens.next()) {
			any = true;
			if (tokens.is(';')) {
				if (!inTrigger) {
					break;
				}
				first = true;
				continue;
			}
			start = (start == -1) ? tokens.start() : start;
			end = tokens.end();
			String keyword = tokens.keyword();
			if (inTrigger && first && keyword.equals("END")) {
				inTrigger = false;
			}
			first = false;
			if (head.size() < HEAD) {
				head.add(head.isEmpty() ? keyword : tokens.name());
				inTrigger |= keyword.equals("TRIGGER") && isCreated(head);
			}
			writes |= WRITING.contains(keyword);
			asks |= afterAsking && keyword.equals("(");
			afterAsking = ASKING.contains(keyword);
		}
		return any ? new SqliteStatement(start, end, head, writes, asks) : null;
	}

	/**
	 * Whether the last token names what a statement creates, and is no name in it.
	 */
	private static boolean isCreated(List<String> head) {
		return head.get(0).equals("CREATE")
				&& (head.size() == 2 || (head.size() == TEMPORARY && head.get(1).matches("(?i)temp|temporary")));
	}

	/**
	 * Its first word.
	 * @return the word in upper case
	 */
	String verb() {
		return this.head.get(0);
	}

	/**
	 * The command that it is, if it begins or ends a transaction or a part of one.
	 * @return the command, or {@code null}
	 */
	@Nullable TransactionCommand command() {
		return switch (verb()) {
			case "BEGIN" -> new TransactionCommand(Kind.BEGIN, "");
			case "COMMIT", "END" -> new TransactionCommand(Kind.COMMIT, "");
			case "ROLLBACK" -> (indexOf("TO") != -1) ? new TransactionCommand(Kind.ROLLBACK_TO, last())
					: new TransactionCommand(Kind.ROLLBACK, "");
			case "SAVEPOINT" -> new TransactionCommand(Kind.SAVEPOINT, last());
			case "RELEASE" -> new TransactionCommand(Kind.RELEASE, last());
			default -> null;
		};
	}

	private String last() {
		return this.head.get(this.head.size() - 1);
	}

	private int indexOf(String word) {
		for (int i = 1; i < this.head.size() - 1; i++) {
			if (this.head.get(i).equalsIgnoreCase(word)) {
				return i;
			}
		}
		return -1;
	}

}
