package io.github.pristinedb.cucumber;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.UUID;

import io.cucumber.core.backend.BackendProviderService;
import io.cucumber.core.backend.DataTableTypeDefinition;
import io.cucumber.core.backend.DefaultDataTableCellTransformerDefinition;
import io.cucumber.core.backend.DefaultDataTableEntryTransformerDefinition;
import io.cucumber.core.backend.DefaultParameterTransformerDefinition;
import io.cucumber.core.backend.DocStringTypeDefinition;
import io.cucumber.core.backend.Glue;
import io.cucumber.core.backend.HookDefinition;
import io.cucumber.core.backend.ParameterTypeDefinition;
import io.cucumber.core.backend.StaticHookDefinition;
import io.cucumber.core.backend.StepDefinition;
import io.cucumber.core.eventbus.EventBus;
import io.cucumber.messages.types.Envelope;
import io.cucumber.messages.types.Timestamp;
import io.cucumber.plugin.event.EmbedEvent;
import io.cucumber.plugin.event.EventHandler;
import io.cucumber.plugin.event.HookTestStep;
import io.cucumber.plugin.event.HookType;
import io.cucumber.plugin.event.PickleStepTestStep;
import io.cucumber.plugin.event.Result;
import io.cucumber.plugin.event.Status;
import io.cucumber.plugin.event.Step;
import io.cucumber.plugin.event.TestCase;
import io.cucumber.plugin.event.TestCaseFinished;
import io.cucumber.plugin.event.TestStep;
import io.cucumber.plugin.event.TestStepFinished;
import io.cucumber.plugin.event.TestStepStarted;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link StepBackend}.
 */
class StepBackendTests {

	private final Bus bus = new Bus();

	private final TestCase scenario = mock(TestCase.class);

	StepBackendTests() {
		StepBackend backend = new StepBackend();
		backend.loadGlue(new ReportingGlue(this.bus), List.of());
		backend.buildWorld();
		backend.disposeWorld();
		assertThat(backend.getSnippet()).isNull();
	}

	@Test
	void cucumberFindsTheBackend() {
		assertThat(ServiceLoader.load(BackendProviderService.class))
			.anySatisfy((service) -> assertThat(service.create(null, null, null)).isInstanceOf(StepBackend.class));
	}

	@Test
	void glueWithoutABusIsLeftAlone() {
		new StepBackend().loadGlue(mock(Glue.class), List.of());
	}

	@Test
	void scenarioKnowsItsStep() throws Exception {
		Scope scope = new Scope(Scope.Kind.SCENARIO, "a scenario");
		ScopeBinding.start(scope);
		try {
			this.bus.send(started(step("When ", "I order")));
			assertThat(scope.step()).isEqualTo("When I order");
			HookTestStep hook = mock(HookTestStep.class);
			given(hook.getHookType()).willReturn(HookType.AFTER);
			this.bus.send(started(hook));
			assertThat(scope.step()).isEqualTo("@AFTER");
			this.bus.send(started(mock(TestStep.class)));
			assertThat(scope.step()).isEmpty();
		}
		finally {
			ScopeBinding.end(scope, false);
		}
	}

	@Test
	void failureIsAttachedToItsStepOnce() {
		Stage.context().run((context) -> Stage.scenario(context, () -> {
			this.bus.send(told());
			this.bus.send(started(step("When ", "I order")));
			Stage.write(context, "of the step");
			this.bus.send(finished(Status.PASSED));
			assertThat(this.bus.attachments()).isEmpty();
			this.bus.send(finished(Status.FAILED));
			this.bus.send(finished(Status.FAILED));
			assertThat(this.bus.attachments()).singleElement().satisfies((attachment) -> {
				assertThat(attachment).contains("When I order").contains("of the step");
			});
			assertThat(this.bus.messages()).singleElement().satisfies((message) -> {
				assertThat(message.getTestCaseStartedId()).contains("case");
				assertThat(message.getTestStepId()).contains("step");
				assertThat(message.getMediaType()).isEqualTo("text/plain");
				assertThat(new String(Base64.getDecoder().decode(message.getBody()), StandardCharsets.UTF_8))
					.isEqualTo(this.bus.attachments().get(0));
			});
		}));
	}

	@ParameterizedTest
	@EnumSource(names = { "UNDEFINED", "PENDING", "AMBIGUOUS" })
	void stepThatCannotRunHasTheExplanation(Status status) {
		Stage.context().run((context) -> Stage.scenario(context, () -> {
			Stage.write(context, "of a step before");
			this.bus.send(started(step("Then ", "nobody has written it")));
			this.bus.send(finished(status));
			assertThat(this.bus.attachments()).singleElement()
				.satisfies((attachment) -> assertThat(attachment).contains("of a step before"));
		}));
	}

