package io.github.pristinedb.cucumber;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;

import io.cucumber.core.eventbus.EventBus;
import io.cucumber.messages.types.Attachment;
import io.cucumber.messages.types.AttachmentContentEncoding;
import io.cucumber.messages.types.Envelope;
import io.cucumber.plugin.event.EmbedEvent;
import io.cucumber.plugin.event.HookTestStep;
import io.cucumber.plugin.event.PickleStepTestStep;
import io.cucumber.plugin.event.Status;
import io.cucumber.plugin.event.TestCase;
import io.cucumber.plugin.event.TestCaseFinished;
import io.cucumber.plugin.event.TestStep;
import io.cucumber.plugin.event.TestStepFinished;
import io.cucumber.plugin.event.TestStepStarted;
import io.github.pristinedb.evidence.ScenarioEvidence;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Follows the steps of one runner: tells scopes which step is under way, and attaches
 * what a scenario did to the step that failed, or to its last step if that is told of
 * all.
 */
final class StepEvents {

	private static final Log logger = LogFactory.getLog(StepEvents.class);

	// As Cucumber's engine for JUnit has it: a step that is not written yet fails.
	private static final Set<Status> FAILING = Set.of(Status.FAILED, Status.UNDEFINED, Status.PENDING,
			Status.AMBIGUOUS);

	private static final String MEDIA_TYPE = "text/plain";

	private static final String NAME = "What the scenario did to its databases";

	private final EventBus bus;

	// Of the step that runs, as messages number them. A runner has one thread.
	private @Nullable String scenarioId;

	private @Nullable String stepId;

	StepEvents(EventBus bus) {
		this.bus = bus;
	}

	void register() {
		this.bus.registerHandlerFor(TestStepStarted.class, this::started);
		this.bus.registerHandlerFor(TestStepFinished.class, this::finished);
		this.bus.registerHandlerFor(TestCaseFinished.class, this::finished);
		this.bus.registerHandlerFor(Envelope.class, this::told);
	}

	private void started(TestStepStarted event) {
		Scope scope = ScopeBinding.current();
		if (scope != null) {
			scope.begin(name(event.getTestStep()));
		}
	}

	private static String name(TestStep step) {
		if (step instanceof PickleStepTestStep pickle) {
			return pickle.getStep().getKeyword() + pickle.getStep().getText();
		}
		return (step instanceof HookTestStep hook) ? "@" + hook.getHookType() : "";
	}

	private void told(Envelope message) {
		message.getTestStepStarted().ifPresent((step) -> {
			this.scenarioId = step.getTestCaseStartedId();
			this.stepId = step.getTestStepId();
		});
	}

	private void finished(TestStepFinished event) {
		Scope scope = ScopeBinding.current();
		if (scope != null && FAILING.contains(event.getResult().getStatus())) {
			attach(event.getTestCase(), ScenarioEvidence.explainNow(scope));
		}
	}

	/**
	 * No step has failed, and the databases are still there.
	 */
	private void finished(TestCaseFinished event) {
		Scope scope = ScopeBinding.current();
		if (scope != null && event.getResult().getStatus() == Status.PASSED) {
			attach(event.getTestCase(), ScenarioEvidence.describeNow(scope));
		}
	}

	private void attach(TestCase scenario, @Nullable String text) {
		if (text == null) {
			return;
		}
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		this.bus.send(new EmbedEvent(this.bus.getInstant(), scenario, bytes, MEDIA_TYPE, NAME));
		try {
			this.bus.send(Envelope
				.of(new Attachment(Base64.getEncoder().encodeToString(bytes), AttachmentContentEncoding.BASE64, NAME,
						MEDIA_TYPE, null, this.scenarioId, this.stepId, null, null, null, null)));
		}
		catch (LinkageError ex) {
			// The messages of another version of Cucumber.
			logger.debug("The evidence of " + scenario.getName() + " is not attached to the messages", ex);
		}
	}

}
