package io.github.pristinedb.tape;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads a statement of any product, without a grammar: which tables it writes, and by
 * which columns its values stand. A value whose column is unknown counts as secret if the
 * statement has a secret name anywhere.
 */
final class StatementReader {

	private static final int LONGEST_SHAPE = 500;

	// Of a value within a document.
	private static final Pattern PATH = Pattern.compile("'[\\w.$,{}\\[\\]\"-]+'");

	// A value stands by the column before them.
	private static final Set<String> OPERATORS = Set.of("LIKE", "ILIKE", "RLIKE", "IN", "IS", "BETWEEN", "SIMILAR",
			"REGEXP", "GLOB", "MATCH");

	// No value stands by a column before them.
	private static final Set<String> ENDS = Set.of("AND", "OR", "WHERE", "ON", "HAVING", "SET", "RETURNING", "THEN",
			"ELSE", "WHEN", "LIMIT", "OFFSET", "FETCH", "FROM", "SELECT", "VALUES", "UNION", "USING", "CASE", "END",
			"JOIN", "BY", "DO", "DEFAULT");

	private static final Set<String> NO_NAMES = Set.of("NOT", "ALL", "ANY", "SOME", "DISTINCT", "BINARY", "NULL",
			"TRUE", "FALSE", "AS", "TO", "ROW", "ESCAPE");

	// Before a table that is written.
	private static final Set<String> BEFORE_TABLE = Set.of("TABLE", "ONLY", "IF", "NOT", "EXISTS", "OR", "ABORT",
			"REPLACE", "IGNORE", "ROLLBACK", "FAIL");

	// Before an UPDATE that names no table.
	private static final Set<String> BEFORE_NO_UPDATE = Set.of("FOR", "DO", "ON", "KEY", "THEN", "BEFORE", "AFTER",
			"OF", "OR", "NO");

	// What is created may have statements of its own, which are not executed now.
	private static final Set<String> DEFINITIONS = Set.of("TRIGGER", "FUNCTION", "PROCEDURE", "VIEW", "RULE");

	// After these, texts without a name may be secrets.
	private static final Set<String> BEFORE_SECRETS = Set.of("IDENTIFIED", "LINKED", "LINK_SCHEMA");

	// The same, in statements of a kind.
	private static final Map<String, Set<String>> BEFORE_SECRETS_OF = Map.of("PRAGMA", Set.of("KEY", "REKEY", "HEXKEY"),
			"ATTACH", Set.of("KEY"), "CREATE", Set.of("HASH"), "ALTER", Set.of("HASH"));

	private final String sql;

	private final Map<String, List<String>> columnsOfTables;

	private final int length;

	private final StringBuilder shape = new StringBuilder();

	private final Set<String> written = new LinkedHashSet<>();

	private final List<Literal> literals = new ArrayList<>();

	private final BitSet secret = new BitSet();

	private final BitSet unknown = new BitSet();

	private final Deque<Context> around = new ArrayDeque<>();

	private Context context = new Context(false);

	private int parameters;

	private boolean namesSecret;

	private boolean otherParameters;

	private boolean blank;

	private int position;

	private String verb = "";

	private String before = "";

	private boolean definition;

	private boolean tableExpected;

	private @Nullable String table;

	private boolean dotted;

	private boolean columnsExpected;

	private List<String> columns = List.of();

	private boolean operatorBefore;

	// The table that rows go to, as it is written.
	private int targetStart = -1;

	private int targetEnd;

	private int targetDepth;

	private boolean targetExpected;

	private boolean targetHidden;

	private final Set<String> targets = new LinkedHashSet<>();

	private @Nullable List<String> targetColumns;

	/**
	 * A statement yet to be read.
	 * @param sql the statement
	 * @param columnsOfTables the columns of tables that the statement itself does not
	 * name, in order, by the tables as they are written there
	 */
	StatementReader(String sql, Map<String, List<String>> columnsOfTables) {
		this.sql = sql;
		this.columnsOfTables = columnsOfTables;
		this.length = Math.min(sql.length(), StatementText.READ);
	}

