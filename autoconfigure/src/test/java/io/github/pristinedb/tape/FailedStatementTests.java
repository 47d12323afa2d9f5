package io.github.pristinedb.tape;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailedStatement}.
 */
class FailedStatementTests {

	private static final String INSERT = "insert into account (name, password) values (?, ?)";

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					23502 | null value in column "name" of relation "account"\\nDetail: Failing row contains (1, null, hunter2).
					23514 | ERROR: new row violates check constraint "x"\\nDetail: Failing row contains (1, null, hunter2).
					23505 | ERROR: duplicate key value\\n  Detail: Key (password)=(hunter2) already exists.
					23505 | ERROR: duplicate key value\\n  Detail: Key (name, lower(token))=(ada, hun)ter2) already exists.
					23505 | Unique index violation: "PUBLIC.I ON PUBLIC.ACCOUNT(PASSWORD NULLS FIRST) VALUES ( /* 1 */ 'hunter2' )"
					08001 | no connection to jdbc:x://ada:hunter2@host/db
					42601 | syntax error in alter role app password 'hunter2'
					""")
	void secretThatTheDriverQuotesIsHidden(String state, String message) {
		assertThat(told("update account set name = ?", message.replace("\\n", "\n"), state, 0, "ada"))
			.startsWith("SQLState " + state + ": ")
			.doesNotContain("hunter2", "ter2");
	}

	@Test
	void valueOfASecretParameterIsHidden() {
		assertThat(told(INSERT, "Value too long for column NAME: 'hunter2'", "22001", 0, "ada", "hunter2"))
			.isEqualTo("SQLState 22001: Value too long for column NAME: '***'");
		String secret = "hunter2-".repeat(100);
		assertThat(told(INSERT, "Value too long: '" + secret.substring(0, 100) + "...'", "22001", 0, "ada",
				CapturedValue.of(secret)))
			.isEqualTo("SQLState 22001: " + FailedStatement.HIDDEN);
	}

	@Test
	void laterSetOfABatchIsNotQuoted() {
		assertThat(told(INSERT, "Key (name)=(eve) of hunter3", "23505", 2, "ada", "hunter2"))
			.isEqualTo("SQLState 23505: " + FailedStatement.HIDDEN);
		assertThat(told("insert into note (text) values (?)", "Key (text)=(b)", "23505", 2, "a"))
			.isEqualTo("SQLState 23505: Key (text)=(b)");
	}

	@Test
	void statementIsQuotedWithoutItsSecrets() {
		String sql = "insert into account values (7, 'ada', 'hunter2')";
		FailedStatement failure = FailedStatement.of(new SQLException("wrong: " + sql), sql);
		StatementText text = StatementText.of(sql).with(Map.of("account", List.of("id", "name", "password")));
		assertThat(failure.told(text, new Object[0], 0)).isEqualTo(FailedStatement.HIDDEN);
		StatementText known = StatementText.of(sql).with(Map.of("account", List.of("id", "name", "text")));
		assertThat(failure.told(known, new Object[0], 0)).isEqualTo("wrong: " + sql);
	}

	@Test
	void entryOfABatchIsNotQuoted() {
		SQLException failure = new BatchUpdateException("Batch entry 1 insert ... ('hunter2') was aborted", "23505", 0,
				new int[0], null);
		failure.setNextException(new SQLException("a duplicate"));
		assertThat(FailedStatement.of(failure, INSERT).told(StatementText.of(INSERT), new Object[0], 1))
			.isEqualTo("SQLState 23505: a duplicate");
	}

	@Test
	void longMessageIsCut() {
		assertThat(told(INSERT, "x".repeat(10_000), "42000", 0)).hasSizeLessThan(450).endsWith("…");
		assertThat(FailedStatement.of(new IllegalStateException(), "").told(StatementText.of(INSERT), new Object[0], 0))
			.isEqualTo("java.lang.IllegalStateException");
	}

	private static String told(String sql, String message, String state, int sets, @Nullable Object... values) {
		return FailedStatement.of(new SQLException(message, state), sql).told(StatementText.of(sql), values, sets);
	}

}
