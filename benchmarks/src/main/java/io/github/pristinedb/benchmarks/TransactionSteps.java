package io.github.pristinedb.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import javax.sql.DataSource;

import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

/**
 * What a transaction and its statements cost in a scenario whose isolation is
 * {@code transaction}, beside the same on the driver's own connection to a copy of the
 * database.
 */
final class TransactionSteps {

	static final String RAW = "rollbackRawMillis";

	static final String TRANSACTION = "rollbackTransactionMillis";

	static final String RAW_STATEMENT = "statementRawMillis";

	static final String TRANSACTION_STATEMENT = "statementTransactionMillis";

	private static final String INSERT = "INSERT INTO entity_01 (code, title, created_at) VALUES (";

	private static final int ROWS = 10;

	private static final int BATCH = 100;

	private final ApplicationContext context;

	private final DataSource dataSource;

	private final String url;

	private int codes;

	/**
	 * Prepare the steps.
	 * @param context the context that the scenarios run in
	 * @param copy a copy of their database
	 */
	TransactionSteps(ApplicationContext context, Path copy) {
		this.context = context;
		this.dataSource = context.getBean(DataSource.class);
		// As the databases of scenarios are opened.
		this.url = "jdbc:sqlite:" + copy + "?journal_mode=MEMORY&synchronous=OFF&busy_timeout=2000";
	}

	List<Variant<?>> all() {
		return List.of(Variant.of(RAW, this::raw, TransactionSteps::insertAndRollBack, Work::close),
				Variant.of(TRANSACTION, this::inScenario, TransactionSteps::insertAndRollBack, Work::close),
				Variant.of(RAW_STATEMENT, () -> raw().prepare(), this::insert, Work::close).inBatchesOf(BATCH),
				Variant.of(TRANSACTION_STATEMENT, () -> inScenario().prepare(), this::insert, Work::close)
					.inBatchesOf(BATCH));
	}

	private Work raw() throws SQLException {
		return new Work(DriverManager.getConnection(this.url), null);
	}

	private Work inScenario() throws SQLException {
		Scope scope = new Scope(Scope.Kind.SCENARIO, "benchmark");
		scope.isolate(Isolation.TRANSACTION);
		ScopeBinding.start(scope);
		scope.join(this.context);
		return new Work(this.dataSource.getConnection(), scope);
	}

	private static Object insertAndRollBack(Work work) throws SQLException {
		int rows = 0;
		work.connection.setAutoCommit(false);
		try (Statement statement = work.connection.createStatement()) {
			for (int row = 0; row < ROWS; row++) {
				rows += statement.executeUpdate(INSERT + "'C-" + row + "', 'Entry', '2026-01-01T08:00:00Z')");
			}
		}
		work.connection.rollback();
		work.connection.setAutoCommit(true);
		return rows;
	}

	private Object insert(Work work) throws SQLException {
		PreparedStatement insert = work.prepared();
		insert.setString(1, "C-" + ++this.codes);
		return insert.executeUpdate();
	}

	/**
	 * A connection at work.
	 */
	private static final class Work {

		private final Connection connection;

		private final @Nullable Scope scope;

		private @Nullable PreparedStatement prepared;

		Work(Connection connection, @Nullable Scope scope) {
			this.connection = connection;
			this.scope = scope;
		}

		Work prepare() throws SQLException {
			this.connection.setAutoCommit(false);
			this.prepared = this.connection.prepareStatement(INSERT + "?, 'Entry', '2026-01-01T08:00:00Z')");
			return this;
		}

		PreparedStatement prepared() {
			if (this.prepared == null) {
				throw new IllegalStateException("Nothing is prepared");
			}
			return this.prepared;
		}

		void close() throws SQLException {
			if (this.prepared != null) {
				this.connection.rollback();
				this.prepared.close();
			}
			this.connection.close();
			if (this.scope != null) {
				ScopeBinding.end(this.scope, false);
			}
		}

	}

}
