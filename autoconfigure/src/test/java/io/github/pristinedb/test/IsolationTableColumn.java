package io.github.pristinedb.test;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.engine.postgresql.PostgresServer;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scenarios;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.ScopePlace;
import io.github.pristinedb.transaction.TransactionIsolationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.postgresql.PGConnection;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a test may do in one isolation on one product: a column of the table in
 * {@code docs/isolation.md}, each cell of which is what these tests find.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class IsolationTableColumn {

	private static final String STAYS = ", and it stays";

	private static final String NOTHING = "SELECT 0";

	private final Product product;

	private final String column;

	private final Isolation isolation;

	private final Map<String, String> stays = new LinkedHashMap<>();

	private int rows;

	private String firstKey = "";

	@Autowired
	ApplicationContext context;

	@Autowired
	DataSource dataSource;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	@Qualifier("second")
	DataSource second;

	@Autowired
	PlatformTransactionManager transactions;

	@Autowired
	ApplicationEventPublisher events;

	@Autowired
	Work work;

	@Autowired
	RestClient.Builder client;

	@LocalServerPort
	int port;

	IsolationTableColumn(Product product, String column, Isolation isolation) {
		this.product = product;
		this.column = product.label + " " + column;
		this.isolation = isolation;
	}

	/**
	 * Compare what was found with what the table says.
	 * @param row the name of the test
	 * @param found what was found
	 * @param leftovers asks for what is left of it in the end
	 */
	private void found(String row, String found, String leftovers) throws IOException {
		String expected = IsolationTable.read().text(row, this.column);
		assertThat(found).isEqualTo(expected.replace(STAYS, ""));
		this.stays.put(leftovers, expected.endsWith(STAYS) ? "stays" : "is gone");
	}

	@BeforeAll
	void createTables() {
		// In the context's own database, if the class has none.
		this.product.numbers.forEach(this.jdbc::execute);
		this.jdbc.execute("CREATE TABLE IF NOT EXISTS parent (id INTEGER PRIMARY KEY)");
		this.jdbc.execute("CREATE TABLE IF NOT EXISTS child (parent INTEGER REFERENCES parent (id)"
				+ this.product.deferral + ")");
		new JdbcTemplate(this.second).execute("CREATE TABLE IF NOT EXISTS item (text VARCHAR(20))");
	}

	@AfterAll
	void whatStaysStaysAndTheRestIsGone() {
		JdbcTemplate other = new JdbcTemplate(this.second);
		this.stays.forEach((sql, expected) -> {
			JdbcTemplate asked = sql.contains(" item ") ? other : this.jdbc;
			Integer left = asked.queryForObject(sql, Integer.class);
			assertThat((left != null && left > 0) ? "stays" : "is gone").as(sql).isEqualTo(expected);
		});
		assertThat(this.rows).isEqualTo(17);
		for (String table : List.of("numbered", "child", "parent", "created")) {
			this.jdbc.execute("DROP TABLE IF EXISTS " + table);
		}
		this.product.dropNumbers.forEach(this.jdbc::execute);
		this.jdbc.execute("DELETE FROM note WHERE id > 1");
		other.execute("DROP TABLE item");
	}

	private static String notes(String... texts) {
		return "SELECT count(*) FROM note WHERE text IN ('" + String.join("', '", texts) + "')";
	}

	private int count(String text) {
		Integer count = this.jdbc.queryForObject(notes(text), Integer.class);
		return (count != null) ? count : 0;
	}

	private void in(Propagation propagation, Runnable action) {
		TransactionTemplate template = new TransactionTemplate(this.transactions);
		template.setPropagationBehavior(propagation.value());
		template.executeWithoutResult((status) -> action.run());
	}

	private static <T> T onAnotherThread(Callable<T> task) throws Exception {
		FutureTask<T> future = new FutureTask<>(task);
		Thread thread = new Thread(future);
		thread.start();
		return future.get(30, TimeUnit.SECONDS);
	}

	@Test
	void commit() throws Exception {
		this.rows++;
		in(Propagation.REQUIRED, () -> this.work.add("commit"));
		Callable<Integer> other = Scenarios.wrap(() -> count("commit"));
		found("commit", (onAnotherThread(other) == 1) ? "yes" : "no", notes("commit"));
	}

	@Test
	void requiresNewAfterTheOuterTransactionHasWritten() throws Exception {
		this.rows++;
		String[] found = new String[1];
		in(Propagation.REQUIRED, () -> {
			this.work.add("outer");
			found[0] = attempt(() -> in(Propagation.REQUIRES_NEW, () -> this.work.add("inner")));
		});
		found("requiresNewAfterTheOuterTransactionHasWritten", found[0], notes("outer", "inner"));
	}

	private String attempt(Runnable action) {
		try {
			action.run();
			return "yes";
		}
		catch (DataAccessException | TransactionException ex) {
			assertThat(ex).hasStackTraceContaining(this.product.locked);
			return "no: locked";
		}
	}

	@Test
	void http() throws Exception {
		this.rows++;
		this.client.build()
			.post()
			.uri("http://localhost:" + this.port + "/notes?text=http")
			.retrieve()
			.toBodilessEntity();
		found("http", (count("http") == 1) ? "yes" : "no", notes("http"));
	}

	@Test
	void async() throws Exception {
		this.rows++;
		this.work.addLater("async").get(30, TimeUnit.SECONDS);
		found("async", (count("async") == 1) ? "yes" : "no", notes("async"));
	}

	@Test
	void afterCommitListener() throws Exception {
		this.rows++;
		boolean[] told = new boolean[1];
		in(Propagation.REQUIRED, () -> {
			this.work.add("listener");
			this.events.publishEvent(new Committed((text) -> told[0] = true));
		});
		found("afterCommitListener", told[0] ? "yes" : "no", notes("listener"));
	}

	@Test
	void changeOfTheSchema() throws Exception {
		this.rows++;
		String found = "yes";
		try {
			this.jdbc.execute("CREATE TABLE created (id INTEGER)");
		}
		catch (TransactionIsolationException ex) {
			found = "no: refused";
		}
		found("changeOfTheSchema", found, this.product.created);
	}

	@RepeatedTest(2)
	void keysStartAnew() throws Exception {
		this.rows++;
		this.jdbc.update("INSERT INTO numbered (text) VALUES ('numbered')");
		String key = this.jdbc.queryForObject(this.product.nextNumbers, String.class);
		if (!this.firstKey.isEmpty()) {
			found("keysStartAnew", this.firstKey.equals(key) ? "yes" : "no", "SELECT count(*) FROM numbered");
		}
		this.firstKey = key;
	}

	@Test
	void deferredConstraintIsCheckedByTheCommit() throws Exception {
		this.rows++;
		String[] statement = { "no: by the statement" };
		String found = "no";
		// Else the driver leaves the transaction open.
		((AbstractPlatformTransactionManager) this.transactions).setRollbackOnCommitFailure(true);
		try {
			in(Propagation.REQUIRED, () -> {
				this.jdbc.update("INSERT INTO child VALUES (99)");
				statement[0] = "yes";
			});
		}
		catch (DataAccessException | TransactionException ex) {
			found = statement[0];
		}
		found("deferredConstraintIsCheckedByTheCommit", found, "SELECT count(*) FROM child");
	}

	@Test
	void secondDataSource() throws Exception {
		this.rows++;
		new JdbcTemplate(this.second).update("INSERT INTO item VALUES ('second')");
		found("secondDataSource", "yes", "SELECT count(*) FROM item WHERE text = 'second'");
	}

	@Test
	void anotherProcessReadsTheFile() throws Exception {
		this.rows++;
		in(Propagation.REQUIRED, () -> this.work.add("file"));
		String url = this.jdbc.execute((ConnectionCallback<String>) (connection) -> this.product.ofOthers(connection));
		if (url.startsWith("jdbc:h2:mem:")) {
			found("anotherProcessReadsTheFile", "no: it is in memory", notes("file"));
			return;
		}
		try (Connection other = DriverManager.getConnection(url);
				Statement statement = other.createStatement();
				ResultSet rows = statement.executeQuery(notes("file"))) {
			rows.next();
			found("anotherProcessReadsTheFile", (rows.getInt(1) == 1) ? "yes" : "no", notes("file"));
		}
	}

	@Test
	void lockOfAnotherTransaction() throws Exception {
		this.rows++;
		String[] found = new String[1];
		in(Propagation.REQUIRED, () -> {
			this.jdbc.update("UPDATE note SET text = text WHERE id = 1");
			found[0] = attempt(() -> in(Propagation.REQUIRES_NEW,
					() -> this.jdbc.update("UPDATE note SET text = text WHERE id = 1")));
		});
		found("lockOfAnotherTransaction", found[0].equals("yes") ? "no" : "yes", NOTHING);
	}

	@Test
	void statementOutsideOfTransactions() throws Exception {
		this.rows++;
		String found = "yes";
		try {
			this.jdbc.execute(this.product.outside);
		}
		catch (TransactionIsolationException ex) {
			found = "no: refused";
		}
		catch (DataAccessException ex) {
			found = this.product.label.equals("H2") ? "no: H2 has none" : "no: within a transaction";
		}
		found("statementOutsideOfTransactions", found, NOTHING);
	}

	@Test
	void timeGoesOn() throws Exception {
		this.rows++;
		String first = this.jdbc.queryForObject(this.product.time, String.class);
		String found = "no";
		for (int i = 0; i < 200 && found.equals("no"); i++) {
			found = first.equals(this.jdbc.queryForObject(this.product.time, String.class)) ? "no" : "yes";
		}
		found("timeGoesOn", found, NOTHING);
	}

	@Test
	void notification() throws Exception {
		this.rows++;
		String found = this.jdbc.execute((ConnectionCallback<String>) (connection) -> {
			try (Statement statement = connection.createStatement()) {
				statement.execute("LISTEN news");
				this.work.notifyOthers();
				return this.product.isNotified(connection) ? "yes" : "no";
			}
			catch (TransactionIsolationException ex) {
				return "no: refused";
			}
			catch (SQLException ex) {
				return "no: " + this.product.label + " has none";
			}
		});
		found("notification", found, NOTHING);
	}

	@Test
	void settingOfAConnection() throws Exception {
		this.rows++;
		try (Connection one = this.dataSource.getConnection(); Connection other = this.dataSource.getConnection()) {
			String before = setting(other);
			try (Statement statement = one.createStatement()) {
				statement.execute(this.product.set);
			}
			assertThat(setting(one)).isNotEqualTo(before);
			found("settingOfAConnection", setting(other).equals(before) ? "yes" : "no: all connections see it",
					NOTHING);
			try (Statement statement = one.createStatement()) {
				statement.execute(this.product.reset);
			}
		}
	}

	private String setting(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(this.product.setting)) {
			row.next();
			return String.valueOf(row.getString(1));
		}
	}

	@Test
	void parallelTests() throws Exception {
		this.rows++;
		this.work.add("parallel");
		Scope testClass = ((Scope) Scenarios.current().orElseThrow()).parent();
		String found = onAnotherThread(() -> {
			Scope other = new Scope(ScopePlace.of(Scope.Kind.SCENARIO, "another scenario of the class")
				.in(testClass)
				.isolated(this.isolation));
			ScopeBinding.start(other);
			try {
				other.join(this.context);
				return (count("parallel") > 0) ? "no: it sees this one's" : attempt(() -> this.work.add("other"));
			}
			finally {
				ScopeBinding.end(other, false);
			}
		});
		found("parallelTests", found, notes("parallel"));
	}

	/**
	 * What differs between the products beside what a test may do.
	 */
	enum Product {

		SQLITE("SQLite", "SQLITE_BUSY", " DEFERRABLE INITIALLY DEFERRED", "VACUUM",
				List.of("PRAGMA cache_size = 4711", "PRAGMA cache_size", "PRAGMA cache_size = -2000"),
				"SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
				"SELECT count(*) FROM sqlite_schema WHERE name = 'created'", "SELECT max(id) FROM numbered",
				List.of("CREATE TABLE IF NOT EXISTS numbered (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT)"),
				List.of()) {

			@Override
			String ofOthers(Connection connection) throws SQLException {
				try (Statement statement = connection.createStatement();
						ResultSet file = statement
							.executeQuery("SELECT file FROM pragma_database_list WHERE name = 'main'")) {
					file.next();
					return "jdbc:sqlite:" + file.getString(1);
				}
			}

		},

		// H2 checks each constraint at once, whatever it is told.
		H2("H2", "Timeout trying to lock", "", "VACUUM",
				List.of("SET @setting = 4711", "SELECT @setting", "SET @setting = NULL"), "SELECT CURRENT_TIMESTAMP",
				"SELECT count(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'CREATED'",
				"SELECT max(id) || ', ' || NEXT VALUE FOR numbers FROM numbered",
				List.of("CREATE TABLE IF NOT EXISTS numbered"
						+ " (id INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, text VARCHAR(20))",
						"CREATE SEQUENCE IF NOT EXISTS numbers START WITH 7"),
				List.of("DROP SEQUENCE numbers")) {

			@Override
			String ofOthers(Connection connection) throws SQLException {
				return connection.getMetaData().getURL();
			}

		},

		POSTGRESQL("PostgreSQL", "lock timeout", " DEFERRABLE INITIALLY DEFERRED", "VACUUM note",
				List.of("SET work_mem = '4711kB'", "SHOW work_mem", "RESET work_mem"), "SELECT now()",
				"SELECT count(*) FROM pg_class WHERE relname = 'created'",
				"SELECT max(id) || ', ' || nextval('numbers') FROM numbered",
				List.of("CREATE TABLE IF NOT EXISTS numbered"
						+ " (id INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, text VARCHAR(20))",
						"CREATE SEQUENCE IF NOT EXISTS numbers START WITH 7"),
				List.of("DROP SEQUENCE numbers")) {

			@Override
			String ofOthers(Connection connection) throws SQLException {
				return PostgresServer.url(connection.getCatalog());
			}

			@Override
			boolean isNotified(Connection connection) throws SQLException {
				return connection.unwrap(PGConnection.class).getNotifications(100).length > 0;
			}

		};

		private final String label;

		private final String locked;

		private final String deferral;

		private final String outside;

		// Sets something of a connection, asks for it, sets it back.
		private final String set;

		private final String setting;

		private final String reset;

		private final String time;

		private final String created;

		private final String nextNumbers;

		private final List<String> numbers;

		private final List<String> dropNumbers;

		Product(String label, String locked, String deferral, String outside, List<String> settings, String time,
				String created, String nextNumbers, List<String> numbers, List<String> dropNumbers) {
			this.label = label;
			this.locked = locked;
			this.deferral = deferral;
			this.outside = outside;
			this.set = settings.get(0);
			this.setting = settings.get(1);
			this.reset = settings.get(2);
			this.time = time;
			this.created = created;
			this.nextNumbers = nextNumbers;
			this.numbers = numbers;
			this.dropNumbers = dropNumbers;
		}

		/**
		 * The URL by which others would reach the database.
		 */
		abstract String ofOthers(Connection connection) throws SQLException;

		/**
		 * Whether another session has notified a connection that listens.
		 */
		boolean isNotified(Connection connection) throws SQLException {
			return false;
		}

	}

	/**
	 * As Spring does for a test class: the annotation is not for inherited methods.
	 */
	abstract static class InATransactionOfSprings extends IsolationTableColumn {

		private TransactionStatus transaction;

		InATransactionOfSprings(Product product) {
			super(product, "Spring's @Transactional", Isolation.NONE);
		}

		@BeforeEach
		void begin() {
			this.transaction = this.transactions.getTransaction(null);
		}

		@AfterEach
		void rollBack() {
			this.transactions.rollback(this.transaction);
		}

	}

	record Committed(Consumer<String> listener) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableAsync
	@Import({ Work.class, Api.class })
	static class Application {

		@Bean(defaultCandidate = false)
		HikariDataSource second(@Value("${second.url}") String url) {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(url);
			pool.setMinimumIdle(0);
			return pool;
		}

	}

	static class Work {

		private final JdbcTemplate jdbc;

		Work(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		void add(String text) {
			this.jdbc.update("INSERT INTO note (text) VALUES (?)", text);
		}

		void notifyOthers() {
			this.jdbc.execute("NOTIFY news");
		}

		@Async
		CompletableFuture<Void> addLater(String text) {
			add(text);
			return CompletableFuture.completedFuture(null);
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
		void committed(Committed event) {
			event.listener().accept("committed");
		}

	}

	@RestController
	static class Api {

		private final Work work;

		Api(Work work) {
			this.work = work;
		}

		@PostMapping("/notes")
		void add(@RequestParam String text) {
			this.work.add(text);
		}

	}

}
