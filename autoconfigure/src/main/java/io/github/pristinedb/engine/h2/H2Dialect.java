package io.github.pristinedb.engine.h2;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

import io.github.pristinedb.engine.SqlDialect;
import io.github.pristinedb.engine.SqlSyntax;
import io.github.pristinedb.engine.SqlSyntax.DollarQuotes;
import io.github.pristinedb.engine.SqlSyntax.Names;
import org.h2.api.ErrorCode;

/**
 * The SQL of H2, and the failures of its driver.
 */
final class H2Dialect implements SqlDialect {

	static final H2Dialect INSTANCE = new H2Dialect();

	static final SqlSyntax SYNTAX = new SqlSyntax((c) -> Character.isWhitespace(c) || c == SqlSyntax.BYTE_ORDER_MARK,
			Character::isJavaIdentifierPart, List.of("--", "//"), "\n", true, "'\"`", "'\"`", DollarQuotes.PLAIN, false,
			Names.UPPER_CASE);

	private static final Set<Integer> LOCK_FAILURES = Set.of(ErrorCode.LOCK_TIMEOUT_1, ErrorCode.DEADLOCK_1,
			ErrorCode.CONCURRENT_UPDATE_1);

	private H2Dialect() {
	}

	/**
	 * A call of a Java function is not among them: it can do anything, but to the
	 * connection only if it was written to.
	 */
	@Override
	public boolean sticksToConnection(String sql) {
		return H2Statement.parse(sql).stream().anyMatch(H2Statement::sticks);
	}

	@Override
	public List<ScriptStatement> split(String script) {
		return ScriptStatement.of(script, H2Statement.parse(script), H2Statement::start, H2Statement::end);
	}

	@Override
	public boolean isLockFailure(SQLException failure) {
		return LOCK_FAILURES.contains(failure.getErrorCode());
	}

}