	StatementText read() {
		while (this.position < this.length) {
			token();
		}
		endOfTable();
		endOfRow(this.context);
		if (this.namesSecret || this.targetHidden) {
			this.secret.or(this.unknown);
			if (this.otherParameters) {
				this.secret.set(0, Short.MAX_VALUE);
			}
		}
		TapeEntry.Kind kind = this.written.isEmpty() ? TapeEntry.Kind.READ : TapeEntry.Kind.WRITE;
		return new StatementText(kind, this.sql, shown(), cut(this.shape.toString().strip(), LONGEST_SHAPE),
				List.copyOf(this.written), this.secret, this.namesSecret || this.targetHidden,
				this.literals.stream().anyMatch(this::isHidden), List.copyOf(this.targets));
	}

	private String shown() {
		StringBuilder shown = new StringBuilder();
		int end = 0;
		for (Literal literal : this.literals) {
			if (end > StatementText.SHOWN) {
				break;
			}
			shown.append(this.sql, end, literal.start());
			end = literal.end();
			shown.append(isHidden(literal) ? "'" + Secrets.MASK + "'"
					: Secrets.hide(this.sql.substring(literal.start(), literal.end())));
		}
		shown.append(this.sql, end, this.length);
		if (this.length < this.sql.length()) {
			shown.append(CapturedValue.CUT);
		}
		return cut(shown.toString().strip(), StatementText.SHOWN);
	}

	private boolean isHidden(Literal literal) {
		return literal.is() == Column.SECRET
				|| (literal.is() == Column.UNKNOWN && (this.targetHidden || (this.namesSecret && !literal.number())));
	}

	private static String cut(String text, int longest) {
		return (text.length() > longest) ? text.substring(0, longest) + CapturedValue.CUT : text;
	}

	private void token() {
		char c = this.sql.charAt(this.position);
		int start = this.position;
		if (Character.isWhitespace(c)) {
			this.position++;
			this.blank = true;
		}
		else if (this.sql.startsWith("--", start)) {
			this.position = after("\n", start);
			hide(start);
		}
		else if (this.sql.startsWith("/*", start)) {
			this.position = after("*/", start + 2);
			hide(start);
		}
		else if (c == '\'' || isPrefixed(c)) {
			literal(start, afterQuotes(start));
		}
		else if (c == '"' || c == '`') {
			this.position = after(String.valueOf(c), start + 1);
			quoted(start);
		}
		else if (c == '$' && dollarQuote() != null) {
			String mark = dollarQuote();
			literal(start, after(String.valueOf(mark), start + String.valueOf(mark).length()));
		}
		else if (isNamedParameter(c)) {
			this.position = afterWord(start + 1);
			this.otherParameters = true;
			name(this.sql.substring(start + 1, this.position));
			shape("?");
		}
		else if (Character.isDigit(c)) {
			this.position = afterWord(start);
			literal(start, this.position);
		}
		else if (isWordPart(c)) {
			this.position = afterWord(start);
			word(this.sql.substring(start, this.position));
		}
		else {
			this.position++;
			character(c);
		}
	}

	/**
	 * A comment is shown, and is no part of the shape.
	 */
	private void hide(int start) {
		this.position = Math.min(this.position, this.length);
		this.literals.add(new Literal(start, this.position, Column.KNOWN, false));
		this.blank = true;
	}

	private int after(String mark, int from) {
		int found = this.sql.indexOf(mark, from);
		return (found != -1 && found < this.length) ? Math.min(this.length, found + mark.length()) : this.length;
	}

	private boolean isPrefixed(char c) {
		return "eEnNxXbB".indexOf(c) != -1 && this.sql.startsWith("'", this.position + 1);
	}

	private int afterQuotes(int start) {
		boolean escapes = this.sql.charAt(start) == 'E' || this.sql.charAt(start) == 'e';
		int index = this.sql.indexOf('\'', start) + 1;
		while (index < this.length) {
			char c = this.sql.charAt(index);
			if (c == '\'' && !this.sql.startsWith("''", index)) {
				return index + 1;
			}
			index += (c == '\'' || (escapes && c == '\\')) ? 2 : 1;
		}
		return this.length;
	}

