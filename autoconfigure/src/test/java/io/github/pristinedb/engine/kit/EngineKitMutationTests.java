package io.github.pristinedb.engine.kit;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.console.OnTheSharedServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The engine test kit notices an engine that does one thing wrong. That it passes the
 * same engine without the fault, {@link SqliteEngineKitTests} and
 * {@link PostgresEngineKitTests} show.
 */
@DeliberateOutput({ "ended with \\d connections? still open", "cannot be kept in",
		"marked as broken because of SQLSTATE\\(57P01\\)",
		"Using H2 .* which is newer than the version Flyway has been verified with" })
@OnTheSharedServer
class EngineKitMutationTests {

	@Test
	void pageThatIsNotRestoredIsFoundByTheNextScenario() {
		String inCleaning = "nothingIsLeftOfRowsThatWereCommittedAndTheyCostNoSlot";
		String inRandomPrograms = "eachScenarioStartsFromTheWholeTemplateAndDoesWhatItWouldDoToAPlainDatabase";
		assertThat(failing(MissedPage.class, "Cleaning#" + inCleaning, "RandomPrograms#" + inRandomPrograms,
				"Guarding#judgingADatabaseMakesNone"))
			.containsExactlyInAnyOrder(inCleaning, inRandomPrograms);
	}

	@Test
	void templateThatIsPublishedBeforeItIsWholeIsFoundTooEarly() {
		assertThat(failing(PublishedEarly.class, EngineKit.Sessions.class))
			.containsExactly("templateIsFoundByNobodyBeforeItIsWholeAndThenByEverybody");
	}

	@Test
	void slotWithACopiedUrlLeadsToTheOriginal() {
		assertThat(failing(CopiedUrl.class, "DataSources#copiedDataSourceNeverLeadsToTheOriginal",
				"Handover#scenarioStartsWithTheWholeContentOfTheMigrationInADatabaseOfItsOwn"))
			.hasSize(2);
	}

	@Test
	void changeThatTheServerDidNotTellOfIsFoundByTheNextScenario() {
		assertThat(failing(MissedChange.class, "Cleaning#nothingIsLeftOfRowsThatWereCommittedAndTheyCostNoSlot",
				"RandomPrograms#eachScenarioStartsFromTheWholeTemplateAndDoesWhatItWouldDoToAPlainDatabase"))
			.hasSize(2);
	}

	@Test
	void templateOfAServerThatIsPublishedBeforeItIsWholeIsFoundTooEarly() {
		String fails = "templateIsFoundByNobodyBeforeItIsWholeAndThenByEverybody";
		assertThat(failing(ServersPublishedEarly.class, "Sessions#" + fails,
				"Sessions#templateThatWasNotPublishedIsLeftToTheNextOneToBuild"))
			.containsExactly(fails);
	}

	@Test
	void slotOfAServerWithACopiedUrlLeadsToTheOriginal() {
		assertThat(failing(ServersCopiedUrl.class, "DataSources#copiedDataSourceNeverLeadsToTheOriginal",
				"Handover#scenarioStartsWithTheWholeContentOfTheMigrationInADatabaseOfItsOwn"))
			.hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(classes = { H2MissedRow.class, H2MissedCell.class, H2OtherTable.class, PostgresMissedRow.class,
			PostgresMissedCell.class, PostgresOtherTable.class })
	void changedRowsThatAreToldOtherwiseAreFound(Class<? extends ChangesKit> kit) {
		assertThat(failing(Stream
			.of(DiscoverySelectors.selectNestedMethod(List.of(kit.getName()), ChangesKit.class.getName() + "$Changes",
					"transactionIsComparedWithWhatItsClassWroteWhateverTheTablesAreLike"))))
			.hasSize(1);
	}

	private static Set<String> failing(Class<? extends EngineKit> kit, String... tests) {
		return failing(Stream.of(tests).map((test) -> {
			String[] names = test.split("#");
			return DiscoverySelectors.selectNestedMethod(List.of(kit.getName()),
					EngineKit.class.getName() + "$" + names[0], names[1]);
		}));
	}

	/**
	 * Run some contracts of the kit.
	 * @param kit the kit with its fixture
	 * @param contracts the contracts
	 * @return the names of the tests that failed
	 */
	private static Set<String> failing(Class<? extends EngineKit> kit, Class<?>... contracts) {
		return failing(
				Stream.of(contracts).map((contract) -> DiscoverySelectors.selectNestedClass(List.of(kit), contract)));
	}

	private static Set<String> failing(Stream<? extends DiscoverySelector> selectors) {
		EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
			.selectors(selectors.toArray(DiscoverySelector[]::new))
			.execute();
		assertThat(results.containerEvents().failed().list()).isEmpty();
		Set<String> failed = new TreeSet<>();
		results.testEvents()
			.failed()
			.stream()
			.map((event) -> event.getTestDescriptor())
			.map(TestDescriptor::getDisplayName)
			.forEach((name) -> failed.add(name.replace("()", "")));
		return failed;
	}

	static class MissedPage extends EngineKit {

		private final EngineFixture fixture = new FaultySqlite.MissedPage();

		@Override
		protected EngineFixture fixture() {
			return this.fixture;
		}

	}

	static class PublishedEarly extends EngineKit {

		private final EngineFixture fixture = new FaultySqlite.PublishedEarly();

		@Override
		protected EngineFixture fixture() {
			return this.fixture;
		}

	}

	static class CopiedUrl extends EngineKit {

		private final EngineFixture fixture = new FaultySqlite.CopiedUrl();

		@Override
		protected EngineFixture fixture() {
			return this.fixture;
		}

	}

	static class MissedChange extends EngineKit {

		private final EngineFixture fixture = new FaultyPostgres.MissedChange();

		@Override
		protected EngineFixture fixture() {
			return this.fixture;
		}

	}

	static class ServersPublishedEarly extends EngineKit {

		private final EngineFixture fixture = new FaultyPostgres.PublishedEarly();

		@Override
		protected EngineFixture fixture() {
			return this.fixture;
		}

	}

	static class ServersCopiedUrl extends EngineKit {

		private final EngineFixture fixture = new FaultyPostgres.CopiedUrl();

		@Override
		protected EngineFixture fixture() {
			return this.fixture;
		}

	}

	/**
	 * The contract of changed rows alone.
	 */
	abstract static class ChangesKit {

		private final EngineFixture fixture;

		ChangesKit(EngineFixture fixture) {
			this.fixture = fixture;
		}

		@Nested
		class Changes extends ChangesContract {

			Changes() {
				super(ChangesKit.this.fixture);
			}

		}

	}

	static class H2MissedRow extends ChangesKit {

		H2MissedRow() {
			super(new FaultyChanges.OfH2(Faults::missedRow));
		}

	}

	static class H2MissedCell extends ChangesKit {

		H2MissedCell() {
			super(new FaultyChanges.OfH2(Faults::missedCell));
		}

	}

	static class H2OtherTable extends ChangesKit {

		H2OtherTable() {
			super(new FaultyChanges.OfH2(Faults::otherTable));
		}

	}

	static class PostgresMissedRow extends ChangesKit {

		PostgresMissedRow() {
			super(new FaultyChanges.OfPostgres(Faults::missedRow));
		}

	}

	static class PostgresMissedCell extends ChangesKit {

		PostgresMissedCell() {
			super(new FaultyChanges.OfPostgres(Faults::missedCell));
		}

	}

	static class PostgresOtherTable extends ChangesKit {

		PostgresOtherTable() {
			super(new FaultyChanges.OfPostgres(Faults::otherTable));
		}

	}

}
