package io.github.pristinedb.test;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.event.PristineEvent.FailureExplained;
import io.github.pristinedb.evidence.FailurePublisher;
import io.github.pristinedb.test.NotesApplication.Notes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests for {@link FailurePublisher}, and for the phases of a test on its tape.
 */
@ExtendWith(OutputCaptureExtension.class)
class PublishedFailureTests {

	@Test
	void failureIsPublishedAndToldWithItsPhases(CapturedOutput output) throws Exception {
		RecordedEvents.clear();
		Published published = run(Failing.class);
		assertThat(published.entries).singleElement()
			.satisfies((entry) -> assertThat(entry.getKeyValuePairs().get("pristine")).contains("@BeforeEach")
				.contains("[before]")
				.contains("@Test")
				.contains("[in the test]")
				.doesNotContain("[after]"));
		assertThat(published.files).singleElement().satisfies((file) -> {
			assertThat(file.getPath()).hasFileName("pristine-failure.txt").content().contains("[in the test]");
			Files.delete(file.getPath());
		});
		assertThat(output).containsSubsequence("@BeforeEach", "[before]", "@Test", "[in the test]", "@AfterEach",
				"[after]");
		assertThat(RecordedEvents.of(FailureExplained.class)).singleElement()
			.satisfies((event) -> assertThat(event.json()).contains("in the test"));
	}

	@Test
	void failureBeforeTheTestIsPublishedToo() throws Exception {
		Published published = run(FailingBefore.class);
		assertThat(published.entries).hasSize(1);
		for (FileEntry file : published.files) {
			Files.delete(file.getPath());
		}
	}

	@Test
	void failureOfAClassIsExplained(CapturedOutput output) {
		run(FailingBeforeAll.class);
		assertThat(output).containsSubsequence("FailingBeforeAll' did to its databases:", "@BeforeAll", "[before all]");
	}

	@Test
	void nothingIsPublishedOfATestThatPasses() {
		Published published = run(Passing.class);
		assertThat(published.entries).isEmpty();
		assertThat(published.files).isEmpty();
	}

	@Test
	void testThatPassesIsDescribedIfAllAre() throws Exception {
		Published published = run(PassingOfAll.class);
		assertThat(published.entries).singleElement()
			.satisfies((entry) -> assertThat(entry.getKeyValuePairs().get("pristine")).contains("[in the test]"));
		assertThat(published.files).singleElement()
			.satisfies((file) -> assertThat(file.getPath()).hasFileName("pristine.txt")
				.content()
				.contains("[in the test]"));
		Files.delete(published.files.get(0).getPath());
	}

	private static Published run(Class<?> test) {
		Published published = new Published();
		try (LauncherSession session = LauncherFactory.openSession()) {
			session.getLauncher()
				.execute(LauncherDiscoveryRequestBuilder.request()
					.selectors(DiscoverySelectors.selectClass(test))
					.configurationParameter("junit.platform.reporting.output.dir", "target/published")
					.build(), published);
		}
		return published;
	}

	/**
	 * What was published.
	 */
	private static final class Published implements TestExecutionListener {

		private final List<ReportEntry> entries = new ArrayList<>();

		private final List<FileEntry> files = new ArrayList<>();

		@Override
		public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
			this.entries.add(entry);
		}

		@Override
		public void fileEntryPublished(TestIdentifier test, FileEntry file) {
			this.files.add(file);
		}

	}

	@SlimNotesTest
	static class Failing {

		@Autowired
		private Notes notes;

		@BeforeEach
		void before() {
			this.notes.add("before");
		}

		@Test
		void fails() {
			this.notes.add("in the test");
			fail("as it should");
		}

		@AfterEach
		void after() {
			this.notes.add("after");
		}

	}

	@SlimNotesTest
	static class FailingBefore {

		@BeforeEach
		void before(@Autowired Notes notes) {
			notes.add("before");
			fail("as it should");
		}

		@Test
		void neverRuns() {
		}

	}

	@SlimNotesTest
	static class FailingBeforeAll {

		@BeforeAll
		static void beforeAll(@Autowired Notes notes) {
			notes.add("before all");
			fail("as it should");
		}

		@Test
		void neverRuns() {
		}

	}

	@SlimNotesTest
	@TestPropertySource(properties = "pristine.tape=all")
	static class PassingOfAll {

		@Test
		void passes(@Autowired Notes notes) {
			notes.add("in the test");
		}

	}

	@SlimNotesTest
	static class Passing {

		@Test
		void passes(@Autowired Notes notes) {
			notes.add("in the test");
		}

	}

}