	@Test
	void scenarioThatPassesIsDescribedIfAllAre() {
		for (String tape : List.of("failures", "all")) {
			Stage.context().withPropertyValues("pristine.tape=" + tape).run((context) -> Stage.scenario(context, () -> {
				this.bus.send(told());
				Stage.write(context, "of a success");
				this.bus.send(finished(Status.PASSED));
				this.bus.send(new TestCaseFinished(Instant.now(), this.scenario,
						new Result(Status.PASSED, Duration.ZERO, null)));
				this.bus.send(new TestCaseFinished(Instant.now(), this.scenario,
						new Result(Status.SKIPPED, Duration.ZERO, null)));
			}));
		}
		assertThat(this.bus.attachments()).singleElement()
			.satisfies((attachment) -> assertThat(attachment).contains("of a success"));
		assertThat(this.bus.messages()).singleElement()
			.satisfies((message) -> assertThat(message.getTestStepId()).contains("step"));
	}

	@Test
	void nothingIsAttachedWithoutADatabase() {
		this.bus.send(finished(Status.FAILED));
		assertThat(this.bus.attachments()).isEmpty();
	}

	private TestStepStarted started(TestStep step) {
		return new TestStepStarted(Instant.now(), this.scenario, step);
	}

	private TestStepFinished finished(Status status) {
		return new TestStepFinished(Instant.now(), this.scenario, mock(TestStep.class),
				new Result(status, Duration.ZERO, null));
	}

	private static Envelope told() {
		return Envelope.of(new io.cucumber.messages.types.TestStepStarted("case", "step", new Timestamp(0L, 0L)));
	}

	private static PickleStepTestStep step(String keyword, String text) {
		PickleStepTestStep step = mock(PickleStepTestStep.class, RETURNS_DEEP_STUBS);
		Step pickle = step.getStep();
		given(pickle.getKeyword()).willReturn(keyword);
		given(pickle.getText()).willReturn(text);
		return step;
	}

	/**
	 * Has the bus in a field, as Cucumber's own glue has.
	 */
	private static final class ReportingGlue implements Glue {

		@SuppressWarnings("unused")
		private final EventBus bus;

		ReportingGlue(EventBus bus) {
			this.bus = bus;
		}

		@Override
		public void addBeforeAllHook(StaticHookDefinition definition) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void addAfterAllHook(StaticHookDefinition definition) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void addStepDefinition(StepDefinition definition) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void addBeforeHook(HookDefinition definition) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void addAfterHook(HookDefinition definition) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void addBeforeStepHook(HookDefinition definition) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void addAfterStepHook(HookDefinition definition) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void addParameterType(ParameterTypeDefinition definition) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void addDataTableType(DataTableTypeDefinition definition) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void addDefaultParameterTransformer(DefaultParameterTransformerDefinition definition) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void addDefaultDataTableEntryTransformer(DefaultDataTableEntryTransformerDefinition definition) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void addDefaultDataTableCellTransformer(DefaultDataTableCellTransformerDefinition definition) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void addDocStringType(DocStringTypeDefinition definition) {
			throw new UnsupportedOperationException();
		}

	}

	/**
	 * A bus that remembers what was sent.
	 */
	private static final class Bus implements EventBus {

		private final Map<Class<?>, List<EventHandler<?>>> handlers = new LinkedHashMap<>();

		private final List<Object> sent = new ArrayList<>();

		@Override
		public <T> void registerHandlerFor(Class<T> type, EventHandler<T> handler) {
			this.handlers.computeIfAbsent(type, (added) -> new ArrayList<>()).add(handler);
		}

		@Override
		public <T> void removeHandlerFor(Class<T> type, EventHandler<T> handler) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Instant getInstant() {
			return Instant.EPOCH;
		}

		@Override
		public UUID generateId() {
			return UUID.randomUUID();
		}

		@Override
		@SuppressWarnings("unchecked")
		public <T> void send(T event) {
			this.sent.add(event);
			this.handlers.getOrDefault(event.getClass(), List.of())
				.forEach((handler) -> ((EventHandler<T>) handler).receive(event));
		}

		@Override
		public <T> void sendAll(Iterable<T> events) {
			events.forEach(this::send);
		}

		List<String> attachments() {
			return this.sent.stream()
				.filter(EmbedEvent.class::isInstance)
				.map((event) -> new String(((EmbedEvent) event).getData(), StandardCharsets.UTF_8))
				.toList();
		}

		List<io.cucumber.messages.types.Attachment> messages() {
			return this.sent.stream()
				.filter(Envelope.class::isInstance)
				.map((event) -> ((Envelope) event).getAttachment().orElse(null))
				.filter(Objects::nonNull)
				.toList();
		}

	}

}
