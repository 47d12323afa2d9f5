package io.github.pristinedb.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.Listing;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.DatabaseKept;
import io.github.pristinedb.launch.ProcessToken;
import io.github.pristinedb.launch.RunToken;
import io.github.pristinedb.scope.TestRun;
import io.github.pristinedb.test.NotesApplication.Notes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;
import static org.mockito.Mockito.mock;

/**
 * Databases of scenarios that stay for somebody to look into.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput({ "The scenario 'leaks' ended with 1 connection", "cannot be kept in .* it is a symbolic link" })
class KeptDatabaseTests {

	private static final String WORKSPACE = "target/kept-database-tests";

	private static final Path KEPT = Path.of(WORKSPACE, "kept");

	@BeforeEach
	@AfterEach
	void clear() throws IOException {
		RecordedEvents.clear();
		FileSystemUtils.deleteRecursively(KEPT.getParent());
	}

	@Test
	void databaseOfAFailedScenarioIsKeptWithItsRows(CapturedOutput output) {
		context().run((context) -> {
			Stage.scenario(context, "passes", () -> Stage.write(context, "from a good one"));
			fails(context, "A user signs in");
			Stage.scenario(context, "passes too", () -> assertThat(Stage.notes(context)).hasSize(1));
		});
		Path file = KEPT.resolve("A_user_signs_in.db").toAbsolutePath();
		assertThat(Listing.of(KEPT)).containsExactly("A_user_signs_in.db");
		assertThat(Sql.query(file, "SELECT text FROM note")).containsExactly("from the migration",
				"from A user signs in");
		assertThat(output).contains("The database of 'A user signs in' is kept in " + file + ".")
			.contains("sqlite3 '" + file + "'");
		assertThat(RecordedEvents.of(DatabaseKept.class)).singleElement().satisfies((kept) -> {
			assertThat(kept.scenario()).isNotEmpty();
			assertThat(kept.database()).isEqualTo("scenario-notes.db");
			assertThat(kept.place()).isEqualTo(file.toString());
			assertThat(kept.command()).startsWith("sqlite3 ").contains(file.toString());
		});
	}

	@Test
	void databasesOfAllScenariosAreKeptIfWanted() {
		context().withPropertyValues("pristine.keep=all").run((context) -> {
			Stage.scenario(context, "passes", () -> Stage.write(context, "from a good one"));
			Stage.scenario(context, "needs none", () -> assertThat(context).hasNotFailed());
			fails(context, "fails");
		});
		assertThat(Listing.of(KEPT)).containsExactlyInAnyOrder("passes.db", "fails.db");
	}

	@Test
	void noDatabaseIsKeptIfNotWanted() {
		context().withPropertyValues("pristine.keep=none").run((context) -> fails(context, "fails"));
		assertThat(KEPT).doesNotExist();
	}

	@Test
	void noMoreAreKeptThanAllowed() {
		context().withPropertyValues("pristine.keep-max=2").run((context) -> {
			fails(context, "first");
			fails(context, "second");
			fails(context, "third");
		});
		assertThat(Listing.of(KEPT)).containsExactlyInAnyOrder("first.db", "second.db");
	}

	@Test
	void thoseOfAnEarlierRunGoWhenTheFirstOfANewRunComes() throws IOException {
		made("1-1-0", "same.db", "gone.db");
		context().run((context) -> fails(context, "same"));
		assertThat(Listing.of(KEPT)).containsExactly("same.db");
		assertThat(Sql.query(KEPT.resolve("same.db"), "SELECT text FROM note")).endsWith("from same");
	}

	@Test
	void thoseOfOtherJvmsOfThisRunAndOfRunsThatAreStillAtWorkStay() throws IOException {
		String living = ProcessToken.of(ProcessHandle.current().parent().orElseThrow()) + "-4711";
		made(RunToken.wholeOfThisJvm(), "same.db");
		made(living, "of-another-build.db");
		context().withPropertyValues("pristine.keep-max=2").run((context) -> {
			fails(context, "same");
			fails(context, "one too many");
		});
		assertThat(Listing.of(KEPT)).containsExactly("of-another-build.db", "same-2.db", "same.db");
	}

	@Test
	void filesThatPristineHasNotKeptAreLeftAlone(@TempDir Path elsewhere) throws IOException {
		Path outside = Files.writeString(elsewhere.resolve("outside.db"), "precious");
		made("1-1-0", "changed.db", "linked.db", "directory.db", "../outside.db");
		Files.writeString(KEPT.resolve("changed.db"), "a person's own work");
		Files.delete(KEPT.resolve("linked.db"));
		Files.createSymbolicLink(KEPT.resolve("linked.db"), outside);
		Files.delete(KEPT.resolve("directory.db"));
		Files.createDirectory(KEPT.resolve("directory.db"));
		Files.writeString(KEPT.resolve("own.db"), "precious");
		context().withPropertyValues("pristine.keep-max=1").run((context) -> fails(context, "fails"));
		assertThat(Listing.of(KEPT)).containsExactly("changed.db", "directory.db", "fails.db", "linked.db", "own.db");
		assertThat(outside).content().isEqualTo("precious");
		assertThat(KEPT.resolve("../outside.db")).exists();
		Files.delete(KEPT.resolve("../outside.db"));
	}

	/**
	 * Files that a run has kept.
	 */
	private static void made(String run, String... names) throws IOException {
		Files.createDirectories(KEPT);
		Path list = KEPT.resolveSibling("made-by-pristine.list");
		if (!Files.exists(list)) {
			context().run((context) -> fails(context, "to have a list"));
			Files.delete(KEPT.resolve("to_have_a_list.db"));
		}
		for (String name : names) {
			Files.writeString(KEPT.resolve(name), "a database");
			Files.writeString(list, "kept/" + name + "\t" + run + "\t10\n", StandardOpenOption.APPEND);
		}
	}

	@Test
	void directoryThatIsALinkIsNotUsed(@TempDir Path elsewhere, CapturedOutput output) throws IOException {
		Files.createDirectories(KEPT.getParent());
		Files.createSymbolicLink(KEPT, elsewhere);
		context().run((context) -> {
			fails(context, "fails");
			fails(context, "fails too");
		});
		assertThat(elsewhere).isEmptyDirectory();
		assertThat(output).containsOnlyOnce("cannot be kept in")
			.contains("The database of 'fails' cannot be kept in", "not used because it is a symbolic link."
					+ " Remove it or name another directory by pristine.workspace.");
	}

	@Test
	void scenariosOfOneNameInTwoFeaturesAreToldApartByTheFeatures() {
		PlanExecution execution = new PlanExecution(mock(TestPlan.class), null);
		context().withPropertyValues("pristine.keep=all").run((context) -> {
			Feature engine = new Feature(UniqueId.forEngine("cucumber"), "Cucumber");
			start(execution, engine);
			for (String name : List.of("Sign in", "Sign out")) {
				Feature feature = engine.with("feature", name);
				start(execution, feature);
				run(execution, context, feature.with("scenario", "works"));
				Feature outline = feature.with("outline", "for all");
				start(execution, outline);
				run(execution, context, outline.with("example", "Example #1"));
				// As a naming strategy for Surefire's reports has it.
				run(execution, context, feature.with("scenario", name + " - in a long way"));
			}
		});
		assertThat(Listing.of(KEPT)).containsExactly("Sign_in_-_for_all_-_Example_1.db", "Sign_in_-_in_a_long_way.db",
				"Sign_in_-_works.db", "Sign_out_-_for_all_-_Example_1.db", "Sign_out_-_in_a_long_way.db",
				"Sign_out_-_works.db");
	}

	private static void start(PlanExecution execution, Feature container) {
		execution.started(TestIdentifier.from(container));
	}

	private static void run(PlanExecution execution, ApplicationContext context, Feature scenario) {
		TestIdentifier test = TestIdentifier.from(scenario);
		execution.started(test);
		Stage.join(context);
		Stage.write(context, "from " + scenario.getDisplayName());
		execution.finished(test, TestExecutionResult.successful());
	}

	@Test
	void namesAreReadableAndFitForAnyFileSystem() {
		String longName = "Sehr läng ".repeat(40);
		context().run((context) -> {
			fails(context, "Größe: 1/2 \"zwei\" – ..\\..\\etc <ok>?");
			fails(context, "../../escape");
			fails(context, "same");
			fails(context, "same");
			fails(context, longName);
			fails(context, "日本語".repeat(60));
		});
		List<String> names = Listing.of(KEPT);
		assertThat(names).hasSize(6)
			.contains("Größe_1_2_zwei_.._.._etc_ok_.db", ".._.._escape.db", "same.db", "same-2.db")
			.anyMatch((name) -> name.startsWith("Sehr_läng_Sehr_läng_"))
			.anyMatch((name) -> name.startsWith("日本語日本語"));
		assertThat(names).allSatisfy(
				(name) -> assertThat(name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length).isLessThan(200));
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "Only there a locale decides which files can be named")
	void databaseIsKeptUnderANameInAsciiWhereThereIsNoLocale(@TempDir Path directory) throws Exception {
		try (ForkedJvm jvm = JvmCommand.of(JvmWithoutLocale.class).in(directory).environment("LC_ALL", "C").start()) {
			assertThat(jvm.finish()).contains("kept [Gr_e.db]");
		}
	}

	@Test
	void leakedConnectionDoesNotKeepTheDatabaseFromBeingKept() {
		context().run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> Stage.scenario(context, "leaks", () -> {
				Stage.write(context, "from a leaking one");
				context.getBean(javax.sql.DataSource.class).getConnection();
				throw new IllegalArgumentException();
			})));
		assertThat(Sql.query(KEPT.resolve("leaks.db"), "SELECT text FROM note")).endsWith("from a leaking one");
	}

	@Test
	void passwordOfTheUrlIsNotLogged(CapturedOutput output) {
		context().withPropertyValues("spring.datasource.url=jdbc:sqlite:target/scenario-notes.db?password=geheim")
			.run((context) -> {
				fails(context, "fails");
				Stage.scenario(context, "leaks", () -> context.getBean(javax.sql.DataSource.class).getConnection());
			});
		assertThat(output).contains("is kept in", "still open").doesNotContain("geheim");
	}

	@Test
	void unknownParameterOfTheUrlIsInNoFileNameEventOrLogLine(CapturedOutput output) {
		context().withPropertyValues("spring.datasource.url=" + Stage.URL + "?foo=geheim").run((context) -> {
			fails(context, "fails");
			try (Stream<Path> files = Files.walk(KEPT.getParent())) {
				assertThat(files.map(Path::toString)).anyMatch((file) -> file.endsWith("kept/fails.db"))
					.noneMatch((file) -> file.contains("geheim"));
			}
		});
		assertThat(output).contains("is kept in").doesNotContain("geheim");
		assertThat(RecordedEvents.of(PristineEvent.class).toString()).contains("fails.db").doesNotContain("geheim");
	}

	@Test
	void databaseIsKeptWhenTheContextIsClosedBeforeTheOutcomeIsKnown(CapturedOutput output) {
		assertThat(Runs.of(FailsAndDirtiesItsContext.class).failed()).hasSize(1);
		assertThat(Listing.of(KEPT)).containsExactly("FailsAndDirtiesItsContext.fails.db");
		assertThat(Sql.query(KEPT.resolve("FailsAndDirtiesItsContext.fails.db"), "SELECT text FROM note"))
			.endsWith("from a failing test");
		assertThat(output).doesNotContain("cannot be kept");
	}

	@Test
	void databaseOfAFactoryIsKeptWhenOneOfItsTestsFails() {
		assertThat(Runs.of(FailsInADynamicTest.class).failed()).containsOnlyKeys("number 2");
		assertThat(Listing.of(KEPT)).containsExactly("FailsInADynamicTest.factory.db");
	}

	private static ApplicationContextRunner context() {
		return Stage.context().withPropertyValues("pristine.workspace=" + WORKSPACE);
	}

	private static void fails(ApplicationContext context, String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> Stage.scenario(context, name, () -> {
			Stage.write(context, "from " + name);
			throw new IllegalArgumentException();
		}));
	}

	static final class JvmWithoutLocale {

		public static void main(String[] arguments) {
			TestRun.begin();
			Stage.context()
				.withPropertyValues("pristine.workspace=workspace")
				.run((context) -> fails(context, "Größe"));
			System.out.println("kept " + Listing.of(Path.of("workspace", "kept")));
		}

	}

	@SlimNotesTest
	@TestPropertySource(properties = "pristine.workspace=" + WORKSPACE)
	static class FailsAndDirtiesItsContext {

		@Test
		@DirtiesContext
		void fails(@Autowired Notes notes) {
			notes.add("from a failing test");
			fail("as it should");
		}

	}

	@SlimNotesTest
	@TestPropertySource(properties = "pristine.workspace=" + WORKSPACE)
	static class FailsInADynamicTest {

		@TestFactory
		Stream<DynamicTest> factory(@Autowired Notes notes) {
			return IntStream.rangeClosed(1, 3).mapToObj((number) -> DynamicTest.dynamicTest("number " + number, () -> {
				notes.add("from number " + number);
				assertThat(number).isNotEqualTo(2);
			}));
		}

	}

	private static final class Feature extends AbstractTestDescriptor {

		Feature(UniqueId id, String name) {
			super(id, name);
		}

		Feature with(String type, String name) {
			Feature child = new Feature(getUniqueId().append(type, name), name);
			addChild(child);
			return child;
		}

		@Override
		public Type getType() {
			return getUniqueId().getLastSegment().getType().matches("scenario|example") ? Type.TEST : Type.CONTAINER;
		}

	}

}
