package io.github.pristinedb.test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.test.NotesApplication.Notes;
import io.github.pristinedb.test.PauseWarning.Pausing;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ActiveProfilesResolver;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * One application context for each worker, and how that is asked for.
 */
@DeliberateOutput("With pristine.context=per-worker")
class PerWorkerContextTests {

	@Test
	void classesSideBySideHaveContextsPortsAndSingletonsOfTheirOwn() {
		OnAPort.seen.clear();
		Runs.inParallel(First.class, Second.class).assertPassed(2);
		assertThat(OnAPort.seen).hasSize(2);
	}

	@Test
	void classesOneAfterTheOtherShareTheContextOfTheirWorker() {
		Slim.seen.clear();
		Runs.of(SlimFirst.class, SlimSecond.class).assertPassed(4);
		assertThat(Slim.seen).hasSize(1);
	}

	@Test
	void thereAreNoMoreContextsThanWorkers() {
		Slim.seen.clear();
		Runs.inParallel(SlimFirst.class, SlimSecond.class, SlimThird.class, SlimFourth.class, SlimFifth.class,
				SlimSixth.class)
			.assertPassed(12);
		// The workers of the run, and the thread that started it.
		assertThat(Slim.seen).hasSizeLessThanOrEqualTo(5);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void contextsThatTheFrameworkPausesAreWarnedOfOnce(CapturedOutput output) {
		Pausing[] mode = { Pausing.NEVER };
		ScenarioContextCustomizerFactory factory = new ScenarioContextCustomizerFactory(
				new PauseWarning(() -> mode[0]));
		factory.createContextCustomizer(Inlined.class, List.of());
		mode[0] = Pausing.BY_DEFAULT;
		factory.createContextCustomizer(InlinedOtherwise.class, List.of());
		assertThat(output).doesNotContain("spring.test.context.cache.pause");
		factory.createContextCustomizer(Inlined.class, List.of());
		factory.createContextCustomizer(Inlined.class, List.of());
		assertThat(output.toString().split("spring.test.context.cache.pause=never", -1)).hasSize(2);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void versionThatPausesContextsAlwaysIsToldAsSuch(CapturedOutput output) {
		new PauseWarning(() -> Pausing.ALWAYS).logIfContextsArePaused();
		assertThat(output).contains("update Spring Boot").doesNotContain("spring.test.context.cache.pause");
	}

	@Test
	void contextsAreSharedUnlessItIsAskedFor() {
		assertThat(ConfiguredContexts.modeFor(Object.class)).isEqualTo(ContextMode.SHARED);
	}

	@Test
	void isAskedForByAnInlinedProperty() {
		assertThat(ConfiguredContexts.modeFor(Inlined.class)).isEqualTo(ContextMode.PER_WORKER);
		assertThat(ConfiguredContexts.modeFor(InlinedInSpringBootTest.class)).isEqualTo(ContextMode.PER_WORKER);
		assertThat(ConfiguredContexts.modeFor(InlinedInASuperclass.class)).isEqualTo(ContextMode.PER_WORKER);
		assertThat(ConfiguredContexts.modeFor(InlinedInASuperclass.Within.class)).isEqualTo(ContextMode.PER_WORKER);
		assertThat(ConfiguredContexts.modeFor(InlinedBesideOthers.class)).isEqualTo(ContextMode.PER_WORKER);
	}

	@Test
	void nearestInlinedPropertyCounts() {
		assertThat(ConfiguredContexts.modeFor(InlinedOtherwise.class)).isEqualTo(ContextMode.SHARED);
	}

	@Test
	void isAskedForInTheConfigurationDataOfAProfile() {
		assertThat(ConfiguredContexts.modeFor(InAProfile.class)).isEqualTo(ContextMode.PER_WORKER);
		assertThat(ConfiguredContexts.modeFor(InAnInheritedProfile.class)).isEqualTo(ContextMode.PER_WORKER);
		assertThat(ConfiguredContexts.modeFor(InAResolvedProfile.class)).isEqualTo(ContextMode.PER_WORKER);
		assertThat(ConfiguredContexts.modeFor(WithoutTheProfile.class)).isEqualTo(ContextMode.SHARED);
	}

	@Test
	void isAskedForByASystemProperty() {
		System.setProperty("pristine.context", "PER_WORKER");
		try {
			assertThat(ConfiguredContexts.modeFor(WithASystemProperty.class)).isEqualTo(ContextMode.PER_WORKER);
		}
		finally {
			System.clearProperty("pristine.context");
		}
	}

	@Test
	void contextsAreSharedIfPristineIsDisabled() {
		assertThat(ConfiguredContexts.modeFor(Disabled.class)).isEqualTo(ContextMode.SHARED);
		System.setProperty("pristine.enabled", "false");
		try {
			assertThat(ConfiguredContexts.modeFor(DisabledByASystemProperty.class)).isEqualTo(ContextMode.SHARED);
		}
		finally {
			System.clearProperty("pristine.enabled");
		}
	}

	@Test
	void valueThatIsNoneIsAClearError() {
		assertThatIllegalStateException().isThrownBy(() -> ConfiguredContexts.modeFor(Wrong.class))
			.withMessage("The property pristine.context is 'per-thread'. Set it to 'shared' or to 'per-worker'.");
		assertThat(Runs.of(Wrong.class).failed().values()).first()
			.satisfies((failure) -> assertThat(failure).hasStackTraceContaining("'per-thread'"));
	}

	@NotesProperties
	@SpringBootTest(classes = NotesApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = "pristine.context=per-worker")
	abstract static class OnAPort {

		static final Set<Integer> seen = ConcurrentHashMap.newKeySet();

		private static final CyclicBarrier bothAtOnce = new CyclicBarrier(2);

		@Test
		void hasItsOwn(@LocalServerPort int port, @Autowired Notes notes) throws Exception {
			seen.add(port);
			bothAtOnce.await(60, TimeUnit.SECONDS);
			assertThat(notes.all()).hasSize(2);
			notes.add("from a test");
		}

	}

	static class First extends OnAPort {

	}

	static class Second extends OnAPort {

	}

	@NotesProperties
	@SpringBootTest(classes = SlimNotes.class, webEnvironment = WebEnvironment.NONE,
			properties = "pristine.context = per-worker")
	abstract static class Slim {

		static final Set<ApplicationContext> seen = ConcurrentHashMap.newKeySet();

		@RepeatedTest(2)
		void findsNothing(@Autowired ApplicationContext context, @Autowired Notes notes) {
			seen.add(context);
			assertThat(notes.all()).hasSize(2);
			notes.add("from a test");
		}

	}

	static class SlimFirst extends Slim {

	}

	static class SlimSecond extends Slim {

	}

	static class SlimThird extends Slim {

	}

	static class SlimFourth extends Slim {

	}

	static class SlimFifth extends Slim {

	}

	static class SlimSixth extends Slim {

	}

	@TestPropertySource(properties = "pristine.context: per-worker")
	static class Inlined {

	}

	@SpringBootTest(properties = { "a=b", "pristine.context=perWorker" })
	static class InlinedInSpringBootTest {

	}

	static class InlinedInASuperclass extends Inlined {

		class Within {

		}

	}

	@NotesProperties
	@TestPropertySource(properties = "pristine.context=per-worker")
	@TestPropertySource(properties = "a=b")
	static class InlinedBesideOthers {

	}

	@TestPropertySource(properties = "pristine.context=shared")
	static class InlinedOtherwise extends Inlined {

	}

	@TestPropertySource(properties = "pristine.enabled=false")
	static class Disabled extends Inlined {

	}

	@ActiveProfiles({ "own-contexts", "disabled" })
	static class DisabledByASystemProperty {

	}

	@ActiveProfiles("own-contexts")
	static class InAProfile {

	}

	@ActiveProfiles("another")
	static class InAnInheritedProfile extends InAProfile {

	}

	@ActiveProfiles(profiles = "another", inheritProfiles = false)
	static class WithoutTheProfile extends InAProfile {

	}

	@ActiveProfiles(resolver = Resolver.class)
	static class InAResolvedProfile {

	}

	@ActiveProfiles("system-property")
	static class WithASystemProperty {

	}

	static class Resolver implements ActiveProfilesResolver {

		@Override
		public String[] resolve(Class<?> testClass) {
			return new String[] { "own-contexts" };
		}

	}

	@SpringBootTest(classes = SlimNotes.class, properties = "pristine.context=per-thread")
	static class Wrong {

		@Test
		void neverRuns() {
		}

	}

}
