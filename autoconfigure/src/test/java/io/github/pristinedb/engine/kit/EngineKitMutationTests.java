package io.github.pristinedb.engine.kit;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.pristinedb.console.DeliberateOutput;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The engine test kit notices an engine that does one thing wrong. That it passes the
 * same engine without the fault, {@link SqliteEngineKitTests} shows.
 */
@DeliberateOutput("ended with \\d connections? still open")
class EngineKitMutationTests {

	@Test
	void pageThatIsNotRestoredIsFoundByTheNextScenario() {
		assertThat(failing(MissedPage.class, EngineKit.Cleaning.class, EngineKit.RandomPrograms.class,
				EngineKit.Guarding.class))
			.contains("nothingIsLeftOfWhatWasCommitted",
					"eachScenarioStartsFromTheWholeTemplateAndDoesWhatItWouldDoToAPlainDatabase")
			.doesNotContain("judgingADatabaseMakesNone");
	}

	@Test
	void templateThatIsPublishedBeforeItIsWholeIsFoundTooEarly() {
		assertThat(failing(PublishedEarly.class, EngineKit.Sessions.class))
			.containsExactly("templateIsFoundByNobodyBeforeItIsWholeAndThenByEverybody");
	}

	@Test
	void slotWithACopiedUrlLeadsToTheOriginal() {
		assertThat(failing(CopiedUrl.class, EngineKit.Handover.class, EngineKit.DataSources.class)).contains(
				"copiedDataSourceNeverLeadsToTheOriginal",
				"scenarioStartsWithTheWholeContentOfTheMigrationInADatabaseOfItsOwn");
	}

	/**
	 * Run some contracts of the kit.
	 * @param kit the kit with its fixture
	 * @param contracts the contracts
	 * @return the names of the tests that failed
	 */
	private static Set<String> failing(Class<? extends EngineKit> kit, Class<?>... contracts) {
		EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
			.selectors(Stream.of(contracts)
				.map((contract) -> DiscoverySelectors.selectNestedClass(List.of(kit), contract))
				.toArray(org.junit.platform.engine.DiscoverySelector[]::new))
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

}
