package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

import io.github.pristinedb.engine.SqlDialect;

/**
 * The SQL of PostgreSQL, and the failures of its driver.
 */
final class PostgresDialect implements SqlDialect {

	static final PostgresDialect INSTANCE = new PostgresDialect();

	// lock_not_available, deadlock_detected, serialization_failure
	private static final Set<String> LOCK_FAILURES = Set.of("55P03", "40P01", "40001");

	private PostgresDialect() {
	}

	@Override
	public boolean sticksToConnection(String sql) {
		return false;
	}

	@Override
	public List<ScriptStatement> split(String script) {
		return script.isBlank() ? List.of() : List.of(new ScriptStatement(1, script));
	}

	@Override
	public boolean isLockFailure(SQLException failure) {
		return LOCK_FAILURES.contains(failure.getSQLState());
	}

}
