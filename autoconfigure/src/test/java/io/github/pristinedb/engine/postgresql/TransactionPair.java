package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.transaction.ConnectionObserver;
import io.github.pristinedb.transaction.ScenarioTransaction;
import io.github.pristinedb.transaction.ScenarioTransaction.End;
import org.mockito.ArgumentMatchers;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Two equal databases: one for plain connections, one for a scenario in a transaction.
 */
final class TransactionPair implements AutoCloseable {

	private final List<Connection> open = new ArrayList<>();

	private final String plain = name();

	private final String shared = name();

	private final SchemaFacts.Cache facts = new SchemaFacts.Cache();

	private final List<String> cleaning;

	private HikariDataSource pool;

	private ScenarioTransaction transaction;

	/**
	 * Create the databases.
	 * @param schema the statements that create the content of each
	 * @param cleaning the statements that bring the plain one back
	 */
	TransactionPair(List<String> schema, List<String> cleaning) throws SQLException {
		this.cleaning = cleaning;
		try (Connection administrator = PostgresServer.connect("postgres")) {
			execute(administrator, "CREATE DATABASE " + this.plain + " STRATEGY FILE_COPY");
			try (Connection connection = PostgresServer.connect(this.plain)) {
				for (String sql : schema) {
					execute(connection, sql);
				}
			}
			execute(administrator,
					"CREATE DATABASE " + this.shared + " TEMPLATE " + this.plain + " STRATEGY FILE_COPY");
		}
	}

	private static String name() {
		return "tx_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
	}

	/**
	 * A connection as an application without Pristine has it.
	 */
	Connection plain() throws SQLException {
		return opened(PostgresServer.connect(this.plain));
	}

	/**
	 * A connection that looks at what is really in the database of the scenario.
	 */
	Connection outside() throws SQLException {
		return opened(PostgresServer.connect(this.shared));
	}

	private Connection opened(Connection connection) {
		this.open.add(connection);
		return connection;
	}

	/**
	 * A connection of the scenario, which begins with the first.
	 */
	Connection logical() throws SQLException {
		return logical("");
	}

	Connection logical(String options) throws SQLException {
		if (this.transaction == null) {
			if (this.pool == null) {
				this.pool = new HikariDataSource();
				this.pool.setJdbcUrl(PostgresServer.url(this.shared) + options);
				this.pool.setMaximumPoolSize(1);
			}
			EngineSession session = mock(EngineSession.class);
			given(session.transactionRules(ArgumentMatchers.any()))
				.willAnswer((call) -> new PostgresTransactionRules(call.getArgument(0), this.facts));
			this.transaction = ScenarioTransaction.begin(this.pool.getConnection(), session, "a scenario",
					mock(ConnectionObserver.class));
		}
		return this.transaction.connect(null);
	}

	/**
	 * End the scenario.
	 */
	End end() throws SQLException {
		End end = (this.transaction != null) ? this.transaction.end(false) : End.ROLLED_BACK;
		this.transaction = null;
		return end;
	}

	/**
	 * Make both databases as they were.
	 */
	void clean() throws SQLException {
		end();
		for (Connection connection : this.open) {
			connection.close();
		}
		this.open.clear();
		try (Connection connection = PostgresServer.connect(this.plain)) {
			for (String sql : this.cleaning) {
				execute(connection, sql);
			}
		}
	}

	static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	static List<String> rows(Connection connection, String query) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
			List<String> found = new ArrayList<>();
			while (rows.next()) {
				found.add(rows.getString(1));
			}
			return found;
		}
	}

	@Override
	public void close() throws SQLException {
		clean();
		if (this.pool != null) {
			this.pool.close();
		}
		try (Connection administrator = PostgresServer.connect("postgres")) {
			execute(administrator, "DROP DATABASE " + this.plain + " WITH (FORCE)",
					"DROP DATABASE " + this.shared + " WITH (FORCE)");
		}
	}

}
