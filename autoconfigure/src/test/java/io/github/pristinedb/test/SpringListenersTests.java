package io.github.pristinedb.test;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import io.github.pristinedb.jdbc.ScenarioDataSource;
import io.github.pristinedb.scope.Scenarios;
import io.github.pristinedb.test.NotesApplication.Notes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.Commit;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.test.annotation.DirtiesContext.MethodMode;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextHierarchy;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.context.jdbc.Sql;
import org.springframework.test.context.jdbc.Sql.ExecutionPhase;
import org.springframework.test.context.jdbc.SqlConfig;
import org.springframework.test.context.jdbc.SqlConfig.TransactionMode;
import org.springframework.test.context.transaction.AfterTransaction;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.clearInvocations;

/**
 * Scenarios among Spring's own test listeners: what these do to a database, they do to
 * that of the scenario.
 */
class SpringListenersTests {

	private static void assertPristine(List<String> notes) {
		assertThat(notes).containsExactly(NotesApplication.FROM_MIGRATION, NotesApplication.FROM_START_UP);
	}

	@Test
	void transactionOfATestIsRolledBackInItsOwnDatabase() {
		Runs.of(InTransaction.class, InTransactions.class).assertPassed(4);
	}

	@Test
	void whatATestCommitsIsGoneForTheNext() {
		Runs.of(Committing.class).assertPassed(2);
	}

	@Test
	void spyOnTheDataSourceSpiesOnThatOfTheTest() {
		Runs.of(Spying.class).assertPassed(3);
	}

	@Test
	void scriptsOfEachPhaseRunInTheDatabaseOfTheTest() {
		Runs.of(Scripts.class).assertPassed(2);
	}

	@ParameterizedTest
	@ValueSource(classes = { DirtyAfterMethod.class, DirtyBeforeMethod.class, DirtyAfterEach.class,
			DirtyBeforeEach.class, DirtyAfterClass.class, DirtyBeforeClass.class })
	void contextThatIsLoadedAgainHasPristineScenariosToo(Class<?> tests) {
		Dirty.contexts.clear();
		Runs.of(Clean.class, tests).assertPassed(3);
		assertThat(Dirty.contexts).hasSizeBetween(1, 3);
	}

	@Test
	void mockTakesAPartOfTheContext() {
		Runs.of(Mocking.class).assertPassed(2);
	}

	@Test
	void dataSourceInAParentContextIsManaged() {
		Runs.of(Child.class, OtherChild.class).assertPassed(3);
	}

	@Test
	void childrenOfOneParentRunSideBySide() {
		Runs.inParallel(Child.class, OtherChild.class).assertPassed(3);
	}

	@Test
	void urlFromADynamicPropertyIsManaged() {
		Runs.of(Dynamic.class, DynamicSlice.class).assertPassed(4);
	}

	@SlimNotesTest
	@Transactional
	static class InTransaction {

		@Autowired
		Notes notes;

		@BeforeEach
		void findNothing() {
			assertPristine(this.notes.all());
		}

		@AfterTransaction
		void findNothingAgain() {
			assertPristine(this.notes.all());
		}

		@RepeatedTest(2)
		void rollsBack() {
			this.notes.add("rolled back");
			assertThat(this.notes.all()).hasSize(3);
		}

	}

	@SlimNotesTest
	@Transactional
	static class InTransactions {

		@RepeatedTest(2)
		void commitsInAnotherTransaction(@Autowired Notes notes, @Autowired PlatformTransactionManager transactions) {
			TransactionTemplate another = new TransactionTemplate(transactions);
			another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
			another.executeWithoutResult((status) -> notes.add("committed"));
			assertThat(notes.all()).hasSize(3);
			notes.add("rolled back");
		}

	}

	@SlimNotesTest
	@Transactional
	@Commit
	static class Committing {

		@RepeatedTest(2)
		void findsNothing(@Autowired Notes notes) {
			assertPristine(notes.all());
			notes.add("committed");
		}

	}

