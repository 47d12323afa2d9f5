package io.github.pristinedb.engine.kit;

import java.lang.instrument.Instrumentation;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.console.OnTheSharedServer;
import io.github.pristinedb.engine.comparison.ComparedValue;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.AgentBuilder.RedefinitionStrategy;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract of changed rows notices an engine that looks for them wrongly. Each fault
 * is put into one method of the engine itself. That the same test passes without the
 * fault, the kits of the engines show.
 */
@DeliberateOutput("Using H2 .* which is newer than the version Flyway has been verified with")
@OnTheSharedServer
class ChangesMutationTests {

	private static final String COMMITTED = "changesAreThoseOfAComparisonOfAllRows";

	private static final String IN_A_TRANSACTION = "changesInATransactionAreThoseOfAComparisonOfAllRows";

	private static final String OF_A_CLASS = "scenarioIsComparedWithWhatItsClassWroteWhateverTheTablesAreLike";

	@ParameterizedTest
	@EnumSource
	void faultOfTheEngineFailsTheTestThatGuardsIt(Fault fault) {
		Instrumentation instrumentation = ByteBuddyAgent.install();
		ResettableClassFileTransformer mutation = new AgentBuilder.Default().disableClassFormatChanges()
			.with(RedefinitionStrategy.RETRANSFORMATION)
			.type(ElementMatchers.named("io.github.pristinedb.engine." + fault.type))
			.transform((builder, type, loader, module, domain) -> builder
				.visit(Advice.to(fault.advice).on(ElementMatchers.named(fault.method))))
			.installOn(instrumentation);
		try {
			EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
				.selectors(DiscoverySelectors.selectNestedMethod(List.of(fault.kit.getName()),
						fault.kit.getName() + "$Changes", fault.test))
				.execute();
			assertThat(results.testEvents().started().count()).isOne();
			assertThat(results.testEvents().failed().count()).isOne();
		}
		finally {
			assertThat(mutation.reset(instrumentation, RedefinitionStrategy.RETRANSFORMATION)).isTrue();
		}
	}

	/**
	 * What an engine does wrongly, and the test that notices.
	 */
	enum Fault {

		PAGES_OF_A_FILE_ARE_MISSED("sqlite.SlotChanges", "pagesOfFile", MissedPages.class, SqliteEngineKitTests.class,
				COMMITTED),

		PAGES_OF_A_LOG_ARE_MISSED("sqlite.SlotChanges", "pagesOfFile", MissedPages.class, SqliteLogKitTests.class,
				COMMITTED),

		PAGES_OF_A_TRANSACTION_ARE_MISSED("sqlite.SlotChanges", "pagesIn", MissedPages.class,
				SqliteEngineKitTests.class, IN_A_TRANSACTION),

		ROOT_PAGE_IS_MISSED("h2.MapRoots", "changedTables", MissedTable.class, H2EngineKitTests.class, COMMITTED),

		ROOT_PAGE_OF_A_TRANSACTION_IS_MISSED("h2.MapRoots", "changedTables", MissedTable.class, H2EngineKitTests.class,
				IN_A_TRANSACTION),

		TABLE_COUNTS_AS_THE_SAME("postgresql.KeptBaseline", "same", SameTable.class, PostgresEngineKitTests.class,
				"whatATestHasNotCommittedYetIsToldToo"),

		JOURNAL_IS_TRUSTED_AFTER_A_TRUNCATION("postgresql.KeptBaseline", "has", Always.class,
				PostgresEngineKitTests.class, "rowsOfALargeTableThatWasTruncatedAreFound"),

		STARTS_OF_VALUES_ARE_COMPARED_IN_SQLITE("comparison.ComparedValue", "equals", SameStart.class,
				SqliteEngineKitTests.class, OF_A_CLASS),

		STARTS_OF_VALUES_ARE_COMPARED_IN_H2("comparison.ComparedValue", "equals", SameStart.class,
				H2EngineKitTests.class, OF_A_CLASS),

		STARTS_OF_VALUES_ARE_COMPARED_IN_POSTGRESQL("comparison.ComparedValue", "equals", SameStart.class,
				PostgresEngineKitTests.class, OF_A_CLASS);

		private final String type;

		private final String method;

		private final Class<?> advice;

		private final Class<?> kit;

		private final String test;

		Fault(String type, String method, Class<?> advice, Class<?> kit, String test) {
			this.type = type;
			this.method = method;
			this.advice = advice;
			this.kit = kit;
			this.test = test;
		}

	}

	/**
	 * The second half of the pages is missed.
	 */
	static final class MissedPages {

		private MissedPages() {
		}

		@Advice.OnMethodExit
		static void exit(@Advice.Return @Nullable BitSet pages) {
			if (pages != null) {
				pages.clear(pages.length() / 2, pages.length());
			}
		}

	}

	/**
	 * One table with other rows is missed.
	 */
	static final class MissedTable {

		private MissedTable() {
		}

		@Advice.OnMethodExit
		static void exit(@Advice.Return Set<Integer> tables) {
			tables.stream().max(Comparator.naturalOrder()).ifPresent(tables::remove);
		}

	}

	/**
	 * One table with other rows counts as the same.
	 */
	static final class SameTable {

		private SameTable() {
		}

		@Advice.OnMethodExit
		static void exit(@Advice.Argument(0) Map<String, Object> present, @Advice.Return Set<String> same) {
			for (String name : present.keySet()) {
				if (same.add(name)) {
					return;
				}
			}
		}

	}

	/**
	 * The answer is always yes.
	 */
	static final class Always {

		private Always() {
		}

		@Advice.OnMethodExit
		static void exit(@Advice.Return(readOnly = false) boolean answer) {
			answer = true;
		}

	}

	/**
	 * Values of the same start and length are taken for equal.
	 */
	static final class SameStart {

		private SameStart() {
		}

		@Advice.OnMethodExit
		static void exit(@Advice.This ComparedValue value, @Advice.Argument(0) Object other,
				@Advice.Return(readOnly = false) boolean equal) {
			equal = other instanceof ComparedValue that && value.start().equals(that.start())
					&& value.length() == that.length();
		}

	}

}
