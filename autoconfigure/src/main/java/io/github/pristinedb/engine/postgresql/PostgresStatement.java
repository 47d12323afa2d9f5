package io.github.pristinedb.engine.postgresql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.pristinedb.engine.SqlTokens;
import io.github.pristinedb.engine.StatementTraits.TransactionCommand;
import io.github.pristinedb.engine.StatementTraits.TransactionCommand.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One statement of PostgreSQL, as far as its connection and a transaction are concerned.
 *
 * @param start where it starts in the text
 * @param end where its last token ends
 * @param head its first words in upper case, up to a certain number
 * @param last its last word as a name
 * @param words the words that stand anywhere in it and tell what it does, in upper case
 * @param calls the names before a parenthesis, as the server folds them
 * @param names all names, as the server folds them, and other tokens
 */
record PostgresStatement(int start, int end, List<String> head, String last, Set<String> words, Set<String> calls,
		Set<String> names) {

	private static final int HEAD = 8;

	// Before the first word: {call …}, ?= call …, (SELECT …).
	private static final Set<String> PRELUDE = Set.of("(", "{", "?", "=");

	private static final Set<String> WRITING = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "INTO");

	// Objects of the server rather than of the database.
	private static final Set<String> SHARED = Set.of("ROLE", "USER", "GROUP", "DATABASE", "TABLESPACE", "SYSTEM",
			"SUBSCRIPTION", "PARAMETER", "OWNED");

	private static final Set<String> STICKY = Set.of("LOAD", "BEGIN", "START", "REASSIGN");

	private static final Set<String> DEFINING = Set.of("CREATE", "ALTER", "DROP");

	/**
	 * Read a text.
	 * @param sql one or more statements
	 * @return the statements in order, without those that are empty
	 */
	static List<PostgresStatement> parse(String sql) {
		List<PostgresStatement> statements = new ArrayList<>(1);
		SqlTokens tokens = new SqlTokens(sql, PostgresDialect.SYNTAX);
		boolean more = true;
		while (more) {
			Reading reading = new Reading();
			more = tokens.next();
			while (more && !(tokens.is(';') && reading.isOutside())) {
				reading.read(tokens);
				more = tokens.next();
			}
			PostgresStatement statement = reading.statement();
			if (statement != null) {
				statements.add(statement);
			}
		}
		return statements;
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
	 * @return the word in upper case, empty if there are not so many
	 */
	String word(int index) {
		return (index < this.head.size()) ? this.head.get(index) : "";
	}

	/**
	 * Whether a word stands anywhere in it.
	 * @param word a telling word
	 * @return whether it does
	 */
	boolean has(String word) {
		return this.words.contains(word);
	}

	/**
	 * Whether a word stands anywhere in it that makes a query write.
	 * @return whether one does
	 */
	boolean hasWritingWord() {
		return this.words.stream().anyMatch(WRITING::contains);
	}

	/**
	 * Whether it leaves something behind that neither a settled connection nor a restored
	 * database is free of: an open transaction, an object of the server.
	 * @return whether it may
	 */
	boolean sticks() {
		String verb = verb();
		if (STICKY.contains(verb) || isOfTwoPhases()) {
			return true;
		}
		return switch (verb) {
			case "CREATE", "ALTER", "DROP" -> isOfSharedObject(1);
			case "COMMENT" -> isOfSharedObject(2);
			case "SECURITY" -> true;
			// Without an object, a role is granted.
			case "GRANT", "REVOKE" -> !has("ON") || this.words.stream().anyMatch(SHARED::contains);
			default -> false;
		};
	}

	/**
	 * Whether it leaves something behind in its session that no rollback takes back.
	 * @return whether it may
	 */
	boolean outlivesRollback() {
		return verb().equals("PREPARE") || verb().equals("LOAD");
	}

	private boolean isOfSharedObject(int index) {
		return SHARED.contains(word(index)) && !word(index + 1).equals("MAPPING");
	}

	/**
	 * Whether it may change the schema.
	 * @return whether it may
	 */
	boolean changesSchema() {
		return DEFINING.contains(verb());
	}

	/**
	 * Whether it is a part of a two-phase commit.
	 * @return whether it is
	 */
	boolean isOfTwoPhases() {
		return switch (verb()) {
			case "PREPARE" -> word(1).equals("TRANSACTION");
			case "COMMIT", "ROLLBACK" -> word(1).equals("PREPARED");
			default -> false;
		};
	}

	/**
	 * The command that it is, if it begins or ends a transaction or a part of one.
	 * @return the command, or {@code null}
	 */
	@Nullable TransactionCommand command() {
		if (isOfTwoPhases()) {
			return null;
		}
		return switch (verb()) {
			case "BEGIN" -> new TransactionCommand(Kind.BEGIN, "");
			case "START" -> word(1).equals("TRANSACTION") ? new TransactionCommand(Kind.BEGIN, "") : null;
			case "COMMIT", "END" -> new TransactionCommand(Kind.COMMIT, "");
			case "ROLLBACK" -> this.head.contains("TO") ? new TransactionCommand(Kind.ROLLBACK_TO, this.last)
					: new TransactionCommand(Kind.ROLLBACK, "");
			case "ABORT" -> new TransactionCommand(Kind.ROLLBACK, "");
			case "SAVEPOINT" -> new TransactionCommand(Kind.SAVEPOINT, this.last);
			case "RELEASE" -> new TransactionCommand(Kind.RELEASE, this.last);
			default -> null;
		};
	}

	/**
	 * The statement that is being read.
	 */
	private static final class Reading {

		private static final Set<String> TELLING = Set.of("ON", "CONCURRENTLY", "CHAIN", "READ", "ISOLATION",
				"DEFERRABLE");

		private int start = -1;

		private int end = -1;

		private final List<String> head = new ArrayList<>(HEAD);

		private String last = "";

		private final Set<String> words = new HashSet<>();

		private final Set<String> calls = new HashSet<>();

		private final Set<String> names = new HashSet<>();

		private int parentheses;

		// BEGIN ATOMIC … END, and CASE … END within.
		private int blocks;

		private String previous = "";

		/**
		 * Whether a semicolon ends the statement, which is part of none of its own: it
		 * stands in no parentheses, as those of a rule, and in no body of a routine.
		 */
		boolean isOutside() {
			return this.parentheses <= 0 && this.blocks == 0;
		}

		void read(SqlTokens tokens) {
			this.start = (this.start == -1) ? tokens.start() : this.start;
			this.end = tokens.end();
			String keyword = tokens.keyword();
			if (keyword.equals("(")) {
				this.parentheses++;
				this.calls.add(this.last);
			}
			else if (keyword.equals(")")) {
				this.parentheses--;
			}
			if (!(this.head.isEmpty() && PRELUDE.contains(keyword))) {
				nest(keyword);
				if (this.head.size() < HEAD) {
					this.head.add(keyword);
				}
				if (WRITING.contains(keyword) || SHARED.contains(keyword) || TELLING.contains(keyword)) {
					this.words.add(keyword);
				}
			}
			this.last = tokens.name();
			this.names.add(this.last);
			this.previous = keyword;
		}

		private void nest(String keyword) {
			boolean inBlock = this.blocks > 0;
			if (keyword.equals("ATOMIC") && this.previous.equals("BEGIN") && !this.head.isEmpty()
					&& this.head.get(0).equals("CREATE")) {
				this.blocks++;
			}
			else if (inBlock && keyword.equals("CASE")) {
				this.blocks++;
			}
			else if (inBlock && keyword.equals("END")) {
				this.blocks--;
			}
		}

		@Nullable PostgresStatement statement() {
			return (this.start != -1) ? new PostgresStatement(this.start, this.end, this.head, this.last, this.words,
					this.calls, this.names) : null;
		}

	}

}
