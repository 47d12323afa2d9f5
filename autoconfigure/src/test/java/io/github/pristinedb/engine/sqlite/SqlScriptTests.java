package io.github.pristinedb.engine.sqlite;

import java.util.List;

import io.github.pristinedb.engine.SqlDialect.ScriptStatement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SqlScript}.
 */
class SqlScriptTests {

	@Test
	void statementHasTheLineItStartsAt() {
		assertThat(SqlScript.statements("""
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
		assertThat(SqlScript.statements("select 1;\r\n\r\nselect 2;\r\n")).extracting(ScriptStatement::line)
			.containsExactly(1, 3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 'a;b'", "select 'it''s; so'", "select \"a;b\"", "select `a;b`", "select [a;b]",
			"select 1 -- one;\n + 2", "select 1 /* ; */ + 2", "select '--', '/*'", "select '\\'",
			"select 7 - -1 / 2 * 3" })
	void statementIsOne(String sql) {
		assertThat(SqlScript.statements(sql + ";\nselect 2")).containsExactly(new ScriptStatement(1, sql),
				new ScriptStatement(1 + sql.split("\n").length, "select 2"));
	}

	@Test
	void triggerEndsWithItsEnd() {
		String trigger = """
				create temp trigger t after insert on role begin
				  update role set name = case when 1 then 'end;' else 'b' end;
				  delete from role;
				end""";
		assertThat(SqlScript.statements(trigger + ";\nselect 1;")).containsExactly(new ScriptStatement(1, trigger),
				new ScriptStatement(5, "select 1"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", ";", "\ufeff", " ;\n;; ", "-- nothing", "/* nothing */", "/* open", "-- open;\n/* ; */;" })
	void nothingIsNoStatement(String sql) {
		assertThat(SqlScript.statements(sql)).isEqualTo(List.of());
	}

	@Test
	void byteOrderMarkIsNoPartOfTheFirstStatement() {
		assertThat(SqlScript.statements("\ufeffselect 1")).containsExactly(new ScriptStatement(1, "select 1"));
	}

	@Test
	void openLiteralEndsWithTheScript() {
		assertThat(SqlScript.statements("select 'a;\nb")).containsExactly(new ScriptStatement(1, "select 'a;\nb"));
	}

}