	@SlimNotesTest
	@Sql(statements = "INSERT INTO note (text) VALUES ('of the class')",
			executionPhase = ExecutionPhase.BEFORE_TEST_CLASS)
	@Sql(statements = "INSERT INTO note (text) VALUES ('after the class')",
			executionPhase = ExecutionPhase.AFTER_TEST_CLASS)
	@Sql(statements = "INSERT INTO note (text) VALUES ('before')")
	@Sql(statements = "INSERT INTO note (text) VALUES ('isolated')",
			config = @SqlConfig(transactionMode = TransactionMode.ISOLATED))
	@Sql(statements = "DELETE FROM note WHERE text = 'from the test'",
			executionPhase = ExecutionPhase.AFTER_TEST_METHOD,
			config = @SqlConfig(transactionMode = TransactionMode.ISOLATED))
	static class Scripts {

		@RepeatedTest(2)
		void findsWhatTheScriptsWrote(@Autowired Notes notes) {
			assertThat(notes.all()).containsExactly(NotesApplication.FROM_MIGRATION, NotesApplication.FROM_START_UP,
					"of the class", "before", "isolated");
			notes.add("from the test");
		}

	}

	@SlimNotesTest
	static class Clean {

		@Test
		void a(@Autowired ApplicationContext context, @Autowired Notes notes) {
			assertPristine(notes.all());
			notes.add("from the clean class");
		}

	}

	@SlimNotesTest
	abstract static class Dirty {

		static final Set<ApplicationContext> contexts = ConcurrentHashMap.newKeySet();

		@Autowired
		ApplicationContext context;

		@Autowired
		Notes notes;

		@AfterEach
		void findWhatTheTestWrote() {
			assertThat(this.notes.all()).endsWith("from a test");
		}

		void work() {
			contexts.add(this.context);
			assertThat(Scenarios.current()).isPresent();
			assertPristine(this.notes.all());
			this.notes.add("from a test");
		}

	}

	static class DirtyAfterMethod extends Dirty {

		@Test
		@DirtiesContext(methodMode = MethodMode.AFTER_METHOD)
		void a() {
			work();
		}

		@Test
		void b() {
			work();
			assertThat(contexts).hasSize(2);
		}

	}

	static class DirtyBeforeMethod extends Dirty {

		@Test
		void a() {
			work();
		}

		@Test
		@DirtiesContext(methodMode = MethodMode.BEFORE_METHOD)
		void b() {
			work();
			assertThat(contexts).hasSize(2);
		}

	}

