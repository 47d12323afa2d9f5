package io.github.pristinedb.tape;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a statement by its text. A text is read once. Safe for use by several
 * threads.
 */
final class StatementText {

	/**
	 * The text is shown up to here.
	 */
	static final int SHOWN = 2000;

	/**
	 * A text is read up to here. Longer ones are scripts.
	 */
	static final int READ = 20_000;

	private static final int MOST_KNOWN = 2000;

	private static final int MOST_CHARACTERS = 4000;

	private static final BitSet NONE = new BitSet();

	private static final StatementText OF_THE_DRIVER = new StatementText(TapeEntry.Kind.READ, "",
			"(prepared by the driver)", "(prepared by the driver)", List.of(), new BitSet(), true, false, List.of());

	// Of the whole JVM, since scenarios execute the same statements.
	private static final Map<String, StatementText> known = new ConcurrentHashMap<>();

	private final TapeEntry.Kind kind;

	// Kept if it may have to be read again.
	private final String sql;

	private final String shown;

	private final String shape;

	private final List<String> written;

	private final BitSet secretParameters;

	private final boolean hidesOthers;

	private final boolean hidesLiterals;

	private final List<String> unnamedColumns;

	StatementText(TapeEntry.Kind kind, String sql, String shown, String shape, List<String> written,
			BitSet secretParameters, boolean hidesOthers, boolean hidesLiterals, List<String> unnamedColumns) {
		this.kind = kind;
		this.sql = unnamedColumns.isEmpty() ? "" : sql;
		this.unnamedColumns = unnamedColumns;
		// Mostly the same text, which is the key among the known ones.
		this.shown = shown.equals(sql) ? sql : shown;
		this.shape = shape.equals(sql) ? sql : shape;
		this.written = written;
		this.secretParameters = secretParameters.isEmpty() ? NONE : secretParameters;
		this.hidesOthers = hidesOthers;
		this.hidesLiterals = hidesLiterals;
	}

	/**
	 * Read a statement.
	 * @param sql the text, {@code null} if the driver itself prepared it
	 * @return what is known of it
	 */
	static StatementText of(@Nullable String sql) {
		if (sql == null) {
			return OF_THE_DRIVER;
		}
		StatementText text = known.get(sql);
		if (text == null) {
			text = new StatementReader(sql, Map.of()).read();
			if (sql.length() <= MOST_CHARACTERS) {
				if (known.size() >= MOST_KNOWN) {
					known.clear();
				}
				known.put(sql, text);
			}
		}
		return text;
	}

	/**
	 * A call of the connection.
	 * @param method the name of the method
	 * @param arguments its argument, if it has one
	 * @return the call as it is shown
	 */
	static StatementText ofCall(@Nullable String method, @Nullable Object[] arguments) {
		Object argument = (arguments.length > 0) ? arguments[0] : "";
		String call = method + "("
				+ ((argument instanceof String name && !name.isEmpty()) ? Secrets.hide(name) : argument) + ")";
		return new StatementText(TapeEntry.Kind.CALL, "", call, call, List.of(), NONE, false, false, List.of());
	}

	/**
	 * The number of texts that are known.
	 * @return the number
	 */
	static int known() {
		return known.size();
	}

	/**
	 * The tables whose rows it writes by the position of their columns. Without the
	 * columns, all such values count as secrets.
	 * @return the tables as they are written
	 */
	List<String> unnamedColumns() {
		return this.unnamedColumns;
	}

	/**
	 * Read the statement again, with the columns that it does not name.
	 * @param columns the columns by table
	 * @return what is known of it then
	 */
	StatementText with(Map<String, List<String>> columns) {
		return this.unnamedColumns.stream().anyMatch(columns::containsKey)
				? new StatementReader(this.sql, columns).read() : this;
	}

	/**
	 * Whether any parameter may hold a secret.
	 * @return whether one may
	 */
	boolean hasSecrets() {
		return !this.secretParameters.isEmpty();
	}

	/**
	 * What the statement does.
	 * @return its kind
	 */
	TapeEntry.Kind kind() {
		return this.kind;
	}

	/**
	 * The text without secrets.
	 * @return the text, cut after {@value #SHOWN} characters
	 */
	String shown() {
		return this.shown;
	}

	/**
	 * The text without its values, by which repeated statements are recognised.
	 * @return the text with question marks instead of literals
	 */
	String shape() {
		return this.shape;
	}

	/**
	 * The tables that the statement writes.
	 * @return their names as they are written, in lower case unless they are quoted
	 */
	List<String> written() {
		return this.written;
	}

	/**
	 * Whether a parameter may hold a secret.
	 * @param index the position of the parameter, from 0 on
	 * @return whether it is written next to a secret name, or its column is unknown and
	 * the statement has a secret name
	 */
	boolean isSecret(int index) {
		return this.secretParameters.get(index);
	}

	/**
	 * Whether a parameter without a position may hold a secret.
	 * @return whether the statement has a secret name
	 */
	boolean hidesOthers() {
		return this.hidesOthers;
	}

	/**
	 * Whether the text itself has a secret.
	 * @return whether a literal of it is not shown
	 */
	boolean hidesLiterals() {
		return this.hidesLiterals;
	}

}
