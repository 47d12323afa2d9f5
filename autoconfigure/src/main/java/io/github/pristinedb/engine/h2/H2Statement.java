package io.github.pristinedb.engine.h2;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.pristinedb.engine.SqlTokens;
import io.github.pristinedb.engine.StatementTraits.TransactionCommand;
import io.github.pristinedb.engine.StatementTraits.TransactionCommand.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One statement of H2, as far as its connection and a transaction are concerned.
 *
 * @param start where it starts in the text
 * @param end where it ends
 * @param head its first words as names, up to a certain number
 * @param words the telling words that stand anywhere in it, in upper case
 */
record H2Statement(int start, int end, List<String> head, Set<String> words) {

	private static final int HEAD = 16;

	// Before the first word: {call …}, ?= call …, (SELECT …).
	private static final Set<String> PRELUDE = Set.of("(", "{", "?", "=");

	private static final String VARIABLE = "@";

	private static final Set<String> WRITING = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "TRUNCATE");

	// The functions answer by what the session has done before.
	private static final Set<String> ASKING = Set.of("IDENTITY", "SCOPE_IDENTITY", "LAST_INSERT_ID", "LASTVAL",
			"CURRVAL", "TRANSACTION_ID");

	private static final Set<String> TELLING = Set.of(VARIABLE, "TEMPORARY", "TEMP", "ANALYZE", "CURRENT");

	private static final String TRANSACTIONAL = "TRANSACTIONAL";

	// A name follows.
	private static final Set<String> NAMING = Set.of("TABLE", "EXISTS", ".");

	private static final Set<String> SEQUENCE_OPTIONS = Set.of("INCREMENT", "MINVALUE", "MAXVALUE", "CYCLE", "NO",
			"EXHAUSTED", "CACHE");

	// What a statement of these verbs leaves in the connection or in the settings of the
	// database, no script of the content tells.
	private static final Set<String> STICKY = Set.of("SET", "USE", "DECLARE", "PREPARE", "DEALLOCATE", "EXECUTE",
			"RUNSCRIPT", "BEGIN", "SAVEPOINT", "SHUTDOWN");

	/**
	 * Read a text.
	 * @param sql one or more statements
	 * @return the statements in order, without those that are empty
	 */
	static List<H2Statement> parse(String sql) {
		List<H2Statement> statements = new ArrayList<>(1);
		SqlTokens tokens = new SqlTokens(sql, H2Dialect.SYNTAX);
		boolean more = true;
		while (more) {
			int start = -1;
			int end = -1;
			List<String> head = new ArrayList<>(HEAD);
			Set<String> words = new HashSet<>();
			Nesting nesting = new Nesting();
			more = tokens.next();
			while (more && !tokens.is(';')) {
				start = (start == -1) ? tokens.start() : start;
				end = tokens.end();
				read(tokens, head, words, nesting);
				more = tokens.next();
			}
			if (start != -1) {
				statements.add(new H2Statement(start, end, head, words));
			}
		}
		return statements;
	}

	private static void read(SqlTokens tokens, List<String> head, Set<String> words, Nesting nesting) {
		String keyword = tokens.keyword();
		if (head.size() < HEAD && !(head.isEmpty() && PRELUDE.contains(keyword))) {
			head.add(head.isEmpty() ? keyword : tokens.name());
		}
		if (WRITING.contains(keyword) || ASKING.contains(keyword) || TELLING.contains(keyword)
				|| (keyword.equals(TRANSACTIONAL) && nesting.isOutsideOfDefinition())) {
			words.add(keyword);
		}
		nesting.read(keyword);
	}

	/**
	 * Its first word.
	 * @return the word in upper case, empty if there is none
	 */
	String verb() {
		return word(0);
	}

	/**
	 * One of its first words.
	 * @param index the word's index
	 * @return the word, empty if there are not so many
	 */
	String word(int index) {
		return (index < this.head.size()) ? this.head.get(index) : "";
	}

	/**
	 * Whether a word stands anywhere in it that makes a statement write.
	 * @return whether one does
	 */
	boolean hasWritingWord() {
		return this.words.stream().anyMatch(WRITING::contains);
	}

	/**
	 * Whether its result may depend on what the same connection did before.
	 * @return whether it may
	 */
	boolean asksConnection() {
		// CURRENT VALUE FOR a sequence, but not CURRENT DATE.
		return this.words.stream().anyMatch(ASKING::contains) || this.words.contains("CURRENT");
	}

	/**
	 * Whether it asks H2 to make a temporary table without a commit.
	 * @return whether it does
	 */
	boolean isTransactional() {
		return this.words.contains(TRANSACTIONAL);
	}

	/**
	 * Whether it turns the foreign keys of one table on or off.
	 * @return whether it does
	 */
	boolean isOfReferentialIntegrity() {
		int next = afterTable();
		return word(next).equals("SET") && word(next + 1).equals("REFERENTIAL_INTEGRITY");
	}

	/**
	 * Whether it sets the next number of a table's identity as MySQL does.
	 * @return whether it does
	 */
	boolean isOfAutoIncrement() {
		return word(afterTable()).equals("AUTO_INCREMENT");
	}

	/**
	 * Whether it says when a column generates its identity.
	 * @return whether it does
	 */
	boolean isOfIdentityGeneration() {
		int next = afterColumn();
		return word(next).equals("SET") && word(next + 1).equals("GENERATED");
	}

	/**
	 * A query for the column whose sequence it alters, for example its next number.
	 * @param sql the text that it was read from
	 * @return the query, {@code null} if it alters something else
	 */
	@Nullable String queryOfRestartedColumn(String sql) {
		int next = afterColumn();
		boolean alters = word(next).equals("RESTART")
				|| (word(next).equals("SET") && SEQUENCE_OPTIONS.contains(word(next + 1)));
		if (!alters) {
			return null;
		}
		// As they were written: the settings of H2 decide about the case of names.
		List<String> written = new ArrayList<>();
		SqlTokens tokens = new SqlTokens(sql.substring(this.start, this.end), H2Dialect.SYNTAX);
		while (written.size() < next && tokens.next()) {
			written.add(sql.substring(this.start + tokens.start(), this.start + tokens.end()));
		}
		return "SELECT " + written.get(next - 1) + " FROM "
				+ String.join("", written.subList(afterIfExists(2), afterTable()));
	}

	/**
	 * Go past the name of the table that is altered.
	 * @return the index of the word after it, which is empty if no table is altered
	 */
	private int afterTable() {
		if (!word(1).equals("TABLE")) {
			return HEAD;
		}
		int name = afterIfExists(2);
		while (word(name + 1).equals(".")) {
			name += 2;
		}
		return name + 1;
	}

	private int afterColumn() {
		int next = afterTable();
		if (!word(next).equals("ALTER")) {
			return HEAD;
		}
		next += word(next + 1).equals("COLUMN") ? 2 : 1;
		return afterIfExists(next) + 1;
	}

	private int afterIfExists(int index) {
		return (word(index).equals("IF") && word(index + 1).equals("EXISTS")) ? index + 2 : index;
	}

	/**
	 * Whether it makes or may make a temporary table.
	 * @return whether it may
	 */
	boolean isOfTemporaryTable() {
		return this.words.contains("TEMPORARY") || this.words.contains("TEMP");
	}

	/**
	 * Whether it can leave something behind in its connection, or a setting in the
	 * database.
	 * @return whether it can
	 */
	boolean sticks() {
		return STICKY.contains(verb()) || this.words.contains(VARIABLE)
				|| (verb().equals("CREATE") && isOfTemporaryTable())
				|| (verb().equals("ALTER") && (word(1).equals("USER") || this.head.contains("REFERENTIAL_INTEGRITY")));
	}

	/**
	 * The command that it is, if it begins or ends a transaction or a part of one.
	 * @return the command, or {@code null}
	 */
	@Nullable TransactionCommand command() {
		return switch (verb()) {
			case "BEGIN" -> new TransactionCommand(Kind.BEGIN, "");
			case "COMMIT" -> isOfTwoPhases() ? null : new TransactionCommand(Kind.COMMIT, "");
			case "ROLLBACK" -> isOfTwoPhases() ? null : word(1).equals("TO")
					? new TransactionCommand(Kind.ROLLBACK_TO, last()) : new TransactionCommand(Kind.ROLLBACK, "");
			case "SAVEPOINT" -> new TransactionCommand(Kind.SAVEPOINT, last());
			case "RELEASE" -> new TransactionCommand(Kind.RELEASE, last());
			default -> null;
		};
	}

	private boolean isOfTwoPhases() {
		return word(1).equals("TRANSACTION");
	}

	private String last() {
		return word(this.head.size() - 1);
	}

	/**
	 * How deep in parentheses the next token stands.
	 */
	private static final class Nesting {

		private int depth;

		private boolean inQuery;

		private String last = "";

		void read(String keyword) {
			this.depth += keyword.equals("(") ? 1 : keyword.equals(")") ? -1 : 0;
			this.inQuery |= this.depth == 0 && keyword.equals("AS");
			this.last = keyword;
		}

		/**
		 * Whether the next token is no name, and stands neither among columns nor in the
		 * query that a table is made from.
		 */
		boolean isOutsideOfDefinition() {
			return this.depth == 0 && !this.inQuery && !NAMING.contains(this.last);
		}

	}

}
