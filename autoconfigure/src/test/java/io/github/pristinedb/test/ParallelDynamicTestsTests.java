package io.github.pristinedb.test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.pristinedb.test.NotesApplication.Notes;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dynamic tests that JUnit runs at the same time, on other threads than the method that
 * made them.
 */
class ParallelDynamicTestsTests {

	@Test
	void dynamicTestsWorkOnTheDatabaseOfTheirFactory() {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectClass(Factories.class))
			.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
			.configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "8")
			.build();
		SummaryGeneratingListener summary = new SummaryGeneratingListener();
		LauncherFactory.create().execute(request, summary);
		StringWriter failures = new StringWriter();
		summary.getSummary().printFailuresTo(new PrintWriter(failures));
		assertThat(failures.toString()).isEmpty();
		assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(4);
	}

	@SpringBootTest(classes = SlimNotes.class, webEnvironment = WebEnvironment.NONE,
			properties = { "spring.datasource.url=jdbc:sqlite:target/scenario-notes-dynamic.db",
					"spring.flyway.locations=classpath:isolation/migration",
					"pristine.template.cache-dir=target/test-templates" })
	static class Factories {

		private static final CyclicBarrier allAtOnce = new CyclicBarrier(4);

		@Autowired
		private Notes notes;

		@TestFactory
		Stream<DynamicTest> ofTests() {
			this.notes.add("from tests");
			return Stream.of("a", "b").map((name) -> DynamicTest.dynamicTest(name, () -> checkNotes("from tests")));
		}

		@TestFactory
		Stream<DynamicNode> ofContainers() {
			this.notes.add("from containers");
			return Stream.of("a", "b")
				.map((name) -> DynamicContainer.dynamicContainer(name,
						Stream.of(DynamicTest.dynamicTest(name, () -> checkNotes("from containers")))));
		}

		private void checkNotes(String own) throws Exception {
			allAtOnce.await(30, TimeUnit.SECONDS);
			assertThat(this.notes.all()).containsExactly(NotesApplication.FROM_MIGRATION,
					NotesApplication.FROM_START_UP, own);
		}

	}

}
