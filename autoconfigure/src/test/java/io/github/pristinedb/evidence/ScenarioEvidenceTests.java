package io.github.pristinedb.evidence;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;

import io.github.pristinedb.event.PristineEvent.FailureExplained;
import io.github.pristinedb.event.PristineEvent.ScenarioRecorded;
import io.github.pristinedb.report.ReportSchema;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.ScopePlace;
import io.github.pristinedb.tape.Secrets;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

/**
 * Tests for {@link ScenarioEvidence}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ScenarioEvidenceTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource(names = { "DATABASE", "TRANSACTION" })
	void failureIsExplainedInTheLogAndInAFile(Isolation isolation, CapturedOutput output) throws Exception {
		run(isolation, true, (context) -> Stage.write(context, "of the failure"));
		assertThat(output).contains("What 'a scenario' did to its databases:")
			.contains("isolation '" + isolation.label() + "'")
			.contains("1 statement:")
			.contains("INSERT INTO note (text) VALUES (?)  [of the failure]  (1 row, ");
		Path file = single(this.directory.resolve("failures"));
		assertThat(output).contains("All of it: " + file);
		assertThat(Files.readString(file)).contains("[of the failure]");
	}

	@Test
	void nothingIsSaidOfAScenarioThatPasses(CapturedOutput output) throws Exception {
		run(Isolation.DATABASE, false, (context) -> Stage.write(context, "of the failure"));
		assertThat(output).doesNotContain("its databases").doesNotContain("of the failure");
		assertThat(this.directory.resolve("failures")).doesNotExist();
	}

	@Test
	void eventsTellTheFiguresOfAllScenariosAndExplainThoseThatFail() {
		RecordedEvents.clear();
		run(Isolation.DATABASE, false, (context) -> {
			Objects.requireNonNull(ScopeBinding.current()).told();
			for (int i = 0; i < 12; i++) {
				Stage.write(context, "value " + i);
			}
		});
		assertThat(RecordedEvents.of(ScenarioRecorded.class)).singleElement().satisfies((event) -> {
			assertThat(event.statements()).isEqualTo(12);
			assertThat(event.nanos()).isPositive();
			assertThat(ReportSchema.errors("recorded", event.json())).isEmpty();
			assertThat(event.json()).isEqualTo("{\"tables\":{\"note\":12},"
					+ "\"repeated\":[{\"sql\":\"INSERT INTO note (text) VALUES (?)\",\"count\":12}]}");
		});
		assertThat(RecordedEvents.of(FailureExplained.class)).isEmpty();
		run(Isolation.DATABASE, true, (context) -> {
			Objects.requireNonNull(ScopeBinding.current()).told();
			Stage.write(context, "of the failure");
		});
		assertThat(RecordedEvents.of(FailureExplained.class)).singleElement().satisfies((event) -> {
			assertThat(ReportSchema.errors("explanation", event.json())).isEmpty();
			Map<String, Object> json = JsonParserFactory.getJsonParser().parseMap(event.json());
			assertThat(json).containsEntry("earlier", 0).containsOnlyKeys("databases", "tape", "earlier");
			assertThat(json.get("databases")).asInstanceOf(LIST)
				.singleElement(MAP)
				.containsEntry("name", "scenario-notes.db")
				.containsEntry("isolation", "database")
				.containsEntry("kept", null)
				.containsKeys("baseline", "changes", "incomplete");
			assertThat(json.get("tape")).asInstanceOf(LIST)
				.singleElement(MAP)
				.containsEntry("sql", "INSERT INTO note (text) VALUES (?)")
				.containsEntry("values", List.of("of the failure"))
				.containsEntry("rows", 1)
				.containsEntry("connection", 1)
				.containsEntry("error", null)
				.containsKeys("at", "micros", "thread", "step");
		});
	}

	@Test
	void passedScenariosAreExplainedByEventsIfAllAre(CapturedOutput output) {
		RecordedEvents.clear();
		run(Isolation.DATABASE, false, (context) -> {
			Objects.requireNonNull(ScopeBinding.current()).told();
			Stage.write(context, "of a success");
		}, "pristine.tape=all", "pristine.diff=all");
		assertThat(RecordedEvents.of(FailureExplained.class)).singleElement()
			.satisfies((event) -> assertThat(event.json()).contains("of a success"));
		assertThat(output).doesNotContain("of a success");
	}

	@ParameterizedTest
	@EnumSource(names = { "DATABASE", "TRANSACTION" })
	void readOfWhatAnotherConnectionHasNotCommittedIsToldInOneTransaction(Isolation isolation, CapturedOutput output) {
		RecordedEvents.clear();
		run(isolation, true, (context) -> {
			Objects.requireNonNull(ScopeBinding.current()).told();
			DataSource dataSource = context.getBean(DataSource.class);
			try (Connection writer = dataSource.getConnection(); Connection reader = dataSource.getConnection()) {
				writer.setAutoCommit(false);
				try (Statement statement = writer.createStatement()) {
					statement.executeUpdate("INSERT INTO note (text) VALUES ('early')");
				}
				try (Statement statement = reader.createStatement()) {
					statement.executeQuery("SELECT * FROM note").close();
				}
				writer.rollback();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		});
		String note = "Connection 2 on main saw what connection 1 on main had not committed";
		String event = RecordedEvents.of(FailureExplained.class).get(0).json();
		assertThat(ReportSchema.errors("explanation", event)).isEmpty();
		if (isolation == Isolation.TRANSACTION) {
			assertThat(output).contains(note);
			assertThat(event).contains(note);
		}
		else {
			assertThat(output).contains("its databases").doesNotContain(note);
			assertThat(event).doesNotContain(note);
		}
	}

	@Test
	void rowsAreToldWithoutATape(CapturedOutput output) {
		run(Isolation.DATABASE, true, (context) -> Stage.write(context, "of the failure"), "pristine.tape=off");
		assertThat(output).contains("note: 1 added").contains("text = 'of the failure'").doesNotContain("statement");
	}

	@Test
	void statementsAreToldWithoutRows(CapturedOutput output) {
		run(Isolation.DATABASE, true, (context) -> Stage.write(context, "of the failure"), "pristine.diff=off");
		assertThat(output).contains("Rows are not compared").contains("1 statement:").doesNotContain("1 added");
	}

	@Test
	void nothingIsSaidIfBothAreOff(CapturedOutput output) {
		run(Isolation.DATABASE, true, (context) -> Stage.write(context, "of the failure"), "pristine.tape=off",
				"pristine.diff=off");
		assertThat(output).doesNotContain("its databases");
	}

	@Test
	void keptDatabaseIsToldWithItsCommand(CapturedOutput output) {
		run(Isolation.DATABASE, true, (context) -> Stage.write(context, "of the failure"), "pristine.keep=all");
		assertThat(output).contains("to look into it: sqlite3 ");
	}

	@Test
	void secretColumnIsNeitherInTheLogNorInAFileNorInAnEvent(CapturedOutput output) throws Exception {
		RecordedEvents.clear();
		run(Isolation.DATABASE, true, (context) -> {
			Objects.requireNonNull(ScopeBinding.current()).told();
			JdbcClient jdbc = context.getBean(JdbcClient.class);
			jdbc.sql("UPDATE account SET password = ? WHERE name = ?").param("hunter2").param("ada").update();
			jdbc.sql("INSERT INTO account (name, password) VALUES ('bob', 'hunter3')").update();
		}, "spring.flyway.locations=classpath:evidence/migration");
		String event = RecordedEvents.of(FailureExplained.class).get(0).json();
		String file = Files.readString(single(this.directory.resolve("failures")));
		assertThat(List.of(output.toString(), event, file)).allSatisfy(
				(text) -> assertThat(text).contains("ada", "bob").contains(Secrets.MASK).doesNotContain("hunter"));
	}

	@ParameterizedTest
	@EnumSource(names = { "DATABASE", "TRANSACTION", "NONE" })
	void secretIsHiddenByThePositionOfItsColumn(Isolation isolation, CapturedOutput output) throws Exception {
		RecordedEvents.clear();
		List<String> texts = new ArrayList<>();
		run(isolation, true, (context) -> {
			Scope scope = Objects.requireNonNull(ScopeBinding.current());
			scope.told();
			JdbcClient jdbc = context.getBean(JdbcClient.class);
			jdbc.sql("INSERT INTO account VALUES (?, ?)").param("bob").param("hunter2").update();
			jdbc.sql("INSERT INTO account VALUES ('eve', 'hunter3'), ('kim', 'hunter4')").update();
			jdbc.sql("INSERT INTO \"account\" SELECT ?, ?").param("joe").param("hunter5").update();
			texts.add(Objects.requireNonNull(ScenarioEvidence.explainNow(scope)));
			jdbc.sql("INSERT INTO Account VALUES (?, ?)").param("ann").param("hunter6").update();
		}, "spring.flyway.locations=classpath:evidence/migration");
		texts.add(output.toString());
		texts.add(RecordedEvents.of(FailureExplained.class).get(0).json());
		texts.add(Files.readString(single(this.directory.resolve("failures"))));
		assertThat(texts).allSatisfy((text) -> assertThat(text).contains("bob", "eve", "kim", "joe")
			.contains(Secrets.MASK)
			.doesNotContain("hunter"));
		assertThat(texts.subList(1, 4)).allSatisfy((text) -> assertThat(text).contains("ann"));
	}

	@ParameterizedTest
	@EnumSource(names = { "DATABASE", "TRANSACTION" })
	void rowsAndStatementsOfTwoDatabasesAreToldApart(Isolation isolation, CapturedOutput output) {
		Stage.contextWithoutUrl()
			.withBean("notes", DataSource.class, () -> dataSource(Stage.URL),
					(definition) -> definition.setPrimary(true))
			.withBean("audit", DataSource.class, () -> dataSource("jdbc:sqlite:target/scenario-audit.db"))
			.withPropertyValues("pristine.workspace=" + this.directory, "pristine.keep=none")
			.run((context) -> tell(context, isolation, true, (used) -> {
				JdbcTemplate audit = new JdbcTemplate(used.getBean("audit", DataSource.class));
				audit.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, what TEXT)");
				Stage.write(used, "of the failure");
				audit.update("INSERT INTO entry (what) VALUES ('note written')");
			}));
		assertThat(output)
			.containsSubsequence("  scenario-audit.db, from baseline 'empty'", "The database started without content.",
					"  scenario-notes.db, from baseline", "text = 'of the failure'")
			.containsSubsequence("connection 1 to scenario-audit.db on ", "connection 2 to scenario-notes.db on ",
					"connection 3 to scenario-audit.db on ");
	}

	private static DataSource dataSource(String url) {
		return DataSourceBuilder.create().url(url).build();
	}

	@Test
	void valuesAreHiddenWhoseTableIsUnknown(CapturedOutput output) {
		run(Isolation.DATABASE, true,
				(context) -> assertThatExceptionOfType(DataAccessException.class)
					.isThrownBy(() -> new JdbcTemplate(context.getBean(DataSource.class))
						.execute("INSERT INTO missing VALUES ('hunter2')")));
		assertThat(output).contains("INSERT INTO missing VALUES ('***')").doesNotContain("hunter2");
	}

	private void run(Isolation isolation, boolean failed, Use use, String... properties) {
		Stage.context()
			.withPropertyValues("pristine.workspace=" + this.directory, "pristine.keep=none")
			.withPropertyValues(properties)
			.run((context) -> tell(context, isolation, failed, use));
	}

	private static void tell(ApplicationContext context, Isolation isolation, boolean failed, Use use)
			throws Exception {
		Scope scope = new Scope(ScopePlace.of(Scope.Kind.SCENARIO, "a scenario").isolated(isolation));
		ScenarioEvidence[] evidence = new ScenarioEvidence[1];
		Stage.scope(context, scope, () -> {
			use.of(context);
			evidence[0] = ScenarioEvidence.gather(scope, failed);
		});
		Objects.requireNonNull(evidence[0]).tell();
	}

	private static Path single(Path directory) throws Exception {
		try (Stream<Path> files = Files.list(directory)) {
			return files.toList().get(0);
		}
	}

	/**
	 * Uses a context.
	 */
	@FunctionalInterface
	private interface Use {

		void of(ApplicationContext context) throws Exception;

	}

}