	private @Nullable String dollarQuote() {
		int end = this.position + 1;
		while (end < this.length && (Character.isLetterOrDigit(this.sql.charAt(end)) || this.sql.charAt(end) == '_')) {
			end++;
		}
		boolean found = end < this.length && this.sql.charAt(end) == '$'
				&& !Character.isDigit(this.sql.charAt(this.position + 1));
		return found ? this.sql.substring(this.position, end + 1) : null;
	}

	private boolean isNamedParameter(char c) {
		if (this.position + 1 >= this.length || !Character.isLetter(this.sql.charAt(this.position + 1))) {
			return false;
		}
		boolean cast = this.position > 0 && this.sql.charAt(this.position - 1) == ':';
		return (c == ':' && !cast) || c == '@' || c == '$';
	}

	private static boolean isWordPart(char c) {
		return Character.isLetterOrDigit(c) || c == '_' || c == '$';
	}

	private int afterWord(int from) {
		int end = from;
		while (end < this.length && isWordPart(this.sql.charAt(end))) {
			end++;
		}
		return end;
	}

	private void literal(int start, int end) {
		this.position = Math.min(end, this.length);
		boolean number = Character.isDigit(this.sql.charAt(start));
		this.literals.add(new Literal(start, this.position, this.context.column(), number));
		shape("?");
		if (!number && this.position - start <= 40) {
			// The path of a value within a document, perhaps.
			String content = this.sql.substring(start, this.position);
			if (PATH.matcher(content).matches() && Secrets.isSecret(content)) {
				this.context.secretSeen = true;
				this.context.secretNext = true;
				this.namesSecret = true;
			}
		}
		endOfTable();
		this.operatorBefore = false;
	}

	private void quoted(int start) {
		if ((this.context.column() == Column.SECRET
				&& (this.operatorBefore || this.context.isRow || this.context.secret))
				|| (this.targetHidden && this.context.isRow)) {
			// SQLite takes it for a text if there is no such column.
			literal(start, this.position);
			return;
		}
		String text = this.sql.substring(start, this.position);
		shape(text);
		String name = (text.length() > 1) ? text.substring(1, text.length() - 1) : text;
		if (!partOfTable(name, start)) {
			name(name);
		}
		this.before = "";
	}

	private void word(String word) {
		int start = this.position - word.length();
		if (isSetting()) {
			literal(start, this.position);
			return;
		}
		shape(word);
		String keyword = word.toUpperCase(Locale.ROOT);
		if (this.tableExpected && BEFORE_TABLE.contains(keyword)) {
			this.before = keyword;
			return;
		}
		if (partOfTable(word.toLowerCase(Locale.ROOT), start)) {
			this.before = "";
			return;
		}
		keyword(keyword);
		if (OPERATORS.contains(keyword)) {
			this.context.associate();
			this.operatorBefore = true;
		}
		else if (ENDS.contains(keyword)) {
			this.context.end();
		}
		else if (!NO_NAMES.contains(keyword)) {
			name(word);
		}
		this.before = keyword;
	}

	/**
	 * Whether a word is the value of a secret setting: PostgreSQL wants no quotes there.
	 */
	private boolean isSetting() {
		return (this.verb.equals("SET") || this.verb.equals("ALTER")) && this.context.secretSeen
				&& (this.operatorBefore || this.before.equals("TO"));
	}

	private void keyword(String keyword) {
		if (this.verb.isEmpty()) {
			this.verb = keyword;
		}
		if (BEFORE_SECRETS.contains(keyword) || BEFORE_SECRETS_OF.getOrDefault(this.verb, Set.of()).contains(keyword)) {
			this.context.secretSeen = true;
			this.namesSecret = true;
		}
		this.definition |= DEFINITIONS.contains(keyword) && this.verb.equals("CREATE");
		switch (keyword) {
			case "INSERT", "REPLACE", "MERGE" -> {
				// A function in an expression has the same name, and a bracket.
				if (keyword.equals("INSERT") || this.before.isEmpty()) {
					this.verb = keyword;
					this.columnsExpected = keyword.equals("INSERT");
					this.columns = List.of();
				}
			}
			case "INTO" -> {
				this.tableExpected = Set.of("INSERT", "REPLACE", "MERGE").contains(this.verb);
				this.columnsExpected = this.tableExpected;
				this.targetExpected = this.tableExpected;
			}
			case "UPDATE" -> this.tableExpected = !BEFORE_NO_UPDATE.contains(this.before);
			case "FROM" -> {
				this.tableExpected = this.before.equals("DELETE");
				endOfRow(this.context);
				this.context.isRow = false;
			}
			case "TRUNCATE" -> this.tableExpected = this.verb.equals("TRUNCATE");
			case "TABLE" -> this.tableExpected = Set.of("CREATE", "ALTER", "DROP").contains(this.verb);
			case "VALUES" -> {
				beginRows();
				this.context.values = true;
			}
			case "SELECT" -> {
				endOfRow(this.context);
				beginRows();
				this.context.values = false;
				if (!this.columns.isEmpty() && this.around.size() == this.targetDepth) {
					this.context.row(this.columns);
				}
			}
			case "USING", "KEY", "DEFAULT", "SET" -> {
				this.columnsExpected = false;
				this.context.values = false;
			}
			case "ROW" -> {
			}
			default -> this.context.values = false;
		}
	}

