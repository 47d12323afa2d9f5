package io.github.pristinedb.benchmarks.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * Notes each change of a table in the table {@code t50}. Created by H2.
 */
public final class AuditTrigger implements Trigger {

	@Override
	public void fire(Connection connection, @Nullable Object @Nullable [] before, @Nullable Object @Nullable [] after)
			throws SQLException {
		try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t50 (what, ref) VALUES (?, ?)")) {
			insert.setString(1, (before == null) ? "inserted" : (after == null) ? "deleted" : "updated");
			insert.setObject(2, (after != null) ? after[0] : (before != null) ? before[0] : null);
			insert.executeUpdate();
		}
	}

}
