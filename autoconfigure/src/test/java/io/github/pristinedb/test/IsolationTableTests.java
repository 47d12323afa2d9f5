package io.github.pristinedb.test;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
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
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scenarios;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.ScopePlace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.test.context.TestPropertySource;
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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a test may do in which isolation: each cell of the table in
 * {@code docs/isolation.md} is what these tests find.
 */
@NotesProperties
@SpringBootTest(classes = IsolationTableTests.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
		properties = { "spring.datasource.url=jdbc:sqlite:target/scenario-table.db?busy_timeout=50&foreign_keys=true",
				"spring.datasource.hikari.minimum-idle=0" })
class IsolationTableTests {

	@Test
	void eachCellOfTheTableLinksToATestThatExists() throws IOException {
		IsolationTable table = IsolationTable.read();
		assertThat(table.cells()).hasSize(11);
		table.cells().forEach((row, cells) -> {
			assertThat(cells).containsOnlyKeys("database", "transaction", "Spring's @Transactional", "class", "none");
			cells.values().forEach((cell) -> {
				Path file = IsolationTable.DOCUMENT.resolveSibling(cell.file());
				assertThat(file).isRegularFile().content().contains("void " + cell.method() + "(");
			});
		});
	}

	@Test
	void linkToATestThatIsGoneIsFoundOut() {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> IsolationTable.Cell.of("yes"));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> IsolationTable.read().text("nothing", "none"));
	}

	@Nested
	@PristineDatabase(isolation = Isolation.DATABASE)
	class InDatabase extends Column {

		InDatabase() {
			super("database", Isolation.DATABASE);
		}

	}

	@Nested
	@PristineDatabase(isolation = Isolation.TRANSACTION)
	class InTransaction extends Column {

		InTransaction() {
			super("transaction", Isolation.TRANSACTION);
		}

	}

	@Nested
	@PristineDatabase(isolation = Isolation.NONE)
	class InATransactionOfSprings extends Column {

		private TransactionStatus transaction;

		InATransactionOfSprings() {
			super("Spring's @Transactional", Isolation.NONE);
		}

		// As Spring does for a test class: the annotation is not for inherited methods.
		@BeforeEach
		void begin() {
			this.transaction = this.transactions.getTransaction(null);
		}

		@AfterEach
		void rollBack() {
			this.transactions.rollback(this.transaction);
		}

	}

	@Nested
	@PristineDatabase(isolation = Isolation.CLASS)
	class InItsClass extends Column {

		InItsClass() {
			super("class", Isolation.CLASS);
		}

	}

	@Nested
	@PristineDatabase(isolation = Isolation.NONE)
	class InNothing extends Column {

		InNothing() {
			super("none", Isolation.NONE);
		}

	}

	/**
	 * A column of the table.
	 */
	@TestInstance(Lifecycle.PER_CLASS)
	abstract static class Column {

		private static final String STAYS = ", and it stays";

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

		Column(String column, Isolation isolation) {
			this.column = column;
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
			this.jdbc.execute("CREATE TABLE IF NOT EXISTS numbered (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT)");
			this.jdbc.execute("CREATE TABLE IF NOT EXISTS parent (id INTEGER PRIMARY KEY)");
			this.jdbc.execute("CREATE TABLE IF NOT EXISTS child (parent INTEGER REFERENCES parent (id)"
					+ " DEFERRABLE INITIALLY DEFERRED)");
			new JdbcTemplate(this.second).execute("CREATE TABLE IF NOT EXISTS item (text TEXT)");
		}

		@AfterAll
		void whatStaysStaysAndTheRestIsGone() {
			JdbcTemplate other = new JdbcTemplate(this.second);
			this.stays.forEach((sql, expected) -> {
				JdbcTemplate asked = sql.contains(" item ") ? other : this.jdbc;
				Integer left = asked.queryForObject(sql, Integer.class);
				assertThat((left != null && left > 0) ? "stays" : "is gone").as(sql).isEqualTo(expected);
			});
			assertThat(this.rows).isEqualTo(12);
			for (String table : List.of("numbered", "child", "parent", "created")) {
				this.jdbc.execute("DROP TABLE IF EXISTS " + table);
			}
			this.jdbc.execute("DELETE FROM note WHERE id > 1");
			other.execute("DROP TABLE item");
		}

		private static String notes(String text) {
			return "SELECT count(*) FROM note WHERE text = '" + text + "'";
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
			found("requiresNewAfterTheOuterTransactionHasWritten", found[0], notes("outer"));
		}

		private static String attempt(Runnable action) {
			try {
				action.run();
				return "yes";
			}
			catch (DataAccessException | TransactionException ex) {
				assertThat(ex).hasStackTraceContaining("SQLITE_BUSY");
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
			this.jdbc.execute("CREATE TABLE created (id INTEGER)");
			found("changeOfTheSchema", "yes", "SELECT count(*) FROM sqlite_schema WHERE name = 'created'");
		}

		@RepeatedTest(2)
		void keysStartAnew() throws Exception {
			this.rows++;
			this.jdbc.update("INSERT INTO numbered (text) VALUES ('numbered')");
			String key = String.valueOf(this.jdbc.queryForObject("SELECT max(id) FROM numbered", Integer.class));
			if (!this.firstKey.isEmpty()) {
				found("keysStartAnew", this.firstKey.equals(key) ? "yes" : "no", "SELECT count(*) FROM numbered");
			}
			this.firstKey = key;
		}

		@Test
		void deferredConstraintIsCheckedByTheCommit() throws Exception {
			this.rows++;
			String found = "no";
			// Else the driver leaves the transaction open.
			((AbstractPlatformTransactionManager) this.transactions).setRollbackOnCommitFailure(true);
			try {
				in(Propagation.REQUIRED, () -> this.jdbc.update("INSERT INTO child VALUES (99)"));
			}
			catch (DataAccessException | TransactionException ex) {
				found = "yes";
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
			String file = this.jdbc.queryForObject("SELECT file FROM pragma_database_list WHERE name = 'main'",
					String.class);
			in(Propagation.REQUIRED, () -> this.work.add("file"));
			try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
					Statement statement = other.createStatement();
					ResultSet rows = statement.executeQuery(notes("file"))) {
				rows.next();
				found("anotherProcessReadsTheFile", (rows.getInt(1) == 1) ? "yes" : "no", notes("file"));
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

	}

	record Committed(Consumer<String> listener) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableAsync
	@Import({ Work.class, Api.class })
	static class Application {

		@Bean(defaultCandidate = false)
		HikariDataSource second() {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl("jdbc:sqlite:target/scenario-second-table.db");
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