	/**
	 * Rows come, perhaps for a table whose columns the statement does not name.
	 */
	private void beginRows() {
		this.columnsExpected = false;
		this.context.collected = null;
		if (this.targetStart == -1 || !this.columns.isEmpty()) {
			return;
		}
		String target = this.sql.substring(this.targetStart, this.targetEnd);
		this.targets.add(target);
		List<String> columns = this.columnsOfTables.getOrDefault(target, List.of());
		this.targetHidden |= columns.isEmpty();
		this.namesSecret |= columns.stream().anyMatch(Secrets::isSecret);
		if (this.around.size() == this.targetDepth) {
			this.columns = columns;
			this.targetColumns = columns;
		}
	}

	/**
	 * A row that has fewer values than its table has columns, or more, may have them in
	 * other places.
	 */
	private void endOfRow(Context row) {
		List<String> columns = this.targetColumns;
		if (row.isRow && columns != null && row.columns == columns && row.index + 1 != columns.size()
				&& columns.stream().anyMatch(Secrets::isSecret)) {
			this.secret.set(0, Short.MAX_VALUE);
			this.literals.replaceAll(Literal::hidden);
		}
	}

	private void name(String name) {
		this.context.lastName = name;
		if (Secrets.isSecret(name)) {
			this.context.secretSeen = true;
			this.context.secretEver = true;
			this.namesSecret = true;
		}
		this.operatorBefore = false;
	}

	/**
	 * Read a word as the name of a table that is written, if one is expected.
	 */
	private boolean partOfTable(String name, int start) {
		if (this.tableExpected) {
			this.table = name;
			this.tableExpected = false;
			if (this.targetExpected) {
				this.targetExpected = false;
				this.targetStart = start;
				this.targetEnd = this.position;
				this.targetDepth = this.around.size();
			}
			return true;
		}
		if (this.table != null && this.dotted) {
			this.table += "." + name;
			this.dotted = false;
			this.targetEnd = this.position;
			return true;
		}
		endOfTable();
		return false;
	}

	private void endOfTable() {
		if (this.table != null && !this.definition) {
			this.written.add(this.table);
		}
		this.table = null;
		this.dotted = false;
	}

	private void character(char c) {
		shape(String.valueOf(c));
		if (c == '.' && this.table != null) {
			this.dotted = true;
			return;
		}
		boolean wasTable = this.table != null;
		endOfTable();
		switch (c) {
			case '?' -> parameter();
			case '(' -> open();
			case ')' -> close();
			case ',' -> {
				this.tableExpected = wasTable && this.verb.equals("TRUNCATE");
				this.context.next();
			}
			case ';' -> endStatement();
			case '=', '<', '>', '!', '~' -> {
				this.context.associate();
				this.operatorBefore = true;
			}
			default -> {
			}
		}
	}

	private void parameter() {
		if (this.sql.startsWith("?", this.position)) {
			// An operator, as the driver of PostgreSQL wants it.
			this.position++;
			return;
		}
		int end = this.position;
		while (end < this.length && end - this.position < 4 && Character.isDigit(this.sql.charAt(end))) {
			end++;
		}
		int index = this.parameters++;
		if (end > this.position) {
			index = Math.max(0, Integer.parseInt(this.sql.substring(this.position, end)) - 1);
			this.position = end;
		}
		Column column = this.context.column();
		this.secret.set(index, this.secret.get(index) || column == Column.SECRET);
		this.unknown.set(index, this.unknown.get(index) || column == Column.UNKNOWN);
		this.operatorBefore = false;
	}

