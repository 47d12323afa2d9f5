package io.github.pristinedb.report;

import java.io.IOException;
import java.util.List;

import io.github.pristinedb.event.PristineEvent.ContextAwaited;
import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.event.PristineEvent.TemplateFound;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestPlanned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReportSchema}: it names each member of {@code report.json}.
 */
class ReportSchemaTests {

	@Test
	void reportOfARunIsValid() throws IOException {
		String json = HtmlReportTests.json(MadeUpRun.of(4_100, 4).report());
		assertThat(json).contains("\"explanation\":", "\"batch\":", "\"note\":", "\"repeated\":[{",
				"\"contextMillis\":", "\"handovers\":[{", "\"kept\":[{", "\"shared\":[", "\"locks\":", "\"leaks\":[{",
				"\"retired\":[{", "\"refusals\":[{", "\"preparations\":[{", "\"waits\":[{");
		assertThat(ReportSchema.errors(json)).isEmpty();
	}

	@Test
	void reportOfAnEmptyRunIsValid() throws IOException {
		RunStatistics statistics = new RunStatistics();
		statistics.add(new RunFinished());
		assertThat(ReportSchema.errors(HtmlReportTests.json(statistics.report()))).isEmpty();
	}

	@Test
	void reportWithProblemsIsValid() throws IOException {
		RunStatistics statistics = new RunStatistics();
		statistics.add(new TemplateFound("3f2a"));
		statistics.add(new TestPlanned("2", "OrderTests#skipped()", "OrderTests.skipped"));
		statistics.add(new TestStarted("1", "OrderTests#orders()", "OrderTests.orders", false, "s"));
		statistics.add(new ContextAwaited("s", "OrderTests.orders", 1, 5_000_000));
		statistics.add(new ScenarioStarted("s", "orders", "1", "database", 1));
		statistics.add(new TestFinished("1", Outcome.ABORTED, 20_000_000, 0));
		statistics.add(new TestFinished("2", Outcome.SKIPPED, 0, 0));
		String json = HtmlReportTests.json(statistics.report().withProblems(List.of("Shard 2 of 2 is missing.")));
		assertThat(ReportSchema.errors(json)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"workers"     | "colleagues"
			"sqlMillis"   | "sqlSeconds"
			"batch"       | "bundle"
			"kind"        | "sort"
			"fingerprint" | "thumbprint"
			""")
	void unknownMemberIsNotValid(String member, String unknown) throws IOException {
		String json = HtmlReportTests.json(MadeUpRun.of(20, 2).report());
		assertThat(json).contains(member);
		assertThat(ReportSchema.errors(json.replace(member, unknown))).isNotEmpty();
	}

}
