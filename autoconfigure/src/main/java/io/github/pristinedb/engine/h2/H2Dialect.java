package io.github.pristinedb.engine.h2;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.pristinedb.engine.SqlDialect;
import org.h2.api.ErrorCode;

/**
 * The SQL of H2, and the failures of its driver.
 */
final class H2Dialect implements SqlDialect {

	static final H2Dialect INSTANCE = new H2Dialect();

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
		List<ScriptStatement> statements = new ArrayList<>();
		int line = 1;
		int position = 0;
		for (H2Statement statement : H2Statement.parse(script)) {
			line += (int) script.substring(position, statement.start()).chars().filter((c) -> c == '\n').count();
			position = statement.start();
			statements.add(new ScriptStatement(line, script.substring(statement.start(), statement.end())));
		}
		return statements;
	}

	@Override
	public boolean isLockFailure(SQLException failure) {
		return LOCK_FAILURES.contains(failure.getErrorCode());
	}

}