	private void open() {
		Context outer = this.context;
		this.around.push(outer);
		Context inner = new Context(outer.column() == Column.SECRET);
		if (outer.values) {
			inner = new Context(false);
			inner.row(this.columns);
		}
		else if (this.columnsExpected) {
			inner.collected = new ArrayList<>();
			this.columnsExpected = false;
		}
		else {
			inner.column = outer.currentColumn();
			inner.base = inner.column;
		}
		this.context = inner;
	}

	private void close() {
		Context inner = this.context;
		inner.collect();
		endOfRow(inner);
		if (inner.collected != null) {
			this.columns = inner.collected;
		}
		this.context = this.around.isEmpty() ? new Context(false) : this.around.pop();
		this.context.closed(inner);
		if (this.around.size() < this.targetDepth) {
			endOfTarget();
		}
	}

	private void endOfTarget() {
		this.targetStart = -1;
		this.targetDepth = 0;
		this.targetColumns = null;
		this.columns = List.of();
	}

	private void endStatement() {
		if (this.around.isEmpty()) {
			endOfRow(this.context);
			endOfTarget();
			this.context = new Context(false);
			this.verb = "";
			this.before = "";
			this.columnsExpected = false;
			this.tableExpected = false;
		}
	}

	private void shape(String token) {
		if (this.shape.length() <= LONGEST_SHAPE) {
			if (this.blank && !this.shape.isEmpty()) {
				this.shape.append(' ');
			}
			this.shape.append(token);
		}
		this.blank = false;
	}

	/**
	 * What is known of the column that a value stands by.
	 */
	private enum Column {

		KNOWN, UNKNOWN, SECRET

	}

	/**
	 * A literal or comment.
	 *
	 * @param start where it starts
	 * @param end where it ends
	 * @param is what is known of its column
	 * @param number whether it is a number
	 */
	private record Literal(int start, int end, Column is, boolean number) {

		Literal hidden() {
			return new Literal(this.start, this.end, Column.SECRET, this.number);
		}

	}

	/**
	 * What was read within the same brackets.
	 */
	private static final class Context {

		private final boolean secret;

		// By the column around, if there is one.
		private @Nullable String base;

		private @Nullable String column;

		private @Nullable String lastName;

		private boolean secretSeen;

		private boolean secretEver;

		// The next argument belongs to a secret name.
		private boolean secretNext;

		// The next brackets hold the values of a row.
		private boolean values;

		private boolean isRow;

		private List<String> columns = List.of();

		private int index;

		private @Nullable List<String> collected;

		Context(boolean secret) {
			this.secret = secret;
		}

		void row(List<String> columns) {
			this.isRow = true;
			this.columns = columns;
			this.index = 0;
		}

		@Nullable String currentColumn() {
			if (this.column == null && this.isRow && this.index < this.columns.size()) {
				return this.columns.get(this.index);
			}
			return this.column;
		}

		Column column() {
			String column = currentColumn();
			if (this.secret || this.secretSeen || (column != null && Secrets.isSecret(column))) {
				return Column.SECRET;
			}
			return (column != null) ? Column.KNOWN : Column.UNKNOWN;
		}

		void associate() {
			if (this.lastName != null) {
				this.column = this.lastName;
			}
		}

		void end() {
			this.column = this.base;
			this.lastName = null;
			this.secretSeen = false;
		}

		void next() {
			collect();
			end();
			this.secretSeen = this.secretNext;
			this.secretNext = false;
			this.index++;
		}

		void collect() {
			if (this.collected != null && this.lastName != null) {
				this.collected.add(this.lastName);
			}
		}

		void closed(Context inner) {
			this.secretSeen |= inner.secretEver && inner.collected == null;
			this.secretEver |= inner.secretEver && inner.collected == null;
			if (inner.lastName != null) {
				this.lastName = inner.lastName;
			}
		}

	}

}