	@DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD)
	static class DirtyAfterEach extends Dirty {

		@RepeatedTest(2)
		void a() {
			work();
		}

	}

	@DirtiesContext(classMode = ClassMode.BEFORE_EACH_TEST_METHOD)
	static class DirtyBeforeEach extends Dirty {

		@RepeatedTest(2)
		void a() {
			work();
		}

	}

	@DirtiesContext(classMode = ClassMode.AFTER_CLASS)
	static class DirtyAfterClass extends Dirty {

		@RepeatedTest(2)
		void a() {
			work();
		}

	}

	@DirtiesContext(classMode = ClassMode.BEFORE_CLASS)
	static class DirtyBeforeClass extends Dirty {

		@RepeatedTest(2)
		void a() {
			work();
		}

	}

	/**
	 * What an application may ask.
	 */
	interface Oracle {

		String answer();

	}

	@SlimNotesTest
	static class Mocking {

		@MockitoBean
		Oracle oracle;

		@RepeatedTest(2)
		void writesWhatTheMockSays(@Autowired Notes notes) {
			assertPristine(notes.all());
			given(this.oracle.answer()).willReturn("from the mock");
			notes.add(this.oracle.answer());
			assertThat(notes.all()).endsWith("from the mock");
		}

	}

	@SlimNotesTest
	static class Spying {

		@MockitoSpyBean
		DataSource dataSource;

		@RepeatedTest(2)
		void isAskedForConnections(@Autowired Notes notes) throws SQLException {
			assertPristine(notes.all());
			clearInvocations(this.dataSource);
			notes.add("from a test");
			then(this.dataSource).should().getConnection();
		}

		@Test
		void saysThatTheDatabaseIsDown(@Autowired Notes notes) throws SQLException {
			willThrow(new SQLException("It is down")).given(this.dataSource).getConnection();
			assertThatExceptionOfType(CannotGetJdbcConnectionException.class).isThrownBy(notes::all);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration.class,
			org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration.class,
			io.github.pristinedb.autoconfigure.PristineAutoConfiguration.class,
			io.github.pristinedb.autoconfigure.PristineFlywayAutoConfiguration.class })
	static class Parent {

	}

	@Configuration(proxyBeanMethods = false)
	static class Kid {

		@Bean
		Notes notes(DataSource dataSource) {
			return new Notes(JdbcClient.create(dataSource));
		}

		@Bean
		CommandLineRunner startUp(Notes notes) {
			return (arguments) -> notes.add("from a child");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherKid {

		@Bean
		Notes notes(DataSource dataSource) {
			return new Notes(JdbcClient.create(dataSource));
		}

	}

	@NotesProperties
	@SpringBootTest(webEnvironment = WebEnvironment.NONE)
	@ContextHierarchy({ @ContextConfiguration(classes = Parent.class), @ContextConfiguration(classes = Kid.class) })
	static class Child {

		@RepeatedTest(2)
		void startsFromWhatItsContextWrote(@Autowired Notes notes) {
			assertThat(notes.all()).containsExactly(NotesApplication.FROM_MIGRATION, "from a child");
			notes.add("from a test");
			assertThat(notes.all()).hasSize(3);
		}

	}

	@NotesProperties
	@SpringBootTest(webEnvironment = WebEnvironment.NONE)
	@ContextHierarchy({ @ContextConfiguration(classes = Parent.class),
			@ContextConfiguration(classes = OtherKid.class) })
	static class OtherChild {

		@Test
		void findsNothingOfTests(@Autowired Notes notes) {
			assertThat(notes.all()).startsWith(NotesApplication.FROM_MIGRATION).doesNotContain("from a test");
			notes.add("from a test");
		}

	}

	@SpringBootTest(classes = SlimNotes.class, webEnvironment = WebEnvironment.NONE)
	@TestPropertySource(properties = { "spring.flyway.locations=classpath:isolation/migration",
			"pristine.template.cache-dir=target/test-templates" })
	static class Dynamic {

		@DynamicPropertySource
		static void url(DynamicPropertyRegistry registry) {
			registry.add("spring.datasource.url", () -> "jdbc:sqlite:target/scenario-dynamic.db");
		}

		@RepeatedTest(2)
		void findsNothing(@Autowired Notes notes) {
			assertPristine(notes.all());
			notes.add("from a test");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Slice {

	}

	@JdbcTest
	@ContextConfiguration(classes = Slice.class)
	@TestPropertySource(properties = { "spring.flyway.locations=classpath:isolation/migration",
			"pristine.template.cache-dir=target/test-templates" })
	static class DynamicSlice {

		@DynamicPropertySource
		static void url(DynamicPropertyRegistry registry) {
			registry.add("spring.datasource.url", () -> "jdbc:sqlite:target/scenario-dynamic.db");
		}

		@RepeatedTest(2)
		@Commit
		void keepsTheManagedDatabase(@Autowired DataSource dataSource, @Autowired JdbcClient jdbc) {
			assertThat(ScenarioDataSource.find(dataSource)).isNotNull();
			assertThat(jdbc.sql("SELECT text FROM note").query(String.class).list())
				.containsExactly(NotesApplication.FROM_MIGRATION);
			jdbc.sql("INSERT INTO note (text) VALUES ('committed')").update();
		}

	}

}
