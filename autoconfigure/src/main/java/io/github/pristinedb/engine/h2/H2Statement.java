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

	private static final int HEAD = 10;

	// Before the first word: {call …}, ?= call …, (SELECT …).
	private static final Set<String> PRELUDE = Set.of("(", "{", "?", "=");

	private static final String VARIABLE = "@";

	private static final Set<String> WRITING = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "TRUNCATE");

	// The functions answer by what the session has done before.
	private static final Set<String> ASKING = Set.of("IDENTITY", "SCOPE_IDENTITY", "LAST_INSERT_ID", "LASTVAL",
			"CURRVAL", "TRANSACTION_ID");

	private static final Set<String> TELLING = Set.of(VARIABLE, "TEMPORARY", "TEMP", "TRANSACTIONAL", "RESTART",
			"ANALYZE", "CURRENT");

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
			more = tokens.next();
			while (more && !tokens.is(';')) {
				start = (start == -1) ? tokens.start() : start;
				end = tokens.end();
				read(tokens, head, words);
				more = tokens.next();
			}
			if (start != -1) {
				statements.add(new H2Statement(start, end, head, words));
			}
		}
		return statements;
	}

	private static void read(SqlTokens tokens, List<String> head, Set<String> words) {
		String keyword = tokens.keyword();
		if (head.size() < HEAD && !(head.isEmpty() && PRELUDE.contains(keyword))) {
			head.add(head.isEmpty() ? keyword : tokens.name());
		}
		if (WRITING.contains(keyword) || ASKING.contains(keyword) || TELLING.contains(keyword)) {
			words.add(keyword);
		}
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
	 * Whether it makes a temporary table without a commit.
	 * @return whether it does
	 */
	boolean isTransactionalTable() {
		return isOfTemporaryTable() && this.words.contains("TRANSACTIONAL");
	}

	/**
	 * Whether it is about the next number of a sequence or of an identity column, or of a
	 * sequence's other properties.
	 * @return whether it is
	 */
	boolean isOfSequence() {
		return word(1).equals("SEQUENCE") || (word(1).equals("TABLE") && this.words.contains("RESTART"));
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

}
