package io.github.pristinedb.engine.sqlite;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.github.pristinedb.engine.SqlDialect.ScriptStatement;
import io.github.pristinedb.engine.SqlTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SqliteDialect}.
 */
class SqliteDialectTests {

	@Test
	void statementHasTheLineItStartsAt() {
		assertThat(SqliteDialect.INSTANCE.split("""
				-- Roles; and more
				insert into role
				  values (1);

				/* a comment;
				   in two lines */ insert into role values (2); insert into role values (3)
				""")).containsExactly(new ScriptStatement(2, "insert into role\n  values (1)"),
				new ScriptStatement(6, "insert into role values (2)"),
				new ScriptStatement(6, "insert into role values (3)"));
	}

	@Test
	void linesOfWindowsAreCountedOnce() {
		assertThat(SqliteDialect.INSTANCE.split("select 1;\r\n\r\nselect 2;\r\n")).extracting(ScriptStatement::line)
			.containsExactly(1, 3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 'a;b'", "select 'it''s; so'", "select \"a;b\"", "select `a;b`", "select [a;b]",
			"select 1 -- one;\n + 2", "select 1 /* ; */ + 2", "select '--', '/*'", "select '\\'",
			"select 7 - -1 / 2 * 3" })
	void statementIsOne(String sql) {
		assertThat(SqliteDialect.INSTANCE.split(sql + ";\nselect 2")).containsExactly(new ScriptStatement(1, sql),
				new ScriptStatement(1 + sql.split("\n").length, "select 2"));
	}

	@Test
	void triggerEndsWithItsEnd() {
		String trigger = """
				create temp trigger t after insert on role begin
				  update role set name = case when 1 then 'end;' else 'b' end;
				  delete from role;
				end""";
		assertThat(SqliteDialect.INSTANCE.split(trigger + ";\nselect 1;"))
			.containsExactly(new ScriptStatement(1, trigger), new ScriptStatement(5, "select 1"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", ";", "\ufeff", " ;\n;; ", "-- nothing", "/* nothing */", "/* open", "-- open;\n/* ; */;" })
	void nothingIsNoStatement(String sql) {
		assertThat(SqliteDialect.INSTANCE.split(sql)).isEqualTo(List.of());
	}

	@Test
	void byteOrderMarkIsNoPartOfTheFirstStatement() {
		assertThat(SqliteDialect.INSTANCE.split("\ufeffselect 1")).containsExactly(new ScriptStatement(1, "select 1"));
	}

	@Test
	void openLiteralEndsWithTheScript() {
		assertThat(SqliteDialect.INSTANCE.split("select 'a;\nb"))
			.containsExactly(new ScriptStatement(1, "select 'a;\nb"));
	}

	@Test
	void columnOfThatNameIsNoTrigger() {
		assertThat(SqliteDialect.INSTANCE.split("create table t (trigger text); select 1")).containsExactly(
				new ScriptStatement(1, "create table t (trigger text)"), new ScriptStatement(1, "select 1"));
		assertThat(SqliteStatement.parse("create table t (trigger text); select 1")).hasSize(2);
	}

	@Test
	void statementThatIsExecutedAgainIsReadAsAtFirst() {
		for (int i = 0; i < 3000; i++) {
			String sql = (i % 2 == 0) ? "select 1" : "insert into t values (" + i + "); select " + i;
			assertThat(SqliteStatement.of(sql)).isEqualTo(SqliteStatement.parse(sql));
			assertThat(SqliteStatement.of(sql)).isEqualTo(SqliteStatement.parse(sql));
		}
	}

	/**
	 * Whoever splits, looks for a transaction or for what sticks reads the same words.
	 */
	@ParameterizedTest
	@ValueSource(chars = { 'a', '7', '_', '$', '\u0080', '\u00a0', '\u00e4', '\u2003', '\u3000', ' ', '\t', '\f', ';',
			'-', '\u007f' })
	void wordIsWhatSqliteTakesForOne(char c) throws SQLException {
		String text = "a" + c + "b";
		SqlTokens tokens = new SqlTokens(text, SqliteDialect.SYNTAX);
		assertThat(tokens.next()).isTrue();
		assertThat(tokens.name().equals(text)).isEqualTo(isWord(text));
		assertThat(StickyStatements.contains("x" + c + "pragma")).isEqualTo(!isWord(text));
	}

	private static boolean isWord(String text) throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT 1 AS " + text)) {
			return rows.getMetaData().getColumnName(1).equals(text);
		}
		catch (SQLException ex) {
			return false;
		}
	}

}
