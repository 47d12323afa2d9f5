package io.github.pristinedb.engine.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The tables that each engine's database has. They have so many rows that they need some
 * pages each.
 */
public final class KitSchema {

	static final int AUTHORS = 40;

	static final int BOOKS = 200;

	private KitSchema() {
	}

	/**
	 * The statements that create the tables and their rows.
	 * @param id the type of a generated primary key, with all that belongs to it
	 * @param blob the type of a large object of bytes
	 * @param bytes a literal of so many bytes
	 * @return the statements
	 */
	public static List<String> of(String id, String blob, IntFunction<String> bytes) {
		List<String> statements = new ArrayList<>();
		statements.add("CREATE TABLE author (id " + id + ", name VARCHAR(100) UNIQUE, amount INTEGER)");
		statements.add("CREATE TABLE book (id " + id + ", author INTEGER REFERENCES author (id) ON DELETE CASCADE,"
				+ " title VARCHAR(200) NOT NULL, cover " + blob + ")");
		statements.add("CREATE TABLE entry (id " + id + ", text VARCHAR(200))");
		statements.add("CREATE INDEX book_title ON book (title)");
		statements.add("CREATE VIEW titles AS SELECT title FROM book");
		statements
			.add("INSERT INTO author (name, amount) VALUES " + values(AUTHORS, (i) -> "('name " + i + "', " + i + ")"));
		statements.add("INSERT INTO book (author, title, cover) VALUES " + values(BOOKS, (i) -> "(" + (1 + i % AUTHORS)
				+ ", 'title " + i + " " + "x".repeat(60) + "', " + bytes.apply(i % 23) + ")"));
		statements.add("INSERT INTO entry (text) VALUES ('from the migration')");
		return statements;
	}

	private static String values(int count, IntFunction<String> value) {
		return IntStream.rangeClosed(1, count).mapToObj(value).collect(Collectors.joining(", "));
	}

}
